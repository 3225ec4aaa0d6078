"""A `bash_command` that ends in .sh is taken for a template file that is not there.

Why
    Airflow looks for a Jinja template of exactly that name in the folder of the DAG file and in
    `template_searchpath`, not for a program. An absolute path or a command never matches, so the task fails with
    TemplateNotFound before it starts.

Fix
    Add a blank behind `.sh`: `bash_command="bash /usr/local/airflow/dags/jobs/vacuum.sh "`.

Bad
    # dags/warehouse.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("warehouse", schedule=None):
        BashOperator(task_id="vacuum", bash_command="/usr/local/airflow/dags/jobs/vacuum.sh")  # <- here
        BashOperator(task_id="analyze", bash_command="bash jobs/vacuum.sh")  # <- here
    # dags/jobs/vacuum.sh
    echo vacuum

Good
    # dags/warehouse.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("warehouse", schedule=None):
        BashOperator(task_id="vacuum", bash_command="bash /usr/local/airflow/dags/jobs/vacuum.sh ")
        BashOperator(task_id="template", bash_command="jobs/vacuum.sh")
    # dags/jobs/vacuum.sh
    echo vacuum
"""

import posixpath
from collections.abc import Iterator

from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.task_shell import OPAQUE, TaskShell
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Unknown, rule

_ON_MWAA = "/usr/local/airflow/dags"


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/howto/operator/bash.html")
def check(text: TaskShell, project: Project) -> Iterator[Finding]:
    task = text.task
    if task is None or not text.is_template_file or OPAQUE in text.text:
        return
    name = text.text
    pieces = [piece for piece in name.split("/") if piece not in ("", ".")]
    looked_in = [posixpath.dirname(task.file.path)]
    surely_absent = ".." in pieces or name.startswith(_ON_MWAA) or "{{" in name
    if not surely_absent:
        looked_in += _search_path(task, project, sure=" " in name)
    if not surely_absent and any(project.has("/".join([*filter(None, [folder]), *pieces])) for folder in looked_in):
        return
    yield Finding(text, f"Airflow takes `{name}` for the name of a template file, and there is none of that name")


def _search_path(task: Task, project: Project, *, sure: bool) -> list[str]:
    """The folders of `template_searchpath` in the project; a computed one matters for what may be a file's name."""
    if task.dag is None:
        if sure:
            return []
        raise Unknown("the DAG that takes the task is not known, nor where it looks for templates")
    given = task.dag.argument("template_searchpath")
    value = given.constant() if given is not None else ()
    if value is None and not sure:
        raise Unknown("`template_searchpath` is computed")
    folders = [value] if isinstance(value, str) else list(value or ())
    base = project.dag_folders[0] if project.dag_folders else ""
    return [posixpath.normpath(base + "/" + str(folder).removeprefix(_ON_MWAA)).lstrip("/") for folder in folders]
