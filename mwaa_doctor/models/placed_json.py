"""JSON texts whose values know the line they stand in."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from mwaa_doctor.rule import Place

Step = str | int
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


class JsonError(Exception):
    """A text that is not JSON: what is wrong in a few words, and where."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(message)
        self.message = message
        self.place = place


@dataclass(frozen=True)
class PlacedJson:
    """A decoded text: its value, the place of every value in it by path, and the keys that an object repeats."""

    value: Any
    places: Mapping[tuple[Step, ...], Place]
    repeated: tuple[tuple[tuple[Step, ...], Place], ...] = ()


def decode_json(data: bytes, path: str) -> Any:
    """The value of a JSON file without places; raises ``JsonError``."""
    return _decode(_text(data, path), path)


def read_json(data: bytes, path: str) -> PlacedJson:
    """Decode a JSON file; ``path`` is the one that the places carry. Raises ``JsonError``."""
    text = _text(data, path)
    value = _decode(text, path)
    places: dict[tuple[Step, ...], Place] = {}
    repeated = []
    for found, place in _walk(text, path):
        if found in places:
            repeated.append((found, place))
        places[found] = place
    return PlacedJson(value, places, tuple(repeated))


def _text(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise JsonError("is not UTF-8 text", Place(path, line)) from None


def _decode(text: str, path: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as problem:
        message = problem.msg[:1].lower() + problem.msg[1:]
        raise JsonError(message, Place(path, problem.lineno, problem.colno)) from None
    except RecursionError:
        raise JsonError("is nested too deeply", Place(path)) from None
    except ValueError as problem:
        raise JsonError(str(problem), Place(path)) from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON value")


def _walk(text: str, path: str) -> Iterator[tuple[tuple[Step, ...], Place]]:
    """The path and place of every value of a valid text; a member of an object stands where its key does."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    steps: list[Step] = []
    open_objects: list[bool] = []
    key: Place | None = None
    expects_key = False
    for match in _TOKEN.finditer(text):
        mark = match.group()
        if mark in ",:":
            if mark == "," and open_objects:
                expects_key = open_objects[-1]
                last = steps[-1]
                if isinstance(last, int):
                    steps[-1] = last + 1
            continue
        if mark in "}]":
            steps.pop()
            open_objects.pop()
            expects_key = False
            continue
        line = bisect_right(starts, match.start())
        place = Place(path, line, match.start() - starts[line - 1] + 1)
        if expects_key:
            steps[-1] = json.loads(mark)
            key, expects_key = place, False
            continue
        yield tuple(steps), key or place
        key = None
        if mark in "{[":
            open_objects.append(mark == "{")
            steps.append("" if mark == "{" else 0)
            expects_key = mark == "{"
