"""Mail is to be sent over port 25.

Why
    AWS blocks outgoing connections to port 25. Every mail waits for a timeout, and with it the task that sends it. The
    default of Airflow is 25.

Fix
    Use the submission port 587 with STARTTLS.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            smtp.smtp_host: email-smtp.eu-west-1.amazonaws.com  # <- here
            smtp.smtp_mail_from: airflow@example.com

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            smtp.smtp_host: email-smtp.eu-west-1.amazonaws.com
            smtp.smtp_port: "587"
            smtp.smtp_mail_from: airflow@example.com
"""

from collections.abc import Iterator

from mwaa_doctor.models.mail_options import MailOptions
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["smtp-port"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-env-variables.html",
)
def check(mail: MailOptions) -> Iterator[Finding]:
    host, port = mail.host, mail.port
    if host is not None and port.value == 25:
        given = "is 25" if port.option is not None else "is not set, and Airflow's default is 25"
        yield Finding(
            port.option or host,
            f"`smtp.smtp_port` {given}, which AWS blocks",
            fix='Write `smtp.smtp_port: "587"`',
        )
