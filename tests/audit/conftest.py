"""An account on loopback: moto behind a door that serves environments, which moto does not know, and makes trouble."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from click.testing import CliRunner, Result
from moto.server import ThreadedMotoServer

from mwaa_doctor.cli import main

REGION = "eu-west-1"
ACCOUNT = "123456789012"
_PATIENCE = 60.0
"""Seconds; where a test waits this long it fails anyway."""


def simulation(account: Account, body: bytes) -> bytes:
    """IAM's policy simulator as moto does not know it, two answers to a page."""
    given = {name: values[0] for name, values in parse_qs(body.decode()).items()}

    def listed(prefix: str) -> list[str]:
        return [given[f"{prefix}.{n}"] for n in range(1, 100) if f"{prefix}.{n}" in given]

    context = {
        given[f"{entry}.ContextKeyName"]: listed(f"{entry}.ContextKeyValues.member")
        for entry in (f"ContextEntries.member.{n}" for n in range(1, 20))
        if f"{entry}.ContextKeyName" in given
    }
    (action,), start = listed("ActionNames.member"), int(given.get("Marker", 0))
    resources = listed("ResourceArns.member")
    rows = [(name, account.simulate(action, name, context)) for name in resources[start : start + 2]]
    members = "".join(
        f"<member><EvalActionName>{action}</EvalActionName><EvalResourceName>{name}</EvalResourceName>"
        f"<EvalDecision>{row.get('decision', 'allowed')}</EvalDecision>{row.get('more', '')}</member>"
        for name, row in rows
    )
    more = start + 2 < len(resources)
    rest = (
        f"<IsTruncated>true</IsTruncated><Marker>{start + 2}</Marker>" if more else "<IsTruncated>false</IsTruncated>"
    )
    result = f"<EvaluationResults>{members}</EvaluationResults>{rest}"
    return (
        '<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
        f"<SimulatePrincipalPolicyResult>{result}</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>"
    ).encode()


def validation(account: Account, body: bytes) -> bytes:
    """Access Analyzer as moto does not know it."""
    return json.dumps({"findings": account.validate(json.loads(body))}).encode()


def quotas(account: Account, _body: bytes) -> bytes:
    """Service Quotas of MWAA as moto does not know them."""
    return json.dumps({"Quotas": account.quotas}).encode()


ANSWERS = {
    "servicequotas:ListServiceQuotas": quotas,
    "iam:SimulatePrincipalPolicy": simulation,
    "access-analyzer:/policy/validation": validation,
}


class Account:
    """The door: its address, the environments it tells of, what it refuses or spoils, and answers of its own."""

    def __init__(self, moto: str) -> None:
        self.moto = moto
        self.environments: dict[str, dict[str, Any]] = {}
        self.denied: Callable[[str], bool] = lambda _action: False
        self.spoil: Callable[[str], str] = lambda _action: ""
        self.simulate: Callable[[str, str, dict[str, list[str]]], dict[str, Any]] = lambda *_: {}
        self.validate: Callable[[dict[str, Any]], list[dict[str, Any]]] = lambda _document: []
        self.answers: dict[str, str] = {}
        self.quotas: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.trail: list[dict[str, Any]] = []
        self.pages: list[list[dict[str, Any]]] = []
        self.running = self.most = 0
        self.together = 1
        self.changed = threading.Condition()
        self.closing = threading.Event()
        self.url = ""

    def enter(self, action: str) -> None:
        """A call begins; it is held until ``together`` calls have been seen at once, for a minute at most."""
        with self.changed:
            self.asked.append(action)
            self.running += 1
            self.most = max(self.most, self.running)
            self.changed.notify_all()
            if not action.startswith("airflow:"):
                self.changed.wait_for(lambda: self.most >= self.together, _PATIENCE)

    def leave(self) -> None:
        """A call ends."""
        with self.changed:
            self.running -= 1

    def wait_for(self, action: str) -> None:
        """Wait until an action has been asked for."""
        with self.changed:
            assert self.changed.wait_for(lambda: action in self.asked, 10 * _PATIENCE)

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.moto,
            region_name=REGION,
            aws_access_key_id="x",
            aws_secret_access_key="x",
        )


