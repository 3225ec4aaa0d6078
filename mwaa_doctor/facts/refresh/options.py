"""Builds the reference of configuration options from the wheels of Airflow and its providers.

Read are `config.yml`, which documents every option, the tables of renamed options and allowed values in the module that
reads the configuration, and what providers say in `get_provider_info.py`. Nothing is executed.
"""

from __future__ import annotations

import ast
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mwaa_doctor.facts.packages import constraints, installed
from mwaa_doctor.facts.refresh.images import PROVIDER_PREFIX, MissingWheelError
from mwaa_doctor.facts.refresh.wheels import WheelCache
from mwaa_doctor.facts.versions import Release

OPTIONS_FILE = "option_reference.json"
_DOCUMENTATION = "airflow/config_templates/config.yml"
_READERS = ("airflow/configuration.py", "airflow/_shared/configuration/parser.py")
_LONGEST_DEFAULT = 60
_SOURCE = (
    "config.yml, the configuration reader and get_provider_info.py in the wheels of apache-airflow and of the "
    "providers in the constraints, from PyPI"
)


def build_options(known: Iterable[Release], wheels: WheelCache, checked: str) -> str:
    """The text of `option_reference.json`, from Airflow 2 on.

    Raises MissingWheelError if a wheel of Airflow is not in the cache.
    """
    releases = tuple(release for release in known if release.major > 1)
    options: dict[str, list[Any]] = {}
    renamed: dict[str, list[Any]] = {}
    choices: dict[str, list[Any]] = {}
    for position, release in enumerate(releases):
        found, moved, allowed = _read_release(release, wheels)
        for table, rows in ((options, found), (renamed, moved), (choices, allowed)):
            for name, row in rows.items():
                _extend(table.setdefault(name, []), position, row)
    head = {"source": _SOURCE, "checked": checked, "versions": [release.version for release in releases]}
    tables = {"options": options, "renamed": renamed, "choices": choices}
    lines = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    lines += [f' "{title}": {{\n{_rows(table)}\n }}' for title, table in tables.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _rows(table: Mapping[str, list[Any]]) -> str:
    return ",\n".join(f"  {json.dumps(name)}: {json.dumps(spans)}" for name, spans in sorted(table.items()))


def _extend(spans: list[Any], position: int, row: list[Any]) -> None:
    """Note what holds for one version; neighbours of which the same holds share a row of first, last, and the facts."""
    if spans and spans[-1][1] == position - 1 and spans[-1][2:] == row:
        spans[-1][1] = position
    else:
        spans.append([position, position, *row])


def _read_release(
    release: Release, wheels: WheelCache
) -> tuple[dict[str, list[Any]], dict[str, list[Any]], dict[str, list[Any]]]:
    present, offered = installed(release.version) or {}, constraints(release.version) or {}
    name = "apache-airflow-core" if release.major > 2 else "apache-airflow"
    wheel = wheels.find(name, release.version)
    if wheel is None:
        raise MissingWheelError(f"{name} {release.version} is not in the cache; run without --offline")
    options: dict[str, list[Any]] = {}
    for provider, version in sorted({**offered, **present}.items()):
        found = wheels.find(provider, version) if provider.startswith(PROVIDER_PREFIX) else None
        if found is not None:
            owner = [provider, provider in present]
            options.update({key: [*row, *owner] for key, row in _of_sections(_provider_sections(found))})
    with zipfile.ZipFile(wheel) as archive:
        options.update({key: [*row, None, True] for key, row in _of_sections(_documented(archive))})
        renamed: dict[str, list[Any]] = {}
        choices: dict[str, list[Any]] = {}
        for path in _READERS:
            if path in archive.namelist():
                _read_tables(archive.read(path), options, renamed, choices)
    return options, {key: row for key, row in renamed.items() if key not in options}, choices


def _documented(archive: zipfile.ZipFile) -> Mapping[str, Any]:
    import yaml

    document = yaml.safe_load(archive.read(_DOCUMENTATION))
    return _by_name(document)


def _by_name(sections: Any) -> dict[str, Any]:
    """Sections with their options by name; older versions of Airflow wrote both as lists."""
    named = {item["name"]: item for item in sections} if isinstance(sections, list) else sections
    found = {}
    for name, section in named.items():
        options = section.get("options") or {}
        found[name] = {item["name"]: item for item in options} if isinstance(options, list) else options
    return found


def _provider_sections(wheel: Path) -> dict[str, Any]:
    with zipfile.ZipFile(wheel) as archive:
        for path in archive.namelist():
            if path.endswith("/get_provider_info.py"):
                for node in ast.walk(ast.parse(archive.read(path))):
                    if isinstance(node, ast.Return) and node.value is not None:
                        told = ast.literal_eval(node.value)
                        return _by_name(told.get("config") or {})
    return {}


def _of_sections(sections: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for section, options in sections.items():
        for option, row in options.items():
            default = row.get("default")
            text = None if default is None else str(default)
            kept = text if text is not None and len(text) <= _LONGEST_DEFAULT and "\n" not in text else None
            yield f"{section}.{option}".lower(), [row.get("type") or "string", kept]


def _read_tables(
    source: bytes, options: Mapping[str, Any], renamed: dict[str, list[Any]], choices: dict[str, list[Any]]
) -> None:
    levels: tuple[str, ...] = ()
    sections: dict[str, tuple[str, str]] = {}
    for name, value in _class_values(ast.parse(source)):
        if name == "_available_logging_levels":
            levels = tuple(_texts(value))
        elif name == "deprecated_options" and isinstance(value, ast.Dict):
            for key, old in zip(value.keys, value.values, strict=True):
                new, (section, option, *since) = _texts(key), _texts(old)
                renamed[f"{section}.{option}".lower()] = [".".join(new).lower(), since[0] if since else None]
        elif name == "deprecated_sections":
            sections.update(ast.literal_eval(value))
        elif name == "enums_options" and isinstance(value, ast.Dict):
            for key, allowed in zip(value.keys, value.values, strict=True):
                values = [*levels, *_texts(allowed)] if _names_levels(allowed) else _texts(allowed)
                if values:
                    choices[".".join(_texts(key))] = [values]
    for new_section, (old_section, since_version) in sections.items():
        for option in [item for item in options if item.startswith(f"{new_section}.")]:
            old_name = f"{old_section}.{option.partition('.')[2]}"
            renamed.setdefault(old_name, [option, since_version])


def _class_values(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for item in node.body:
                target = item.targets[0] if isinstance(item, ast.Assign) else getattr(item, "target", None)
                value = getattr(item, "value", None)
                if isinstance(target, ast.Name) and value is not None:
                    yield target.id, value


def _texts(node: ast.expr | None) -> list[str]:
    """The literal texts of a tuple or list; nothing of what would have to be computed."""
    if isinstance(node, (ast.Tuple, ast.List)):
        return [item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    return []


def _names_levels(node: ast.expr) -> bool:
    return any(isinstance(item, ast.Name) and item.id == "_available_logging_levels" for item in ast.walk(node))
