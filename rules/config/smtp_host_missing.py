"""DAGs send mail, but no mail server is set.

Why
    Airflow's default is `localhost`, where no mail server runs on MWAA. Each mail fails, and a mail about a failed
    task is lost without anybody knowing.

Fix
    Set the options of the section `smtp` together, or keep the server in the connection `smtp_default`.

Bad
    # airflow-version: 2.10.3
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            smtp.smtp_host: localhost  # <- here
    # dags/report.py
    from airflow import DAG
    from airflow.operators.email import EmailOperator

    with DAG("report", schedule=None):
        EmailOperator(task_id="send", to="team@example.com", subject="Report", html_content="<p>done</p>")
    ---
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:  # <- here
            core.dag_run_conf_overrides_params: "True"
    # dags/report.py
    from airflow import DAG
    from airflow.operators.empty import EmptyOperator

    with DAG("report", schedule=None, default_args={"email": ["team@example.com"], "email_on_failure": True}):
        EmptyOperator(task_id="send")

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
    # dags/report.py
    from airflow import DAG
    from airflow.operators.email import EmailOperator

    with DAG("report", schedule=None):
        EmailOperator(task_id="send", to="team@example.com", subject="Report", html_content="<p>done</p>")
    ---
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            core.dag_run_conf_overrides_params: "True"
    # dags/report.py
    from airflow import DAG
    from airflow.operators.empty import EmptyOperator

    QUIET = {"email": ["team@example.com"], "email_on_failure": False, "email_on_retry": False}

    with DAG("report", schedule=None, default_args=QUIET):
        EmptyOperator(task_id="send")
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import PROPERTY
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.mail_options import MailOptions
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Unknown, rule

_SENDERS = ("airflow:EmailOperator", "airflow:send_email")
_VARIABLE = "AIRFLOW__SMTP__SMTP_HOST"
_PROVIDER = b"airflow.providers.smtp"  # whose operator takes the connection smtp_default, not these options


@rule(
    severity="warning",
    confidence="medium",
    covers=["smtp-host-is-set"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-env-variables.html",
)
def check(environment: Environment, mail: MailOptions, folders: DagFolders, project: Project) -> Iterator[Finding]:
    options = mail.options
    if _VARIABLE in project.startup_exports:
        return
    if not mail.is_local:
        if mail.host is not None and options.named("smtp.smtp_mail_from") is None:
            message = "`smtp.smtp_host` is set without `smtp.smtp_mail_from`, so mails come from `airflow@example.com`"
            yield Finding(mail.host, message, severity="info")
        return
    if options.named("email.email_backend") is not None or options.named("email.email_conn_id") is not None:
        return
    for file in folders.files:
        line = _sends(file) or (_mails_of_failures(file) if environment.target.airflow.major == 2 else 0)
        if line:
            given = "is `localhost`" if mail.host is not None else "is not set"
            yield Finding(
                mail.host or environment.at(PROPERTY),
                f"DAGs send mail, but `smtp.smtp_host` {given}, and no mail server runs in the containers",
                evidence=(f"{file.path}:{line} sends mail",),
            )
            return


def _mails_of_failures(file: PythonFile) -> int:
    """The line of the first task that Airflow 2 sends mail about when it fails, or 0."""
    for task in getattr(file, "tasks", ()):
        try:
            address, wanted = task.effective("email"), task.effective("email_on_failure")
            if address is not None and address.value and (wanted is None or wanted.value is True):
                return int(task.place.line)
        except Unknown:
            continue
    return 0


def _sends(file: PythonFile) -> int:
    """The line of the first call that sends mail by these options, or 0."""
    if file.mentions(_PROVIDER):
        return 0
    for call in file.calls(*_SENDERS):
        if not any(keyword.arg == "conn_id" for keyword in call.node.keywords):
            return call.node.lineno
    return 0
