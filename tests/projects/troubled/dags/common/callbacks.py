"""What happens when a task fails."""

from __future__ import annotations

from typing import Any, Callable


def notify_slack(channel: str) -> Callable[[dict[str, Any]], None]:
    """Called at parse time, but only builds the callback."""

    def callback(context: dict[str, Any]) -> None:
        from airflow.providers.slack.hooks.slack import SlackHook

        text = f"{context['task_instance'].task_id} failed"
        SlackHook(slack_conn_id="slack_alerts").call("chat.postMessage", json={"channel": channel, "text": text})

    return callback
