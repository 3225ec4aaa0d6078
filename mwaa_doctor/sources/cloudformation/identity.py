"""What ``Ref`` and ``Fn::GetAtt`` give for a resource: its name, id or ARN as far as the template decides it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.sources.cloudformation.template import Declaration

_IDS = "ids"


class Values(Protocol):
    """What identities are made of."""

    def text_of(self, declaration: Declaration, name: str) -> Text | None:
        """A property as a text; ``None`` if it is unset or not known at all."""
        ...

    def pseudo(self, name: str) -> Text:
        """A pseudo parameter, such as ``AWS::Region``."""
        ...


_NAMES = {
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::EKS::Cluster": "Name",
    "AWS::Events::Rule": "Name",
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::KMS::Alias": "AliasName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::MWAA::Environment": "Name",
    "AWS::RDS::DBSubnetGroup": "DBSubnetGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::SecretsManager::Secret": "Name",
}
_ATTRIBUTES_THAT_ARE_THE_REF = frozenset(
    {"Id", "VpcId", "SubnetId", "GroupId", "RouteTableId", "InternetGatewayId", "NatGatewayId", "KeyId",
     "TransitGatewayAttachmentId", "VpcPeeringConnectionId", "VpcEndpointId", "DhcpOptionsId", "NetworkAclId",
     "InstanceId", "PrefixListId", "NetworkInterfaceId"}
)  # fmt: skip
_PROPERTIES_AS_ATTRIBUTES = frozenset({"CidrBlock", "AvailabilityZone", "QueueName", "Name", "AlarmName"})
_LISTS = frozenset(
    {"Ipv6CidrBlocks", "CidrBlockAssociations", "DnsEntries", "NetworkInterfaceIds", "SubnetNetworkAclAssociations"}
)  # fmt: skip


def is_list(attribute: str) -> bool:
    """Whether an attribute of a VPC or an endpoint is a list, known on deployment only."""
    return attribute in _LISTS


def own_hole(declaration: Declaration, attribute: str = "") -> TemplateText:
    """The text that only the deployment decides: the id of a resource, or another attribute of it."""
    name = f"{declaration.name}.{attribute}" if attribute else declaration.name
    what = f"`{name}`" if attribute else f"the id of `{name}`"
    return TemplateText((Hole(name, f"{what} is known on deployment only", _IDS if not attribute else ""),))


def physical_name(declaration: Declaration, values: Values) -> Text:
    """The name or id of a resource."""
    named = _NAMES.get(declaration.type)
    given = values.text_of(declaration, named) if named else None
    return given if given is not None else own_hole(declaration)


def reference(declaration: Declaration, values: Values) -> Text:
    """What ``Ref`` gives."""
    if declaration.type in ("AWS::IAM::ManagedPolicy", "AWS::SecretsManager::Secret"):
        return arn(declaration, values) or own_hole(declaration)
    if declaration.type == "AWS::SQS::Queue":
        return own_hole(declaration, "QueueUrl")
    return physical_name(declaration, values)


def attribute(declaration: Declaration, name: str, values: Values) -> Text:
    """What ``Fn::GetAtt`` gives for an attribute that is no list."""
    if name in ("Arn", "PolicyArn", "RoleArn"):
        return arn(declaration, values) or own_hole(declaration, name)
    if name in _ATTRIBUTES_THAT_ARE_THE_REF:
        # An instance or an address has attributes of that name which are other objects.
        own = name == "Id" or name.removesuffix("Id").lower() in declaration.type.rpartition("::")[2].lower()
        if own or (name == "GroupId" and declaration.type == "AWS::EC2::SecurityGroup"):
            return reference(declaration, values)
    if name in _PROPERTIES_AS_ATTRIBUTES or name == "VpcId":
        given = values.text_of(declaration, name)
        if given is not None:
            return given
    return own_hole(declaration, name)


def arn(declaration: Declaration, values: Values) -> Text | None:
    """The ARN of a resource whose form is known; ``None`` for others."""
    form = _ARNS.get(declaration.type)
    return form(declaration, values) if form is not None else None


def _iam(kind: str) -> Callable[[Declaration, Values], Text]:
    def build(declaration: Declaration, values: Values) -> Text:
        path = values.text_of(declaration, "Path")
        return _joined(
            "arn:", values.pseudo("AWS::Partition"), ":iam::", values.pseudo("AWS::AccountId"), f":{kind}",
            "/" if path is None else path, physical_name(declaration, values),
        )  # fmt: skip

    return build


def _regional(service: str, before: str, after: str = "") -> Callable[[Declaration, Values], Text]:
    def build(declaration: Declaration, values: Values) -> Text:
        return _joined(
            "arn:", values.pseudo("AWS::Partition"), f":{service}:", values.pseudo("AWS::Region"), ":",
            values.pseudo("AWS::AccountId"), f":{before}", physical_name(declaration, values), after,
        )  # fmt: skip

    return build


def _bucket(declaration: Declaration, values: Values) -> Text:
    return _joined("arn:", values.pseudo("AWS::Partition"), ":s3:::", physical_name(declaration, values))


def _secret(declaration: Declaration, values: Values) -> Text:
    ending = Hole(f"{declaration.name}.Suffix", "Secrets Manager adds six characters to the name")
    return _joined(_regional("secretsmanager", "secret:", "-")(declaration, values), TemplateText((ending,)))


def _joined(*parts: Text) -> Text:
    return join_texts(parts)


_ARNS: dict[str, Callable[[Declaration, Values], Text]] = {
    "AWS::CloudWatch::Alarm": _regional("cloudwatch", "alarm:"),
    "AWS::EKS::Cluster": _regional("eks", "cluster/"),
    "AWS::Events::Rule": _regional("events", "rule/"),
    "AWS::IAM::Group": _iam("group"),
    "AWS::IAM::ManagedPolicy": _iam("policy"),
    "AWS::IAM::Role": _iam("role"),
    "AWS::IAM::User": _iam("user"),
    "AWS::KMS::Key": _regional("kms", "key/"),
    "AWS::KMS::ReplicaKey": _regional("kms", "key/"),
    "AWS::Lambda::Function": _regional("lambda", "function:"),
    "AWS::Logs::LogGroup": _regional("logs", "log-group:", ":*"),
    "AWS::MWAA::Environment": _regional("airflow", "environment/"),
    "AWS::S3::Bucket": _bucket,
    "AWS::SecretsManager::Secret": _secret,
    "AWS::SQS::Queue": _regional("sqs", ""),
}
