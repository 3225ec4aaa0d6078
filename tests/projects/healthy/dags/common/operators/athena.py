"""Athena with our conventions."""

from __future__ import annotations

from typing import Any, Sequence

from airflow.providers.amazon.aws.operators.athena import AthenaOperator

from ..config import stage


class PartitionedAthenaOperator(AthenaOperator):
    """Runs ``query`` for one partition; results land under the workgroup's prefix of the stage."""

    template_fields: Sequence[str] = (*AthenaOperator.template_fields, "partition")
    ui_color = "#fdebd0"

    def __init__(self, *, partition: str = "{{ ds }}", **kwargs: Any) -> None:
        self.partition = partition
        kwargs.setdefault("output_location", f"s3://{stage().curated_bucket}/athena/results/")
        kwargs.setdefault("workgroup", "scheduled")
        super().__init__(**kwargs)

    def execute(self, context):
        self.log.info("partition %s", self.partition)
        self.query = self.query.replace(":partition", f"'{self.partition}'")
        return super().execute(context)
