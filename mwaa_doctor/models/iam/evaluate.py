"""May it? The evaluation of policies as AWS documents it, for one request.

Not modelled: service and resource control policies of AWS Organizations, which can only take permissions away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from mwaa_doctor.models.iam.arn import parse_arn
from mwaa_doctor.models.iam.conditions import Context, Values, is_met
from mwaa_doctor.models.iam.patterns import Text, read_pattern
from mwaa_doctor.models.iam.policy import Condition, Policy, Statement
from mwaa_doctor.models.iam.principals import NOBODY, Caller, Reach
from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.models.template_text import TemplateText

Answer = Literal["allowed", "explicit-deny", "implicit-deny", "depends"]


@dataclass(frozen=True)
class Request:
    """What is asked: ``resource`` is an ARN, or ``*`` for actions that have none; ``caller`` ``None`` if not known."""

    action: str
    resource: Text
    context: Context = field(default_factory=Context)
    caller: Caller | None = None


@dataclass(frozen=True)
class Policies:
    """What applies to a request; ``None`` where there is no policy of the kind."""

    identity: tuple[Policy, ...] = ()
    boundary: Policy | None = None
    session: Policy | None = None
    resource: Policy | None = None
    endpoint: Policy | None = None

    def all(self) -> Iterator[Policy]:
        """Every policy, in the order in which they are named as the cause."""
        yield from self.identity
        for policy in (self.boundary, self.session, self.resource, self.endpoint):
            if policy is not None:
                yield policy


@dataclass(frozen=True, slots=True)
class Pending:
    """Something that is not known and decides: a condition, or ``doubt`` in words; and the statement that has it."""

    policy: Policy
    statement: Statement | None
    condition: Condition | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A statement that meets the request, surely or perhaps."""

    policy: Policy
    statement: Statement | None
    truth: Truth
    reach: Reach
    pending: tuple[Pending, ...] = ()


@dataclass(frozen=True)
class Decision:
    """The answer, the statement that decides it, what it hangs on, and the way it was found in one sentence."""

    answer: Answer
    reason: str
    policy: Policy | None = None
    statement: Statement | None = None
    pending: tuple[Pending, ...] = ()
    withheld_by: str = ""
    notes: tuple[str, ...] = ()


def decide(request: Request, policies: Policies) -> Decision:
    """Judge a request."""
    return _Evaluation(request, policies).decision()


@dataclass
class _Side:
    """What the statements of one policy, or several that count as one, say together."""

    allows: list[Match] = field(default_factory=list)
    denies: list[Match] = field(default_factory=list)

    @property
    def truth(self) -> Truth:
        return max((match.truth for match in self.allows), default=Truth.NO)

    @property
    def reach(self) -> Reach:
        reach = NOBODY
        for match in self.allows:
            reach = reach.joined(match.reach)
        return reach


