"""Every call that may be made to AWS, and the IAM action that each needs.

Actions are those of https://docs.aws.amazon.com/service-authorization/latest/reference/.
"""

from __future__ import annotations

from collections.abc import Mapping

CALLS: Mapping[str, tuple[str, ...]] = {
    "mwaa": ("GetEnvironment", "ListEnvironments"),
    "acm": ("DescribeCertificate",),
    "ec2": (
        "DescribeClientVpnAuthorizationRules",
        "DescribeClientVpnEndpoints",
        "DescribeClientVpnTargetNetworks",
        "DescribeDhcpOptions",
        "DescribeEgressOnlyInternetGateways",
        "DescribeInstances",
        "DescribeInternetGateways",
        "DescribeManagedPrefixLists",
        "DescribeNatGateways",
        "DescribeNetworkAcls",
        "DescribeNetworkInterfaces",
        "DescribeRouteTables",
        "DescribeSecurityGroups",
        "DescribeSubnets",
        "DescribeTransitGatewayAttachments",
        "DescribeVpcAttribute",
        "DescribeVpcEndpoints",
        "DescribeVpcPeeringConnections",
        "DescribeVpcs",
        "GetManagedPrefixListEntries",
    ),
    "elbv2": ("DescribeListeners", "DescribeLoadBalancers", "DescribeTargetGroups", "DescribeTargetHealth"),
    "iam": (
        "GetPolicy",
        "GetPolicyVersion",
        "GetRole",
        "GetRolePolicy",
        "ListAttachedRolePolicies",
        "ListRolePolicies",
    ),
    "kms": ("DescribeKey", "GetKeyPolicy", "ListAliases", "ListGrants"),
    "logs": ("DescribeLogGroups", "DescribeLogStreams"),
    "route53": ("ListHostedZonesByVPC",),
    "s3": (
        "GetBucketEncryption",
        "GetBucketLifecycleConfiguration",
        "GetBucketLocation",
        "GetBucketPolicy",
        "GetBucketVersioning",
        "GetPublicAccessBlock",
        "ListObjectVersions",
        "ListObjectsV2",
    ),
    "s3control": ("GetPublicAccessBlock",),
    "cloudwatch": ("DescribeAlarms", "GetMetricData", "ListMetrics"),
    "secretsmanager": ("ListSecrets",),
    "cloudtrail": ("DescribeTrails", "GetTrailStatus", "LookupEvents"),
    "service-quotas": ("ListServiceQuotas",),
    "sts": ("GetCallerIdentity",),
}
"""Every call that an audit makes, by service; all of them read."""
ON_REQUEST: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "with-code": {"s3": ("GetObject",)},
    "second-opinion": {"iam": ("SimulatePrincipalPolicy",), "accessanalyzer": ("ValidatePolicy",)},
    "diagnose": {"cloudtrail": ("LookupEvents",), "logs": ("FilterLogEvents",)},
}
"""The calls that are made only if an option asks for them, by option."""
_ACTION_PREFIXES = {
    "mwaa": "airflow",
    "s3control": "s3",
    "elbv2": "elasticloadbalancing",
    "accessanalyzer": "access-analyzer",
    "service-quotas": "servicequotas",
}
_ACTIONS = {
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3control:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
    "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
}

_WITH_VERSIONS = {"s3:GetObject": ("s3:GetObjectVersion",)}
"""Actions that the same call needs when it names a version."""


def action_of(service: str, operation: str) -> str:
    """The IAM action that a call needs: ``mwaa`` and ``GetEnvironment`` give ``airflow:GetEnvironment``."""
    own = _ACTIONS.get(f"{service}:{operation}")
    return own or f"{_ACTION_PREFIXES.get(service, service)}:{operation}"


def may_be_made(service: str, operation: str) -> bool:
    """Whether a call is on one of the lists."""
    return any(operation in calls.get(service, ()) for calls in (CALLS, *ON_REQUEST.values()))


def actions(calls: Mapping[str, tuple[str, ...]] = CALLS) -> tuple[str, ...]:
    """The IAM actions that some calls need; to ask who one is needs no permission."""
    found = {action_of(service, name) for service, names in calls.items() for name in names}
    found.update(also for action in tuple(found) for also in _WITH_VERSIONS.get(action, ()))
    return tuple(sorted(found - {"sts:GetCallerIdentity"}))
