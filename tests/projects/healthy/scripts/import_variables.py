"""Loads variables.json into an environment from a laptop: ``python scripts/import_variables.py ENV FILE``."""

from __future__ import annotations

import base64
import json
import pathlib
import shlex
import sys

import boto3
import requests


def main(environment: str, file: str) -> int:
    failed = 0
    for key, value in json.loads(pathlib.Path(file).read_text()).items():
        grant = boto3.client("mwaa").create_cli_token(Name=environment)
        reply = requests.post(
            f"https://{grant['WebServerHostname']}/aws_mwaa/cli",
            headers={"Authorization": "Bearer " + grant["CliToken"], "Content-Type": "text/plain"},
            data=f"variables set {shlex.quote(key)} {shlex.quote(str(value))}",
            timeout=30,
        )
        reply.raise_for_status()
        stderr = base64.b64decode(reply.json()["stderr"]).decode()
        if stderr:
            print(f"{key}: {stderr}", file=sys.stderr)
            failed += 1
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
