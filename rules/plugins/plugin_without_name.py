"""A plugin class has no name.

Why
    Airflow refuses it with "Your plugin needs a name", and with it everything else in the file: links, views and
    listeners are missing, and the log of the scheduler is full of it.

Fix
    `name = "warehouse"` in the class.

Bad
    # plugins/warehouse_plugin.py
    from airflow.plugins_manager import AirflowPlugin


    class WarehousePlugin(AirflowPlugin):  # <- here
        operator_extra_links = []

Good
    # plugins/warehouse_plugin.py
    from airflow.plugins_manager import AirflowPlugin


    class HousePlugin(AirflowPlugin):
        listeners = []


    class WarehousePlugin(HousePlugin):
        name = "warehouse"


    class SalesPlugin(AirflowPlugin):
        name: str = "sales"
"""

from collections.abc import Iterator

from mwaa_doctor.models.plugin_classes import PluginClass
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["plugin-class-has-name"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/administration-and-deployment/plugins.html",
)
def check(plugin: PluginClass) -> Iterator[Finding]:
    if not plugin.scope.bindings.get("name") and not plugin.has_other_bases:
        yield Finding(plugin, f"`{plugin.name}` has no `name`, so Airflow refuses it")
