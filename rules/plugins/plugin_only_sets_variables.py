"""A plugin only sets environment variables.

Why
    Plugins are loaded late, lazily and by some processes only, so that the variables are missing here and there. Since
    April 2023 the startup script sets them for all of Airflow on every container.

Fix
    `export NAME=value` in startup.sh.

Bad
    # plugins/env_plugin.py
    import os

    from airflow.plugins_manager import AirflowPlugin

    os.environ["ODBCSYSINI"] = "/usr/local/airflow/plugins"  # <- here


    class EnvPlugin(AirflowPlugin):
        name = "env"

Good
    # plugins/env_plugin.py
    import os

    import house_listener
    from airflow.plugins_manager import AirflowPlugin

    os.environ["ODBCSYSINI"] = "/usr/local/airflow/plugins"


    class EnvPlugin(AirflowPlugin):
        name = "env"
        listeners = [house_listener]
    # plugins/house_listener.py
    NAME = "house"
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment_writes import environment_writes
from mwaa_doctor.models.plugin_classes import PluginClass
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["startup-script-available"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(plugin: PluginClass) -> Iterator[Finding]:
    if set(plugin.scope.bindings) - {"name"} or len(plugin.file.index.functions) > 0:
        return
    writes = [write for write in environment_writes(plugin.file) if write.at_import]
    if writes:
        yield Finding(writes[0], f"`{plugin.name}` does nothing but set variables, which a startup script does better")
