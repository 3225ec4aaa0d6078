"""There is no environment class of this name.

Why
    The API takes any text for the class and refuses it only when the environment is made.

Fix
    Choose one of the classes that the message names.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          EnvironmentClass: small  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          EnvironmentClass: mw1.small
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from mwaa_doctor import facts
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule

_LIKE_A_CLASS = re.compile(r"mw\d\.(?:nano|micro|small|medium|large|\d*xlarge)")


@rule(
    severity="error",
    covers=["environment-class-valid"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/environment-class.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    name = environment.get("EnvironmentClass")
    known = facts.environment_classes()
    if not isinstance(name, str) or not name or name in known:
        return
    near = get_close_matches(name.lower(), known, 1, 0.4)
    yield Finding(
        environment.at("EnvironmentClass"),
        f"`EnvironmentClass` is `{name}`, which is no class of MWAA",
        evidence=(f"as of {facts.knowledge_date()} there are {', '.join(known)}",),
        fix=f"Write `{environment.written('EnvironmentClass', near[0] if near else next(iter(known)))}`",
        severity="warning" if _LIKE_A_CLASS.fullmatch(name) else None,  # a class may have come since
    )