class _Evaluation:
    def __init__(self, request: Request, policies: Policies) -> None:
        self.request = request
        self.policies = policies
        self.action = request.action.lower()
        self.context = effective_context(request)

    # -- statements ---------------------------------------------------------------------------------------------------

    def side(self, policies: Iterable[Policy | None]) -> _Side:
        side = _Side()
        for policy in policies:
            if policy is None:
                continue
            for statement in policy.statements:
                match = self.match(policy, statement)
                if match is None:
                    continue
                if statement.effect != "Deny":
                    side.allows.append(match)
                if statement.effect != "Allow":
                    side.denies.append(match)
            for doubt in policy.doubts:
                reach = Reach(Truth.MAYBE, Truth.MAYBE, Truth.MAYBE)
                match = Match(policy, None, Truth.MAYBE, reach, (Pending(policy, None, None, doubt),))
                side.allows.append(match)
                side.denies.append(match)
        return side

    def match(self, policy: Policy, statement: Statement) -> Match | None:
        """How a statement meets the request; ``None`` if it surely does not."""
        truth = self._names_action(statement)
        if truth is Truth.NO:
            return None
        pending: list[Pending] = []
        resource = self._names_resource(statement)
        if resource is Truth.NO:
            return None
        if truth is Truth.MAYBE:
            pending.append(Pending(policy, statement, None, "the actions are not known"))
        if resource is Truth.MAYBE:
            pending.append(Pending(policy, statement, None, self._resource_doubt(statement)))
        truth = min(truth, resource)
        reach = self._reach(statement)
        if reach.best is Truth.NO:
            return None
        if reach.best is Truth.MAYBE:
            pending.append(Pending(policy, statement, None, self._principal_doubt(statement)))
        for condition in statement.conditions:
            met = is_met(condition, self.context)
            if met is Truth.NO:
                return None
            if met is Truth.MAYBE:
                pending.append(Pending(policy, statement, condition))
            truth = min(truth, met)
        if statement.effect is None:
            truth = min(truth, Truth.MAYBE)
            pending.extend(Pending(policy, statement, None, doubt) for doubt in statement.doubts)
        reach = reach.limited(truth)
        return Match(policy, statement, reach.best, reach, tuple(pending))

    def _names_action(self, statement: Statement) -> Truth:
        found = Truth.NO
        for pattern in statement.action_patterns:
            found = max(found, pattern.matches(self.action))
            if found is Truth.YES:
                break
        return found.negated if statement.not_action else found

    def _names_resource(self, statement: Statement) -> Truth:
        if statement.resources is None:
            return Truth.YES
        best = Truth.NO
        for position, pattern in enumerate(statement.resource_patterns):
            if position not in statement.misplaced_variables:
                best = max(best, pattern.matches(self.request.resource, self.context.variable))
            if best is Truth.YES:
                break
        return best.negated if statement.not_resource else best

    def _reach(self, statement: Statement) -> Reach:
        if statement.principals is None:
            return Reach(direct=Truth.YES)
        caller = self.request.caller
        if caller is None:
            everyone = any(principal.is_everyone for principal in statement.principals)
            truth = Truth.NO if everyone and statement.not_principal else Truth.YES if everyone else Truth.MAYBE
            return Reach(direct=truth)
        if not statement.not_principal:
            reach = caller.reached_by(statement.principals)
            if reach.direct is Truth.YES and caller.role is not None and _names_role_by_condition(statement):
                return Reach(role=Truth.YES)
            return reach
        if statement.effect == "Allow":
            return Reach(direct=caller.reached_by(statement.principals).best.negated)
        if self.policies.boundary is not None and caller.has_policies:
            return Reach(direct=Truth.YES)
        return Reach(direct=caller.spared_by(statement.principals).negated)

    def _resource_doubt(self, statement: Statement) -> str:
        texts = [self.request.resource, *(resource.text for resource in statement.resources or ())]
        for text in texts:
            if isinstance(text, TemplateText):
                return text.reason
        keys = {variable.key for pattern in statement.resource_patterns for variable in pattern.variables}
        missing = sorted(key for key in keys if not self.context.has(key))
        return f"the policy variable {', '.join(f'`{key}`' for key in missing)} has no value given"

    def _principal_doubt(self, statement: Statement) -> str:
        if self.request.caller is None:
            return "the principal is not given"
        for principal in statement.principals or ():
            if isinstance(principal.text, TemplateText):
                return principal.text.reason
        if statement.not_principal:
            return "`NotPrincipal` does not list account, role and session alike, on which services disagree"
        return "the session name of the principal is not given"

    # -- the answer ---------------------------------------------------------------------------------------------------

    def decision(self) -> Decision:
        request, policies = self.request, self.policies
        caller = request.caller
        notes: list[str] = []
        sides = {
            "identity": self.side(policies.identity if caller is None or caller.has_policies else ()),
            "boundary": self.side([policies.boundary]),
            "session": self.side([policies.session]),
            "resource": self.side([policies.resource]),
            "endpoint": self.side([policies.endpoint]),
        }
        denies = [match for side in sides.values() for match in side.denies]
        for match in denies:
            if match.truth is Truth.YES:
                reason = f"{_name(match)} denies it"
                return Decision("explicit-deny", reason, match.policy, match.statement)
        truth, grants, withheld = self._combine(sides, notes)
        if truth is Truth.NO:
            return Decision("implicit-deny", _withheld(withheld, request), withheld_by=withheld, notes=tuple(notes))
        if truth is Truth.YES and not denies:
            first = next(match for match in grants if match.truth is Truth.YES) if grants else None
            if first is None:
                return Decision("allowed", "the root user of an account may do everything in it", notes=tuple(notes))
            reason = f"{_name(first)} allows it"
            return Decision("allowed", reason, first.policy, first.statement, notes=tuple(notes))
        waiting = [match for match in grants if match.truth is Truth.MAYBE] if truth is Truth.MAYBE else []
        deciding = [*waiting, *denies]
        if not deciding:
            return Decision("depends", "it depends on whether principal and resource are of one account")
        pending = tuple(item for match in deciding for item in match.pending)
        return Decision(
            "depends",
            f"it depends on {_name(deciding[0])}",
            deciding[0].policy,
            deciding[0].statement,
            pending,
            notes=tuple(notes),
        )

    def _combine(self, sides: dict[str, _Side], notes: list[str]) -> tuple[Truth, list[Match], str]:
        """Whether it is allowed but for denies, the statements that do so, and which kind of policy withholds it."""
        caller, policies = self.request.caller, self.policies
        limits = [
            (name, sides[name])
            for name, policy in (("boundary", policies.boundary), ("session", policies.session))
            if policy is not None
        ]
        limit = min((side.truth for _, side in limits), default=Truth.YES)
        resource, identity = sides["resource"].reach, sides["identity"].truth
        grants = [*sides["identity"].allows, *sides["resource"].allows]
        same = self._is_same_account()
        if not self._is_same_partition():
            return Truth.NO, [], "partition"
        if caller is not None and not caller.has_policies and caller.kind != "root":
            truth, withheld = resource.direct, "resource"
        elif caller is not None and caller.kind == "root" and same is Truth.YES:
            closed = self._needs_resource_policy() and policies.resource is not None
            truth, withheld = (resource.direct if closed else Truth.YES), "resource"
        else:
            own = min(identity, limit)
            if self._needs_resource_policy():
                if policies.resource is not None:
                    own = min(own, max(resource.account, resource.role, resource.direct))
                elif identity is not Truth.NO:
                    notes.append("the policy of the resource, which must allow it as well, was not given")
            inside = max(resource.direct, min(resource.role, limit), own)
            outside = min(identity, limit, resource.best)
            truth = inside if same is Truth.YES else outside if same is Truth.NO else _either(inside, outside)
            if own is not Truth.YES and same is Truth.YES:
                own_resource = sorted(
                    sides["resource"].allows, key=lambda match: (-match.reach.direct, -match.reach.role)
                )
                grants = [*own_resource, *sides["identity"].allows]
            withheld = "identity"
            if identity is not Truth.NO:
                withheld = next((name for name, side in limits if side.truth is Truth.NO), "resource")
            grants = [*grants, *(match for _, side in limits for match in side.allows if match.truth is Truth.MAYBE)]
        if truth is not Truth.NO and policies.endpoint is not None:
            endpoint = sides["endpoint"]
            if endpoint.truth is Truth.NO:
                return Truth.NO, [], "endpoint"
            truth = min(truth, endpoint.truth)
            grants = [*grants, *(match for match in endpoint.allows if match.truth is Truth.MAYBE)]
        return truth, grants, withheld

    def _needs_resource_policy(self) -> bool:
        """Keys and roles: their own policy must let the policies of identities count."""
        service = self.action.partition(":")[0]
        arn = parse_arn(str(self.request.resource))
        if service == "kms":
            return arn is None or arn.resource.startswith("key/")
        return self.action in ("sts:assumerole", "sts:tagsession", "sts:setsourceidentity")

    def _is_same_account(self) -> Truth:
        caller = self.request.caller
        owner = self.context.get("aws:resourceaccount")
        if caller is None or caller.account is None or owner is None:
            return Truth.YES
        return read_pattern(caller.account, False, False).matches(owner[0])

    def _is_same_partition(self) -> bool:
        caller = self.request.caller
        arn = parse_arn(self.request.resource) if isinstance(self.request.resource, str) else None
        if caller is None or arn is None or not isinstance(caller.partition, str):
            return True
        return arn.partition == caller.partition


