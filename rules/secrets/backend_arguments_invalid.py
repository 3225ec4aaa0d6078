"""The arguments of the secrets backend cannot be used.

Why
    Airflow reads `secrets.backend_kwargs` as JSON and puts a slash between the prefix and the name of a connection or
    variable. Broken JSON stops every look-up; a prefix with a slash at its end asks for names that do not exist.

Fix
    Write a JSON object in double quotes, prefixes without a slash at the end, and both options together.

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
            secrets.backend_kwargs: "{'connections_prefix': 'airflow/connections'}"  # <- here
    ---
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
            secrets.backend_kwargs: '{"connections_prefix": "airflow/connections/"}'  # <- here

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
            secrets.backend_kwargs: '{"connections_prefix": "airflow/connections", "variables_prefix": null}'
"""

from collections.abc import Iterator

from mwaa_doctor.models.secrets_backend import SecretsBackend
from mwaa_doctor.rule import Finding, rule

_PREFIXES = ("connections_prefix", "variables_prefix", "config_prefix")


@rule(
    severity="error",
    covers=["secrets-backend-kwargs-valid"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-secrets-manager.html",
)
def check(backend: SecretsBackend) -> Iterator[Finding]:
    for arguments in backend.arguments:
        option = arguments.option
        if arguments.value is None:
            yield Finding(
                option,
                f"`{option.name}` {arguments.fault}",
                fix='Write for example `{"connections_prefix": "airflow/connections"}`, with double quotes inside',
            )
            continue
        for name in _PREFIXES:
            prefix = arguments.value.get(name)
            if isinstance(prefix, str) and prefix.endswith("/") and backend.is_aws:
                yield Finding(
                    option,
                    f"`{name}` of `{option.name}` is `{prefix}`, and Airflow adds another slash behind it",
                    fix=f'Write `"{name}": "{prefix.rstrip("/")}"`',
                )
    if backend.arguments and backend.option is None and not backend.options.target.airflow >= (3,):
        option = backend.arguments[0].option
        yield Finding(option, f"`{option.name}` has no effect without `secrets.backend`", severity="warning")
    elif backend.option is not None and backend.is_aws and not backend.arguments:
        message = "`secrets.backend` is set without `secrets.backend_kwargs`, so Airflow's default prefixes hold"
        yield Finding(backend.option, message, severity="info")
