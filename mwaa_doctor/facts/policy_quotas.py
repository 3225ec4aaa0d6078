"""How large policies may be and how many may be attached: policy_quotas().

Source: see policy_quotas.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class PolicyQuota:
    """A quota: see policy_quotas.toml. `up_to` is 0 if AWS does not raise it."""

    on: str
    of: Literal["inline", "document", "trust", "attached"]
    limit: int
    up_to: int = 0
    source: str = ""


def policy_quotas(kind: str) -> tuple[PolicyQuota, ...]:
    """The quotas of the owners of a kind, such as `iam:Role`."""
    return tuple(row for row in read_rows("policy_quotas.toml", "quota", PolicyQuota) if row.on == kind)