def _either(one: Truth, other: Truth) -> Truth:
    return one if one is other else Truth.MAYBE


def _names_role_by_condition(statement: Statement) -> bool:
    """Everybody, narrowed to a role by ``aws:PrincipalArn``: AWS treats it like naming the role."""
    return any(
        condition.key.lower() == "aws:principalarn" and not condition.operator.negated
        for condition in statement.conditions
    )


def effective_context(request: Request) -> Context:
    """The context that is given, and the keys that follow from who asks and for what."""
    keys: dict[str, Values | None] = dict(request.caller.keys) if request.caller is not None else {}
    arn = parse_arn(request.resource) if isinstance(request.resource, str) else None
    if arn is not None and arn.account.isdigit():
        keys["aws:resourceaccount"] = (arn.account,)
    if arn is not None and arn.region and "*" not in arn.region and "?" not in arn.region:
        keys["aws:requestedregion"] = (arn.region,)
    return request.context.with_defaults(keys)


def _name(match: Match) -> str:
    if match.statement is None:
        return f"a statement of {match.policy.name} that is not known"
    line = f", line {match.statement.place.line}" if match.statement.place.line else ""
    return f"{match.statement.name} of {match.policy.name}{line}"


def _withheld(by: str, request: Request) -> str:
    return {
        "identity": f"no statement allows {request.action} on {request.resource}",
        "boundary": f"the permissions boundary does not allow {request.action} on {request.resource}",
        "session": f"the session policy does not allow {request.action} on {request.resource}",
        "resource": f"the policy of the resource does not allow {request.action} on {request.resource}",
        "endpoint": f"the policy of the VPC endpoint does not allow {request.action} on {request.resource}",
        "partition": "principal and resource are in different partitions of AWS",
    }[by]
