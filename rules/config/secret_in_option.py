"""A credential is written into a configuration option.

Why
    Option values stand in the template, in the history of the repository, in the console and in every answer of
    `get-environment`. Whoever may read one of them has the credential.

Fix
    Keep it in Secrets Manager: for mail as the connection `smtp_default`, otherwise as a connection or variable.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            smtp.smtp_host: smtp.example.com
            smtp.smtp_password: s3nd-M4il-n0w!  # <- here

Good
    # template.yaml
    Parameters:
      MailPassword:
        Type: String
        NoEcho: true
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            smtp.smtp_host: smtp.example.com
            smtp.smtp_password: !Ref MailPassword
            core.hide_sensitive_var_conn_fields: "True"
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOption
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["secret-in-option-value"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(option: AirflowOption) -> Iterator[Finding]:
    if option.is_plain_secret:
        yield Finding(option, f"the value of `{option.name}` is a credential in plain text")
