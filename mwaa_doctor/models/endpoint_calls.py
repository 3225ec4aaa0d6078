"""Requests to the web server of an MWAA environment, whatever they are written in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor.models.partial_text import GAP, PartialText
from mwaa_doctor.models.scopes import Call
from mwaa_doctor.models.shell_words import ShellCommand
from mwaa_doctor.models.value_flow import Use
from mwaa_doctor.rule import Place

HINT = re.compile(rb"mwa|amazonaws", re.IGNORECASE)
_TARGETS = (
    ("cli", re.compile(r"/aws_mwaa?/cli\b")),
    ("sso", re.compile(r"/aws-console-sso\b")),
    ("login", re.compile(r"/aws_mwaa/login\b")),
    (
        "rest",
        re.compile(
            r"/api/v[12]/(?:dags|dagRuns|pools|variables|connections|datasets|assets|importErrors|eventLogs|dagSources|"
            r"dagWarnings|dagStats|monitor|health|version|config|plugins|providers|backfills|roles|users)\b"
        ),
    ),
)
_CHECKS = frozenset({
    "status_code", "status", "ok", "raise_for_status", "reason", "is_success", "is_error", "getcode", "code",
    "has_error", "error_for_status",
})  # fmt: skip
_LOGGED = (".info", ".debug", ".warning", ".error", ".exception")


@dataclass(frozen=True, slots=True)
class Command:
    """A command for the Airflow command line of an environment, as far as the code shows it."""

    text: PartialText | None
    line: str
    place: Place

    @property
    def words(self) -> list[str]:
        """The words at the beginning that are known in full."""
        known, gap, _ = self.line.partition(GAP)
        words = known.split()
        return words[:-1] if gap and known[-1:] not in ("", " ") else words

    @property
    def is_complete(self) -> bool:
        """Whether the whole command is known."""
        return GAP not in self.line


@dataclass(frozen=True, eq=False)
class EndpointCall:
    """A request to the web server of an environment.

    ``target`` is ``cli``, ``login``, ``sso``, ``rest`` or ``invoke`` (the REST API through boto3).  ``method`` and
    ``headers`` (lower-case names) are ``None`` where they are not known; ``body_kind`` is ``text``, ``json``, ``form``,
    ``none`` or ``unknown``.
    """

    place: Place
    target: str
    url: str
    method: str | None
    headers: dict[str, str] | None
    body_kind: str
    commands: tuple[Command, ...]
    client: str = ""
    sends_web_token: bool = False
    skips_verification: bool = False
    call: Call | None = None
    code: Any = field(default=None, repr=False)
    body_keys: frozenset[str] = frozenset()
    command: ShellCommand | None = None

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "requests to the web server of an environment"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[EndpointCall]:
        """The requests that a Python file or a shell script makes."""
        from mwaa_doctor.models.mwaa_calls import talk_of

        talk = talk_of(source)
        return talk.endpoint_calls if talk is not None else ()

    @property
    def is_plain_http(self) -> bool:
        """Whether the address begins with ``http://``."""
        return self.url.startswith("http://")

    @cached_property
    def reply(self) -> tuple[Use, ...]:
        """Every use of the reply that can be seen; empty for shell scripts."""
        return tuple(self.code.reply_of(self))

    @property
    def reply_is_checked(self) -> bool:
        """Whether anything may look at the outcome: status, stderr, a test, or code that is not seen."""
        shown = 0
        for use in self.reply:
            if use.kind in ("test", "return", "other"):
                return True
            if (use.kind == "attribute" and use.detail in _CHECKS) or (use.kind == "key" and use.detail == "stderr"):
                return True
            if use.kind == "argument":
                if not is_shown(use.detail) and not _passes_on(use.detail):
                    return True
                shown += is_shown(use.detail)
        return bool(shown) and bool(self.code.is_run_by_hand)


def target_of(address: str) -> str | None:
    """Which part of the web server an address means; ``None`` if it is none of MWAA's."""
    return next((kind for kind, pattern in _TARGETS if pattern.search(address)), None)


def is_shown(name: str) -> bool:
    """Whether a function only prints or logs its arguments."""
    return name == "print" or name.startswith(("logging.", "pprint.")) or name.endswith(_LOGGED)


def _passes_on(name: str) -> bool:
    return name in ("str", "dict", "repr", "bytes", "ast.literal_eval") or name.startswith(
        ("json.", "base64.", "codecs.")
    )
