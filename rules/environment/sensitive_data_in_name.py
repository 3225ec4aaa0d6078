"""The environment's name or a tag holds data that should not be public.

Why
    Names and tags show in bills, logs and monitoring, which more people read than may see personal data or credentials.

Fix
    Write a neutral name; keep addresses of people and credentials out of tags.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          Tags:
            Owner: ada.lovelace@corp.example.org  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          Tags:
            Owner: team-analytics
"""

import re
from collections.abc import Iterator, Mapping

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.secrets import is_credential, shaped_secrets
from mwaa_doctor.rule import Finding, rule

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@rule(
    severity="warning",
    covers=["environment-name-free-of-sensitive-data"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/data-protection.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    tags = environment.record.body.get("Tags")
    named: list[tuple[tuple[str, ...], str, object]] = [(("Name",), "Name", environment.record.body.get("Name"))]
    if isinstance(tags, Mapping):
        named += [(("Tags", key), key, value) for key, value in tags.items()]
    for path, name, value in named:
        if not isinstance(value, str):
            continue
        where, shown = environment.at(*path), ".".join(path)
        if next(shaped_secrets(value), None) or is_credential(name, value):
            yield Finding(where, f"`{shown}` holds what looks like a credential")
        elif _ADDRESS.search(value):
            yield Finding(where, f"`{shown}` holds an e-mail address", severity="info")
