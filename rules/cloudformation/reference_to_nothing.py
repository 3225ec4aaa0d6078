"""A template names a resource, parameter or condition that it does not have.

Why
    CloudFormation refuses the template: "Unresolved resource dependencies in the Resources block".

Fix
    Correct the name, or add what it names.

Bad
    # template.yaml
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
      Environment:
        Type: AWS::MWAA::Environment
        DependsOn: [ExecutionPolicy]  # <- here
        Properties:
          Name: sales
          SourceBucketArn: !GetAtt DagBucket.Arn  # <- here
          ExecutionRoleArn: !Sub "arn:aws:iam::${AWS::AccountId}:role/${RoleName}"  # <- here
          MaxWorkers: !If [IsProd, 10, 2]  # <- here

Good
    # template.yaml
    Parameters:
      RoleName: {Type: String}
      Stage: {Type: String}
    Conditions:
      IsProd: !Equals [!Ref Stage, prod]
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
      Environment:
        Type: AWS::MWAA::Environment
        DependsOn: Bucket
        Properties:
          Name: sales
          SourceBucketArn: !GetAtt Bucket.Arn
          ExecutionRoleArn: !Sub "arn:aws:iam::${AWS::AccountId}:role/${RoleName}"
          MaxWorkers: !If [IsProd, 10, 2]
"""

from collections.abc import Iterator

from mwaa_doctor.models.template_file import TemplateFile
from mwaa_doctor.rule import Finding, rule

_WHAT = {"Fn::GetAtt": "resource", "DependsOn": "resource", "Fn::If": "condition", "Condition": "condition"}


@rule(
    severity="error",
    covers=["environment-required-properties"],
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html",
)
def check(template: TemplateFile) -> Iterator[Finding]:
    for name, use, nearest in template.dangling:
        what = _WHAT.get(use.function, "parameter or resource")
        fix = f"Write `{nearest}`." if nearest else None
        yield Finding(use.place, f"the template has no {what} `{use.name}`", resource=name, fix=fix)
