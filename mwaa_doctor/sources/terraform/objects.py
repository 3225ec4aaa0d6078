"""From Terraform's resources to the parts of a snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from mwaa_doctor.models.stored_text import describe
from mwaa_doctor.sources.cloudformation.environments import OWN_SERVICES
from mwaa_doctor.sources.located import Located
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap
from mwaa_doctor.sources.terraform import access_objects, network_objects
from mwaa_doctor.sources.terraform.resources import TerraformResource
from mwaa_doctor.sources.terraform.translation import (
    Account,
    Translated,
    as_policy,
    cloudformation_type,
    made_like,
    only,
    renamed,
    snake,
    translate,
)


def parts_of(resources: Iterable[TerraformResource], account: Mapping[str, Located]) -> Iterator[Part]:
    """The objects, and loose pieces of objects, that resources stand for; those of no interest are left out."""
    for resource in resources:
        make = _OWN.get(resource.type)
        type_ = cloudformation_type(resource.type)
        if make is None and type_ is not None:
            make = partial(made_like, type_)
        if make is None:
            continue
        region = resource.attribute("AWS::Region", resource.place)
        for part in make(translate(resource, Account({**account, "AWS::Region": region}))):
            if part.kind == "mwaa:Environment" and region.value != account["AWS::Region"].value:
                part.body["Region"] = region.value
            yield part


def _environment(declared: Translated) -> Iterator[Part]:
    """``aws_mwaa_environment``: blocks become objects."""
    properties = declared.properties
    for name in ("NetworkConfiguration", "LoggingConfiguration"):
        if name in properties:
            block = renamed(only(properties[name]))
            if isinstance(block, PlacedMap) and name == "LoggingConfiguration":
                for kind in block:
                    block[kind] = renamed(only(block[kind]))
            properties[name] = block
    for name in ("Arn", "Id", "CreatedAt", "LastUpdated", "ServiceRoleArn", "Status", "WebserverUrl", *OWN_SERVICES):
        properties.pop(name, None)
    for part in made_like("AWS::MWAA::Environment", declared):
        for name in OWN_SERVICES:
            part.body[name] = declared.text(snake(name))
        yield part


def _role(declared: Translated) -> Iterator[Part]:
    """``aws_iam_role`` with the policies in it."""
    given = declared.properties.get("Policies")
    if isinstance(given, PlacedList):
        policies = PlacedList()
        for block in declared.resource.attributes["inline_policy"].members:
            entries = block.entries
            if "policy" in entries and entries["policy"].value not in (None, ""):
                policy = PlacedMap()
                name = entries.get("name")
                policy.put("PolicyName", name.plain() if name is not None else "", block.place)
                policy.put("PolicyDocument", as_policy(entries["policy"]), entries["policy"].place)
                policies.add(policy, block.place)
        declared.properties["Policies"] = policies
    yield from made_like("AWS::IAM::Role", declared)


def _attachment(kind: str) -> Callable[[Translated], Iterator[Part]]:
    def make(declared: Translated) -> Iterator[Part]:
        arn = declared.get("PolicyArn")
        yield declared.loose(
            f"iam:{kind}Attachment",
            declared.place,
            (f"{kind}Name", declared.get(kind)),
            ("PolicyArn", arn),
            ("PolicyName", arn.rpartition("/")[2] if isinstance(arn, str) else None),
        )

    return make


def _attachments(declared: Translated) -> Iterator[Part]:
    """``aws_iam_policy_attachment``: one policy, many roles, users and groups."""
    arn = declared.get("PolicyArn")
    for name, kind in (("Roles", "Role"), ("Users", "User"), ("Groups", "Group")):
        for member, place in declared.each(name):
            yield declared.loose(f"iam:{kind}Attachment", place, (f"{kind}Name", member), ("PolicyArn", arn))


def _memberships(declared: Translated) -> Iterator[Part]:
    """``aws_iam_user_group_membership``: one user, many groups."""
    for group, place in declared.each("Groups"):
        yield declared.loose("iam:UserGroup", place, ("UserName", declared.get("User")), ("Value", group))


def _bucket(declared: Translated) -> Iterator[Part]:
    """``aws_s3_bucket``, also with the blocks that older providers took; its defaults are those of the provider."""
    properties = PlacedMap()
    properties.take(declared.properties, "BucketName", "Tags")
    yield from made_like("AWS::S3::Bucket", declared.with_properties("AWS::S3::Bucket", properties))
    versioning = only(declared.get("Versioning"))
    if isinstance(versioning, PlacedMap) and "enabled" in versioning:
        status = "Enabled" if versioning["enabled"] is True else "Suspended"
        yield _setting(declared, declared.name, "Versioning", PlacedMap({"Status": status}, declared.place))


def _setting(declared: Translated, bucket: Any, member: str, value: Any) -> Part:
    return declared.loose("s3:BucketSettings", declared.place, ("Name", bucket), (member, value))


def _versioning(declared: Translated) -> Iterator[Part]:
    block = renamed(only(declared.get("VersioningConfiguration")), {"mfa_delete": "MFADelete"})
    yield _setting(declared, declared.get("Bucket"), "Versioning", block)


def _public_access(declared: Translated) -> Iterator[Part]:
    block = PlacedMap()
    for name in ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"):
        value = declared.get(name)
        block.put(name, False if value is None else value, declared.place_of(name))
    if declared.resource.type == "aws_s3_account_public_access_block":
        account = declared.evaluation.pseudo("AWS::AccountId")
        yield declared.part("s3:AccountPublicAccessBlock", account, block)
    else:
        yield _setting(declared, declared.get("Bucket"), "PublicAccessBlock", block)


def _encryption(declared: Translated) -> Iterator[Part]:
    rules = renamed(declared.get("Rule"))
    if isinstance(rules, PlacedList):
        for rule in rules:
            if isinstance(rule, PlacedMap) and "ApplyServerSideEncryptionByDefault" in rule:
                names = {"sse_algorithm": "SSEAlgorithm", "kms_master_key_id": "KMSMasterKeyID"}
                default = renamed(only(rule["ApplyServerSideEncryptionByDefault"]), names)
                rule["ApplyServerSideEncryptionByDefault"] = default
    body = PlacedMap()
    body.put("Rules", rules, declared.place_of("Rule"))
    yield _setting(declared, declared.get("Bucket"), "Encryption", body)


def _key(declared: Translated) -> Iterator[Part]:
    """``aws_kms_key``; aliases name it by ``key_id``."""
    for part in made_like("AWS::KMS::Key", declared):
        part.body["KeyId"] = declared.text("key_id")
        yield part


def _key_policy(declared: Translated) -> Iterator[Part]:
    policy = declared.resource.attributes.get("policy")
    members = (("Policy", as_policy(policy)),) if policy is not None else ()
    yield declared.loose("kms:KeySettings", declared.place, ("KeyId", declared.get("KeyId")), *members)


def _secret_value(declared: Translated) -> Iterator[Part]:
    """``aws_secretsmanager_secret_version``: what the value is like, never the value."""
    value = ("Value", describe(declared.get("SecretString")))
    yield declared.loose(
        "secretsmanager:SecretSettings", declared.place_of("SecretString"), ("ARN", declared.get("SecretId")), value
    )


_OWN: dict[str, Callable[[Translated], Iterator[Part]]] = {
    "aws_mwaa_environment": _environment,
    "aws_cloudwatch_event_target": access_objects.event_target,
    "aws_default_network_acl": network_objects.default_network_acl,
    "aws_default_route_table": network_objects.default_route_table,
    "aws_default_security_group": network_objects.default_security_group,
    "aws_ec2_client_vpn_endpoint": access_objects.client_vpn,
    "aws_ec2_managed_prefix_list": network_objects.managed_prefix_list,
    "aws_eks_cluster": access_objects.kubernetes_cluster,
    "aws_iam_group_policy_attachment": _attachment("Group"),
    "aws_iam_policy_attachment": _attachments,
    "aws_iam_role": _role,
    "aws_iam_role_policy_attachment": _attachment("Role"),
    "aws_iam_user_group_membership": _memberships,
    "aws_iam_user_policy_attachment": _attachment("User"),
    "aws_internet_gateway": network_objects.internet_gateway,
    "aws_kms_key": _key,
    "aws_kms_key_policy": _key_policy,
    "aws_lambda_function": access_objects.function,
    "aws_lb": access_objects.load_balancer,
    "aws_lb_listener": access_objects.listener,
    "aws_lb_target_group": access_objects.target_group,
    "aws_lb_target_group_attachment": access_objects.target,
    "aws_main_route_table_association": network_objects.main_route_table_association,
    "aws_network_acl": network_objects.network_acl,
    "aws_network_acl_rule": network_objects.network_acl_rule,
    "aws_route53_zone": access_objects.hosted_zone,
    "aws_route53_zone_association": access_objects.hosted_zone_association,
    "aws_route_table": network_objects.route_table,
    "aws_s3_account_public_access_block": _public_access,
    "aws_s3_bucket": _bucket,
    "aws_s3_bucket_public_access_block": _public_access,
    "aws_s3_bucket_server_side_encryption_configuration": _encryption,
    "aws_s3_bucket_versioning": _versioning,
    "aws_secretsmanager_secret_version": _secret_value,
    "aws_security_group": network_objects.security_group,
    "aws_security_group_rule": network_objects.security_group_rule,
    "aws_vpc_endpoint_route_table_association": network_objects.endpoint_member(
        "ec2:VpcEndpointRouteTable", "RouteTableId"
    ),
    "aws_vpc_endpoint_security_group_association": network_objects.endpoint_member(
        "ec2:VpcEndpointGroup", "SecurityGroupId"
    ),
    "aws_vpc_endpoint_subnet_association": network_objects.endpoint_member("ec2:VpcEndpointSubnet", "SubnetId"),
}
