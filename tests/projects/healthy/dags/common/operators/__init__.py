"""Operators of our own, re-exported so that DAG files need not know the modules."""

from .athena import PartitionedAthenaOperator
from .redshift import UpsertOperator as RedshiftUpsertOperator

__all__ = ["PartitionedAthenaOperator", "RedshiftUpsertOperator"]
