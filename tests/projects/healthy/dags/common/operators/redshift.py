"""Redshift through its Data API."""

from __future__ import annotations

from typing import Any

from airflow.providers.amazon.aws.operators.redshift_data import RedshiftDataOperator

MERGE = """
begin;
delete from {target} using {staging} where {match};
insert into {target} select * from {staging};
drop table {staging};
commit;
"""


class UpsertOperator(RedshiftDataOperator):
    """Moves a staging table into its target by key."""

    def __init__(self, *, target: str, staging: str, keys: list[str], **kwargs: Any) -> None:
        match = " and ".join(f"{target}.{key} = {staging}.{key}" for key in keys)
        super().__init__(sql=MERGE.format(target=target, staging=staging, match=match), **kwargs)
        self.keys = keys
