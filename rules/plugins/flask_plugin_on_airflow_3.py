"""A plugin builds on Flask, which Airflow 3 keeps for old plugins only.

Why
    The interface of Airflow 3 is no Flask application. Blueprints and views of AppBuilder are served by the FAB
    provider, below another address (`/pluginsv2`), without Airflow's new navigation, and are deprecated.

Fix
    `fastapi_apps` for pages and APIs; from Airflow 3.1 `external_views` and `react_apps` for menus and pages.

Bad
    # airflow-version: 3.0.6
    # plugins/pages.py
    from airflow.plugins_manager import AirflowPlugin
    from flask import Blueprint


    class Pages(AirflowPlugin):
        name = "pages"
        flask_blueprints = [Blueprint("pages", __name__)]  # <- here

Good
    # airflow-version: 2.10.3
    # plugins/pages.py
    from airflow.plugins_manager import AirflowPlugin
    from flask import Blueprint


    class Pages(AirflowPlugin):
        name = "pages"
        flask_blueprints = [Blueprint("pages", __name__)]
"""

from collections.abc import Iterator

from mwaa_doctor.facts.plugin_attributes import plugin_attributes
from mwaa_doctor.models.plugin_classes import PluginClass
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(
    severity="info",
    source="https://airflow.apache.org/docs/apache-airflow-providers-fab/stable/upgrading.html",
)
def check(plugin: PluginClass, target: Target) -> Iterator[Finding]:
    for name, row in plugin_attributes().items():
        if row.flask and plugin.sets(name) and target.airflow >= (3,):
            yield Finding(
                plugin.place_of(name), f"`{name}` is deprecated in Airflow 3 and served by the FAB provider only"
            )
