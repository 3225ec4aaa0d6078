"""Calls of AWS that the execution role may surely not make, those together that one statement is missing for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from mwaa_doctor.models.aws_tasks import Use
from mwaa_doctor.models.execution_role import ExecutionRole

_MOST = 20


@dataclass
class RefusedCalls:
    """The calls that one statement is missing for, or denies, and why they are refused.

    ``resources`` are those that the calls name, an empty text among them if one names none.
    """

    reason: str
    uses: list[Use] = field(default_factory=list)
    resources: dict[str, None] = field(default_factory=dict)

    @property
    def actions(self) -> list[str]:
        """The actions, in the order of the alphabet."""
        return sorted({use.action for use in self.uses})

    @property
    def names(self) -> str:
        """The actions for messages."""
        return ", ".join(f"`{action}`" for action in self.actions)

    @property
    def lines(self) -> Iterator[str]:
        """The places that make the calls, with their actions; the first of many."""
        places: dict[str, list[str]] = {}
        for use in self.uses:
            places.setdefault(f"{use.place.path}:{use.place.line} {use.what}", []).append(use.action)
        for line, actions in islice(places.items(), _MOST):
            yield f"{line} {', '.join(dict.fromkeys(actions))}"
        if len(places) > _MOST:
            yield f"and {len(places) - _MOST} more"

    @property
    def places(self) -> int:
        """How many places in the code make the calls."""
        return len({(use.place.path, use.place.line) for use in self.uses})

    @property
    def cure(self) -> str:
        """What to add or to take out."""
        if self.reason.endswith("denies it"):
            return f"take {self.names} out of the statement that denies it"
        if "boundary" in self.reason:
            return f"let the permissions boundary allow {self.names} too"
        known = "" not in self.resources
        actions = self.actions[0] if len(self.actions) == 1 else self.actions
        wanted = list(self.resources) if known else ["*"]
        statement = {"Effect": "Allow", "Action": actions, "Resource": wanted[0] if len(wanted) == 1 else wanted}
        return f"add {json.dumps(statement)}" + ("" if known else ", narrowed to what the calls are made on")


def refused_calls(role: ExecutionRole, uses: Iterable[Use]) -> list[RefusedCalls]:
    """The calls that the role may surely not make; raises ``Unknown`` if its policies are not known."""
    found: dict[tuple[str, str], RefusedCalls] = {}
    known: dict[tuple[str, str, str], str | None] = {}
    for use in uses:
        resource = role.completed(use.resource, use.region) if use.resource else None
        asked = (use.action, use.resource, use.region)
        if asked not in known:
            known[asked] = role.denial(use.action, resource, elsewhere=use.may_be_granted_elsewhere)
        reason = known[asked]
        if reason is not None:
            service = "" if reason.endswith("denies it") else use.action.partition(":")[0]
            refused = found.setdefault((service, reason), RefusedCalls(reason))
            refused.uses.append(use)
            refused.resources[role.shown(resource) if resource is not None else ""] = None
    return list(found.values())
