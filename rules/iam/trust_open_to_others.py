"""The trust policy of the execution role admits everybody, or a whole other account.

Why
    Whoever may assume the execution role can read the bucket and do what every DAG can do.

Fix
    Name the role or user that needs it, or add a condition such as `sts:ExternalId` or `aws:PrincipalOrgID`.

Bad
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
              - Effect: Allow
                Principal: "*"  # <- here
                Action: sts:AssumeRole
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn

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
              - Effect: Allow
                Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}
                Action: sts:AssumeRole
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.models.iam.patterns import read_pattern
from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["trust-foreign-accounts"],
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user_externalid.html",
)
def check(role: ExecutionRole) -> Iterator[Finding]:
    for statement in role.trust.statements:
        if statement.effect != "Allow" or statement.conditions or statement.not_principal:
            continue
        for principal in statement.principals or ():
            text = str(principal.text)
            if principal.is_everyone:
                yield Finding(role.spot(principal.place), "the trust policy lets everybody assume the execution role")
            elif principal.kind == "AWS" and (text.endswith(":root") or text.isdigit()):
                account = text.split(":")[4] if ":" in text else text
                if account.isdigit() and read_pattern(role.account, False, False).matches(account) is Truth.NO:
                    yield Finding(
                        role.spot(principal.place),
                        f"the trust policy lets all of account `{account}` assume the execution role",
                    )
