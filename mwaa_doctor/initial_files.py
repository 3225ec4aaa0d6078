"""What ``init`` writes: worked out here, written by the command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mwaa_doctor import __version__
from mwaa_doctor.config import FILE_NAME, Config, ConfigurationError, load_config
from mwaa_doctor.project import Project, open_folder
from mwaa_doctor.sources.git_ignore import repository_top

PRE_COMMIT = ".pre-commit-config.yaml"


@dataclass(frozen=True, slots=True)
class Step:
    """One file to write, with its whole text; ``text`` is ``None`` if there is nothing to do, as ``message`` says."""

    path: Path
    message: str
    text: str | None = None


def plan(folder: Path, *, overwrite: bool) -> Iterator[Step]:
    """The files to write for the project in a folder; raises ``ConfigurationError`` for one that cannot be read."""
    base = folder.resolve()
    project = open_folder(base, load_config(base))
    yield _configuration(base, project, overwrite=overwrite)
    top = repository_top(base)
    if top is not None:
        yield _pre_commit(top, base, project)


# -- the configuration -------------------------------------------------------------------------------------------------


def _configuration(base: Path, project: Project, *, overwrite: bool) -> Step:
    own, shared = base / FILE_NAME, base / "pyproject.toml"
    if own.exists():
        if not overwrite:
            return Step(own, "is there already; --overwrite replaces it")
        return Step(own, "replace it by a fresh configuration", configuration(project))
    if not shared.is_file():
        return Step(own, "write a configuration with every key explained", configuration(project))
    text = _read(shared)
    if load_config(base, shared) != Config(path=shared, folder=base) or "[tool.mwaa-doctor" in text:
        return Step(shared, "has a [tool.mwaa-doctor] table already")
    end = "\r\n" if "\r\n" in text else "\n"
    added = "\n[tool.mwaa-doctor]\n" + configuration(project)
    start = text if not text or text.endswith("\n") else text + end
    return Step(shared, "add a [tool.mwaa-doctor] table", start + added.replace("\n", end))


def configuration(project: Project) -> str:
    """The commented configuration of a project: all that it finds out by itself is named, but not fixed."""
    version = project.target.version
    told = f"  # found: {project.target.version_source}" if version is not None else "  # not found in the project"
    requirements = project.requirements.path if project.requirements is not None else "requirements.txt"
    return "\n".join(
        (
            "# Every key is optional. `mwaa-doctor rules` lists the rules, `mwaa-doctor explain RULE` shows one.",
            f'# airflow-version = "{version or "2.10.3"}"{told}',
            '# environment-class = "mw1.small"',
            '# webserver-access-mode = "PRIVATE_ONLY"  # or PUBLIC_ONLY, PUBLIC_AND_PRIVATE',
            f"# dags = {_listed(project.dag_folders or ('dags',))}",
            f"# plugins = {_listed(project.plugin_folders or ('plugins',))}",
            f"# requirements = {_quoted(requirements)}",
            '# startup-script = "startup.sh"',
            '# exclude = ["dags/archive"]',
            '# ignore = ["start-date-*"]  # names of rules, families, patterns',
            '# fail-on = "warning"  # or error, info',
            "",
        )
    )


def _listed(values: tuple[str, ...]) -> str:
    return f"[{', '.join(_quoted(value or '.') for value in values)}]"


def _quoted(text: str) -> str:
    """A basic string of TOML, which has the escapes of JSON."""
    import json

    return json.dumps(text, ensure_ascii=True)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as problem:
        raise ConfigurationError(f"{path} cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path} is not UTF-8") from None


# -- pre-commit --------------------------------------------------------------------------------------------------------


def _pre_commit(top: Path, base: Path, project: Project) -> Step:
    path = top / PRE_COMMIT
    inside = base.relative_to(top).as_posix()
    if not path.exists():
        return Step(path, "write it with the hook mwaa-doctor", "repos:\n" + _hook(project, inside, "  "))
    text = _read(path)
    before = _parsed(text)
    if "mwaa-doctor" in text:
        return Step(path, "has a hook mwaa-doctor already")
    if isinstance(before, dict) and isinstance(before.get("repos"), list):
        end = "\r\n" if "\r\n" in text else "\n"
        start = text if text.endswith("\n") else text + end
        for indentation in ("  ", "", "    "):
            joined = start + _hook(project, inside, indentation).replace("\n", end)
            after = _parsed(joined)
            if isinstance(after, dict) and after.get("repos", [])[:-1] == before["repos"] and len(after) == len(before):
                return Step(path, "add the hook mwaa-doctor", joined)
    shown = _hook(project, inside, "  ")
    return Step(path, f"cannot be added to without changing its layout; add below `repos:`\n{shown.rstrip()}")


def _hook(project: Project, inside: str, indentation: str) -> str:
    import re

    prefix = "" if inside == "." else f"{inside}/"
    folders = [re.escape(prefix + folder).replace("\\-", "-") for folder in project.import_roots if folder]
    pattern = f"^({'|'.join(folders or ['dags', 'plugins'])})/.*\\.py$|\\.sh$|(^|/)\\.airflowignore$"
    lines = (
        "- repo: local",
        "  hooks:",
        "    - id: mwaa-doctor",
        "      name: mwaa-doctor",
        "      entry: mwaa-doctor check",
        "      language: python",
        f'      additional_dependencies: ["mwaa-doctor=={__version__}"]',
        f"      files: '{pattern}'",
        "      require_serial: true",
    )
    return "".join(f"{indentation}{line}\n" for line in lines)


def _parsed(text: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
