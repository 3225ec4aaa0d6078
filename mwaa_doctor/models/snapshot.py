"""What is known of an account: AWS objects in the shapes of AWS's own answers, each knowing where it came from.

Templates, plans, saved answers and live accounts all become a snapshot first, so that rules cannot tell them apart.  A
value is set, unset (absent), or not known: an ``Unknown`` stands in its place, or a ``TemplateText`` for a text of
which a part is known.

Kinds, the call whose answer gives the shape of ``body``, and the key by which others refer to the object:

- ``mwaa:Environment`` GetEnvironment.Environment, with ``Region`` if it is not that of the snapshot; name
- ``iam:Role`` GetAccountAuthorizationDetails.RoleDetailList[]; ARN.  Documents of policies are decoded JSON.
- ``iam:Policy`` GetAccountAuthorizationDetails.Policies[] (managed policies, PolicyVersionList[].Document); ARN
- ``iam:User``, ``iam:Group`` UserDetailList[], GroupDetailList[] of the same; ARN.  ``Duties`` of these and of roles
  is what the configuration says that they are for, by the label of the environment, ``MFADevices`` of users
  ListMFADevices.MFADevices
- ``iam:AccountSummary`` GetAccountSummary.SummaryMap; account id
- ``kms:Key`` DescribeKey.KeyMetadata, with ``Policy`` (GetKeyPolicy, decoded), ``Grants`` (ListGrants), ``Aliases``
  (names ``alias/...``); ARN
- ``s3:Bucket`` ``Name``, ``Location`` (Region), ``Versioning`` (GetBucketVersioning), ``PublicAccessBlock``
  (PublicAccessBlockConfiguration), ``Policy`` (decoded), ``Encryption`` (ServerSideEncryptionConfiguration),
  ``Lifecycle`` (GetBucketLifecycleConfiguration.Rules), ``Owner`` (account), ``ObjectLock``; name
- ``s3:AccountPublicAccessBlock`` PublicAccessBlockConfiguration; account id
- ``s3:Object`` ``Bucket``, ``Key``, ``VersionId``, ``LatestVersionId``, ``ContentLength``, ``LastModified``;
  ``bucket/key``
- ``s3:DagFolder`` ``Bucket``, ``Prefix``, ``HasDags`` (whether a .py or .zip lies below it); ``bucket/prefix``
- ``ec2:Vpc`` DescribeVpcs.Vpcs[], with ``EnableDnsSupport``, ``EnableDnsHostnames`` (booleans); VpcId
- ``ec2:Subnet``, ``ec2:RouteTable``, ``ec2:SecurityGroup``, ``ec2:NetworkAcl``, ``ec2:InternetGateway``,
  ``ec2:EgressOnlyInternetGateway``, ``ec2:NatGateway``, ``ec2:VpcEndpoint``, ``ec2:VpcPeeringConnection``,
  ``ec2:TransitGatewayAttachment``, ``ec2:DhcpOptions``, ``ec2:NetworkInterface``, ``ec2:VpnGateway`` the members of
  the Describe call, with the policies of endpoints decoded; their id
- ``ec2:PrefixList`` DescribeManagedPrefixLists.PrefixLists[], with ``Entries`` (GetManagedPrefixListEntries); id
- ``ec2:ClientVpnEndpoint`` DescribeClientVpnEndpoints.ClientVpnEndpoints[], with ``TargetNetworks``
  (DescribeClientVpnTargetNetworks) and ``AuthorizationRules`` (DescribeClientVpnAuthorizationRules); id
- ``ec2:Instance`` DescribeInstances.Reservations[].Instances[]; id
- ``elasticloadbalancing:LoadBalancer``, ``elasticloadbalancing:Listener``, ``elasticloadbalancing:TargetGroup`` the
  members of the Describe call, with ``Targets`` (DescribeTargetHealth, Target alone); ARN
- ``acm:Certificate`` DescribeCertificate.Certificate; ARN
- ``lambda:Function`` GetFunctionConfiguration, with ``Permissions`` (``Principal``, ``SourceArn``) and ``ZipFile``,
  code that a template holds; name
- ``events:Rule`` DescribeRule, with its pattern decoded and ``Targets`` (ListTargetsByRule); name
- ``rds:DBInstance``, ``rds:DBCluster``, ``redshift:Cluster`` the members of the Describe call; id
- ``rds:DBSubnetGroup``, ``redshift:ClusterSubnetGroup`` DescribeDBSubnetGroups.DBSubnetGroups[] and its like; name
- ``eks:Cluster`` DescribeCluster.cluster; name
- ``logs:LogGroup`` DescribeLogGroups.logGroups[], with ``NewestEvent`` (time) and ``HasEventOfLastDay``; name
- ``route53:HostedZone`` GetHostedZone.HostedZone, with ``VPCs`` of private ones; id
- ``cloudwatch:Alarm`` DescribeAlarms.MetricAlarms[]; name
- ``cloudwatch:Metric`` ``Namespace``, ``MetricName``, ``Dimensions``, ``Period`` (seconds), ``Statistic``, ``Values``
  (GetMetricData) of one day, oldest first; metric and dimensions
- ``cloudwatch:Usage`` the same for a fortnight: the maximum of each six hours, of containers
- ``secretsmanager:Secret`` ListSecrets.SecretList[] (never values), with ``ResourcePolicy``, and ``Value``, what
  ``stored_text`` says of a value; ARN, or name if no ARN is known
- ``sqs:Queue``, ``servicequotas:Quota`` as their calls answer; URL, code
- ``cloudtrail:Trail`` DescribeTrails.trailList[], with ``IsLogging`` (GetTrailStatus); ARN
- ``cloudtrail:Event`` of refused calls: ``EventName``, ``EventTime``, ``LogGroup``, ``Caller``, ``ErrorCode``,
  ``ErrorMessage``; id
- ``mwaa:EnvironmentName`` ``Name``, of every environment of the Region; name
- ``s3:BucketTop`` ``Bucket``, ``Files``, ``Folders`` at the top of a bucket; name
- ``iam:Simulation``, ``accessanalyzer:Validation`` what AWS's own judges say, see models/second_opinion.py

A text given for an object of the same template is a ``TemplateText`` whose single hole is the logical id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts, may_be_equal
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

if TYPE_CHECKING:
    from mwaa_doctor.models.deployment import Deployment

Step = str | int
Text = str | TemplateText
_STATE = "terraform-state"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a finding points at, and the name of the object that it belongs to."""

    place: Place
    resource: str


