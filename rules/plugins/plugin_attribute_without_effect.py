"""A plugin sets an attribute that this Airflow does not look at.

Why
    Airflow passes it over without a word. Operators, for instance, are not registered by plugins since Airflow 2, so
    `from airflow.operators.warehouse import ...` fails although the plugin is loaded.

Fix
    Import the module itself, `from operators.warehouse import CopyOperator`, or use what took the attribute's place.

Bad
    # plugins/warehouse_plugin.py
    from airflow.plugins_manager import AirflowPlugin
    from warehouse_operators import CopyOperator


    class WarehousePlugin(AirflowPlugin):
        name = "warehouse"
        operators = [CopyOperator]  # <- here
    # plugins/warehouse_operators.py
    class CopyOperator:
        pass
    ---
    # plugins/pages.py
    from airflow.plugins_manager import AirflowPlugin


    class Pages(AirflowPlugin):
        name = "pages"
        external_views = [{"name": "Runbooks", "href": "https://example.com"}]  # <- here

Good
    # plugins/warehouse_plugin.py
    import warehouse_listener
    from airflow.plugins_manager import AirflowPlugin


    class WarehousePlugin(AirflowPlugin):
        name = "warehouse"
        operators = []
        listeners = [warehouse_listener]
    # plugins/warehouse_listener.py
    pass
    ---
    # airflow-version: 3.2.1
    # plugins/pages.py
    from airflow.plugins_manager import AirflowPlugin


    class Pages(AirflowPlugin):
        name = "pages"
        external_views = [{"name": "Runbooks", "href": "https://example.com"}]
"""

from collections.abc import Iterator

from mwaa_doctor.facts.plugin_attributes import plugin_attributes
from mwaa_doctor.models.plugin_classes import PluginClass
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(
    severity="warning",
    covers=["plugin-operators-not-registered"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/administration-and-deployment/plugins.html",
)
def check(plugin: PluginClass, target: Target) -> Iterator[Finding]:
    for name, row in plugin_attributes().items():
        if not plugin.sets(name) or row.works_in(target.airflow):
            continue
        until = f"from Airflow {row.since}" if row.works_in((999,)) or target.airflow < (2,) else f"before {row.before}"
        fix = row.instead[:1].upper() + row.instead[1:] if row.instead else None
        message = f"`{name}` has no effect in Airflow {target.airflow}"
        yield Finding(plugin.place_of(name), message, evidence=(f"it works {until}",), fix=fix)
