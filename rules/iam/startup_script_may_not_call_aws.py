"""The startup script calls AWS, and the execution role may not.

Why
    The script runs as the execution role in every new container. A command that is refused gives an empty token or
    file: requirements are not installed, or variables are missing, and the environment may not come up at all.

Fix
    Add the statement to a policy of the role. A token of CodeArtifact needs `sts:GetServiceBearerToken` on `*` beside
    `codeartifact:GetAuthorizationToken` on the domain.

Bad
    # template.yaml
    Resources:
      Role:  # <- here
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - {Effect: Allow, Action: "codeartifact:*", Resource: "*"}
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          StartupScriptS3Path: startup.sh
          ExecutionRoleArn: !GetAtt Role.Arn
    # startup.sh
    TOKEN=$(aws codeartifact get-authorization-token --domain house --query authorizationToken --output text)
    export PIP_INDEX_URL="https://aws:$TOKEN@house-111122223333.d.codeartifact.eu-west-1.amazonaws.com/pypi/main/simple/"

Good
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - {Effect: Allow, Action: "codeartifact:*", Resource: "*"}
                  - Effect: Allow
                    Action: sts:GetServiceBearerToken
                    Resource: "*"
                    Condition: {StringEquals: {"sts:AWSServiceName": codeartifact.amazonaws.com}}
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          StartupScriptS3Path: startup.sh
          ExecutionRoleArn: !GetAtt Role.Arn
    # startup.sh
    TOKEN=$(aws codeartifact get-authorization-token --domain house --query authorizationToken --output text)
    export PIP_INDEX_URL="https://aws:$TOKEN@house-111122223333.d.codeartifact.eu-west-1.amazonaws.com/pypi/main/simple/"
"""

from collections.abc import Iterator

from mwaa_doctor.models.aws_refusals import refused_calls
from mwaa_doctor.models.aws_tasks import uses_of_startup
from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["role-codeartifact"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-code-artifact.html",
    confidence="medium",
)
def check(role: ExecutionRole, project: Project) -> Iterator[Finding]:
    uses = [use for script in StartupScript.subjects(project) for use in uses_of_startup(script)]
    for refused in refused_calls(role, uses):
        yield Finding(
            role,
            f"the execution role may not do {refused.names}, which the startup script needs",
            evidence=(*refused.lines, refused.reason),
            fix=refused.cure,
        )
