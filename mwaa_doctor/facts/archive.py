"""The file format of the API surfaces: one file for each Airflow version, with parts that are decoded when asked for.

    magic | length of the index, 4 bytes big-endian | index | parts one after the other

Index and parts are JSON objects packed with zlib. The index says where each part lies, so that a run which never asks
for a provider outside the image never unpacks one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mwaa_doctor.facts.reading import FactsError

MAGIC = b"mwaa-doctor surface 1\n"


class Archive:
    """The content of the surface file `name`; parts are unpacked on demand. Raises FactsError if it is damaged."""

    def __init__(self, name: str, content: bytes) -> None:
        start = len(MAGIC) + 4
        if not content.startswith(MAGIC) or len(content) < start:
            raise FactsError(name, "is damaged (not a surface of this version of mwaa-doctor)")
        end = start + int.from_bytes(content[len(MAGIC) : start], "big")
        self._name = name
        self._parts = memoryview(content)[end:]
        self.index: Mapping[str, Any] = _unpack(name, memoryview(content)[start:end])

    def part(self, name: str) -> Mapping[str, Any]:
        """The part called `name`. Raises FactsError if it is missing or damaged."""
        try:
            offset, length = self.index["parts"][name]
        except (KeyError, TypeError, ValueError) as error:
            raise FactsError(self._name, f"has no part `{name}`") from error
        return _unpack(self._name, self._parts[offset : offset + length])


def pack_archive(index: Mapping[str, Any], parts: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The content of a surface file. Equal input gives equal bytes."""
    places, body = {}, b""
    for name, document in parts.items():
        packed = _pack(document)
        places[name] = (len(body), len(packed))
        body += packed
    head = _pack({**index, "parts": places})
    return MAGIC + len(head).to_bytes(4, "big") + head + body


def _pack(document: Mapping[str, Any]) -> bytes:
    import json
    import zlib

    return zlib.compress(json.dumps(document, separators=(",", ":"), sort_keys=True).encode(), 9)


def _unpack(name: str, packed: memoryview) -> Mapping[str, Any]:
    import json
    import zlib

    try:
        document = json.loads(zlib.decompress(packed))
    except (zlib.error, ValueError) as error:
        raise FactsError(name, "is damaged (its content cannot be unpacked)") from error
    if not isinstance(document, dict):
        raise FactsError(name, "is damaged (no JSON object)")
    return document
