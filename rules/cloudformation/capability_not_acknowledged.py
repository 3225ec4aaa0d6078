"""A script deploys a template with IAM resources and does not acknowledge them.

Why
    CloudFormation refuses a template that makes roles or policies with `InsufficientCapabilitiesException` unless the
    command says that this is meant, and for resources with names of their own it wants that said as well.

Fix
    `--capabilities CAPABILITY_IAM`, or `CAPABILITY_NAMED_IAM` where a resource has a name.

Bad
    # deploy.sh
    aws cloudformation deploy --stack-name mwaa --template-file template.yaml  # <- here
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument: {Statement: []}
      Environment: {Type: AWS::MWAA::Environment, Properties: {Name: sales}}
    ---
    # scripts/deploy.sh
    aws --region eu-west-1 cloudformation create-stack \\  # <- here
      --stack-name mwaa \\
      --template-body file://../template.yaml \\
      --capabilities CAPABILITY_IAM
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          RoleName: execution
          AssumeRolePolicyDocument: {Statement: []}
      Environment: {Type: AWS::MWAA::Environment, Properties: {Name: sales}}

Good
    # deploy.sh
    aws cloudformation deploy --stack-name mwaa --template-file template.yaml --capabilities CAPABILITY_IAM
    aws cloudformation deploy --stack-name mwaa --template-file template.yaml "$@"
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument: {Statement: []}
      Environment: {Type: AWS::MWAA::Environment, Properties: {Name: sales}}
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mwaa_doctor.models.template_file import TemplateFile
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule

_NAMES = ("RoleName", "UserName", "GroupName", "ManagedPolicyName", "InstanceProfileName")


@rule(
    severity="warning",
    covers=["capability-iam"],
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html",
)
def check(template: TemplateFile, project: Project) -> Iterator[Finding]:
    # One that a condition may leave out is not counted: it may be left out.
    made = [item for item in template.resources.values() if item.type.startswith("AWS::IAM::") and not item.condition]
    named = [item for item in made if _is_named(item.type, item.properties)]
    if not made:
        return
    wanted = "CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"
    for command in project.deploy_commands:
        if template.path not in command.candidates or not command.complete:
            continue
        if not command.capabilities & {wanted, "CAPABILITY_NAMED_IAM"}:
            item = (named or made)[0]
            yield Finding(
                command.place,
                f"`{command.operation}` lacks `--capabilities {wanted}`, which `{item.name}` needs",
                evidence=(f"{item.place.path}:{item.place.line} makes `{item.name}`, of type `{item.type}`",),
                fix=f"Add `--capabilities {wanted}`.",
            )


def _is_named(type_: str, properties: Mapping[str, Any]) -> bool:
    if type_ in ("AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy"):
        return False
    return any(name in properties for name in _NAMES)
