"""Terraform configurations, plans and states as snapshots."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mwaa_doctor.models.deployment import Deployment
from mwaa_doctor.models.snapshot import Before, Snapshot
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.assembly.assemble import assemble
from mwaa_doctor.sources.assembly.joining import pieces
from mwaa_doctor.sources.assembly.unread import gaps_left_by
from mwaa_doctor.sources.located import Located
from mwaa_doctor.sources.terraform.beside import Lines, fits
from mwaa_doctor.sources.terraform.discovery import written_partition
from mwaa_doctor.sources.terraform.instances import Files, Surroundings
from mwaa_doctor.sources.terraform.modules import Module
from mwaa_doctor.sources.terraform.objects import parts_of
from mwaa_doctor.sources.terraform.order import (
    Declarations,
    declarations_of,
    needs_of,
    planned_declarations,
    untold,
)
from mwaa_doctor.sources.terraform.plan import Plan
from mwaa_doctor.sources.terraform.resources import TerraformResource, account_holes
from mwaa_doctor.sources.terraform.syntax import HclError
from mwaa_doctor.sources.terraform.translation import cloudformation_type, pascal

PARTITION = "AWS::Partition"
ENVIRONMENT = "aws_mwaa_environment"
HERE = "this folder"
"""What a configuration in the folder that is checked is called in reasons."""


class PlanError(Exception):
    """A document that is no plan: one sentence for the user."""


def read_configuration(folder: str, files: Files) -> tuple[Snapshot, list[tuple[str, HclError]]]:
    """The configuration in a folder, and the files in it that are not valid."""
    around = Surroundings(files, account_holes(Place(folder or ".")), folder)
    module = Module(folder, around)
    around.account["AWS::Region"] = module.providers.region_of("")
    around.account[PARTITION] = _partition(around.account)
    written = written_partition(folder, files)
    if written and not isinstance(around.account[PARTITION].value, str):
        around.account[PARTITION] = Located(written, Place(folder or "."))
    found = _snapshot("terraform", folder or HERE, module.resources(), around.account, declarations_of(module))
    unread = ((part, (cloudformation_type(type_) or "" for type_ in types)) for part, types in module.unread())
    return replace(found, gaps=gaps_left_by(unread)), around.problems


def read_plan(path: str, data: bytes, files: Files) -> tuple[Snapshot, str]:
    """A plan or a state in JSON, with the lines of the configuration in the same folder; raises ``PlanError``.

    The second value says what the plan is to that configuration: ``stands-for`` it, made of ``another`` one, or empty.
    """
    try:
        plan = Plan(json.loads(data), path)
        plan.account[PARTITION] = _partition(plan.account)
        if plan.is_state:
            return _snapshot("terraform-state", path, plan.resources(), plan.account), ""
        declared, resources, relation = planned_declarations(plan.configuration), plan.resources(), ""
        around = Surroundings(files, account_holes(Place(path)), path.rpartition("/")[0])
        module = Module(path.rpartition("/")[0], around)
        if module.declared or module.calls:
            written, lines = declarations_of(module), Lines(module.resources())
            relation = "another"
            if fits(declared, written, plan.constants(ENVIRONMENT), lines):
                relation, declared, resources = "stands-for", written, lines.at_lines(resources)
        found = _snapshot("terraform-plan", path, resources, plan.account, declared, plan.created)
        return replace(found, before=dict(_before(plan))), relation
    except RecursionError:
        raise PlanError("is nested too deeply") from None
    except ValueError as problem:
        raise PlanError(str(problem)) from None


def _before(plan: Plan) -> Iterator[tuple[str, Before]]:
    """The environments that the plan changes, as they are."""
    partition, number = plan.account[PARTITION].value, plan.account["AWS::AccountId"].value
    for resource, replaced in plan.before(ENVIRONMENT):
        for made in assemble(parts_of([resource], plan.account), partition, number):
            yield made.label, Before(made, frozenset(".".join(map(pascal, path.split("."))) for path in replaced))


def _snapshot(
    source: str,
    name: str,
    resources: Iterable[TerraformResource],
    account: Mapping[str, Located],
    declared: Declarations | None = None,
    created: frozenset[str] | None = None,
) -> Snapshot:
    number, region, partition = (account[key].value for key in ("AWS::AccountId", "AWS::Region", PARTITION))
    found = list(resources)
    parts = list(parts_of(found, account))
    made = assemble(parts, partition, number)
    deployment = None
    if declared is not None:
        needs = needs_of(declared, [resource.address for resource in found])
        mine = tuple(piece for piece in pieces(parts) if created is None or piece.label in created)
        deployment = Deployment(mine, needs, created, untold(needs))
    return Snapshot(source, name, made, number, region, partition, deployment=deployment)


def _partition(account: Mapping[str, Located]) -> Located:
    """The partition, which follows from the Region."""
    region = account["AWS::Region"]
    if not isinstance(region.value, str) or isinstance(account[PARTITION].value, str):
        return account[PARTITION]
    prefixes = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
    found = next((name for prefix, name in prefixes.items() if region.value.startswith(prefix)), "aws")
    return Located(found, region.place)
