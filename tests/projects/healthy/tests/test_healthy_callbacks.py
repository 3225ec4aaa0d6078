"""Unit tests of common.callbacks; airflow itself is not needed for them."""

import sys
import types
from datetime import datetime

import pytest

pytest.importorskip("airflow")

from common.callbacks import notify_slack  # noqa: E402

NOW = datetime.now()  # a test may look at the clock at import


class FakeInstance:
    dag_id, task_id, log_url, key = "a", "b", "https://airflow.example.com/log", ("a", "b")


def test_the_message_names_the_task(monkeypatch):
    sent = []

    class SlackHook:
        def __init__(self, slack_conn_id):
            assert slack_conn_id == "slack_alerts"

        def call(self, method, json):
            sent.append(json)

    module = types.ModuleType("airflow.providers.slack.hooks.slack")
    module.SlackHook = SlackHook
    monkeypatch.setitem(sys.modules, module.__name__, module)
    notify_slack("#x")({"task_instance": FakeInstance(), "ts": NOW.isoformat()})
    assert "*a.b* failed" in sent[0]["text"]
