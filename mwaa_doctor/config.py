"""The configuration: ``[tool.mwaa-doctor]`` in ``pyproject.toml``, or ``mwaa-doctor.toml``."""

from __future__ import annotations

import datetime
import difflib
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mwaa_doctor.target import AirflowVersion

FILE_NAME = "mwaa-doctor.toml"
_MAX_BYTES = 1_000_000
SEVERITIES = ("error", "warning", "info")
ACCESS_MODES = ("PUBLIC_ONLY", "PRIVATE_ONLY", "PUBLIC_AND_PRIVATE")


class ConfigurationError(Exception):
    """A configuration that cannot be used: one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """An ignore in the configuration, for what has no comments: rule, target, reason and last day.

    ``target`` is a path pattern or the name of a resource; ``*`` wildcards are allowed in both.
    """

    rule: str
    target: str
    reason: str
    until: datetime.date | None = None
    owner: str | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class UserFiles:
    """Somebody who has to do with an environment: all policies that he has, by file, and what he is there for.

    Without ``policies`` he is the role, user or group of that name in the environment's own source.
    """

    name: str
    policies: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EnvironmentFiles:
    """The files that tell of one environment: its answer or template, and the policies that go with it.

    ``environment`` is an answer of ``aws mwaa get-environment`` or the input of ``create-environment``, ``template`` a
    template with its values of ``parameter_overrides``; exactly one of the two is given.
    """

    name: str = ""
    environment: str | None = None
    template: str | None = None
    parameter_overrides: str | None = None
    region: str | None = None
    account: str | None = None
    execution_role_policies: tuple[str, ...] = ()
    permissions_boundary: str | None = None
    trust_policy: str | None = None
    bucket_policy: str | None = None
    key_policy: str | None = None
    users: tuple[UserFiles, ...] = ()


@dataclass(frozen=True)
class Config:
    """The settings of a run. Paths are relative to ``folder``, the folder of the configuration file.

    Unless it ``looks_around``, there are no other requirements, plugins and startup scripts than those named.
    """

    path: Path | None = None
    folder: Path | None = None
    dags: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    requirements: str | None = None
    startup_script: str | None = None
    templates: tuple[str, ...] = ()
    parameter_overrides: str | None = None
    snapshots: tuple[str, ...] = ()
    environments: tuple[EnvironmentFiles, ...] = ()
    exclude: tuple[str, ...] = ()
    airflow_version: str | None = None
    environment_class: str | None = None
    webserver_access_mode: str | None = None
    airflowignore_syntax: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_path_ignores: dict[str, tuple[str, ...]] = field(default_factory=dict)
    suppressions: tuple[Suppression, ...] = ()
    fail_on: str | None = None
    baseline: str | None = None
    looks_around: bool = True


_KEYS = {
    "dags": "paths", "plugins": "paths", "requirements": "text", "startup-script": "text", "exclude": "texts",
    "templates": "texts", "parameter-overrides": "text", "snapshots": "texts", "environments": "environments",
    "airflow-version": "version", "environment-class": "class", "webserver-access-mode": "access",
    "airflowignore-syntax": "syntax", "select": "texts", "ignore": "texts", "per-path-ignores": "table",
    "suppressions": "suppressions", "fail-on": "severity", "baseline": "text",
}  # fmt: skip
_ENVIRONMENT_KEYS = {
    "name": "text", "environment": "text", "template": "text", "parameter-overrides": "text", "region": "text",
    "account": "account", "execution-role-policies": "texts", "permissions-boundary": "text", "trust-policy": "text",
    "bucket-policy": "text", "key-policy": "text", "users": "users",
}  # fmt: skip
_USER_KEYS = {"name": "text", "policies": "texts", "duties": "duties"}
_SUPPRESSION_KEYS = ("rule", "target", "reason", "until", "owner")


def load_config(start: Path, given: Path | None = None) -> Config:
    """Read the given file, or the nearest one from ``start`` upwards; raises ``ConfigurationError``."""
    if given is not None:
        if not given.is_file():
            raise ConfigurationError(f"there is no configuration file {given}")
        table = _tool_table(given) if given.name == "pyproject.toml" else _read_toml(given)
        return _build(table or {}, given)
    for folder in (start, *start.parents):
        own = folder / FILE_NAME
        if own.is_file():
            return _build(_read_toml(own), own)
        project = folder / "pyproject.toml"
        if project.is_file():
            found = _tool_table(project)
            if found is not None:
                return _build(found, project)
        if (folder / ".git").exists():
            break
    return Config()


def _tool_table(path: Path) -> dict[str, Any] | None:
    try:
        if b"mwaa-doctor" not in path.read_bytes():
            return None
    except OSError as problem:
        raise ConfigurationError(f"{path} cannot be read: {problem.strerror}") from None
    tools = _read_toml(path).get("tool", {})
    table = tools.get("mwaa-doctor") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigurationError(f"{path}: tool.mwaa-doctor must be a table")
    return table


def _read_toml(path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        data = path.read_bytes()
        if len(data) > _MAX_BYTES:
            raise ConfigurationError(f"{path} is larger than {_MAX_BYTES:,} bytes")
        return tomllib.loads(data.decode("utf-8-sig"))
    except OSError as problem:
        raise ConfigurationError(f"{path} cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path} is not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise ConfigurationError(f"{path} is not valid TOML: {problem}") from None


def nearest(name: str, known: Iterable[str]) -> str:
    """``", did you mean `x`?"`` for the closest known name, or an empty string."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f", did you mean `{close[0]}`?" if close else ""


