"""A key or certificate lies in the DAG folder.

Why
    Everybody who may write DAGs may read and replace it, and it is copied to every container and into each version of
    the bucket.

Fix
    Keep private keys in Secrets Manager; certificates that DAG authors should not change belong into plugins.zip.

Bad
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    # dags/keys/partner.pem  # <- here
    -----BEGIN RSA PRIVATE KEY-----

Good
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    # dags/sql/keys.sql
    SELECT 1
"""

from collections.abc import Iterator

from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Place, rule

_KEYS = (".pem", ".key", ".p12", ".pfx", ".jks", ".ppk", "id_rsa", "id_ed25519")
_CERTIFICATES = (".crt", ".cer")


@rule(
    severity="warning",
    covers=["sensitive-files-in-dags"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(project: Project) -> Iterator[Finding]:
    for path in project.files:
        if project.in_dag_folder(path) is None or not path.endswith((*_KEYS, *_CERTIFICATES)):
            continue
        data = project.read(path)
        if not isinstance(data, bytes) or not data:
            continue
        is_certificate = b"PRIVATE KEY" not in data and b"CERTIFICATE" in data
        if is_certificate or path.endswith(_CERTIFICATES):
            yield Finding(
                Place(path), f"`{path}` is a certificate among the DAGs", severity="info", cause="certificate"
            )
        elif b"PUBLIC KEY" not in data or b"PRIVATE KEY" in data:
            yield Finding(Place(path), f"`{path}` is a key that every author of DAGs can read", cause="key")
