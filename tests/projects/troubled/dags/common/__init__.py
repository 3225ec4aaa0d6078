"""What more than one DAG file needs."""

from common.callbacks import notify_slack
from common.config import default_args

__all__ = ["default_args", "notify_slack"]
