"""The same resources as a template and as a Terraform configuration: the same objects."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mwaa_doctor.config import load_config
from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.project import open_folder

TWINS = Path(__file__).parent / "twins"
KINDS = {
    "ec2:ClientVpnEndpoint", "ec2:Instance", "elasticloadbalancing:LoadBalancer", "elasticloadbalancing:TargetGroup",
    "elasticloadbalancing:Listener", "acm:Certificate", "lambda:Function", "events:Rule", "rds:DBInstance",
    "rds:DBCluster", "rds:DBSubnetGroup", "redshift:Cluster", "redshift:ClusterSubnetGroup", "eks:Cluster",
    "route53:HostedZone",
}  # fmt: skip
OWN_WORDS = {"Id", "ClusterIdentifier"}  # an id of a target in a rule; a name that the template does not give


def read(folder: Path) -> Snapshot:
    (found,) = open_folder(folder, load_config(folder)).snapshots
    return found


def shown(value: Any) -> Any:
    """A value with the holes by the name of the resource: ``Group`` and ``aws_security_group.group.id`` are one."""
    if isinstance(value, dict):
        return {key: shown(item) for key, item in value.items() if key not in OWN_WORDS or not isinstance(item, str)}
    if isinstance(value, list):
        return [shown(item) for item in value]
    if isinstance(value, (bool, int, type(None))):
        return value
    text = str(value).replace("${AWS::Partition}", "aws")
    text = re.sub(r"\$\{aws_\w+\.(\w+)\.\w+\}", r"${\1}", text)
    return re.sub(r"\$\{(\w+)(?:\.Arn)?\}", lambda found: f"${{{found[1].lower()}}}", text)


def bodies(snapshot: Snapshot) -> dict[tuple[str, str], Any]:
    return {
        (item.kind, item.label.rpartition(".")[2].lower()): shown(item.body)
        for item in snapshot.resources
        if item.kind in KINDS
    }


def test_twins_are_the_same_objects(tmp_path: Path) -> None:
    found = {}
    for name in ("access.yaml", "access.tf"):
        folder = tmp_path / name.partition(".")[2]
        folder.mkdir()
        (folder / name).write_text((TWINS / name).read_text())
        found[name] = bodies(read(folder))

    assert found["access.yaml"] == found["access.tf"]
    assert {kind for kind, _ in found["access.yaml"]} == KINDS
    vpn = found["access.tf"]["ec2:ClientVpnEndpoint", "vpn"]
    assert [item["TargetNetworkId"] for item in vpn["TargetNetworks"]] == ["${subnet}"]
    assert [item["DestinationCidr"] for item in vpn["AuthorizationRules"]] == ["10.0.0.0/16"]
    function = found["access.tf"]["lambda:Function", "function"]
    assert function["Permissions"][0]["Principal"] == "events.amazonaws.com"
    assert found["access.tf"]["events:Rule", "rule"]["Targets"][0]["Arn"] == function["FunctionArn"]
