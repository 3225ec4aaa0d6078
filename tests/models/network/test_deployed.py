"""Templates deployed to a simulated AWS and read back by the live collector: the same verdicts as before."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import BotoCoreError

from mwaa_doctor.models.snapshot import Resource, Snapshot
from mwaa_doctor.reachability import reachability_of
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.aws.connection import Access, Connection
from mwaa_doctor.sources.aws.ec2 import collect_network
from mwaa_doctor.sources.aws.reader import Reader
from mwaa_doctor.sources.cloudformation.snapshots import read_snapshot
from mwaa_doctor.sources.cloudformation.template import read_template
from mwaa_doctor.sources.document import read_document
from mwaa_doctor.target import Target

TEMPLATES = Path(__file__).parents[2] / "projects" / "templates"
REGION = "eu-west-1"


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    """The address of a simulated AWS of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                session().client("sts", endpoint_url=url).get_caller_identity()
                break
            except BotoCoreError:
                time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def session() -> boto3.Session:
    return boto3.Session("access", "secret", region_name=REGION)


def of_template(text: str) -> Snapshot:
    return read_snapshot(read_template("template.yaml", read_document(text.encode(), "template.yaml")), {})


def deployed(text: str, name: str, url: str, account: str = "123456789012") -> tuple[Snapshot, dict[str, str]]:
    """The network of a stack as the collector reads it, and the logical names of what was made."""
    client = session().client("cloudformation", endpoint_url=url)
    wanted = re.findall(r"^  (\w+):\n    Type: String\n(?!.*\n?    Default)", text, re.MULTILINE)
    given = [{"ParameterKey": key, "ParameterValue": "v1"} for key in wanted]
    without_outputs = text.partition("\nOutputs:")[0]
    client.create_stack(
        StackName=name, TemplateBody=without_outputs, Parameters=given, Capabilities=["CAPABILITY_NAMED_IAM"]
    )
    ec2 = session().client("ec2", endpoint_url=url)
    tags = [{"Name": "tag:aws:cloudformation:stack-name", "Values": [name]}]
    (vpc,) = ec2.describe_vpcs(Filters=tags)["Vpcs"]
    made = client.get_paginator("list_stack_resources").paginate(StackName=name)
    physical = {
        row["LogicalResourceId"]: row["PhysicalResourceId"]
        for page in made
        for row in page["StackResourceSummaries"]
        if "LogicalResourceId" in row
    }
    names = {key: logical for logical, key in physical.items()}
    written = of_template(text)
    finish(ec2, vpc["VpcId"], written, physical)
    body = dict(next(iter(written.environments())).body)
    network = body["NetworkConfiguration"]
    subnets, groups = (
        [physical[key.holes[0].name] for key in network[kind]] for kind in ("SubnetIds", "SecurityGroupIds")
    )
    assert vpc["VpcId"] in physical.values()
    body = {key: value for key, value in body.items() if not key.endswith("VpcEndpointService")}
    body["NetworkConfiguration"] = {"SubnetIds": subnets, "SecurityGroupIds": groups}
    reader = Reader(Connection(Access(endpoint_url=url), session()), REGION)
    parts = collect_network(reader, subnets, groups)
    assert parts.gaps == {}
    environment = Resource("mwaa:Environment", name, name, body, Place(name))
    snapshot = Snapshot(
        "live", "what was read", (environment, *parts.resources), account, REGION, "aws",
        frozenset(parts.listed), dict(parts.gaps), frozenset(parts.absent),
    )  # fmt: skip
    return snapshot, names


def finish(ec2: Any, vpc: str, written: Snapshot, physical: dict[str, str]) -> None:
    """Do what the simulation leaves out of a stack: associations of route tables, and the names of the VPC."""
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    for table in written.known("ec2:RouteTable"):
        for association in table.body["Associations"]:
            if "SubnetId" in association:
                subnet = physical[association["SubnetId"].holes[0].name]
                ec2.associate_route_table(RouteTableId=physical[table.label], SubnetId=subnet)


def verdicts(snapshot: Snapshot, names: dict[str, str] | None = None) -> dict[tuple[str, str], str]:
    (found,) = reachability_of([snapshot], Target())
    return {
        ((names or {}).get(row.source, row.source), row.target): row.answer.verdict.value for row in found.connections
    }


def without_endpoints(text: str) -> str:
    return re.sub(
        r"^  \w+:\n    Type: AWS::EC2::VPCEndpoint\n(?:(?:    .*)?\n)+?(?=  \w|\S)", "", text, flags=re.MULTILINE
    )


@pytest.mark.parametrize("name", ["public-network", "private-network"])
def test_a_deployed_network_has_the_verdicts_of_its_template(name: str, aws: str) -> None:
    text = (TEMPLATES / name / "template.yaml").read_text()

    live, names = deployed(text, name, aws)

    found = verdicts(live, names)
    assert found == verdicts(of_template(text))
    needed = {verdict for (_, target), verdict in found.items() if not target.startswith("package index")}
    assert needed == {"yes"}


def test_a_deployed_network_without_endpoints(aws: str) -> None:
    text = without_endpoints((TEMPLATES / "private-network" / "template.yaml").read_text())
    assert "VPCEndpoint" not in text

    live, names = deployed(text, "no-endpoints", aws)

    found = verdicts(live, names)
    assert found == verdicts(of_template(text))
    assert {found["PrivateSubnetA", target] for target in ("s3", "sqs", "logs")} == {"no"}
    assert found["PrivateSubnetA", "metadata database"] == "yes"


def test_a_deployed_network_of_another_account(aws: str) -> None:
    """A participant of a shared VPC sees neither endpoints nor gateways of its owner."""
    text = (TEMPLATES / "private-network" / "template.yaml").read_text()
    live, names = deployed(text, "shared", aws, account="999988887777")
    hidden = ("ec2:VpcEndpoint", "ec2:NatGateway", "ec2:InternetGateway")
    routes = [
        replace(
            record, body={**record.body, "Routes": [one for one in record.body["Routes"] if "GatewayId" in one][:1]}
        )
        if record.kind == "ec2:RouteTable"
        else record
        for record in live.resources
        if record.kind not in hidden
    ]

    found = verdicts(replace(live, resources=tuple(routes)), names)

    assert {found["PrivateSubnetA", target] for target in ("s3", "sqs", "logs")} == {"unknown"}
