"""Sensors of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Sequence

from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.sensors.base import BaseSensorOperator

if TYPE_CHECKING:
    from airflow.utils.context import Context


class ManifestSensor(BaseSensorOperator):
    """Waits until a manifest and every file it names are there."""

    template_fields: Sequence[str] = ("bucket", "manifest_key")
    ui_color = "#d6eaf8"

    def __init__(self, *, bucket: str, manifest_key: str, aws_conn_id: str = "aws_default", **kwargs) -> None:
        super().__init__(**kwargs)
        self.bucket = bucket
        self.manifest_key = manifest_key
        self.aws_conn_id = aws_conn_id

    def poke(self, context: Context) -> bool:
        hook = S3Hook(aws_conn_id=self.aws_conn_id)
        if not hook.check_for_key(self.manifest_key, self.bucket):
            return False
        names = hook.read_key(self.manifest_key, self.bucket).splitlines()
        missing = [name for name in names if name and not hook.check_for_key(name, self.bucket)]
        if missing:
            self.log.info("%d of %d files missing, first %s", len(missing), len(names), missing[0])
        return not missing
