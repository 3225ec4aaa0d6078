"""A template or plan changes what an environment keeps for life.

Why
    Name, subnets, KMS key and the management of VPC endpoints are chosen when an environment is created. Terraform
    destroys the environment to change them, with its history, variables and connections; CloudFormation would have to
    make a second one of the same name, and the update fails.

Fix
    Write what the running environment has, or create an environment with another name beside it and move over.

Bad
    # mwaa-doctor.toml
    snapshots = ["running.json"]

    # running.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "running.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "NetworkConfiguration": {"SubnetIds": ["subnet-1", "subnet-2"]}}}
      ]}]}

    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration:
            SubnetIds:  # <- here
              - subnet-1
              - subnet-3

Good
    # mwaa-doctor.toml
    snapshots = ["running.json"]

    # running.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "running.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "NetworkConfiguration": {"SubnetIds": ["subnet-1", "subnet-2"]}}}
      ]}]}

    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration:
            SubnetIds: [subnet-2, subnet-1]
"""

from collections.abc import Iterator
from typing import Any

from mwaa_doctor import facts
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.planned_change import PlannedChange
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.unknown import Unknown


@rule(
    severity="error",
    covers=["vpc-and-subnets-are-final", "kms-key-choice-is-final"],
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-mwaa-environment.html",
)
def check(change: PlannedChange) -> Iterator[Finding]:
    doubts = []
    for row in facts.final_properties():
        path = tuple(row.path.split("."))
        try:
            before, after = _values(change.running, path, row.default), _values(change.planned, path, row.default)
            differs = _differ(before, after) if row.unset or (before and after) else False
        except Unknown as unknown:
            differs, before, after = row.path in change.replaced, [], []
            if not differs:
                doubts.append(unknown.reason)
        if differs:
            told = (
                (f"running: {_shown(before, row.unset)}", f"planned: {_shown(after, row.unset)}")
                if before or after
                else ()
            )
            yield Finding(
                change.planned.at(*path),
                f"the {row.words} of the running environment `{change.running.name}` cannot be changed",
                (*told, _consequence(change)),
            )
    if doubts:
        raise Unknown(doubts[0])


def _values(environment: Environment, path: tuple[str, ...], default: str | None) -> list[Any]:
    """The texts of a property, ids for ARNs; raises ``Unknown`` for what is not known and for aliases."""
    value = environment.record.raw(*path) or default
    found = list(value) if isinstance(value, (list, tuple)) else [] if value is None else [value]
    for item in found:
        if isinstance(item, Unknown):
            raise Unknown(item.reason)
        if not isinstance(item, (str, TemplateText)):
            raise Unknown(f"`{'.'.join(path)}` holds no text")
        if isinstance(item, str) and "alias/" in item:
            raise Unknown(f"which key `{item}` stands for is not known")
    return [item.rpartition("/")[2] if isinstance(item, str) else item for item in found]


def _differ(before: list[Any], after: list[Any]) -> bool:
    """Whether two sets of texts certainly differ; raises ``Unknown`` if that hangs on a text that is not known."""
    holes = [item for item in (*before, *after) if isinstance(item, TemplateText)]
    known, planned = ({item for item in items if not isinstance(item, TemplateText)} for items in (before, after))
    if not holes or not before or not after:
        return known != planned or bool(holes)
    if len(before) == len(after) and planned <= known:
        raise holes[0].unknown
    return True


def _shown(values: list[Any], unset: str | None) -> str:
    return ", ".join(f"`{value}`" for value in values) if values else str(unset)


def _consequence(change: PlannedChange) -> str:
    if change.by_terraform:
        return "Terraform destroys the environment and makes another, without history, variables and connections"
    return "CloudFormation would replace the environment, and there cannot be two of its name: the update fails"
