"""What the attributes of an AirflowPlugin do in which version.

Source: https://airflow.apache.org/docs/apache-airflow/stable/administration-and-deployment/plugins.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class PluginAttribute:
    """An attribute that Airflow looks at from `since` to, not including, `before`.

    `kind`: `view` (a page or menu of the web server), `link` (on a task's page) or `other`; `flask` if it is Flask's.
    """

    name: str
    kind: str
    since: str = "0.0.0"
    before: str = "999.0.0"
    flask: bool = False
    instead: str = ""

    def works_in(self, version: tuple[int, ...]) -> bool:
        """Whether Airflow of that version looks at the attribute."""
        return _numbers(self.since) <= version < _numbers(self.before)


@cache
def plugin_attributes() -> Mapping[str, PluginAttribute]:
    """The attributes by name."""
    rows = read_rows("plugin_attributes.toml", "attribute", PluginAttribute)
    return MappingProxyType({row.name: row for row in rows})


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
