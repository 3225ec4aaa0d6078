"""The option for a custom domain holds more than a host name, or cannot work.

Why
    On MWAA `webserver.base_url` gives a private web server a domain of its own. It is the bare host name: with a scheme
    or a path the environment is refused or its log-in leads nowhere. A public web server takes no other domain.

Fix
    Write the host name alone, and keep the web server private behind a load balancer.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          WebserverAccessMode: PRIVATE_ONLY
          AirflowConfigurationOptions:
            webserver.base_url: https://airflow.example.com/  # <- here
    ---
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          WebserverAccessMode: PUBLIC_ONLY
          AirflowConfigurationOptions:
            webserver.base_url: airflow.example.com  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          WebserverAccessMode: PRIVATE_ONLY
          AirflowConfigurationOptions:
            webserver.base_url: airflow.example.com
"""

import re
from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule

_OPTION = "webserver.base_url"
_HOST = re.compile(
    r"(?=.{1,255}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)


@rule(
    severity="error",
    covers=["custom-domain-base-url"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-custom-domain.html",
)
def check(environment: Environment, options: AirflowOptions) -> Iterator[Finding]:
    option = options.named(_OPTION)
    if option is None:
        return
    if not _HOST.fullmatch(option.text):
        bare = re.sub(r"^[a-z]+://", "", option.text).partition("/")[0]
        yield Finding(
            option,
            f"`{_OPTION}` is `{option.text}`, but MWAA takes the bare host name",
            fix=f"Write `{_OPTION}: {bare}`" if _HOST.fullmatch(bare) else None,
        )
        return
    mode = environment.get("WebserverAccessMode")
    row = facts.access_modes().get(mode) if isinstance(mode, str) else None
    if row is not None and row.public:
        yield Finding(option, f"`{_OPTION}` is set, but `WebserverAccessMode` is `{mode}`")
