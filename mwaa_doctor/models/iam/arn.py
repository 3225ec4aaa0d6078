"""Amazon Resource Names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

PARTITIONS = ("aws", "aws-cn", "aws-us-gov")


@dataclass(frozen=True, slots=True)
class Arn:
    """The parts of ``arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE``; some services leave Region and account empty."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    def __str__(self) -> str:
        return f"arn:{self.partition}:{self.service}:{self.region}:{self.account}:{self.resource}"


@lru_cache(maxsize=4096)
def parse_arn(text: str) -> Arn | None:
    """The parts of an ARN; ``None`` if the text has another form."""
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn":
        return None
    return Arn(*parts[1:])
