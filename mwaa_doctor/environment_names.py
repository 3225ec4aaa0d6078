"""The names of one environment, from a project's templates and from what the user gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mwaa_doctor.config import ConfigurationError
from mwaa_doctor.models.environment import Environment, environments
from mwaa_doctor.models.iam.samples import Names
from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.unknown import Unknown

_NEEDED = {
    "execution-role": ("environment", "account", "region", "bucket"),
    "trust": ("environment", "account", "region"),
    "key": ("environment", "account", "region"),
    "bucket": ("region", "bucket"),
    "deploy": ("environment", "account", "region", "bucket", "role"),
    "create": ("environment", "account", "region", "bucket", "role"),
    "console": ("environment", "account", "region", "bucket", "role"),
}
_FORMS = {
    "environment": r"[A-Za-z][0-9A-Za-z_-]{0,79}",
    "account": r"\d{12}",
    "region": r"[a-z]{2}(?:-[a-z]+)+-\d",
    "bucket": r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
    "key": r"arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[A-Za-z0-9-]+",
    "role": r"arn:aws[a-z-]*:iam::\d{12}:role/\S+",
}


def environment_names(path: Path, kind: str, given: Mapping[str, Any]) -> Names:
    """What a policy of a kind names. Options win over templates. Raises ``ConfigurationError`` if a name is missing."""
    needed = _NEEDED.get(kind, ("environment", "account", "region"))
    found = {name: given.get(name) or "" for name in (*_FORMS, "airflow_role")}
    if any(not found[name] for name in needed):
        for name, value in _from_project(path, found["environment"]).items():
            found[name] = found[name] or value
    missing = [name for name in needed if not found[name]]
    if missing:
        raise ConfigurationError(f"give {', '.join(f'--{name}' for name in missing)}: {path} does not tell")
    for name, form in _FORMS.items():
        if found[name] and not re.fullmatch(form, found[name], re.ASCII):
            raise ConfigurationError(f"--{name} `{found[name]}` has not the form of one")
    return Names(
        found["environment"],
        found["account"],
        found["region"],
        partition_of(found["region"]),
        found["bucket"],
        found["key"],
        found["role"],
        found["airflow_role"] or "User",
    )


def partition_of(region: str) -> str:
    """The partition that a Region is in."""
    return {"cn": "aws-cn", "us-gov": "aws-us-gov"}.get(region.rpartition("-")[0].rpartition("-")[0], "aws")


def _from_project(path: Path, name: str) -> dict[str, str]:
    """What the templates of a project say of its only environment, or of the one with a name."""
    from mwaa_doctor.opening import open_project

    project, _ = open_project((path,), None, None)
    found = [one for one in environments(project.snapshots, project.target) if not name or _plain(one, "Name") == name]
    if len(found) > 1:
        names = ", ".join(_plain(one, "Name") or one.record.label for one in found)
        raise ConfigurationError(f"{path} has several environments: give --environment, one of {names}")
    if not found:
        return {}
    one = found[0]
    return {
        "environment": _plain(one, "Name"),
        "account": _known(one.snapshot.account),
        "region": _known(one.snapshot.region),
        "bucket": _plain(one, "SourceBucketArn").rpartition(":")[2],
        "key": _plain(one, "KmsKey"),
        "role": _plain(one, "ExecutionRoleArn"),
    }


def _plain(environment: Environment, key: str) -> str:
    try:
        return _known(environment.record.raw(key))
    except Unknown:
        return ""


def _known(value: Text | Unknown | None) -> str:
    return value if isinstance(value, str) else ""
