"""The policy of the bucket admits everybody, or lets a whole other account write DAGs.

Why
    Who reads the bucket sees code and often credentials. Who writes below the folder of DAGs runs code as the
    execution role.

Fix
    Name the roles that need it, or add a condition on `aws:PrincipalOrgID`, `aws:SourceAccount` or `aws:SourceVpce`.

Bad
    # template.yaml
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
      BucketPolicy:
        Type: AWS::S3::BucketPolicy
        Properties:
          Bucket: !Ref Bucket
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: "*"  # <- here
                Action: s3:GetObject
                Resource: !Sub "${Bucket.Arn}/*"
                Condition: {Bool: {aws:SecureTransport: true}}
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          DagS3Path: dags
          SourceBucketArn: !GetAtt Bucket.Arn
    ---
    # mwaa-doctor.toml
    [[environments]]
    environment = "prod.json"
    bucket-policy = "bucket.json"
    # prod.json
    {"Environment": {"Name": "prod", "Arn": "arn:aws:airflow:eu-west-1:111122223333:environment/prod",
      "DagS3Path": "dags", "SourceBucketArn": "arn:aws:s3:::airflow-prod"}}
    # bucket.json
    {"Version": "2012-10-17", "Statement": {
      "Effect": "Allow", "Action": "s3:Put*", "Resource": "arn:aws:s3:::airflow-prod/*",
      "Principal": {"AWS": "444455556666"}  # <- here
    }}

Good
    # template.yaml
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
      BucketPolicy:
        Type: AWS::S3::BucketPolicy
        Properties:
          Bucket: !Ref Bucket
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Deny
                Principal: "*"
                Action: s3:*
                Resource: [!GetAtt Bucket.Arn, !Sub "${Bucket.Arn}/*"]
                Condition: {Bool: {aws:SecureTransport: false}}
              - Effect: Allow
                Principal: "*"
                Action: s3:GetObject
                Resource: !Sub "${Bucket.Arn}/*"
                Condition: {StringEquals: {aws:PrincipalOrgID: o-1234567890}}
              - Effect: Allow
                Principal: {AWS: arn:aws:iam::444455556666:role/pipeline}
                Action: s3:PutObject
                Resource: !Sub "${Bucket.Arn}/dags/*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          DagS3Path: dags
          SourceBucketArn: !GetAtt Bucket.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment_arns import EnvironmentArns
from mwaa_doctor.models.iam.documents import policy_at
from mwaa_doctor.models.iam.patterns import read_pattern
from mwaa_doctor.models.iam.policy import Statement
from mwaa_doctor.models.iam.principals import NamedPrincipal
from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.models.snapshot import Spot
from mwaa_doctor.models.source_bucket import SourceBucket
from mwaa_doctor.rule import Finding, rule

KEEP_NOBODY_OUT = ("aws:securetransport", "aws:useragent", "aws:referer", "s3:")
WRITE = "s3:putobject"


@rule(
    severity="warning",
    covers=["bucket-policy-grants-outsiders"],
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
)
def check(bucket: SourceBucket) -> Iterator[Finding]:
    if bucket.record.raw("Policy") is None:
        return
    arns = EnvironmentArns(bucket.environment)
    policy = policy_at(bucket.record, ("Policy",), "the bucket policy", "resource")
    for statement in policy.statements:
        if statement.effect != "Allow" or any(_keeps_out(one.key) for one in statement.conditions):
            continue
        for principal in statement.principals or ():
            spot = Spot(principal.place, bucket.record.label)
            if principal.is_everyone and not statement.not_principal:
                yield Finding(spot, f"{statement.name} of the bucket policy admits everybody")
            elif not statement.conditions and _is_other_account(principal, arns) and _writes_dags(statement, arns):
                yield Finding(spot, f"{statement.name} of the bucket policy lets all of `{principal.text}` write DAGs")


def _keeps_out(key: str) -> bool:
    return not key.lower().startswith(KEEP_NOBODY_OUT)


def _is_other_account(principal: NamedPrincipal, arns: EnvironmentArns) -> bool:
    """Whether it is the whole of an account, which is surely not the environment's."""
    account = str(principal.text).removesuffix(":root").rpartition(":")[2]
    return (
        principal.kind == "AWS"
        and account.isdigit()
        and read_pattern(arns.account, False, False).matches(account) is Truth.NO
    )


def _writes_dags(statement: Statement, arns: EnvironmentArns) -> bool:
    actions = any(pattern.matches(WRITE) is Truth.YES for pattern in statement.action_patterns)
    dag = arns.resources("objects")[0][0]
    return actions and any(pattern.matches(dag) is Truth.YES for pattern in statement.resource_patterns)
