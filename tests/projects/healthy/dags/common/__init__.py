"""What more than one DAG file needs. Importing it must never touch a network."""

from common.callbacks import notify_slack
from common.config import Stage, default_args, stage

__all__ = ["Stage", "default_args", "notify_slack", "stage"]
