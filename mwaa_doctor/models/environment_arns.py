"""What is around an environment, by the ARNs that policies give it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.iam.arn import parse_arn
from mwaa_doctor.models.iam.documents import policy_at, settle
from mwaa_doctor.models.iam.patterns import NO_COLON
from mwaa_doctor.models.iam.policy import Policy
from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.models.source_bucket import bucket_name
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.unknown import Unknown

LOG_GROUPS = ("DAGProcessing", "Scheduler", "Task", "WebServer", "Worker")
OWN, FOREIGN = "000000000001", "000000000002"
_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
_FILES = ("PluginsS3Path", "RequirementsS3Path", "StartupScriptS3Path")


@dataclass(frozen=True)
class EnvironmentArns:
    """The environment, its bucket, log groups, queue and key as policies name them.

    ``sampled``: where the account is known on deployment only, a sample number stands for it. That answers questions on
    resources of MWAA's own account, but not whether an account that is written out is the environment's.
    """

    environment: Environment
    sampled: bool = field(default=False, kw_only=True)

    @cached_property
    def settled(self) -> dict[str, str]:
        """The account number in place of one that is known on deployment only.

        It is that of the execution role, which is always of the same account, or a sample that differs from MWAA's.
        """
        account = self.environment.snapshot.account
        if not isinstance(account, TemplateText) or len(account.parts) != 1 or not isinstance(account.parts[0], Hole):
            return {}
        role = self.environment.record.body.get("ExecutionRoleArn")
        arn = parse_arn(role) if isinstance(role, str) else None
        if arn is not None and arn.account.isdigit():
            return {account.parts[0].name: arn.account}
        return {account.parts[0].name: OWN} if self.sampled else {}

    def shown(self, text: object) -> str:
        """A text of an answer as the source writes it."""
        return str(text).replace(OWN, str(self.environment.snapshot.account))

    @property
    def account(self) -> Text:
        """The account of the environment."""
        return self.text(self.environment.snapshot.account, "account")

    @property
    def region(self) -> Text:
        """The Region of the environment."""
        return self.text(self.environment.snapshot.region, "Region")

    @property
    def partition(self) -> Text:
        """The partition of the environment."""
        return self.text(self.environment.snapshot.partition, "partition")

    @cached_property
    def name(self) -> Text:
        """The name of the environment."""
        return self.text(self.environment.name, "name")

    def text(self, value: Text | Unknown, what: str) -> Text:
        """A value as a text, with a hole for what is not known."""
        if isinstance(value, Unknown):
            return TemplateText((Hole(f"the {what} of the environment", value.reason),))
        settled: Text = settle(value, self.settled)
        return settled

    def arn_of(self, service: str, resource: Text, account: Text | None = None) -> Text:
        """An ARN in the Region of the environment, and in its account or another."""
        owner = self.account if account is None else account
        return join_texts(("arn:", self.partition, f":{service}:", self.region, ":", owner, ":", resource))

    def resources(self, kind: str) -> tuple[tuple[Text, ...], ...]:
        """The resources of a kind: one tuple for each, of the forms in which a request may name it.

        Besides the kinds of the facts there is ``secret:PREFIX``, some secret whose name begins so, ``this:ARN`` with
        ``REGION`` and ``ACCOUNT`` for the environment's, and ``some:ARN`` for a resource whose ARN begins so.
        See user_permissions.toml.

        Raises ``Unknown`` if they are not known.
        """
        if kind == "environment":
            return ((self.arn_of("airflow", join_texts(("environment/", self.name))),),)
        if kind == "bucket":
            return ((self.bucket,),)
        if kind == "objects":
            return tuple((join_texts((self.bucket, "/", path)),) for path in self._files())
        if kind == "log-groups":
            groups = [join_texts(("log-group:airflow-", self.name, f"-{name}")) for name in LOG_GROUPS]
            return tuple(
                tuple(self.arn_of("logs", join_texts((group, end))) for end in ("", ":*", ":log-stream:x"))
                for group in groups
            )
        if kind == "queue":
            return ((self.arn_of("sqs", f"airflow-celery-{_ID}", FOREIGN),),)
        if kind == "key":
            return ((self.key,),)
        if kind.startswith("secret:"):
            return ((self.arn_of("secretsmanager", f"{kind}name-AbCdEf"),),)
        if kind == "execution-role":
            return ((self.execution_role,),)
        if kind.startswith("this:"):
            return ((self._written(kind),),)
        if kind.startswith("some:"):
            some = Hole(f"some {kind}", "its name is not known", NO_COLON)
            return ((join_texts((self._written(kind), some)),),)
        return (("*",),)

    def _written(self, kind: str) -> Text:
        """The ARN, or its beginning, of a kind such as ``some:iam::ACCOUNT:role/``."""
        _, service, region, account, resource = kind.split(":", 4)
        resource = resource.replace("|", "")
        places = {"REGION": self.region, "ACCOUNT": self.account}
        where = (places.get(region, region), ":", places.get(account, account))
        return join_texts(("arn:", self.partition, f":{service}:", *where, f":{resource}"))

    @property
    def execution_role(self) -> Text:
        """The ARN of the execution role; raises ``Unknown`` if none is named."""
        role = self.environment.record.text("ExecutionRoleArn")
        if role is None:
            raise Unknown("the environment names no execution role")
        settled: Text = settle(role, self.settled)
        return settled

    @property
    def bucket(self) -> Text:
        """The ARN of the bucket; raises ``Unknown`` if none is named."""
        bucket = self.environment.record.text("SourceBucketArn")
        if bucket is None:
            raise Unknown("the environment names no bucket")
        if isinstance(bucket, str) and not bucket.startswith("arn:"):
            raise Unknown(f"`{bucket}` is no ARN of a bucket")
        return bucket

    def _files(self) -> Iterator[Text]:
        """Objects that MWAA reads: one below the folder of DAGs, and the files that the environment names."""
        folder = self.environment.record.text("DagS3Path")
        if folder is None:
            raise Unknown("the environment names no folder of DAGs")
        yield join_texts((folder.rstrip("/") if isinstance(folder, str) else folder, "/dag.py"))
        for name in _FILES:
            path = self.environment.record.text(name)
            if path is not None:
                yield path

    def grant(self, kind: str) -> Text:
        """What a statement would name to grant a permission on a kind of resource."""
        if kind == "objects":
            return join_texts((self.bucket, "/*"))
        if kind == "log-groups":
            return self.arn_of("logs", join_texts(("log-group:airflow-", self.name, "-*")))
        if kind == "queue":
            return self.arn_of("sqs", "airflow-celery-*", "*")
        if kind.startswith("some:"):
            return join_texts((self._written(kind.partition("|")[0]), "*"))
        return self.resources(kind)[0][0]

    @cached_property
    def has_customer_key(self) -> bool:
        """Whether the environment names a key of its own; raises ``Unknown``."""
        return self.environment.record.text("KmsKey") is not None

    @property
    def key(self) -> Text:
        """The ARN of the key; for a key of AWS one in another account. Raises ``Unknown`` for an alias."""
        key = self.environment.record.text("KmsKey")
        if key is None:
            return self.arn_of("kms", f"key/{_ID}", FOREIGN)
        if str(key).startswith("arn:"):
            settled: Text = settle(key, self.settled)
            return settled
        if str(key).startswith("alias/") or isinstance(key, TemplateText):
            raise Unknown(f"the key behind `{key}` is not known")
        return self.arn_of("kms", f"key/{key}")

    def resource_policy(self, kind: str) -> Policy | Unknown | None:
        """The policy of the bucket or key; ``Unknown`` if it was not read."""
        snapshot = self.environment.snapshot
        if kind in ("bucket", "objects"):
            wanted, name = "s3:Bucket", bucket_name(self.bucket)
        elif kind == "key" and self.has_customer_key:
            wanted, name = "kms:Key", self.environment.record.text("KmsKey")
        else:
            return None
        try:
            found = snapshot.find(wanted, name)
            if found is None or found.raw("Policy") is None:
                return None
        except Unknown as unknown:
            return unknown
        what = "the bucket policy" if wanted == "s3:Bucket" else "the key policy"
        return policy_at(found, ("Policy",), what, "resource", self.settled)

    def granted(self, action: str, principal: Text) -> bool:
        """Whether a grant lets a principal use the customer's key, whatever policies say short of a ``Deny``.

        Raises ``Unknown`` if a grant may do so. Of templates and single files it is taken that there are none.
        """
        snapshot = self.environment.snapshot
        found = snapshot.find("kms:Key", self.environment.record.text("KmsKey"))
        if found is None or (snapshot.source != "live" and not isinstance(found.body.get("Grants"), (list, tuple))):
            return False
        for grant in found.items("Grants"):
            if grant.get("GranteePrincipal") == principal and action.partition(":")[2] in grant.get("Operations", ()):
                if grant.get("Constraints"):
                    raise Unknown(f"the grant `{grant.get('GrantId')}` of the key is bound to an encryption context")
                return True
        return False
