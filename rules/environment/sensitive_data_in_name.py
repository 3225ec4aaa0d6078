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
        kind = _kind(name, value) if isinstance(value, str) else None
        if kind is not None:
            yield Finding(environment.at(*path), f"`{'.'.join(path)}` holds {kind}")


def _kind(name: str, value: str) -> str | None:
    shaped = next(shaped_secrets(value), None)
    if shaped is not None:
        return f"what looks like a {shaped[0]}"
    if is_credential(name, value):
        return "what looks like a credential"
    return "an e-mail address" if _ADDRESS.search(value) else None
