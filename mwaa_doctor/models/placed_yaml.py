"""YAML texts whose values know the line they stand in; only what JSON can say as well."""

from __future__ import annotations

from typing import Any

from mwaa_doctor.models.placed_json import JsonError, PlacedJson, Step
from mwaa_doctor.rule import Place

_MAX_VALUES = 500_000
_TAG = "tag:yaml.org,2002:"


def read_yaml(data: bytes, path: str) -> PlacedJson:
    """Decode a YAML file; dates stay texts, since JSON has none. Raises ``JsonError``."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(data.decode("utf-8-sig"), Loader=loader)
        reader = _Reader(path)
        value = reader.value(node, ()) if node is not None else None
    except UnicodeDecodeError as problem:
        raise JsonError("is not UTF-8 text", Place(path, data.count(b"\n", 0, problem.start) + 1)) from None
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark is not None else Place(path)
        raise JsonError(problem.problem or "is not YAML", place) from None
    except (yaml.YAMLError, RecursionError) as problem:
        raise JsonError(str(problem).partition("\n")[0], Place(path)) from None
    return PlacedJson(value, reader.places, tuple(reader.repeated))


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.places: dict[tuple[Step, ...], Place] = {}
        self.repeated: list[tuple[tuple[Step, ...], Place]] = []

    def value(self, node: Any, at: tuple[Step, ...], place: Place | None = None) -> Any:
        self.places[at] = own = place or Place(self.path, node.start_mark.line + 1, node.start_mark.column + 1)
        if len(self.places) > _MAX_VALUES:
            raise JsonError("has too many values", own)
        if not node.tag.startswith(_TAG):
            raise JsonError(f"`{node.tag}` is a function of templates, not YAML", own)
        if node.id == "sequence":
            return [self.value(item, (*at, index)) for index, item in enumerate(node.value)]
        if node.id == "scalar":
            return _scalar(node.tag.removeprefix(_TAG), node.value)
        found: dict[str, Any] = {}
        for key, item in node.value:
            if key.id != "scalar":
                raise JsonError("a key is no text", own)
            where = Place(self.path, key.start_mark.line + 1, key.start_mark.column + 1)
            if key.value in found:
                self.repeated.append(((*at, key.value), where))
            found[key.value] = self.value(item, (*at, key.value), where)
        return found


def _scalar(kind: str, text: str) -> Any:
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    if kind == "int" and text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0")):
        return int(text) if len(text) < 40 else text
    return text
