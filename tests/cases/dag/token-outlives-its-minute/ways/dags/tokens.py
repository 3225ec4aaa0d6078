import json
import time

import boto3
import requests
from airflow.decorators import dag, task
from airflow.models import Variable

client = boto3.client("mwaa")


def loop(days):
    token = client.create_cli_token(Name="prod")
    url = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
    headers = {"Authorization": f"Bearer {token.get('CliToken')}", "Content-Type": "text/plain"}
    for day in days:
        requests.post(url, headers=headers, data=f"dags trigger {day}").raise_for_status()  # <- here
    for _ in range(2):
        requests.post(url, headers=headers, data="dags list").raise_for_status()
    for name in ("a", "b"):
        requests.post(url, headers=headers, data=f"dags trigger {name}").raise_for_status()


def renewed(days):
    for day in days:
        token = client.create_cli_token(Name="prod")
        url = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
        while True:
            headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
            if requests.post(url, headers=headers, data=f"dags trigger {day}").ok:  # <- here
                break


def refreshed(days):
    token = client.create_cli_token(Name="prod")
    for number, day in enumerate(days):
        if number % 10 == 0:
            token = client.create_cli_token(Name="prod")
        headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
        url = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
        requests.post(url, headers=headers, data=f"dags trigger {day}").raise_for_status()


def paused():
    token = client.create_cli_token(Name="prod")
    url = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
    headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
    time.sleep(5)
    requests.post(url, headers=headers, data="dags list").raise_for_status()
    time.sleep(120)
    requests.post(url, headers=headers, data="dags list").raise_for_status()  # <- here


def session(days):
    token = client.create_web_login_token(Name="prod")
    host = token["WebServerHostname"]
    login = requests.post(f"https://{host}/aws_mwaa/login", data={"token": token["WebToken"]})
    for day in days:
        requests.get(f"https://{host}/api/v1/dags/{day}", cookies=login.cookies).raise_for_status()


def stored(ti):
    token = client.create_cli_token(Name="prod")
    Variable.set("token", token["CliToken"])  # <- here
    Variable.set("host", token["WebServerHostname"])
    ti.xcom_push(key="token", value=json.dumps(token))  # <- here


def helper():
    return client.create_cli_token(Name="prod")["CliToken"]


@task
def returned():
    token = client.create_cli_token(Name="prod")
    return token["CliToken"]  # <- here


@task
def host():
    token = client.create_cli_token(Name="prod")
    return token["WebServerHostname"]


@dag(schedule=None)
def tokens():
    returned() >> host()


tokens()
