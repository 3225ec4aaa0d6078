import json
import shlex

import boto3
import requests

client = boto3.client("mwaa")


def run(command):
    token = client.create_cli_token(Name="prod")
    headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
    reply = requests.post(f"https://{token['WebServerHostname']}/aws_mwaa/cli", headers=headers, data=command)
    reply.raise_for_status()


def load(path, wanted):
    values = json.load(open(path))
    for key, value in values.items():
        run(f"variables set {key} {value}")  # <- here
        run(f"variables set {key} '{value}'")
        run(f'variables set {key} "{value}"')
        run("variables set %s %s" % (key, value))  # <- here
        run("variables set {} {}".format(key, shlex.quote(value)))
        run("variables set " + key + " " + values[key])  # <- here
        run("variables set " + key + " " + json.dumps(value))
        run(f"variables set {key} 42")
        run(f"variables get {key} {value}")
    run(wanted)


def load_quoted(values):
    for key, value in values:
        value = shlex.quote(value)
        run(f"variables set {key} {value}")
