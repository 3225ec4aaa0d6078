"""The bucket serves something else besides the environment.

Why
    Two environments that take DAGs from one folder run every DAG twice. Logs that other services write there are
    read by whoever reads DAGs, and their keys and lifecycle rules get in the way.

Fix
    Give the environment a bucket, or at least a folder, of its own.

Bad
    # template.yaml
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
      Blue:
        Type: AWS::MWAA::Environment
        Properties:
          Name: blue
          DagS3Path: dags  # <- here
          SourceBucketArn: !GetAtt Bucket.Arn
      Green:
        Type: AWS::MWAA::Environment
        Properties:
          Name: green
          DagS3Path: dags  # <- here
          SourceBucketArn: !GetAtt Bucket.Arn
    ---
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
                Principal: {Service: cloudtrail.amazonaws.com}  # <- here
                Action: s3:PutObject
                Resource: !Sub "${Bucket.Arn}/AWSLogs/*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          DagS3Path: dags
          SourceBucketArn: !GetAtt Bucket.Arn

Good
    # template.yaml
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
      Other:
        Type: AWS::S3::Bucket
      Blue:
        Type: AWS::MWAA::Environment
        Properties:
          Name: blue
          DagS3Path: dags
          SourceBucketArn: !GetAtt Bucket.Arn
      Green:
        Type: AWS::MWAA::Environment
        Properties:
          Name: green
          DagS3Path: dags
          SourceBucketArn: !GetAtt Other.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.iam.documents import policy_at
from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.models.snapshot import Spot
from mwaa_doctor.models.source_bucket import SourceBucket
from mwaa_doctor.rule import Finding, rule

WRITE = "s3:putobject"


@rule(
    severity="warning",
    covers=["bucket-used-only-for-mwaa"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-s3-bucket.html",
)
def check(bucket: SourceBucket) -> Iterator[Finding]:
    own = bucket.environment
    folder = own.record.body.get("DagS3Path")
    for other in own.snapshot.environments():
        if other is own.record or other.doubt or other.body.get("Name") == own.record.body.get("Name"):
            continue
        same_bucket = other.body.get("SourceBucketArn") == own.record.body["SourceBucketArn"]
        if same_bucket and isinstance(folder, str) and folder == other.body.get("DagS3Path"):
            message = f"`{other.label}` takes its DAGs from the same folder `{folder}` of the same bucket"
            yield Finding(own.at("DagS3Path"), message)
    if bucket.record.raw("Policy") is None:
        return
    policy = policy_at(bucket.record, ("Policy",), "the bucket policy", "resource")
    for statement in policy.statements:
        writes = any(pattern.matches(WRITE) is Truth.YES for pattern in statement.action_patterns)
        if statement.effect != "Allow" or not writes or statement.not_principal or statement.not_action:
            continue
        for principal in statement.principals or ():
            name = str(principal.text)
            if principal.kind == "Service" and not name.startswith(("airflow.", "airflow-env.")):
                spot = Spot(principal.place, bucket.record.label)
                yield Finding(spot, f"`{name}` writes to the bucket of the environment", severity="info")
