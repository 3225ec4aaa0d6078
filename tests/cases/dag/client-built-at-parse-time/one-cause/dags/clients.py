import boto3
from airflow import DAG

sts = boto3.client("sts")
ACCOUNT = sts.get_caller_identity()["Account"]
session = boto3.Session(region_name="eu-west-1")
s3 = session.client("s3")  # <- here
bare = boto3.session.Session(profile_name="x")  # <- here


def kept():
    return boto3.client("sqs")


queue = kept()  # <- here


class Jobs:
    glue = boto3.client("glue")  # <- here

    def start(self):
        self.batch = boto3.client("batch")
        return self.glue.start_job_run(JobName="x")


with DAG("clients", schedule=None):
    pass
