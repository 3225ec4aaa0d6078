"""The encryption of mail does not go with the port.

Why
    Port 465 speaks TLS from the first byte, port 587 begins in plain text and changes to TLS by STARTTLS. With the
    other setting the connection fails at once, and so does the task that sends the mail.

Fix
    For 587 set `smtp.smtp_starttls: "True"` and `smtp.smtp_ssl: "False"`, for 465 the reverse.

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
            smtp.smtp_port: "587"
            smtp.smtp_starttls: "False"
            smtp.smtp_ssl: "True"  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            smtp.smtp_host: smtp.example.com
            smtp.smtp_port: "587"
            smtp.smtp_starttls: "True"
            smtp.smtp_ssl: "False"
"""

from collections.abc import Iterator

from mwaa_doctor.models.mail_options import MailOptions
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["smtp-ssl-and-starttls"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-env-variables.html",
)
def check(mail: MailOptions) -> Iterator[Finding]:
    if mail.host is None:
        return
    port, ssl, starttls = mail.port, mail.ssl, mail.starttls
    where = ssl.option or starttls.option or port.option or mail.host
    if ssl.value and starttls.value and ssl.option is not None:
        if port.value == 465 and starttls.option is None:
            return  # Airflow does not try STARTTLS on a connection that is encrypted already
        yield Finding(where, "`smtp.smtp_ssl` and `smtp.smtp_starttls` are both true", fix=_cure(port.value))
    elif ssl.value and port.value == 587:
        yield Finding(where, "`smtp.smtp_ssl` is true, but port 587 begins without TLS", fix=_cure(587))
    elif not ssl.value and port.value == 465:
        yield Finding(where, "`smtp.smtp_ssl` is not true, but port 465 begins with TLS", fix=_cure(465))
    elif ssl.value is False and starttls.value is False and not mail.is_local:
        message = "`smtp.smtp_ssl` and `smtp.smtp_starttls` are both false, so mails and the log-in are not encrypted"
        yield Finding(where, message, severity="warning")


def _cure(port: float | None) -> str:
    if port == 465:
        return 'Write `smtp.smtp_ssl: "True"` and `smtp.smtp_starttls: "False"`'
    return 'Write `smtp.smtp_starttls: "True"` and `smtp.smtp_ssl: "False"`'
