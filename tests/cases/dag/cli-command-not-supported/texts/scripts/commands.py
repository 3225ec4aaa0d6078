"""Commands as constants, arguments, and not known at all."""

import sys

import boto3
import requests

client = boto3.client("mwaa")
COMMAND = "pools list"


def run(command, environment="prod"):
    token = client.create_cli_token(Name=environment)
    headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
    reply = requests.post(f"https://{token['WebServerHostname']}/aws_mwaa/cli", headers=headers, data=command.encode())
    reply.raise_for_status()


class Runner:
    def send(self, verb, name):
        token = client.create_cli_token(Name="prod")
        headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
        url = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
        requests.post(url, headers=headers, data=f"{verb} {name}").raise_for_status()

    def all(self, name):
        self.send("dags pause", name)
        self.send("users", name)  # <- here
        self.send(name, "list")
        self.send("dags", name)


run("dags list")
run("version")
run("cheat-sheet")
run("db upgrade")  # <- here
run(command="connections export -")  # <- here
run("dags" + " trigger " + sys.argv[1])
run("dags {} x".format(sys.argv[1]))
run("users create --username x")  # <- here
run("trigger_dag x")
run(sys.argv[1])
run("")
run(COMMAND)  # <- here
run("dags list-import-errors -o json")
run("info")  # <- here
