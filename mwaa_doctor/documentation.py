"""A rule's docstring as a page: title, why, fix, and the examples that the tests run."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from functools import lru_cache

from mwaa_doctor.rule import Rule

MARK = "# <- here"
HEADINGS = ("Why", "Fix", "Bad", "Good")
_FILE = re.compile(r"#\s*(?P<path>[\w./-]+(?:\.\w+|/))\s*(?P<mark># <- here)?\s*$")
_SELECT = re.compile(r"#\s*select:\s*(?P<rules>[a-z0-9-]+(?:,\s*[a-z0-9-]+)*)\s*$")
_OPTIONS = re.compile(r"#\s*options:\s*(?P<options>--[a-z-]+(?:\s+--[a-z-]+)*)\s*$")
_VERSION = re.compile(r"#\s*airflow-version:\s*(?P<version>[\d.]+)\s*$")


@dataclass(frozen=True, slots=True)
class Example:
    """One example: the files by path, those reported as a whole, and the Airflow version that it is meant for.

    Lines to be reported end in ``mark``.  ``select`` are the other rules that must run for the rule to judge,
    ``options`` those of ``check`` without which it does not run.
    """

    files: dict[str, str]
    airflow_version: str | None
    marked_files: tuple[str, ...] = ()
    mark: str = MARK
    select: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of a rule's documentation."""

    title: str
    why: str
    fix: str
    bad: str
    good: str

    @property
    def missing(self) -> list[str]:
        """The headings that have no text."""
        return [name for name in HEADINGS if not getattr(self, name.lower())]


@lru_cache(maxsize=1024)
def _sections(doc: str) -> Page:
    title, _, rest = doc.strip().partition("\n")
    parts: dict[str, list[str]] = {name: [] for name in HEADINGS}
    current: list[str] | None = None
    for line in rest.splitlines():
        if line.strip() in HEADINGS and not line.startswith(" "):
            current = parts[line.strip()]
        elif current is not None:
            current.append(line)
    texts = {name.lower(): textwrap.dedent("\n".join(lines)).strip("\n") for name, lines in parts.items()}
    for name in ("why", "fix"):
        texts[name] = "\n\n".join(" ".join(part.split()) for part in texts[name].split("\n\n") if part.strip())
    return Page(title=title.strip().rstrip("."), **texts)


def read_page(rule: Rule) -> Page:
    """Split a rule's docstring into its sections."""
    return _sections(rule.doc)


def read_examples(text: str) -> list[Example]:
    """The examples in a Bad or Good section.

    ``# path`` on a line of its own begins a file, ``# airflow-version: 3.0.6`` says what the example is meant for, and
    a line of dashes begins another example. A file whose path carries the mark is reported as a whole, and so is a
    folder, whose path ends in a slash.  ``# plugins.zip/hooks.py`` begins a file inside an archive.
    ``# select: a, b`` names other rules that must run as well, ``# options: --resolve`` options of ``check``.
    """
    found = []
    for chunk in re.split(r"^-{3,}\s*$", text, flags=re.MULTILINE):
        files: dict[str, list[str]] = {}
        version: str | None = None
        path: str | None = None
        marked: list[str] = []
        select: tuple[str, ...] = ()
        options: tuple[str, ...] = ()
        for line in chunk.splitlines():
            match = _FILE.fullmatch(line.strip()) if not line.startswith(" ") else None
            target = _VERSION.fullmatch(line.strip())
            chosen = _SELECT.fullmatch(line.strip())
            given = _OPTIONS.fullmatch(line.strip())
            if given:
                options = tuple(given["options"].split())
            elif target:
                version = target["version"]
            elif chosen:
                select = tuple(name.strip() for name in chosen["rules"].split(","))
            elif match:
                path = match["path"].rstrip("/")
                if not match["path"].endswith("/"):
                    files[path] = []
                if match["mark"]:
                    marked.append(path)
            elif path in files:
                files[path].append(line)
        if files:
            texts = {name: "\n".join(lines).strip("\n") + "\n" for name, lines in files.items()}
            found.append(Example(texts, version, tuple(marked), select=select, options=options))
    return found
