"""``mwaa-doctor network`` as people use it: text, JSON, drawings, templates, errors."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from topologies import BASES, document, merged, topologies, written

SVG = "{http://www.w3.org/2000/svg}"
TEMPLATE = """
Resources:
  Sales:
    Type: AWS::MWAA::Environment
    Properties:
      Name: sales
      AirflowVersion: 2.10.3
      NetworkConfiguration: {SubnetIds: [!Ref A, !ImportValue Shared], SecurityGroupIds: [!Ref Group]}
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: x}}
"""


def snapshot(name: str, folder: Path) -> Path:
    return written(topologies()[name], folder)


def test_text_says_where_it_breaks(tmp_path: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("network", "--snapshot", snapshot("nat-gateway-in-a-private-subnet", tmp_path))

    assert run.exit_code == 1
    way = "subnet-a -> rtb-a -> nat-a (in subnet-b) -> subnet-b -> rtb-b has no route to an internet gateway"
    assert way in run.stdout
    assert "subnet-a    s3                    443   no" in run.stdout


def test_a_healthy_network_is_no_finding(tmp_path: Path, mwaa_doctor) -> None:
    for name in ("public-network", "private-network", "transit-gateway-is-not-no-internet"):
        assert mwaa_doctor("network", "--snapshot", snapshot(name, tmp_path)).exit_code == 0


def test_a_template_with_a_subnet_of_another_stack(tmp_path: Path, mwaa_doctor) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)

    run = mwaa_doctor("network", tmp_path, "--format", "json")

    (environment,) = run.document["environments"]
    assert environment["routing"] == {"A": "private routing: no route to the internet"}
    assert {row["verdict"] for row in environment["connections"] if row["use"] == "environment"} == {"unknown"}
    assert any("Shared" in row["evidence"] for row in environment["connections"])


@pytest.mark.parametrize("name", sorted(topologies()))
def test_every_network_can_be_drawn(name: str, tmp_path: Path, mwaa_doctor) -> None:
    drawing = tmp_path / "network.svg"

    run = mwaa_doctor("network", "--snapshot", snapshot(name, tmp_path), "--svg", drawing, "--format", "json")

    root = ElementTree.fromstring(drawing.read_text())
    assert root.tag == f"{SVG}svg"
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "defs", "marker", "path", "rect", "text", "g"
    }  # fmt: skip
    words = " ".join(text for text in root.itertext())
    red = [element for element in root.iter(f"{SVG}path") if element.get("stroke") == "#cf222e"]
    rows = run.document["environments"][0]["connections"]
    assert bool(red) == any(row["verdict"] == "no" and row["use"] != "requirements" for row in rows)
    assert "sales" in words


def test_names_cannot_break_out_of_a_drawing(tmp_path: Path, mwaa_doctor) -> None:
    evil = '"><script>alert(1)</script>\x1b[31m'
    objects = merged(BASES["public"], {"environment": {"Name": evil}, "subnet-a": {"CidrBlock": "10.192.20.0/24"}})
    text = json.dumps(document(objects)).replace("rtb-pub", "rtb<b>&'x'")
    (tmp_path / "snapshot.json").write_text(text)
    drawing = tmp_path / "network.svg"

    run = mwaa_doctor("network", "--snapshot", tmp_path / "snapshot.json", "--svg", drawing)

    assert "\x1b" not in run.stdout
    assert ElementTree.fromstring(drawing.read_text()).find(f".//{SVG}script") is None
    assert "<script" not in drawing.read_text()


def test_the_drawing_is_in_the_result(tmp_path: Path, mwaa_doctor) -> None:
    snapshot("public-network", tmp_path)
    (tmp_path / "mwaa-doctor.toml").write_text('snapshots = ["snapshot.json"]\n')

    run = mwaa_doctor("check", tmp_path, "--format", "json", "--no-cache")

    (picture,) = run.document["pictures"]
    assert picture["environment"] == "sales"
    assert picture["svg"].startswith("<svg")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        ("{", "is not valid JSON"),
        ("{}", "is no snapshot"),
        ('{"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{}]}', "is a damaged snapshot"),
        ('{"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": []}', "there is no MWAA environment"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    content: str | None, words: str, tmp_path: Path, mwaa_doctor
) -> None:
    path = tmp_path / "snapshot.json"
    if content is not None:
        path.write_text(content)

    run = mwaa_doctor("network", "--snapshot", path)

    assert run.exit_code == 2
    assert words in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert run.stdout == ""


def test_a_path_and_a_snapshot_exclude_each_other(tmp_path: Path, mwaa_doctor) -> None:
    assert mwaa_doctor("network", tmp_path, "--snapshot", tmp_path / "x").exit_code == 2


def test_one_environment_of_several(tmp_path: Path, mwaa_doctor) -> None:
    path = snapshot("public-network", tmp_path)

    assert mwaa_doctor("network", "--snapshot", path, "--environment", "sales").exit_code == 0
    run = mwaa_doctor("network", "--snapshot", path, "--environment", "other")

    assert run.exit_code == 2
    assert "there is no MWAA environment `other`" in run.stderr


def test_the_services_of_the_dags_are_among_the_needs(tmp_path: Path, mwaa_doctor) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE.replace("!ImportValue Shared", "!Ref A"))
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "load.py").write_text(
        "import boto3\nfrom airflow import DAG\n\nDAG('load')\n\ndef load():\n    boto3.client('stepfunctions')\n"
    )

    run = mwaa_doctor("network", tmp_path, "--format", "json")

    rows = run.document["environments"][0]["connections"]
    assert {row["verdict"] for row in rows if row["to"] == "states" and row["use"] == "DAGs"} == {"no"}
