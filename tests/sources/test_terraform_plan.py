"""Plans and states: exact values, and references where a value is still unknown."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwaa_doctor.config import load_config
from mwaa_doctor.models.snapshot import Resource, Snapshot
from mwaa_doctor.project import open_folder
from mwaa_doctor.unknown import Unknown

PLANS = Path(__file__).parent / "plans"


def snapshot_of(folder: Path, document: Any) -> Snapshot:
    (folder / "plan.json").write_text(json.dumps(document))
    project = open_folder(folder, load_config(folder))
    assert project.problems == []
    (found,) = project.snapshots
    return found


@pytest.fixture
def plan(tmp_path: Path) -> Snapshot:
    return snapshot_of(tmp_path, json.loads((PLANS / "new.json").read_text()))


def only(snapshot: Snapshot, kind: str) -> Resource:
    (found,) = snapshot.known(kind)
    return found


def test_references_of_new_resources_lead_to_them(plan: Snapshot) -> None:
    (environment,) = plan.environments()

    assert environment.label == "aws_mwaa_environment.sales"
    assert environment.get("ExecutionRoleArn") == "arn:aws:iam::111122223333:role/worker"
    subnets = [plan.find("ec2:Subnet", key) for key in environment.items("NetworkConfiguration", "SubnetIds")]
    assert [subnet.get("AvailabilityZone") for subnet in subnets if subnet] == ["eu-west-1a", "eu-west-1b"]
    (group,) = environment.items("NetworkConfiguration", "SecurityGroupIds")
    own = plan.find("ec2:SecurityGroup", group)
    assert own is not None
    assert own.raw("IpPermissions", 0, "UserIdGroupPairs", 0, "GroupId") == own.key
    assert own.get("IpPermissionsEgress", 0, "IpRanges", 0, "CidrIp") == "0.0.0.0/0"
    assert environment.get("LoggingConfiguration", "TaskLogs", "LogLevel") == "INFO"
    assert environment.get("AirflowConfigurationOptions") is None


def test_loose_parts_are_joined(plan: Snapshot) -> None:
    bucket = only(plan, "s3:Bucket")
    assert bucket.get("Versioning", "Status") == "Enabled"
    table = next(table for table in plan.known("ec2:RouteTable") if "private" in table.label)
    assert len(table.items("Associations")) == 2
    assert len(table.items("Routes")) == 1
    role = only(plan, "iam:Role")
    assert role.get("RolePolicyList", 0, "PolicyName") == "work"
    with pytest.raises(Unknown, match=r"aws_iam_role_policy\.worker\.policy"):
        role.get("RolePolicyList", 0, "PolicyDocument")


def test_what_is_deleted_is_not_there(plan: Snapshot) -> None:
    assert plan.known("kms:Key") == ()


def test_account_and_region_come_from_the_plan(plan: Snapshot) -> None:
    assert (plan.account, plan.region, plan.partition) == ("111122223333", "eu-west-1", "aws")


def test_a_list_of_some_of_many_is_not_known(tmp_path: Path) -> None:
    document = json.loads((PLANS / "new.json").read_text())
    third = json.loads(json.dumps(document["resource_changes"][6]).replace("private[0]", "private[2]"))
    third["index"] = 2
    document["resource_changes"].append(third)

    (environment,) = snapshot_of(tmp_path, document).environments()

    with pytest.raises(Unknown, match="known on deployment only"):
        environment.get("NetworkConfiguration", "SubnetIds")


def test_a_state_is_exact(tmp_path: Path) -> None:
    state = {
        "format_version": "1.0",
        "values": {
            "root_module": {
                "resources": [
                    {
                        "address": "aws_mwaa_environment.sales",
                        "mode": "managed",
                        "type": "aws_mwaa_environment",
                        "name": "sales",
                        "values": {"name": "sales", "network_configuration": [{"subnet_ids": ["subnet-1"]}]},
                    }
                ],
                "child_modules": [
                    {
                        "address": "module.network",
                        "resources": [
                            {
                                "address": "module.network.aws_subnet.a",
                                "mode": "managed",
                                "type": "aws_subnet",
                                "name": "a",
                                "values": {"id": "subnet-1", "vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24"},
                            }
                        ],
                    }
                ],
            }
        },
    }

    snapshot = snapshot_of(tmp_path, state)

    (environment,) = snapshot.environments()
    (subnet,) = environment.items("NetworkConfiguration", "SubnetIds")
    found = snapshot.find("ec2:Subnet", subnet)
    assert found is not None
    assert (found.get("VpcId"), found.label) == ("vpc-1", "module.network.aws_subnet.a")


@pytest.mark.parametrize(
    "text", ['{"format_version": "1", "aws_mwaa_environment": ', '["format_version", "aws_mwaa_environment"]']
)
def test_a_damaged_plan_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.json").write_text(text)

    done = subprocess.run(
        [sys.executable, "-m", "mwaa_doctor", "check", str(tmp_path)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 3
    assert "plan.json" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150)
@given(st.lists(st.integers(min_value=0), min_size=1, max_size=6), json_values)
def test_any_value_anywhere_gives_a_result(
    tmp_path_factory: pytest.TempPathFactory, path: list[int], value: Any
) -> None:
    """One value of the plan, anywhere, is replaced by another."""
    document = json.loads((PLANS / "new.json").read_text())
    holder: Any = document
    for number in path:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            break
        key = keys[number % len(keys)]
        if not isinstance(holder[key], (dict, list)) or number is path[-1]:
            holder[key] = value
            break
        holder = holder[key]
    folder = tmp_path_factory.mktemp("any")
    (folder / "plan.json").write_text(json.dumps(document))

    project = open_folder(folder, load_config(folder))

    assert project.snapshots or project.problems or b"format_version" not in (folder / "plan.json").read_bytes()[:4096]
