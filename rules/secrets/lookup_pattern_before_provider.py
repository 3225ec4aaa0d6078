"""The Amazon provider of this environment knows no look-up patterns.

Why
    They came with version 7.3.0 of the provider. An older one passes them on to boto3, which refuses them, and no
    connection or variable is found.

Fix
    Raise the provider in requirements.txt, or take Airflow 2.6.3 or later.

Bad
    # airflow-version: 2.5.1
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.5.1
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
            secrets.backend_kwargs: '{"connections_lookup_pattern": "^prod_"}'  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.6.3
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
            secrets.backend_kwargs: '{"connections_lookup_pattern": "^prod_"}'
"""

from collections.abc import Iterator

from packaging.version import InvalidVersion, Version

from mwaa_doctor import facts
from mwaa_doctor.models.secrets_backend import SecretsBackend
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Unknown, rule

_PROVIDER, _SINCE = "apache-airflow-providers-amazon", Version("7.3.0")


@rule(
    severity="error",
    covers=["secrets-lookup-pattern-provider"],
    source="https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/changelog.html",
)
def check(backend: SecretsBackend, project: Project) -> Iterator[Finding]:
    used = [
        (arguments.option, name)
        for arguments in backend.arguments
        for name in arguments.value or {}
        if name.endswith("_lookup_pattern")
    ]
    if not used or not backend.is_aws:
        return
    version = str(backend.options.target.airflow)
    shipped = (facts.installed(version) or {}).get(_PROVIDER)
    named = project.requirements.named(_PROVIDER) if project.requirements is not None else None
    if named is not None and named.pin is None:
        raise Unknown(f"the requirements ask for {_PROVIDER} without a version")
    found = named.pin if named is not None else shipped
    if found is None:
        raise Unknown(f"which {_PROVIDER} Airflow {version} has is not known")
    try:
        old = Version(found) < _SINCE
    except InvalidVersion:
        raise Unknown(f"`{found}` is no version") from None
    if old:
        option, name = used[0]
        yield Finding(option, f"`{name}` needs {_PROVIDER} {_SINCE}, but the environment has {found}")
