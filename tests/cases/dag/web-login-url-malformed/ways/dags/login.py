"""https://https://HOST/aws_mwaa/aws-console-sso?token=X"""

import boto3
import requests
from airflow import DAG

SUFFIX = "/aws_mwaa/aws-console-sso?login=true#"


def login():
    token = boto3.client("mwaa").create_web_login_token(Name="prod")
    host, web = token["WebServerHostname"], token["WebToken"]
    base = "https://" + host
    requests.post(f"{base}/aws_mwaa/aws-console-sso?login=true#{web}").raise_for_status()  # <- here
    return [
        f"{base}/aws_mwaa/aws-console-sso?login=true#{web}",
        "https://{}/aws_mwaa/aws-console-sso?login=true#{}".format(host, web),
        "https://%s/aws_mwaa/aws-console-sso?login=true#%s" % (host, web),
        f"https://{base}/aws_mwaa/aws-console-sso?login=true#{web}",  # <- here
        f"http://{host}/aws_mwaa/aws-console-sso?login=true#{web}",  # <- here
        f"{base}/aws_mwaa/aws-console-sso#{web}",  # <- here
        "{}/aws_mwaa/aws-console-sso?token={}".format(base, web),  # <- here
        base + SUFFIX + web,
    ]


with DAG("login", schedule=None):
    pass
