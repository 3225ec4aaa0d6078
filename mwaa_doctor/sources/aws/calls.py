"""Every call that may be made to AWS, and the IAM action that each needs.

Actions are those of https://docs.aws.amazon.com/service-authorization/latest/reference/.
"""

from __future__ import annotations

from collections.abc import Mapping

CALLS: Mapping[str, tuple[str, ...]] = {
    "mwaa": ("GetEnvironment", "ListEnvironments"),
    "ec2": (
        "DescribeDhcpOptions",
        "DescribeEgressOnlyInternetGateways",
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
    "iam": (
        "GetPolicy",
        "GetPolicyVersion",
        "GetRole",
        "GetRolePolicy",
        "ListAttachedRolePolicies",
        "ListRolePolicies",
    ),
    "kms": ("DescribeKey", "GetKeyPolicy", "ListAliases", "ListGrants"),
    "logs": ("DescribeLogGroups",),
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
    "sts": ("GetCallerIdentity",),
}
"""Every call that can be made, by service; all of them read."""
_ACTION_PREFIXES = {
    "mwaa": "airflow",
    "s3control": "s3",
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


def action_of(service: str, operation: str) -> str:
    """The IAM action that a call needs: ``mwaa`` and ``GetEnvironment`` give ``airflow:GetEnvironment``."""
    own = _ACTIONS.get(f"{service}:{operation}")
    return own or f"{_ACTION_PREFIXES.get(service, service)}:{operation}"


def actions() -> tuple[str, ...]:
    """The IAM actions that an audit needs; to ask who one is needs no permission."""
    found = {action_of(service, name) for service, names in CALLS.items() for name in names}
    return tuple(sorted(found - {"sts:GetCallerIdentity"}))