@dataclass(frozen=True)
class Resource:
    """One AWS object.

    ``kind`` and ``key`` are as listed above, ``label`` is what a person calls it: an ARN, a logical id or a Terraform
    address.  ``body`` has the shape of AWS's answer; ``places`` maps paths in it to the lines they come from.
    ``doubt`` says why it may not exist at all, if so.
    """

    kind: str
    key: Text
    label: str
    body: Mapping[str, Any]
    place: Place
    places: Mapping[tuple[Step, ...], Place] = field(default_factory=dict, repr=False)
    doubt: str = ""

    @property
    def resource(self) -> str:
        """The name that reports show."""
        return self.label

    def get(self, *path: Step) -> Any:
        """The value at a path of keys and positions; ``None`` if it is unset.

        Raises ``Unknown`` if the value, or one on the way to it, is not known, be it only in part; containers are
        returned as they are and may hold unknown values.
        """
        value = self.raw(*path)
        if isinstance(value, TemplateText):
            raise value.unknown
        return value

    def text(self, *path: Step) -> Text | None:
        """The text at a path, holes included; ``None`` if unset or no text; raises ``Unknown`` as ``get`` does."""
        value = self.raw(*path)
        return value if isinstance(value, (str, TemplateText)) else None

    def raw(self, *path: Step) -> Any:
        """Like ``get``, but texts may have holes."""
        value: Any = self.body
        for step in path:
            value = _step(value, step)
            if value is None:
                return None
        return value

    def items(self, *path: Step) -> tuple[Any, ...]:
        """The members of a list, empty if it is unset; raises ``Unknown`` if the list or a member is not known."""
        value = self.raw(*path)
        if isinstance(value, TemplateText):
            raise value.unknown
        members = value if isinstance(value, (list, tuple)) else () if value is None else (value,)
        for member in members:
            if isinstance(member, Unknown):
                raise Unknown(member.reason)
        return tuple(members)

    def place_of(self, *path: Step) -> Place:
        """The line of a value; of the nearest one around it if its own is not known."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return self.place

    def at(self, *path: Step) -> Spot:
        """What a finding about a value points at."""
        return Spot(self.place_of(*path), self.label)


def _step(value: Any, step: Step) -> Any:
    found: Any = None
    if isinstance(value, Mapping):
        found = value.get(step)
    elif isinstance(value, (list, tuple)) and isinstance(step, int) and -len(value) <= step < len(value):
        found = value[step]
    elif isinstance(value, TemplateText):
        raise value.unknown
    if isinstance(found, Unknown):
        raise Unknown(found.reason)
    return found


@dataclass(frozen=True)
class Before:
    """An object as it is before a plan is carried out; ``replaced`` are the properties for which it is made anew."""

    record: Resource
    replaced: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Snapshot:
    """Everything that one source tells of an account.

    ``source`` is ``cloudformation``, ``terraform``, ``terraform-plan``, ``terraform-state``, ``json`` or ``live``;
    ``name`` says in reasons what was read.  ``listed`` are the kinds of which nothing around the environment is
    missing; ``gaps`` says of others why they could not be had, also of pieces of objects: ``ec2:Route``,
    ``ec2:SecurityGroupRule``.  ``absent`` are single objects, by kind and key, that certainly do not exist.
    ``denied`` are the IAM actions that were refused to whoever read the account, ``hidden`` the values that were taken
    out because they hold a credential.
    ``deployment`` says in which order a template or plan makes its resources, ``before`` holds the environments that a
    plan changes, by label; saved snapshots keep neither.
    """

    source: str
    name: str
    resources: tuple[Resource, ...]
    account: Text | Unknown
    region: Text | Unknown
    partition: Text | Unknown
    listed: frozenset[str] = frozenset()
    gaps: Mapping[str, str] = field(default_factory=dict)
    absent: frozenset[tuple[str, str]] = frozenset()
    denied: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    deployment: Deployment | None = field(default=None, compare=False, repr=False)
    before: Mapping[str, Before] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_declared(self) -> bool:
        """Whether a template, a plan or a state tells it."""
        return self.source not in ("json", "live")

    @property
    def is_planned(self) -> bool:
        """Whether it tells of what there will be, not of what there is."""
        return self.is_declared and self.source != _STATE

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[Resource, ...]]:
        """The resources of each kind."""
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.kind, []).append(resource)
        return {kind: tuple(resources) for kind, resources in found.items()}

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, Text], Resource]:
        found = {}
        for resource in reversed(self.resources):
            found.update({(resource.kind, name): resource for name in _names(resource)})
        return found

    def known(self, kind: str) -> tuple[Resource, ...]:
        """The resources of a kind that are told of; there may be more."""
        return self.by_kind.get(kind, ())

    def read(self, kind: str) -> tuple[Resource, ...]:
        """The resources of a kind that are told of; raises ``Unknown`` if somebody tried and could not have them."""
        if kind in self.gaps:
            raise Unknown(self.gaps[kind])
        return self.known(kind)

    def all(self, kind: str) -> tuple[Resource, ...]:
        """All resources of a kind that exist; raises ``Unknown`` if there may be others."""
        if kind not in self.listed:
            raise Unknown(self.gaps.get(kind) or f"{self.name} does not tell of every {_words(kind)}")
        found = self.known(kind)
        for resource in found:
            if resource.doubt:
                raise Unknown(resource.doubt)
        return found

    def find(self, kind: str, key: Text | None) -> Resource | None:
        """The resource with an id, name or ARN; ``None`` if there is certainly none.

        Raises ``Unknown`` if it lies outside of what was read, or may be one of several.
        """
        if key is None:
            return None
        if not isinstance(key, (str, TemplateText)):
            raise Unknown(
                f"what stands for the {_words(kind)} is no text"
            )  # properties are of any type before AWS sees them
        found = self._by_key.get((kind, key))
        if found is not None:
            if found.doubt:
                raise Unknown(found.doubt)
            return found
        if (kind, key) in self.absent:
            return None
        if kind in self.listed and all(may_be_equal(key, other.key) is False for other in self.known(kind)):
            return None
        if isinstance(key, TemplateText):
            raise key.unknown
        raise Unknown(self.gaps.get(kind) or f"the {_words(kind)} `{key}` is not in {self.name}")

    def environments(self) -> Iterator[Resource]:
        """The MWAA environments."""
        yield from self.known("mwaa:Environment")


def _names(resource: Resource) -> Iterator[Text]:
    """The key, and the id and aliases by which a key of KMS may be named as well."""
    if resource.kind == "kms:Key":
        identifier, aliases = resource.body.get("KeyId"), resource.body.get("Aliases")
        for name in (identifier, *(aliases if isinstance(aliases, (list, tuple)) else ())):
            if isinstance(name, (str, TemplateText)):
                yield name
                if str(name).startswith("alias/") and isinstance(resource.body.get("Arn"), (str, TemplateText)):
                    yield _alias_arn(resource.body["Arn"], name)
    yield resource.key


def _alias_arn(arn: Text, alias: Text) -> Text:
    parts: list[str | Hole] = []
    for part in arn.parts if isinstance(arn, TemplateText) else (arn,):
        if isinstance(part, str) and ":key/" in part:
            return join_texts((*parts, part.partition(":key/")[0] + ":", alias))
        parts.append(part)
    return alias


def _words(kind: str) -> str:
    name = kind.partition(":")[2]
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()
    return {"vpc": "VPC", "network acl": "network ACL", "vpc endpoint": "VPC endpoint"}.get(words, words)
