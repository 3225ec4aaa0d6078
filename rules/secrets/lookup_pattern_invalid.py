"""A look-up pattern of the secrets backend is no regular expression.

Why
    The backend compiles the pattern with every look-up. If that fails, no connection or variable is found.

Fix
    Correct the pattern; it is matched from the beginning of the name.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
            secrets.backend_kwargs: '{"connections_prefix": "c", "connections_lookup_pattern": "*_prod"}'  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
            secrets.backend_kwargs: '{"connections_prefix": "c", "connections_lookup_pattern": "^prod_"}'
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.secrets_backend import SecretsBackend
from mwaa_doctor.rule import Finding, rule

_LONGEST = 1_000


@rule(
    severity="error",
    covers=["secrets-lookup-pattern"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-secrets-manager.html",
)
def check(backend: SecretsBackend) -> Iterator[Finding]:
    for arguments in backend.arguments:
        for name, pattern in (arguments.value or {}).items():
            if not name.endswith("_lookup_pattern") or not isinstance(pattern, str) or len(pattern) > _LONGEST:
                continue
            try:
                re.compile(pattern)
            except re.error as problem:
                message = f"`{name}` is `{pattern}`, which is no regular expression: {problem.msg}"
                yield Finding(arguments.option, message)
