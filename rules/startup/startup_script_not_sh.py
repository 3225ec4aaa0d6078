"""The environment's startup script is not named as a shell script.

Why
    MWAA takes a key that ends in `.sh` only. With another one, the environment is not created or updated.

Fix
    Upload it as `startup.sh` and name that key in `StartupScriptS3Path`.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          StartupScriptS3Path: config/startup.txt  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          StartupScriptS3Path: config/startup.sh
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule

_KEY = "StartupScriptS3Path"


@rule(
    severity="error",
    covers=["startup-script-is-sh-in-bucket"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    path = environment.get(_KEY)
    if isinstance(path, str) and path and not path.endswith(".sh"):
        yield Finding(environment.at(_KEY), f"`{path}` does not end in `.sh`, as a startup script must")
