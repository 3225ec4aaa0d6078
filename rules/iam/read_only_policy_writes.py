"""A policy that is called read-only lets people change MWAA environments, or log in to Airflow.

Why
    Policies are given to people by their names. Looking at environments takes `airflow:ListEnvironments`,
    `GetEnvironment` and `ListTagsForResource`; tokens make the holder a user of Airflow.

Fix
    Take the action out, or call the policy by what it allows.

Bad
    # template.yaml
    Resources:
      People:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          ManagedPolicyName: mwaa-read-only
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ["airflow:Get*", "airflow:List*", airflow:CreateCliToken]  # <- here
                Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
    ---
    # template.yaml
    Resources:
      People:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          ManagedPolicyName: MwaaReadOnlyAccess
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: "airflow:*"  # <- here
                Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod

Good
    # template.yaml
    Resources:
      People:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          ManagedPolicyName: mwaa-read-only
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ["airflow:Get*", airflow:ListEnvironments, airflow:ListTagsForResource]
                Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
    ---
    # template.yaml
    Resources:
      People:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          ManagedPolicyName: airflow-read-only
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: airflow:CreateWebLoginToken
                Resource: arn:aws:airflow:us-east-1:111122223333:role/prod/Viewer
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
"""

import re
from collections.abc import Iterator

from mwaa_doctor.facts.permissions import service_actions
from mwaa_doctor.models.iam.patterns import read_pattern
from mwaa_doctor.models.iam.policy import Statement
from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.models.written_policy import WrittenPolicy
from mwaa_doctor.rule import Finding, rule

READ_ONLY = re.compile(r"read[-_. ]?only", re.IGNORECASE)
READS = ("get", "list")
LOG_IN = ("createweblogintoken", "invokerestapi")
HARMLESS = ("/Viewer", "/Public")


@rule(
    severity="warning",
    covers=["read-only-policy"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/access-policies.html",
)
def check(document: WrittenPolicy) -> Iterator[Finding]:
    name = str(document.owner.body.get("PolicyName") or document.policy.name)
    if document.policy.role != "identity" or not READ_ONLY.search(name):
        return
    service = service_actions("airflow")
    writing = [action for action in service.names if not action.startswith(READS)] if service is not None else []
    for statement in document.policy.statements:
        if statement.effect != "Allow" or statement.not_action:
            continue
        for element in statement.actions:
            prefix, _, pattern = str(element).lower().partition(":")
            if prefix != "airflow":
                continue
            meant = [action for action in writing if read_pattern(pattern, True, False).matches(action) is Truth.YES]
            if meant and not (set(meant) <= set(LOG_IN) and _looks_only(statement)):
                names = ", ".join(f"`{service.names[action]}`" for action in meant[:3]) if service is not None else ""
                more = f" and {len(meant) - 3} more" if len(meant) > 3 else ""
                yield Finding(document.at(element.place), f"`{name}` is called read-only, but allows {names}{more}")


def _looks_only(statement: Statement) -> bool:
    """Whether it names only roles of Airflow that change nothing."""
    resources = [str(resource) for resource in statement.resources or ()]
    return not statement.not_resource and bool(resources) and all(text.endswith(HARMLESS) for text in resources)
