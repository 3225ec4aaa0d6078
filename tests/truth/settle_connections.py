"""Settles with the real Airflow what it makes of each text of ``connections/cases.json``; writes its ``airflow``.

    PATH/TO/PYTHON/WITH/AIRFLOW tests/truth/settle_connections.py

``meant`` is what the author of the text wanted; Airflow's reading differs from it where something is wrong with it.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from pathlib import Path

CASES = Path(__file__).parent / "connections" / "cases.json"
FIELDS = ("conn_type", "host", "login", "password", "schema", "port")


def read(text: str) -> dict[str, object] | str:
    """The fields that Airflow finds, or the class of the error that it raises."""
    from airflow.models.connection import Connection  # type: ignore[import-not-found]

    try:
        made = Connection.from_json(text, "x") if text.strip().startswith("{") else Connection("x", uri=text)
        return {**{name: getattr(made, name) or None for name in FIELDS}, "extra": dict(made.extra_dejson)}
    except Exception as problem:
        return type(problem).__name__


def main() -> None:
    """Settle all cases."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    cases = json.loads(CASES.read_text())
    for case in cases:
        case["airflow"] = read(case["text"])
        print(case["airflow"], case["text"], file=sys.stderr)
    CASES.write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
