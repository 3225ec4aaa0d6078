"""What the CDK writes is judged as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

TEMPLATE = Path(__file__).parent / "templates" / "Data.template.json"


def test_a_stack_of_the_cdk(tmp_path: Path, check) -> None:
    """The CDK makes the role's policy a resource of its own, for which a `CfnEnvironment` does not wait by itself."""
    (tmp_path / "cdk.out").mkdir()
    shutil.copy(TEMPLATE, tmp_path / "cdk.out")

    run = check(tmp_path, "--select", "cloudformation,environment")

    (row,) = run.document["environments"]
    assert (row["name"], row["airflow_version"]) == ("data", "2.10.3")
    assert {(found["rule"], found["severity"]) for found in run.document["findings"]} == {
        ("environment-before-role-policy", "error"),
        ("web-server-is-public", "info"),
    }
    assert run.document["problems"] == []
    assert run.document["crashes"] == []


def test_the_parts_of_its_network_are_found(tmp_path: Path) -> None:
    from mwaa_doctor.config import Config
    from mwaa_doctor.project import open_folder

    shutil.copy(TEMPLATE, tmp_path)
    (snapshot,) = open_folder(tmp_path, Config()).snapshots
    (environment,) = snapshot.environments()

    for subnet in environment.get("NetworkConfiguration", "SubnetIds"):
        found = snapshot.find("ec2:Subnet", subnet)
        assert found is not None
        tables = [
            table
            for table in snapshot.known("ec2:RouteTable")
            if any(item.get("SubnetId") == found.key for item in table.items("Associations"))
        ]
        (table,) = tables
        assert [route.get("DestinationCidrBlock") for route in table.items("Routes")] == ["10.0.0.0/16", "0.0.0.0/0"]
        assert snapshot.find("ec2:NatGateway", table.items("Routes")[1]["NatGatewayId"]) is not None
    role = snapshot.find("iam:Role", environment.text("ExecutionRoleArn"))
    assert role is not None
    assert len(role.items("RolePolicyList")) == 1
    assert snapshot.find("s3:Bucket", snapshot.known("s3:Bucket")[0].key) is not None
    assert snapshot.find("kms:Key", environment.text("KmsKey")) is not None
