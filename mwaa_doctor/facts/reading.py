"""Reads the data files of this package.

A data file says where its rows come from (`source`) and when they were last compared with it (`checked`). TOML files
are written by people, JSON and `.bin` files by `python -m mwaa_doctor.facts.refresh`. Nothing is read before it is
asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

Row = TypeVar("Row")


class FactsError(Exception):
    """A data file of mwaa-doctor is missing or damaged; the message names the file and the cure."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"data file `{name}` {reason}; reinstall mwaa-doctor")
        self.name = name


def read_bytes(name: str) -> bytes:
    """The content of the data file `name`, a path below this package with forward slashes.

    Raises FactsError if it cannot be read.
    """
    from importlib.resources import files  # costs ten times the reading of a small file, so only when needed

    try:
        return files(__package__).joinpath(name).read_bytes()
    except OSError as error:
        raise FactsError(name, f"cannot be read ({type(error).__name__})") from error


def exists(name: str) -> bool:
    """Whether there is a data file `name`."""
    from importlib.resources import files

    return files(__package__).joinpath(name).is_file()


@cache
def read_toml(name: str) -> Mapping[str, Any]:
    """The TOML data file `name`. Raises FactsError if it is missing, damaged or without `source` and `checked`."""
    return parse_toml(name, read_bytes(name))


def parse_toml(name: str, content: bytes) -> Mapping[str, Any]:
    """The document in the TOML file `name`. Raises FactsError as read_toml does."""
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        document: dict[str, Any] = tomllib.loads(content.decode("utf-8"))
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError
        raise FactsError(name, "is damaged (no TOML)") from error
    return _with_origin(name, document)


@cache
def read_json(name: str) -> Mapping[str, Any]:
    """The JSON data file `name`, an object. Raises FactsError as read_toml does."""
    import json

    try:
        document = json.loads(read_bytes(name))
    except ValueError as error:
        raise FactsError(name, "is damaged (no JSON)") from error
    return _with_origin(name, document)


def _with_origin(name: str, document: Any) -> Mapping[str, Any]:
    if not isinstance(document, dict) or not {"source", "checked"} <= document.keys():
        raise FactsError(name, "does not say its source and when it was checked")
    return document


@cache
def read_rows(name: str, table: str, row_type: type[Row]) -> tuple[Row, ...]:
    """The rows of one array of tables in a TOML file, in the order of the file. Raises FactsError as make_rows does."""
    return make_rows(name, read_toml(name).get(table, ()), row_type)


def make_rows(name: str, rows: Iterable[Mapping[str, Any]], row_type: type[Row]) -> tuple[Row, ...]:
    """Rows of the file `name` as `row_type`: arrays become tuples, missing keys the defaults.

    Raises FactsError if a row does not fit.
    """
    made = []
    for given in rows:
        values = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
        try:
            made.append(row_type(**values))
        except TypeError as error:
            raise FactsError(name, f"has a row that does not fit ({error})") from error
    return tuple(made)


@cache
def knowledge_date() -> str:
    """The day (ISO) on which the facts were last compared with their sources; reports print it."""
    import re
    from importlib.resources import files

    stamp = re.compile(rb"^(?:checked = |\{.*\"checked\": \")(\d{4}-\d\d-\d\d)", re.MULTILINE)
    days = [
        found[1].decode()
        for entry in files(__package__).iterdir()
        if entry.name.endswith((".toml", ".jsonl")) and (found := stamp.search(entry.read_bytes()[:2000]))
    ]
    if not days:
        raise FactsError("releases.toml", "cannot be read")
    return max(days)
