"""A module has the name of one of Python's or of a package in the image.

Why
    The DAG folder comes last on Python's search path, so `import secrets` gives Python's module and never
    `dags/secrets.py`. With plugins it is the other way round: Airflow puts every file of the folder under its bare name
    into `sys.modules`, so that all later imports of that name get the plugin's file, Airflow's own included.

Fix
    Rename the module, or move it into a package of your own: `common/secrets.py` in the DAG folder.

Bad
    # dags/secrets.py
    def read(name):  # <- here
        return name
    # dags/load.py
    from airflow import DAG
    from secrets import read

    DAG(read("load"), schedule=None)
    ---
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    # plugins/clients/redis.py
    CLIENT = None  # <- here

Good
    # dags/common/secrets.py
    def read(name):
        return name
    # dags/calendar.py
    from airflow import DAG
    from common.secrets import read

    DAG(read("calendar"), schedule=None)
    # plugins/clients/redis_client.py
    CLIENT = None
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.facts.standard_modules import standard_modules
from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Place, Unknown, rule
from mwaa_doctor.target import Target

_ENTRY_POINTS = ("__init__", "__main__", "test", "google")
_NEWEST = (3, 12)


@rule(
    severity="error",
    covers=["module-shadows-standard-library"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/administration-and-deployment/modules_management.html",
)
def check(file: PythonFile, target: Target, project: Project) -> Iterator[Finding]:
    name = file.path.rpartition("/")[2].removesuffix(".py")
    if isinstance(file, DagFile):
        name = file.module.partition(".")[0]
        if file.dags or not file.index.scope.bindings or file.calls("globals"):
            return
    if name in _ENTRY_POINTS or file.role not in ("dag", "plugin"):
        return
    owner = _owner(name, target)
    if owner is None:
        return
    place = Place(file.path, 1)
    if file.role == "dag":
        message = f"`import {name}` gives the module of {owner}, never `{file.path}`"
        yield Finding(place, message, severity="warning", cause=f"dags {name}")
        return
    if any(project.has(f"{folder}/.airflowignore") for folder in project.plugin_folders):
        raise Unknown("whether .airflowignore hides the file from Airflow's search for plugins")
    yield Finding(place, f"`{file.path}` takes the place of the module `{name}` of {owner}", cause=f"plugins {name}")


def _owner(name: str, target: Target) -> str | None:
    """Whose module is imported under a name in the environment."""
    if name in standard_modules(target.known_python or _NEWEST):
        return "Python's standard library"
    surface = facts.surface(str(target.airflow))
    distribution = surface.import_names().get(name) if surface is not None else None
    return f"the package `{distribution}`" if distribution else None
