"""The way to AWS: credentials, Regions, and clients that cannot do anything but read."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from typing import Any

from mwaa_doctor.sources.aws.calls import may_be_made

_LOCAL_HOST = re.compile(r"(?<=//)[^/:]*?\.((?:\d{1,3}\.){3}\d{1,3}|localhost)(?=[:/])")


class AccessError(Exception):
    """AWS cannot be reached at all: no credentials, no Region, an unknown profile; one sentence for the user."""


@dataclass(frozen=True)
class Access:
    """How to reach AWS, as the options and the usual AWS configuration say; timeouts in seconds."""

    profile: str | None = None
    region: str | None = None
    role_arn: str | None = None
    endpoint_url: str | None = None
    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    attempts: int = 8


@dataclass
class Connection:
    """One account as one principal sees it, in all Regions; safe to use from several threads.

    ``denied`` maps the IAM actions that were refused to the Regions in which they were.
    """

    access: Access
    session: Any
    denied: dict[str, set[str]] = field(default_factory=dict)
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def open(cls, access: Access) -> Connection:
        """Find the credentials; raises ``AccessError``."""
        import boto3
        from botocore.exceptions import BotoCoreError

        try:
            session = boto3.Session(profile_name=access.profile, region_name=access.region)
            if access.role_arn:
                session = _assumed(session, access)
            if session.get_credentials() is None:
                raise AccessError("no AWS credentials are configured: give --profile or set AWS_PROFILE")
        except BotoCoreError as problem:
            raise AccessError(f"AWS cannot be used: {first_line(problem)}") from None
        return cls(access, session)

    @property
    def region(self) -> str:
        """The Region of the options or the AWS configuration; raises ``AccessError`` if there is none."""
        if self.session.region_name is None:
            raise AccessError("no Region is configured: give --region or set AWS_REGION")
        return str(self.session.region_name)

    @property
    def partition(self) -> str:
        """The partition of the configured Region, such as ``aws`` or ``aws-cn``."""
        return str(self.session.get_partition_for_region(self.session.region_name or "us-east-1"))

    def deny(self, action: str, region: str) -> None:
        """Note that an action was refused."""
        with self._lock:
            self.denied.setdefault(action, set()).add(region)

    def client(self, service: str, region: str) -> Any:
        """The client of a service, made once."""
        with self._lock:
            if (service, region) not in self._clients:
                self._clients[service, region] = _client(self.session, service, region, self.access)
            return self._clients[service, region]


def first_line(problem: BaseException) -> str:
    """What went wrong, on one line of bounded length."""
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0][:300]


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

    def only_reads(model: Any, **_: Any) -> None:
        if not may_be_made(service, model.name):
            raise PermissionError(f"{service} {model.name} is not among the calls of an audit")

    client.meta.events.register_first("before-parameter-build", only_reads)
    client.meta.events.register_first("before-sign", _without_prefix)
    return client


def _without_prefix(request: Any, **_: Any) -> None:
    """Some services put a name in front of the host, which an address or ``localhost`` does not have."""
    request.url = _LOCAL_HOST.sub(r"\1", request.url, count=1)


def _assumed(session: Any, access: Access) -> Any:
    """A session of the role to assume; the one call that is no read of the account, made once."""
    import boto3
    from botocore.exceptions import ClientError

    client = session.client("sts", endpoint_url=access.endpoint_url)
    try:
        given = client.assume_role(RoleArn=access.role_arn, RoleSessionName="mwaa-doctor")["Credentials"]
    except ClientError as problem:
        raise AccessError(f"the role {access.role_arn} cannot be assumed: {first_line(problem)}") from None
    return boto3.Session(
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
        region_name=access.region or session.region_name,
    )
