"""Who looks at the reply, and who does not."""

import ast
import base64
import http.client

import boto3
import requests
from airflow import DAG

from helpers import judge

client = boto3.client("mwaa")


def grant():
    token = client.create_cli_token(Name="prod")
    headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
    return f"https://{token['WebServerHostname']}/aws_mwaa/cli", headers


def from_the_guide(event, context):
    token = client.create_cli_token(Name="prod")
    conn = http.client.HTTPSConnection(token["WebServerHostname"])
    headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
    conn.request("POST", "/aws_mwaa/cli", "dags trigger x", headers)  # <- here
    data = conn.getresponse().read()
    mydata = ast.literal_eval(data.decode("UTF-8"))
    print(base64.b64decode(mydata["stdout"]))


def host():
    return client.create_cli_token(Name="prod")["WebServerHostname"]


def shown_only(headers):
    reply = requests.post(f"https://{host()}/aws_mwaa/cli", headers=headers, data="dags list")  # <- here
    print(reply.json())


def status_tested(headers):
    reply = requests.post(f"https://{host()}/aws_mwaa/cli", headers=headers, data="dags list")
    if reply.status_code != 200:
        raise RuntimeError(reply.text)


def truth_tested(headers):
    if not (reply := requests.post(f"https://{host()}/aws_mwaa/cli", headers=headers, data="dags list")):
        raise RuntimeError(reply)


def chained(headers):
    requests.post(f"https://{host()}/aws_mwaa/cli", headers=headers, data="dags list").raise_for_status()


def returned(headers):
    return requests.post(f"https://{host()}/aws_mwaa/cli", headers=headers, data="dags list").json()


def handed_over(headers):
    judge(requests.post(f"https://{host()}/aws_mwaa/cli", headers=headers, data="dags list"))


def kept(self, headers):
    self.reply = requests.post(f"https://{host()}/aws_mwaa/cli", headers=headers, data="dags list")


def stderr_read(headers):
    reply = requests.post(f"https://{host()}/aws_mwaa/cli", headers=headers, data="dags list")
    print(base64.b64decode(reply.json().get("stderr")))


def connection_checked(headers):
    conn = http.client.HTTPSConnection(host())
    conn.request("POST", "/aws_mwaa/cli", "dags list", headers)
    response = conn.getresponse()
    assert response.status == 200


def connection_dropped(headers):
    conn = http.client.HTTPSConnection(host())
    conn.request("POST", "/aws_mwaa/cli", "dags list", headers)  # <- here


def not_the_command_line(headers):
    requests.post(f"https://{host()}/health", headers=headers)


with DAG("calls", schedule=None):
    pass
