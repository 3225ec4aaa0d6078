"""Asks AWS's own judges: IAM's simulator on the execution role, Access Analyzer on the policies around it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.models.second_opinion import SIMULATION, VALIDATION, Question, questions
from mwaa_doctor.models.snapshot import Resource, Snapshot
from mwaa_doctor.sources.aws.parts import Parts
from mwaa_doctor.sources.aws.reader import Reader
from mwaa_doctor.target import Target
from mwaa_doctor.unknown import Unknown

_TRUST, _BUCKET = "AWS::IAM::AssumeRolePolicyDocument", "AWS::S3::Bucket"
_KEPT = ("EvalDecision", "MatchedStatements", "MissingContextValues")


def with_opinions(reader: Reader, snapshot: Snapshot) -> Snapshot:
    """The snapshot with the answers of both judges, or the reasons why there are none."""
    parts = Parts()
    for record in snapshot.environments():
        try:
            role = ExecutionRole.of_environment(Environment(snapshot, record, Target()))
        except Unknown as unknown:
            parts.gaps[SIMULATION] = unknown.reason
            break
        _simulate(reader, role, parts)
    _validate(reader, snapshot, parts)
    return replace(
        snapshot,
        resources=tuple(sorted((*snapshot.resources, *parts.resources), key=lambda item: (item.kind, str(item.key)))),
        gaps=dict(sorted({**snapshot.gaps, **parts.gaps}.items())),
    )


# -- IAM's simulator ---------------------------------------------------------------------------------------------------


def _simulate(reader: Reader, role: ExecutionRole, parts: Parts) -> None:
    groups: dict[tuple[Any, ...], list[Question]] = {}
    for question in questions(role):
        groups.setdefault((question.action, question.context), []).append(question)
    for group in groups.values():
        try:
            found = _answers(reader, str(role.arn), group)
        except Unknown as unknown:
            parts.gaps[SIMULATION] = unknown.reason
            return
        for question in group:
            answer = found.get(question.resource) or found.get("*")
            if answer is not None:
                body = {"Action": question.action, "Resource": question.resource, "Context": dict(question.context)}
                parts.add(SIMULATION, question.key, {**body, **answer}, str(role.arn))


def _answers(reader: Reader, role: str, group: list[Question]) -> dict[str, dict[str, Any]]:
    """The answers to questions on one action, by resource."""
    results = reader.pages(
        "iam",
        "SimulatePrincipalPolicy",
        "EvaluationResults",
        PolicySourceArn=role,
        ActionNames=[group[0].action],
        ResourceArns=[question.resource for question in group],
        ContextEntries=group[0].entries,
    )
    found: dict[str, dict[str, Any]] = {}
    for result in results:
        whole = {name: result.get(name) for name in _KEPT}
        organization = result.get("OrganizationsDecisionDetail") or {}
        boundary = result.get("PermissionsBoundaryDecisionDetail") or {}
        whole["AllowedByOrganizations"] = organization.get("AllowedByOrganizations")
        whole["AllowedByPermissionsBoundary"] = boundary.get("AllowedByPermissionsBoundary")
        found[str(result.get("EvalResourceName") or "*")] = whole
        for one in result.get("ResourceSpecificResults") or ():
            own = {"EvalDecision": one.get("EvalResourceDecision"), **{name: one.get(name) for name in _KEPT[1:]}}
            found[str(one.get("EvalResourceName"))] = {**whole, **own}
    return found


# -- Access Analyzer ---------------------------------------------------------------------------------------------------


def _validate(reader: Reader, snapshot: Snapshot, parts: Parts) -> None:
    for owner, name, document, kind in _documents(snapshot):
        parameters = {"policyDocument": json.dumps(document), "policyType": "IDENTITY_POLICY"}
        if kind is not None:
            parameters.update(policyType="RESOURCE_POLICY", validatePolicyResourceType=kind)
        try:
            found = reader.pages("accessanalyzer", "ValidatePolicy", "findings", **parameters)
        except Unknown as unknown:
            parts.gaps[VALIDATION] = unknown.reason
            return
        body = {"Policy": name, "Findings": [_finding(item) for item in found]}
        parts.add(VALIDATION, f"{owner.label} {name}", body, owner.label)


def _finding(item: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: item.get(name) for name in ("findingType", "issueCode", "findingDetails", "learnMoreLink")}
    spots = item.get("locations") or ()
    found["path"] = "".join(_steps(spots[0].get("path") or ())) if spots else ""
    return found


def _steps(path: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for step in path:
        if "index" in step:
            yield f"[{step['index']}]"
        elif "key" in step:
            yield f".{step['key']}"
        elif "value" in step:
            yield f".{step['value']}"


def _documents(snapshot: Snapshot) -> Iterator[tuple[Resource, str, Any, str | None]]:
    """The policies of role, key and bucket that are known as a whole, and of which type they are."""
    for owner in snapshot.known("iam:Role"):
        yield from _known(owner, "the trust policy", owner.body.get("AssumeRolePolicyDocument"), _TRUST)
        inline = owner.body.get("RolePolicyList")
        for item in inline if isinstance(inline, (list, tuple)) else ():
            if isinstance(item, Mapping):
                yield from _known(owner, str(item.get("PolicyName")), item.get("PolicyDocument"), None)
    for owner in snapshot.known("iam:Policy"):
        if ":iam::aws:" in owner.label:
            continue
        versions = owner.body.get("PolicyVersionList")
        for version in versions if isinstance(versions, (list, tuple)) else ():
            yield from _known(owner, owner.label.rpartition("/")[2], version.get("Document"), None)
    for owner in snapshot.known("s3:Bucket"):
        yield from _known(owner, "the bucket policy", owner.body.get("Policy"), _BUCKET)


def _known(
    owner: Resource, name: str, document: Any, kind: str | None
) -> Iterator[tuple[Resource, str, Any, str | None]]:
    if isinstance(document, Mapping) and document:
        yield owner, name, dict(document), kind
