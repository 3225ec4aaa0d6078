"""A credential is written into the code.

Why
    Everybody who may read the bucket or the repository has it, it stays in old versions of both, and nobody can
    change it without a deployment. Airflow shows it in the code view as well.

Fix
    Read it in the task with a hook, a connection or from Secrets Manager; for AWS use the execution role instead of
    keys. Then change the credential, because it is no secret any more.

Bad
    # dags/customers.py
    import pymssql
    from airflow.decorators import dag, task


    @dag(schedule=None)
    def customers():
        @task
        def extract():
            pymssql.connect("crm.internal", user="loader", password="S3gel&Anker-4711")  # <- here

        extract()


    customers()
    ---
    # dags/scripts/load.sh
    export DB_PASSWORD='S3gel&Anker-4711'  # <- here

Good
    # dags/customers.py
    import os

    import pymssql
    from airflow.decorators import dag, task
    from airflow.hooks.base import BaseHook

    PASSWORD_SECRET = "prod/crm/password-2"
    DOCUMENTED_KEY = "AKIAIOSFODNN7EXAMPLE"


    @dag(schedule=None)
    def customers():
        @task
        def extract(token="{{ conn.crm.password }}"):
            pymssql.connect("crm.internal", user="loader", password=BaseHook.get_connection("crm").password)
            pymssql.connect("crm.internal", user="loader", password=os.environ["CRM_PASSWORD"])

        extract()


    customers()
    ---
    # dags/scripts/load.sh
    export DB_PASSWORD="$(aws secretsmanager get-secret-value --secret-id crm --query SecretString --output text)"
"""

from collections.abc import Iterator

from mwaa_doctor.models.secrets import CredentialHolder
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["literal-secret-in-source", "startup-literal-secrets"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/security-best-practices.html",
)
def check(holder: CredentialHolder) -> Iterator[Finding]:
    for secret in holder.secrets:
        if secret.name:
            yield Finding(secret.place, f"`{secret.name}` is given as a literal")
        else:
            yield Finding(secret.place, f"{_article(secret.kind)} is written here")


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'AEIOU' else 'a'} {kind}"
