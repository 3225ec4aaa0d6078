"""CPU and memory that go together on Fargate.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class FargateSize:
    """``cpu`` in units of 1/1024 vCPU; memory in MiB, listed or from ``least`` to ``most`` in steps."""

    cpu: int
    memory: tuple[int, ...] = ()
    least: int = 0
    most: int = 0
    step: int = 0

    @property
    def choices(self) -> tuple[int, ...]:
        """Every amount of memory that goes with the CPU."""
        return self.memory or tuple(range(self.least, self.most + 1, self.step))


def fargate_sizes() -> Mapping[int, FargateSize]:
    """The sizes by CPU units."""
    return {row.cpu: row for row in read_rows("fargate_sizes.toml", "size", FargateSize)}
