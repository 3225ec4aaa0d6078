"""The options that a line of a requirements file may hold, as pip's parser takes them.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/#supported-options
"""

from __future__ import annotations

import optparse
import shlex
from collections.abc import Iterator
from typing import NoReturn

_WITH_VALUE = (
    ("-i", "--index-url", "--pypi-url"),
    ("--extra-index-url",),
    ("-c", "--constraint"),
    ("-r", "--requirement"),
    ("-e", "--editable"),
    ("-f", "--find-links"),
    ("--no-binary",),
    ("--only-binary",),
    ("--all-releases",),
    ("--only-final",),
    ("--trusted-host",),
    ("--use-feature",),
    ("--hash",),
    ("-C", "--config-settings", "--config-setting"),
    ("--global-option",),
)
_FLAGS = ("--no-index", "--prefer-binary", "--require-hashes", "--no-require-hashes", "--pre")
_STRONG = ("sha256", "sha384", "sha512")


class OptionFault(Exception):  # noqa: N818 - what is wrong with a line of the user's
    """A line whose options pip refuses: one sentence that says why."""


class _Parser(optparse.OptionParser):
    def error(self, msg: str) -> NoReturn:
        raise OptionFault(msg)


def split_line(text: str) -> tuple[str, str]:
    """The requirement at the beginning of a line, and the options behind it."""
    words = text.split(" ")
    count = next((index for index, word in enumerate(words) if word.startswith("-")), len(words))
    return " ".join(words[:count]), " ".join(words[count:])


def read_options(text: str) -> Iterator[tuple[str, str]]:
    """Name (the long one, without hyphens before it) and value of each option; raises ``OptionFault``."""
    try:
        words = shlex.split(text)
    except ValueError as problem:
        raise OptionFault(f"has a quote that is not closed ({problem})") from None
    parser = _Parser(add_help_option=False)
    for names in _WITH_VALUE:
        parser.add_option(*names, dest=_long(names), action="append", default=[])
    for flag in _FLAGS:
        parser.add_option(flag, dest=flag[2:], action="store_true")
    values, _ = parser.parse_args(words)
    for names in _WITH_VALUE:
        for value in getattr(values, _long(names)):
            _check(_long(names), value)
            yield _long(names), value
    for flag in _FLAGS:
        if getattr(values, flag[2:]):
            yield flag[2:], ""


def _long(names: tuple[str, ...]) -> str:
    return next(name for name in names if name.startswith("--"))[2:]


def _check(name: str, value: str) -> None:
    if name == "hash":
        kind, colon, _ = value.partition(":")
        if not colon:
            raise OptionFault("--hash takes a name and a value, such as sha256:abcde")
        if kind not in _STRONG:
            raise OptionFault(f"--hash takes one of {', '.join(_STRONG)}, not {kind}")
    elif name == "config-settings" and not value.partition("=")[1]:
        raise OptionFault("--config-settings takes KEY=VALUE")
