"""What MWAA asks of the execution role: role_permissions().

Source: see execution_role.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class RolePermission:
    """Actions on a kind of resource: `environment`, `bucket`, `objects`, `log-groups`, `queue`, `key`, or `*` for none.

    `breaks` says what fails without them, `documented` what the guide grants instead, if it is more. `via` is the
    service by way of which a key is used.
    """

    purpose: str
    breaks: str
    actions: tuple[str, ...]
    resource: str
    documented: tuple[str, ...] = ()
    severity: str = "error"
    via: str = ""
    customer_key_only: bool = False
    source: str = ""


def role_permissions() -> tuple[RolePermission, ...]:
    """Every row, in the order in which an environment needs them."""
    return read_rows("execution_role.toml", "permission", RolePermission)
