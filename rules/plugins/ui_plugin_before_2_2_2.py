"""A plugin extends the web server of an environment that installs none there.

Why
    Before 2.2.2 MWAA installs plugins and requirements on schedulers and workers only. Views and menus do not appear,
    and links of operators may crash the web server.

Fix
    Upgrade the environment.

Bad
    # airflow-version: 2.0.2
    # plugins/pages.py
    from airflow.plugins_manager import AirflowPlugin


    class Pages(AirflowPlugin):
        name = "pages"
        appbuilder_menu_items = [{"name": "Runbooks", "href": "https://example.com"}]  # <- here

Good
    # airflow-version: 2.2.2
    # plugins/pages.py
    from airflow.plugins_manager import AirflowPlugin


    class Pages(AirflowPlugin):
        name = "pages"
        appbuilder_menu_items = [{"name": "Runbooks", "href": "https://example.com"}]
"""

from collections.abc import Iterator

from mwaa_doctor.facts.plugin_attributes import plugin_attributes
from mwaa_doctor.models.plugin_classes import PluginClass
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_FIRST = (2, 2, 2)


@rule(
    severity="error",
    covers=["ui-plugin-needs-2-2-2"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/t-create-update-environment.html",
)
def check(plugin: PluginClass, target: Target) -> Iterator[Finding]:
    for name, row in plugin_attributes().items():
        if row.kind in ("view", "link") and plugin.sets(name) and target.airflow < _FIRST:
            message = f"`{name}` needs the web server, on which MWAA installs no plugins in Airflow {target.airflow}"
            yield Finding(plugin.place_of(name), message)
