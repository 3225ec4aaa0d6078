"""The only way to AWS: calls that read, retried, paginated to the end; a refused one is a reason, never a failure."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from mwaa_doctor.unknown import Unknown

__all__ = ["Access", "AccessError", "NotFoundError", "Reader"]

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
        "GetBucketLocation",
        "GetBucketPolicy",
        "GetBucketVersioning",
        "GetPublicAccessBlock",
        "ListObjectVersions",
    ),
    "s3control": ("GetPublicAccessBlock",),
    "cloudwatch": ("DescribeAlarms",),
    "secretsmanager": ("ListSecrets",),
    "sts": ("GetCallerIdentity",),
}
"""Every call that can be made, by service; all of them read."""
_DENIED = frozenset(
    {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "AllAccessDisabled"}
)
_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidClientTokenId"})
_MAX_PAGES = 5_000
_ACTION_PREFIXES = {"mwaa": "airflow", "s3control": "s3", "accessanalyzer": "access-analyzer"}
_ACTIONS = {
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3control:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
    "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
}


class AccessError(Exception):
    """AWS cannot be reached at all: no credentials, no Region, an unknown profile; one sentence for the user."""


class NotFoundError(Unknown):
    """AWS says that the object does not exist."""


@dataclass
class Access:
    """How to reach AWS, as the options and the usual AWS configuration say."""

    profile: str | None = None
    region: str | None = None
    role_arn: str | None = None
    endpoint_url: str | None = None
    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    attempts: int = 8


def action_of(service: str, operation: str) -> str:
    """The IAM action that a call needs: ``mwaa`` and ``GetEnvironment`` give ``airflow:GetEnvironment``."""
    own = _ACTIONS.get(f"{service}:{operation}")
    return own or f"{_ACTION_PREFIXES.get(service, service)}:{operation}"


@dataclass
class Reader:
    """Calls AWS in one Region; safe to use from several threads.

    ``denied`` maps the IAM actions that were refused to what was asked of them; ``calls`` counts the calls made.
    """

    access: Access
    session: Any
    region: str
    denied: dict[str, set[str]] = field(default_factory=dict)
    calls: int = 0
    _clients: dict[str, Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def open(cls, access: Access) -> Reader:
        """Find credentials and Region; raises ``AccessError``."""
        import boto3
        from botocore.exceptions import BotoCoreError

        try:
            session = boto3.Session(profile_name=access.profile, region_name=access.region)
            if access.role_arn:
                session = _assumed(session, access)
            if session.region_name is None:
                raise AccessError("no Region is configured: give --region or set AWS_REGION")
            if session.get_credentials() is None:
                raise AccessError("no AWS credentials are configured: give --profile or set AWS_PROFILE")
        except BotoCoreError as problem:
            raise AccessError(f"AWS cannot be used: {problem}") from None
        return cls(access, session, session.region_name)

    def elsewhere(self, region: str) -> Reader:
        """The same account in another Region."""
        return self if region == self.region else Reader(self.access, self.session, region, self.denied)

    def ask(self, service: str, operation: str, /, **parameters: Any) -> Any:
        """The answer to one call.

        Raises ``NotFoundError`` if the object does not exist and ``Unknown`` with the reason if the call is refused or
        fails; raises ``AccessError`` if no call can succeed.
        """
        return self._guarded(service, operation, lambda client, name: getattr(client, name)(**parameters))

    def pages(self, service: str, operation: str, key: str, /, **parameters: Any) -> list[Any]:
        """All members of the list under ``key``, over all pages; errors as in ``ask``."""

        def collect(client: Any, name: str) -> list[Any]:
            if not client.can_paginate(name):
                return list(getattr(client, name)(**parameters).get(key) or ())
            found: list[Any] = []
            for number, page in enumerate(client.get_paginator(name).paginate(**parameters)):
                if number >= _MAX_PAGES:
                    raise Unknown(f"{action_of(service, operation)} answers with more than {_MAX_PAGES} pages")
                found.extend(page.get(key) or ())
            return found

        members: list[Any] = self._guarded(service, operation, collect)
        return members

    def _guarded(self, service: str, operation: str, call: Callable[[Any, str], Any]) -> Any:
        from botocore import xform_name
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, TokenRetrievalError

        action = action_of(service, operation)
        self.calls += 1
        try:
            return call(self._client(service), xform_name(operation))
        except ClientError as problem:
            raise self._refusal(action, problem) from None
        except (NoCredentialsError, TokenRetrievalError) as problem:
            raise AccessError(f"AWS credentials cannot be used: {problem}") from None
        except BotoCoreError as problem:
            raise Unknown(f"{action} failed: {_first_line(problem)}") from None
        except (ValueError, TypeError, AttributeError, KeyError) as problem:
            raise Unknown(f"{action} answered with something unreadable: {_first_line(problem)}") from None

    def _refusal(self, action: str, problem: Any) -> Exception:
        code = str(problem.response.get("Error", {}).get("Code", ""))
        status = problem.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if code in _EXPIRED:
            return AccessError("the AWS credentials have expired: log in again")
        if code in _DENIED or status == 403:
            with self._lock:
                self.denied.setdefault(action, set()).add(self.region)
            return Unknown(f"{action} denied")
        if "NotFound" in code or code.startswith("NoSuch") or status == 404:
            return NotFoundError(f"{action}: {_first_line(problem)}")
        return Unknown(f"{action} failed: {code or _first_line(problem)}")

    def _client(self, service: str) -> Any:
        with self._lock:
            if service not in self._clients:
                self._clients[service] = _client(self.session, service, self.region, self.access)
            return self._clients[service]


def _client(session: Any, service: str, region: str, access: Access) -> Any:
    from botocore.config import Config

    config = Config(
        connect_timeout=access.connect_timeout,
        read_timeout=access.read_timeout,
        retries={"total_max_attempts": access.attempts, "mode": "adaptive"},
        max_pool_connections=32,
        user_agent_extra="mwaa-doctor",
        inject_host_prefix=access.endpoint_url is None,
    )
    client = session.client(service, region_name=region, endpoint_url=access.endpoint_url, config=config)
    client.meta.events.register_first("before-parameter-build", partial(_only_listed, service))
    if service == "s3control" and access.endpoint_url is not None:
        client.meta.events.register_first("before-send", partial(_at_endpoint, access.endpoint_url))
    return client


def _only_listed(service: str, model: Any, **_: Any) -> None:
    """Refuse, before anything is sent, every operation that is not among ``CALLS``."""
    if model.name not in CALLS.get(service, ()):
        raise PermissionError(f"{service} {model.name} is not among the calls of an audit")


def _at_endpoint(endpoint: str, request: Any, **_: Any) -> None:
    """Ask the address itself: botocore puts the account's number before any host name."""
    request.url = urlsplit(request.url)._replace(netloc=urlsplit(endpoint).netloc).geturl()


def _assumed(session: Any, access: Access) -> Any:
    """A session of the role to assume; the one call that is no read of the account, made once."""
    import boto3
    from botocore.exceptions import ClientError

    client = session.client("sts", endpoint_url=access.endpoint_url)
    try:
        given = client.assume_role(RoleArn=access.role_arn, RoleSessionName="mwaa-doctor")["Credentials"]
    except ClientError as problem:
        raise AccessError(f"the role {access.role_arn} cannot be assumed: {_first_line(problem)}") from None
    return boto3.Session(
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
        region_name=access.region or session.region_name,
    )


def _first_line(problem: BaseException) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0][:300]


def gathered(jobs: Iterable[Callable[[], Any]], workers: int) -> list[Any]:
    """Run jobs side by side, at most ``workers`` at once; their results in the order given.

    An interruption ends the run at once; jobs not yet begun are dropped.
    """
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(workers, thread_name_prefix="mwaa-doctor")
    try:
        futures = [pool.submit(job) for job in jobs]
        return [future.result() for future in futures]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def actions() -> tuple[str, ...]:
    """The IAM actions that an audit needs."""
    return tuple(sorted({action_of(service, name) for service, names in CALLS.items() for name in names}))
