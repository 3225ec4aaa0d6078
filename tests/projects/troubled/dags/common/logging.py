"""Structured logging. Inside a package, so `import logging` is the standard one."""

import logging


def task_logger(name: str) -> logging.Logger:
    return logging.getLogger(f"airflow.task.{name}")
