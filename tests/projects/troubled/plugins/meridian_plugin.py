"""The plugin that registers links and the listener. Modules in plugins.zip are imported from its root."""

from __future__ import annotations

import meridian_listener
from airflow.plugins_manager import AirflowPlugin
from meridian_links import RunbookLink


class MeridianPlugin(AirflowPlugin):
    name = "meridian"
    global_operator_extra_links = [RunbookLink()]
    listeners = [meridian_listener]
