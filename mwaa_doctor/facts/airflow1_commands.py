"""What commands of Airflow 1.10 are called since Airflow 2.

Source: https://airflow.apache.org/docs/apache-airflow/2.0.2/upgrading-from-1-10/index.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class Airflow1Command:
    """A command of Airflow 1.10 (`trigger_dag`) and what it is called now (`dags trigger`)."""

    name: str
    now: str


@cache
def airflow1_commands() -> Mapping[str, str]:
    """The present name by the name that Airflow 1.10 had."""
    return MappingProxyType(
        {row.name: row.now for row in read_rows("airflow1_commands.toml", "command", Airflow1Command)}
    )
