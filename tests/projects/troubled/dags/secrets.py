"""Secrets of the platform, read from Secrets Manager."""  # expect: module-shadows-package

from __future__ import annotations

import functools
import json


@functools.lru_cache(maxsize=None)
def read(name: str) -> dict:
    import boto3

    return json.loads(boto3.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])
