"""MWAA may not assume the execution role.

Why
    Both `airflow.amazonaws.com` and `airflow-env.amazonaws.com` assume the role, one to create the environment,
    the other to run it. If one of them may not, creation fails.

Fix
    Take the trust policy that `mwaa-doctor policy trust` prints.

Bad
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:  # <- here
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: {Service: airflow.amazonaws.com}
                Action: sts:AssumeRole
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
    ---
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: {Service: [airflow.amazonaws.com, airflow-env.amazonaws.com]}
                Action: sts:AssumeRole
                Condition:
                  ArnLike:
                    aws:SourceArn: !Sub "arn:aws:airflow:${AWS::Region}:${AWS::AccountId}:environment/dev"  # <- here
                  StringEquals:
                    aws:SourceAccount: !Ref AWS::AccountId
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
    ---
    # template.json
    {"Resources": {
      "Role": {"Type": "AWS::IAM::Role", "Properties": {
        "AssumeRolePolicyDocument": {  # <- here
          "Version": "2012-10-17",
          "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": "airflow.amazonaws.com"},
            "Action": "sts:AssumeRole"
          }]
        }
      }},
      "Environment": {"Type": "AWS::MWAA::Environment", "Properties": {
        "Name": "prod", "ExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]}
      }}
    }}

Good
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: {Service: [airflow.amazonaws.com, airflow-env.amazonaws.com]}
                Action: sts:AssumeRole
                Condition:
                  ArnLike:
                    aws:SourceArn: !Sub "arn:aws:airflow:${AWS::Region}:${AWS::AccountId}:environment/prod"
                  StringEquals:
                    aws:SourceAccount: !Ref AWS::AccountId
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
    ---
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: {Service: [airflow.amazonaws.com, airflow-env.amazonaws.com]}
                Action: sts:AssumeRole
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.models.json_repairs import text_beside
from mwaa_doctor.rule import Finding, Fix, Unknown, rule

SERVICES = ("airflow.amazonaws.com", "airflow-env.amazonaws.com")


@rule(
    severity="error",
    covers=["trust-names-both-principals", "trust-conditions-match-environment"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html",
)
def check(role: ExecutionRole) -> Iterator[Finding]:
    open_questions: list[str] = []
    shut_out = []
    for service in SERVICES:
        refusal = role.assumption_by(service)
        if isinstance(refusal, Unknown):
            open_questions.append(refusal.reason)
        elif refusal is not None:
            shut_out.append((service, refusal))
    if shut_out:
        services = " and ".join(f"`{service}`" for service, _ in shut_out)
        place, why = shut_out[0][1]
        message = f"the trust policy does not let {services} assume the role"
        yield Finding(role.spot(place), message, (why,), _repair(role, [service for service, _ in shut_out]))
    if open_questions:
        raise Unknown(open_questions[0])


def _repair(role: ExecutionRole, shut_out: list[str]) -> Fix | str:
    """The service that is missing beside the other one, where a statement names that."""
    present = [service for service in SERVICES if service not in shut_out]
    named = [
        principal
        for statement in role.trust.statements
        if statement.effect == "Allow" and not statement.not_principal
        for principal in statement.principals or ()
        if principal.kind == "Service" and principal.text in SERVICES
    ]
    if len(present) != 1 or [principal.text for principal in named] != present:
        return ""
    missing = shut_out[0]
    return Fix(f"Name `{missing}` beside `{present[0]}`", rewrites=text_beside(named[0].place, present[0], missing))
