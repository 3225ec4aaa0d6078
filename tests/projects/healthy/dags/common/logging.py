"""Structured logging for tasks. A module of the package `common`, so it hides nothing: `import logging` below is the
standard one."""

from __future__ import annotations

import json
import logging


class KeyValueAdapter(logging.LoggerAdapter):
    """Appends the extra fields as JSON, which CloudWatch Logs Insights can query."""

    def process(self, msg, kwargs):
        return f"{msg} {json.dumps(dict(self.extra or {}), default=str)}", kwargs


def task_logger(**fields: object) -> KeyValueAdapter:
    return KeyValueAdapter(logging.getLogger("airflow.task"), fields)
