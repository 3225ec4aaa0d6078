"""The constraint file that requirements.txt names does not lie where pip looks for it.

Why
    pip runs in the container of MWAA. Of the bucket it sees the DAG folder as `/usr/local/airflow/dags`, plugins.zip as
    `/usr/local/airflow/plugins`, and requirements.txt alone in a folder of its own. If the file is not there, pip stops
    and installs nothing.

Fix
    Put the file into the DAG folder and name it by its path in the container.

Bad
    # requirements.txt
    --constraint "constraints-3.11.txt"  # <- here
    # constraints-3.11.txt
    pandas==2.1.4
    ---
    # requirements.txt
    -c s3://bucket/dags/constraints.txt  # <- here
    # dags/load.py
    from airflow import DAG
    ---
    # requirements.txt
    -c /usr/local/airflow/dags/constraints.txt  # <- here
    # dags/load.py
    from airflow import DAG

Good
    # requirements.txt
    -c "/usr/local/airflow/dags/constraints.txt"
    pandas==2.1.4
    # dags/constraints.txt
    pandas==2.1.4
    ---
    # requirements.txt
    -c /dev/null
"""

from collections.abc import Iterator

from mwaa_doctor.models.container_files import container_path, is_remote, lies_in, repository_path
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="error",
    covers=["constraint-file-path"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-packages.html",
)
def check(installation: Installation, project: Project) -> Iterator[Finding]:
    unsure = ""
    for constraint in installation.requirements.constraints:
        target = constraint.target
        if target.startswith("s3://"):
            yield Finding(constraint, f"pip cannot read `{target}`: it knows no addresses of S3")
            continue
        if is_remote(target) or target == "/dev/null" or repository_path(target, project) is not None:
            continue
        path = container_path(target)
        if lies_in("plugins", target) or (lies_in("dags", target) and not project.dag_folders):
            unsure = f"whether `{path}` comes with plugins.zip or from another folder"
            continue
        if "${" in target or "{" in target:
            continue  # constraint-for-other-environment speaks of placeholders
        if not lies_in("dags", target) and path.startswith("/") and not path.startswith("/usr/local/airflow"):
            unsure = f"whether the image or the startup script has `{path}`"
            continue
        evidence = (f"in the container that is `{path}`",) if path != target else ()
        yield Finding(constraint, f"there is no constraint file `{target}` for pip on MWAA", evidence)
    if unsure:
        raise Unknown(unsure)