def _build(table: dict[str, Any], path: Path) -> Config:
    config = Config(path=path, folder=path.parent)
    for key, value in table.items():
        kind = _KEYS.get(key)
        if kind is None:
            raise ConfigurationError(f"{path}: unknown key `{key}`{nearest(key, _KEYS)}")
        config = replace(config, **{key.replace("-", "_"): _READERS[kind](value, f"{path}: `{key}`")})
    return config


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise ConfigurationError(f"{where} must be a text")
    return value


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ConfigurationError(f"{where} must be a list of texts")
    return tuple(value)


def _paths(value: Any, where: str) -> tuple[str, ...]:
    found = _texts([value] if isinstance(value, str) else value, where)
    return tuple("" if item.strip("./") == "" else item.strip("/").removeprefix("./") for item in found)


def _version(value: Any, where: str) -> str:
    text = _text(value, where)
    if AirflowVersion.parse(text) is None:
        raise ConfigurationError(f"{where} must be a version such as 2.10.3, not `{text}`")
    return text


def _one_of(choices: tuple[str, ...]) -> Any:
    def read(value: Any, where: str) -> str:
        if value not in choices:
            raise ConfigurationError(f"{where} must be one of {', '.join(choices)}{nearest(str(value), choices)}")
        return str(value)

    return read


def _class(value: Any, where: str) -> str:
    text = _text(value, where)
    if not text.startswith("mw1."):
        raise ConfigurationError(f"{where} must be an environment class such as mw1.small, not `{text}`")
    return text


def _table(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ConfigurationError(f"{where} must be a table of path patterns and lists of rules")
    return {pattern: _texts(rules, f"{where} of `{pattern}`") for pattern, rules in value.items()}


def _suppressions(value: Any, where: str) -> tuple[Suppression, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ConfigurationError(f"{where} must be a list of tables, [[suppressions]]")
    found = []
    for position, item in enumerate(value, 1):
        here = f"{where} number {position}"
        for key in item:
            if key not in _SUPPRESSION_KEYS:
                raise ConfigurationError(f"{here}: unknown key `{key}`{nearest(key, _SUPPRESSION_KEYS)}")
        for key in ("rule", "target", "reason"):
            if key not in item:
                raise ConfigurationError(f"{here} needs `{key}`")
        until = item.get("until")
        if isinstance(until, str):
            try:
                until = datetime.date.fromisoformat(until)
            except ValueError:
                raise ConfigurationError(f"{here}: `until` must be a date such as 2027-01-31") from None
        if isinstance(until, datetime.datetime) or not isinstance(until, (datetime.date, type(None))):
            raise ConfigurationError(f"{here}: `until` must be a date such as 2027-01-31")
        texts = {key: _text(item[key], f"{here}: `{key}`") for key in ("rule", "target", "reason")}
        owner = _text(item["owner"], f"{here}: `owner`") if "owner" in item else None
        found.append(Suppression(**texts, until=until, owner=owner, position=position))
    return tuple(found)


def _account(value: Any, where: str) -> str:
    text = _text(value, where)
    if not (len(text) == 12 and text.isdecimal() and text.isascii()):
        raise ConfigurationError(f"{where} must be an account id of twelve digits in quotes, not `{text}`")
    return text


def _environments(value: Any, where: str) -> tuple[EnvironmentFiles, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ConfigurationError(f"{where} must be a list of tables, [[environments]]")
    found = []
    for position, item in enumerate(value, 1):
        here = f"{where} number {position}"
        for key in item:
            if key not in _ENVIRONMENT_KEYS:
                raise ConfigurationError(f"{here}: unknown key `{key}`{nearest(key, _ENVIRONMENT_KEYS)}")
        if ("environment" in item) == ("template" in item):
            raise ConfigurationError(f"{here} needs either `environment` or `template`")
        if "parameter-overrides" in item and "template" not in item:
            raise ConfigurationError(f"{here}: `parameter-overrides` goes with `template`")
        read = {
            key.replace("-", "_"): _READERS[_ENVIRONMENT_KEYS[key]](one, f"{here}: `{key}`")
            for key, one in item.items()
        }
        found.append(EnvironmentFiles(**read))
    return tuple(found)


def _users(value: Any, where: str) -> tuple[UserFiles, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ConfigurationError(f"{where} must be a list of tables, [[environments.users]]")
    found = []
    for position, item in enumerate(value, 1):
        here = f"{where} number {position}"
        for key in item:
            if key not in _USER_KEYS:
                raise ConfigurationError(f"{here}: unknown key `{key}`{nearest(key, _USER_KEYS)}")
        if "name" not in item:
            raise ConfigurationError(f"{here} needs `name`")
        if not item.get("policies") and not item.get("duties"):
            raise ConfigurationError(f"{here} needs `policies`, `duties` or both")
        found.append(
            UserFiles(**{key: _READERS[_USER_KEYS[key]](one, f"{here}: `{key}`") for key, one in item.items()})
        )
    return tuple(found)


def _duties(value: Any, where: str) -> tuple[str, ...]:
    from mwaa_doctor.facts.user_permissions import duties

    found = _texts(value, where)
    for duty in found:
        if duty not in duties():
            raise ConfigurationError(f"{where} are of {', '.join(duties())}, not `{duty}`{nearest(duty, duties())}")
    return found


_READERS: dict[str, Any] = {
    "text": _text,
    "texts": _texts,
    "paths": _paths,
    "version": _version,
    "class": _class,
    "access": _one_of(ACCESS_MODES),
    "syntax": _one_of(("regexp", "glob")),
    "severity": _one_of(SEVERITIES),
    "table": _table,
    "suppressions": _suppressions,
    "account": _account,
    "environments": _environments,
    "users": _users,
    "duties": _duties,
}
