"""A policy holds a placeholder of the guide.

Why
    A placeholder matches nothing: the permission is missing although the policy looks complete.

Fix
    Put the real value there; account numbers have 12 digits, and the Region stands in the name of the layer
    bucket.

Bad
    # template.yaml
    Resources:
      People:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: "arn:aws:s3:::{your-s3-bucket-name}/*"  # <- here
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
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: "arn:aws:s3:::prod-region-starport-layer-bucket/*"  # <- here
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
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: "arn:aws:s3:::your-company-data/*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.written_policy import WrittenPolicy
from mwaa_doctor.rule import Finding, rule

PLACEHOLDER = re.compile(
    r"\{(?:your-[a-z0-9-]+|airflow-role|[a-z]+-id)\}|\bYOUR_[A-Z_]+\b|\byour-(?:region|environment-name|account-id)\b"
    r"|prod-region-starport|<your[- ][a-z -]+>|:(?:0123456789|123456789|YOUR_ACCOUNT)(?=:)"
)


@rule(
    severity="error",
    covers=["policy-placeholders-replaced"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html",
)
def check(document: WrittenPolicy) -> Iterator[Finding]:
    for statement in document.policy.statements:
        values = [value for condition in statement.conditions for value in condition.values]
        texts = [(element.text, element.place) for element in (*(statement.resources or ()), *values)]
        texts += [(principal.text, principal.place) for principal in statement.principals or ()]
        for text, place in texts:
            found = PLACEHOLDER.search(str(text))
            if found:
                yield Finding(document.at(place), f"`{found[0].strip(':')}` is a placeholder of the guide")