class Door(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    account: Account

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.answer()

    do_POST = do_PUT = do_HEAD = do_DELETE = do_GET  # noqa: N815  # named by the standard library

    def answer(self) -> None:
        account = self.account
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        action = self.action(body)
        account.enter(action)
        try:
            self.serve(action, body)
        finally:
            account.leave()

    def serve(self, action: str, body: bytes) -> None:
        account = self.account
        trouble = account.spoil(action)
        if account.denied(action):
            self.send(403, self.error("AccessDenied", action), self.kind)
        elif trouble == "throttle":
            self.send(
                400, self.error("ThrottlingException", action), "text/xml" if self.is_xml() else "application/json"
            )
        elif trouble == "expired":
            self.send(403, self.error("ExpiredToken", action), self.kind)
        elif trouble == "half":
            self.send(200, b'{"Environment": {"Name"', "application/json")
        elif trouble == "cut":
            self.send(200, b"import os", cut=True)
        elif trouble == "hang":
            account.closing.wait()
        elif self.service() == "airflow":
            self.serve_airflow()
        elif action in ANSWERS:
            self.send(200, ANSWERS[action](account, body), self.kind)
        elif action in account.answers:
            self.send(200, account.answers[action].encode(), self.kind)
        elif action == "cloudtrail:LookupEvents":
            self.serve_trail(json.loads(body))
        elif action == "logs:FilterLogEvents" and account.pages:
            self.serve_page(int(json.loads(body).get("nextToken", 0)))
        else:
            self.forward(body)

    def service(self) -> str:
        scope = self.headers.get("Authorization", "").partition("Credential=")[2].partition(",")[0].split("/")
        return scope[3] if len(scope) > 3 else ""

    @property
    def kind(self) -> str:
        return "text/xml" if self.is_xml() else "application/json"

    def is_xml(self) -> bool:
        return self.service() in ("ec2", "iam", "sts", "s3", "monitoring")

    def error(self, code: str, action: str) -> bytes:
        if not self.is_xml():
            return json.dumps({"__type": code, "message": action}).encode()
        if self.service() == "s3":
            return f"<Error><Code>{code}</Code><Message>{action}</Message></Error>".encode()
        inner = f"<Error><Code>{code}</Code><Message>{action}</Message></Error>"
        if self.service() == "ec2":
            return f"<Response><Errors>{inner}</Errors><RequestID>1</RequestID></Response>".encode()
        return f"<ErrorResponse>{inner}<RequestId>1</RequestId></ErrorResponse>".encode()

    def action(self, body: bytes) -> str:
        service = self.service()
        if service == "airflow":
            return "airflow:ListEnvironments" if self.path.rstrip("/") == "/environments" else "airflow:GetEnvironment"
        target = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        if not target and body.startswith((b"Action=", b"Version=")):
            target = dict(pair.split("=", 1) for pair in body.decode().split("&") if "=" in pair).get("Action", "")
        return f"{service}:{target or urlsplit(self.path).query.partition('&')[0] or self.path}"

    def serve_airflow(self) -> None:
        path = urlsplit(self.path).path.rstrip("/")
        if path == "/environments":
            self.send(200, json.dumps({"Environments": sorted(self.account.environments)}).encode())
            return
        found = self.account.environments.get(path.rpartition("/")[2])
        if found is None:
            self.send(404, json.dumps({"message": "no such environment"}).encode(), error="ResourceNotFoundException")
        else:
            self.send(200, json.dumps({"Environment": found}).encode())

    def serve_trail(self, asked: dict[str, Any]) -> None:
        name = asked["LookupAttributes"][0]["AttributeValue"]
        found = [event for event in self.account.trail if event["eventName"] == name]
        rows = [
            {"EventId": str(number), "EventName": name, "EventTime": 1763800000, "CloudTrailEvent": json.dumps(event)}
            for number, event in enumerate(found)
        ]
        self.send(200, json.dumps({"Events": rows}).encode())

    def serve_page(self, number: int) -> None:
        following = {"nextToken": str(number + 1)} if number + 1 < len(self.account.pages) else {}
        self.send(200, json.dumps({"events": self.account.pages[number], **following}).encode())

    def forward(self, body: bytes) -> None:
        moto = urlsplit(self.account.moto)
        connection = http.client.HTTPConnection(moto.hostname or "", moto.port, timeout=60)
        with contextlib.closing(connection):
            connection.request(self.command, self.path, body, dict(self.headers))
            answer = connection.getresponse()
            data = answer.read()
        self.send(answer.status, data, answer.headers.get("Content-Type", ""), dict(answer.headers))

    def send(
        self,
        status: int,
        data: bytes,
        content: str = "application/json",
        headers: dict[str, str] | None = None,
        error: str = "",
        cut: bool = False,
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            if name.lower().startswith("x-amz"):
                self.send_header(name, value)
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.send_header("Content-Type", content)
        self.send_header("Content-Length", str(len(data) + 1000 * cut))
        self.end_headers()
        self.wfile.write(data)
        self.close_connection = self.close_connection or cut


@pytest.fixture(scope="session")
def moto_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def account(moto_server: str) -> Iterator[Account]:
    """A fresh account."""
    parts = urlsplit(moto_server)
    with contextlib.closing(http.client.HTTPConnection(parts.hostname or "", parts.port)) as connection:
        connection.request("POST", "/moto-api/reset")
        connection.getresponse().read()
    found = Account(moto_server)
    handler = type("Handler", (Door,), {"account": found})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield found
    found.closing.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def environment(account: Account) -> Callable[..., dict[str, Any]]:
    """Make an environment with a network, a role and a bucket of its own; keywords override its settings."""

    def make(name: str = "sales", **settings: Any) -> dict[str, Any]:
        ec2, iam, s3 = (account.client(service) for service in ("ec2", "iam", "s3"))
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"{REGION}{zone}")["Subnet"][
                "SubnetId"
            ]
            for n, zone in enumerate("ab")
        ]
        group = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
        trust = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": ["airflow.amazonaws.com", "airflow-env.amazonaws.com"]},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        statement = {"Effect": "Allow", "Action": "airflow:PublishMetrics", "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_role_policy(RoleName=name, PolicyName="work", PolicyDocument=document)
        bucket = f"dags-of-{name}"
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        found = {
            "Name": name,
            "Arn": f"arn:aws:airflow:{REGION}:{ACCOUNT}:environment/{name}",
            "Status": "AVAILABLE",
            "AirflowVersion": "2.10.3",
            "EnvironmentClass": "mw1.small",
            "MinWorkers": 1,
            "MaxWorkers": 5,
            "Schedulers": 2,
            "DagS3Path": "dags",
            "SourceBucketArn": f"arn:aws:s3:::{bucket}",
            "ExecutionRoleArn": role,
            "WebserverAccessMode": "PUBLIC_ONLY",
            "AirflowConfigurationOptions": {},
            "NetworkConfiguration": {"SubnetIds": subnets, "SecurityGroupIds": [group]},
            "CreatedAt": 1700000000,
            **settings,
        }
        account.environments[name] = found
        return found

    return make


@pytest.fixture
def variables(account: Account) -> dict[str, str]:
    """The environment variables with which boto3 finds the account, and nothing else."""
    return {
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": account.url,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


@pytest.fixture
def run(variables: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command against the account."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, **more: str) -> Result:
        return CliRunner().invoke(main, arguments, env={**variables, **more})

    return call
