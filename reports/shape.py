"""Whether a document has the shape that ``result.schema.json`` describes, with the place of the first fault.

It reads the part of JSON Schema that our own schema uses; keys that the schema does not know may come from a newer
release and are no fault.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

_TYPES: dict[str, type[Any]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def fault_of(document: Any) -> str | None:
    """The first fault of a result's document, as a sentence that begins with its place; ``None`` if it has none."""
    schema = json.loads(files(__package__).joinpath("result.schema.json").read_text(encoding="utf-8"))
    return _Shape(schema["$defs"]).fault(document, schema, "")


class _Shape:
    def __init__(self, definitions: dict[str, Any]) -> None:
        self.definitions = definitions

    def fault(self, value: Any, schema: dict[str, Any], where: str) -> str | None:
        if "$ref" in schema:
            schema = self.definitions[schema["$ref"].rpartition("/")[2]]
        if "oneOf" in schema:
            nothing, other = schema["oneOf"]
            return None if value is None and nothing == {"type": "null"} else self.fault(value, other, where)
        kinds = schema.get("type", ())
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if kinds and type(value) not in [_TYPES[kind] for kind in kinds]:
            return f"{where or 'it'} is no {' or '.join(kinds)}"
        if "const" in schema and value != schema["const"]:
            return f"{where} is not {schema['const']}"
        if "enum" in schema and not any(value is item or value == item for item in schema["enum"]):
            return f"{where} is none of {', '.join(str(item) for item in schema['enum'])}"
        return self._fault_inside(value, schema, where)

    def _fault_inside(self, value: Any, schema: dict[str, Any], where: str) -> str | None:
        if isinstance(value, dict):
            for name, inner in schema.get("properties", {}).items():
                path = f"{where}.{name}" if where else name
                found = self.fault(value[name], inner, path) if name in value else f"{path} is missing"
                if found:
                    return found
        elif isinstance(value, list):
            if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
                return f"{where} has {len(value)} items"
            for number, item in enumerate(value):
                found = self.fault(item, schema["items"], f"{where}[{number}]")
                if found:
                    return found
        elif isinstance(value, str):
            if len(value) < schema.get("minLength", 0) or not re.search(schema.get("pattern", ""), value):
                return f"{where} is not as it should be"
        elif isinstance(value, int) and value < schema.get("minimum", value):
            return f"{where} is less than {schema['minimum']}"
        return None
