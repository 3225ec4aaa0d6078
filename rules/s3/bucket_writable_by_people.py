"""An IAM user or group may write DAGs into the bucket.

Why
    Every DAG runs as the execution role and sees all connections. Who may write below the folder of DAGs has all of
    that, and nothing looks at the file before it runs.

Fix
    Let a pipeline's role upload what was reviewed. A user that is a pipeline gets `duties = ["deploy"]` under
    `[[environments.users]]` in the configuration.

Bad
    # template.yaml
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
      Sam:
        Type: AWS::IAM::User
        Properties:
          Groups: [!Ref Developers]
      Developers:
        Type: AWS::IAM::Group
        Properties:
          Policies:
            - PolicyName: dags
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow  # <- here
                    Action: s3:PutObject
                    Resource: !Sub "${Bucket.Arn}/dags/*"
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
      Pipeline:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: dags
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: s3:PutObject
                    Resource: !Sub "${Bucket.Arn}/dags/*"
      Developers:
        Type: AWS::IAM::Group
        Properties:
          Policies:
            - PolicyName: dags
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: [s3:GetObject, s3:ListBucket]
                    Resource: [!GetAtt Bucket.Arn, !Sub "${Bucket.Arn}/dags/*"]
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          DagS3Path: dags
          SourceBucketArn: !GetAtt Bucket.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment_user import Person
from mwaa_doctor.rule import Finding, rule

ACTION = "s3:PutObject"
ALL_BUCKETS = ("*", "arn:aws:s3:::*", "arn:aws:s3:::*/*")


@rule(
    severity="warning",
    covers=["bucket-writers-are-limited"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-security.html",
    confidence="medium",
)
def check(person: Person) -> Iterator[Finding]:
    if "deploy" in person.declared_duties:
        return
    dag = person.resources("objects")[0][0]
    found = person.allowing(ACTION, dag)
    if found is None:
        return
    _, statement = found
    if any(str(resource) in ALL_BUCKETS for resource in statement.resources or ()):
        return  # an administrator, of whom the environment is not the concern
    what = person.record.kind.partition(":")[2].lower()
    yield Finding(person.spot(statement.place), f"the {what} `{person.resource}` may write DAGs into the bucket")
