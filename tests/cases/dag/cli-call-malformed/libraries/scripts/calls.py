"""Every library has its own way to send the same request to MWAA."""

import base64
import http.client
import json
import urllib.request
from urllib.parse import urljoin

import boto3
import httpx
import requests as r

client = boto3.client("mwaa")
token = client.create_cli_token(Name="prod")
host = token["WebServerHostname"]
bearer = "Bearer " + token["CliToken"]
web_token = client.create_web_login_token(Name="prod")["WebToken"]
TEXT = {"Authorization": bearer, "Content-Type": "text/plain"}


def by_connection():
    connection = http.client.HTTPSConnection(host)
    connection.request("GET", "/aws_mwaa/cli", "dags list", TEXT)  # <- here
    return connection.getresponse().status


def by_plain_connection():
    connection = http.client.HTTPConnection(host)
    connection.request("POST", "/aws_mwaa/cli", "dags list", TEXT)  # <- here
    return connection.getresponse().status


def by_urllib():
    request = urllib.request.Request(  # <- here
        f"https://{host}/aws_mwaa/cli", data=b"dags list", headers={"Authorization": bearer}
    )
    return urllib.request.urlopen(request)


def by_urllib_rightly():
    request = urllib.request.Request(urljoin("https://" + host, "/aws_mwaa/cli"), b"dags list", TEXT, method="POST")
    return urllib.request.urlopen(request)


def by_session():
    with r.Session() as session:
        return session.post("https://{}/aws_mwaa/cli".format(host), headers=TEXT, json="dags list")  # <- here


def dumped():
    body = json.dumps({"command": "dags list"})
    return r.post("https://%s/aws_mwaa/cli" % host, headers=TEXT, data=body)  # <- here


def form():
    return r.post(url=f"https://{host}/aws_mwaa/cli", headers=TEXT, data={"command": "dags list"})  # <- here


def web():
    headers = {"Authorization": f"Bearer {web_token}", "Content-Type": "text/plain"}
    return httpx.post(f"https://{host}/aws_mwaa/cli", headers=headers, content="dags list")  # <- here


def headers_completed_later():
    headers = {"Authorization": bearer, "Content-Type": "application/json"}
    headers["Content-Type"] = "text/plain"
    return r.post(f"https://{host}/aws_mwaa/cli", headers=headers, data="dags list")


def unknown_parts(method, headers, body):
    return r.request(method, f"https://{host}/aws_mwaa/cli", headers=headers, data=body)


def other_service():
    return r.get("http://internal.example/api/cli", json={"x": 1})


def undecoded():
    reply = r.post(f"https://{host}/aws_mwaa/cli", headers=TEXT, data="dags list")
    reply.raise_for_status()
    print(reply.json()["stdout"])  # <- here


def decoded():
    reply = r.post(f"https://{host}/aws_mwaa/cli", headers=TEXT, data="dags list").json()
    print(reply["stdout"] and base64.b64decode(reply["stdout"]))
    text = base64.b64decode(reply["stdout"]).decode()
    print(text)
