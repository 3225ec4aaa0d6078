"""A file that requirements.txt includes does not lie where pip looks for it.

Why
    MWAA fetches requirements.txt alone, so the files beside it in the repository are missing in the container. pip
    stops at the line and installs nothing.

Fix
    Write the packages into requirements.txt itself, or put the file into the DAG folder and name it as
    `/usr/local/airflow/dags/NAME`.

Bad
    # requirements.txt
    -r requirements-base.txt  # <- here
    # requirements-base.txt
    pandas==2.1.4

Good
    # requirements.txt
    -r /usr/local/airflow/dags/base.txt
    # dags/base.txt
    pandas==2.1.4
"""

from collections.abc import Iterator

from mwaa_doctor.models.container_files import container_path, is_remote, lies_in, repository_path
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="error",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-dependencies.html",
)
def check(installation: Installation, project: Project) -> Iterator[Finding]:
    unsure = ""
    for include in installation.requirements.includes:
        target = include.target
        if is_remote(target) or repository_path(target, project) is not None:
            continue
        path = container_path(target)
        own_folder = path.startswith("/usr/local/airflow/requirements/")
        if own_folder or (lies_in("dags", target) and project.dag_folders):
            yield Finding(include, f"there is no `{target}` for pip on MWAA", (f"in the container that is `{path}`",))
        else:
            unsure = f"whether `{path}` exists in the container"
    if unsure:
        raise Unknown(unsure)
