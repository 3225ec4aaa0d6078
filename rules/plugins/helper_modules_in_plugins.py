"""plugins.zip holds modules and no plugin.

Why
    Every change of it needs an update of the environment, which takes half an hour and restarts all containers. Shared
    modules in the DAG folder are there with the next synchronisation.

Fix
    Move them to `dags/` and list them in `.airflowignore`; keep plugins.zip for extensions of the interface, and for
    files that must not change at run time.

Bad
    # plugins.zip/hooks.py  # <- here
    TIMEOUT = 10

Good
    # plugins.zip/hooks.py
    TIMEOUT = 10
    # plugins.zip/house_plugin.py
    from airflow.plugins_manager import AirflowPlugin


    class HousePlugin(AirflowPlugin):
        name = "house"
"""

from collections.abc import Iterator

from mwaa_doctor.models.plugins import Plugins
from mwaa_doctor.rule import Finding, rule

_SETTINGS = ("airflow_local_settings.py", "sitecustomize.py")


@rule(
    severity="info",
    covers=["helper-modules-belong-in-dags"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html",
)
def check(plugins: Plugins) -> Iterator[Finding]:
    modules = [file for file in plugins.files if file.name.endswith(".py")]
    others = [file for file in plugins.files if not file.name.endswith((".py", ".md", ".txt", ".airflowignore"))]
    if plugins.archive is None or not modules or others or any(file.base_name in _SETTINGS for file in modules):
        return
    for file in modules:
        if b"AirflowPlugin" in plugins.read(file, 1_000_000):
            return
    message = f"`{plugins.archive.path}` holds {len(modules)} modules and no plugin"
    yield Finding(modules[0], message.replace("1 modules", "one module"), cause="helpers")
