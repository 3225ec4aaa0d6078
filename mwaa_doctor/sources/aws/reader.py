"""Calls that read, retried, paginated to the end; a refused one is a reason, never a failure."""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mwaa_doctor.sources.aws.calls import action_of
from mwaa_doctor.sources.aws.connection import AccessError, Connection, first_line
from mwaa_doctor.unknown import Unknown

_DENIED = frozenset(
    {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "AllAccessDisabled"}
)
_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"})
_UNKNOWN_KEY = frozenset(
    {"InvalidClientTokenId", "UnrecognizedClientException", "AuthFailure", "SignatureDoesNotMatch"}
)
_MAX_PAGES = 5_000
_MAX_KEPT = 2_000
_MAX_STREAMED = 50_000
_Made = TypeVar("_Made")


class UnusableError(AccessError):
    """No call can succeed any more: credentials that have expired or are not accepted."""


class NotFoundError(Unknown):
    """AWS says that the object does not exist."""


@dataclass
class _Kept:
    """An answer that others may want too: environments share roles, networks and keys."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    outcome: tuple[Any, Exception | None] | None = None


@dataclass
class Reader:
    """Calls AWS in one Region, and asks nothing twice; safe to use from several threads."""

    connection: Connection
    region: str
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def elsewhere(self, region: str) -> Reader:
        """The same account in another Region."""
        return self if region == self.region else Reader(self.connection, region)

    def ask(self, service: str, operation: str, /, **parameters: Any) -> Any:
        """The answer to one call.

        Raises ``NotFoundError`` if the object does not exist and ``Unknown`` with the reason if the call is refused or
        fails; raises ``AccessError`` if no call can succeed.
        """
        return self._once(service, operation, "", parameters, lambda client, name: getattr(client, name)(**parameters))

    def pages(self, service: str, operation: str, key: str, /, **parameters: Any) -> list[Any]:
        """All members of the list under ``key``, over all pages; errors as in ``ask``."""

        def collect(client: Any, name: str) -> list[Any]:
            if not client.can_paginate(name):
                return list(getattr(client, name)(**parameters).get(key) or ())
            found: list[Any] = []
            for number, page in enumerate(client.get_paginator(name).paginate(**parameters)):
                if number >= _MAX_PAGES:
                    raise Unknown(f"{action_of(service, operation)} answers with more than {_MAX_PAGES} pages")
                found.extend(page.get(key) or ())
            return found

        members: list[Any] = self._once(service, operation, key, parameters, collect)
        return members

    def take(self, service: str, operation: str, use: Callable[[Any], _Made], /, **parameters: Any) -> _Made:
        """What ``use`` makes of the answer, which is not kept; errors as in ``ask``."""

        def call(client: Any, name: str) -> _Made:
            return use(getattr(client, name)(**parameters))

        made: _Made = self._guarded(service, operation, call)
        return made

    def stream(self, service: str, operation: str, /, **parameters: Any) -> Iterator[dict[str, Any]]:
        """The pages of an answer one by one; none is kept. Errors as in ``ask``, on the page where they happen."""
        pages: Iterator[dict[str, Any]] | None = None

        def turn(client: Any, name: str) -> dict[str, Any] | None:
            nonlocal pages
            if pages is None:
                pages = iter(client.get_paginator(name).paginate(**parameters))
            return next(pages, None)

        for _ in range(_MAX_STREAMED):
            page = self._guarded(service, operation, turn)
            if page is None:
                return
            yield page
        raise Unknown(f"{action_of(service, operation)} answers with more than {_MAX_STREAMED} pages")

    def _once(
        self, service: str, operation: str, key: str, parameters: dict[str, Any], call: Callable[[Any, str], Any]
    ) -> Any:
        name = json.dumps((service, operation, key, parameters), sort_keys=True, default=str)
        with self._lock:
            kept = self._kept.setdefault(name, _Kept()) if len(self._kept) < _MAX_KEPT else _Kept()
        with kept.lock:
            if kept.outcome is None:
                try:
                    kept.outcome = (self._guarded(service, operation, call), None)
                except Unknown as unknown:
                    kept.outcome = (None, unknown)
        answer, problem = kept.outcome
        if problem is not None:
            raise type(problem)(str(problem))
        return copy.deepcopy(answer)

    def _guarded(self, service: str, operation: str, call: Callable[[Any, str], Any]) -> Any:
        from botocore import xform_name
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, TokenRetrievalError

        action = action_of(service, operation)
        try:
            return call(self.connection.client(service, self.region), xform_name(operation))
        except ClientError as problem:
            raise self._refusal(action, problem) from None
        except (NoCredentialsError, TokenRetrievalError) as problem:
            raise UnusableError(f"the AWS credentials cannot be used: {first_line(problem)}") from None
        except BotoCoreError as problem:
            raise Unknown(f"{action} failed: {first_line(problem)}") from None
        except (ValueError, TypeError, AttributeError, KeyError) as problem:
            raise Unknown(f"{action} answered with something unreadable: {first_line(problem)}") from None

    def _refusal(self, action: str, problem: Any) -> Exception:
        code = str(problem.response.get("Error", {}).get("Code", ""))
        status = problem.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if code in _EXPIRED:
            return UnusableError("the AWS credentials have expired: log in again")
        if code in _UNKNOWN_KEY:
            return UnusableError(f"AWS does not accept the credentials: {code}")
        if code in _DENIED or status == 403:
            self.connection.deny(action, self.region)
            return Unknown(f"{action} denied")
        if "NotFound" in code or code.startswith("NoSuch") or status == 404:
            return NotFoundError(f"{action}: {first_line(problem)}")
        return Unknown(f"{action} failed: {code or first_line(problem)}")
