"""``.airflowignore`` files, matched as Airflow matches them.

Regular expressions are searched for in the path relative to the DAG folder, wherever the file lies; globs follow
``.gitignore`` with Airflow's own simplification that a pattern without a slash looks at the last part of the path only.
Source: ``airflow/utils/file.py`` of the releases.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Literal

from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import ONLY_SOME_FILES, Unknown

Syntax = Literal["regexp", "glob"]
_COMMENT = re.compile(r"\s*#.*")
_SIMPLE_GLOB = re.compile(r"(?=.)/?(?P<folder>(?:\w[\w-]*/)+)?(?:\*(?P<ending>(?:\.[A-Za-z]\w*)+))?")
_SIMPLE_REGEXP = re.compile(
    r"(?=.)(?:\^(?P<folder>(?:\w[\w-]*/)+)(?:\[\^/\][*+])?|(?:\.\*)?)(?:(?P<ending>(?:\\\.[A-Za-z]\w*)+)\$)?"
)
_NOT_IN_RE2 = re.compile(r"\(\?(?:[=!>#(]|<[=!]|P=|[a-zA-Z]*[aLux])|\\[1-9Z]|[*+?}]\+")


@dataclass(frozen=True)
class Pattern:
    """One line of an ignore file: the text that Airflow uses, and where it stands.

    ``fault`` says why Airflow cannot use the pattern, if it cannot.  Regular expressions are RE2 (``re2``) from Airflow
    2.6 to 2.11, and those of Python otherwise.
    """

    text: str
    place: Place
    syntax: Syntax
    folder: str
    re2: bool = True

    @cached_property
    def compiled(self) -> tuple[re.Pattern[str] | None, bool, str]:
        """The expression, whether it excludes (a glob beginning with ``!`` includes again), and the fault."""
        if self.syntax == "glob":
            return self._glob()
        if self.re2 and _NOT_IN_RE2.search(self.text):
            return None, True, "it has something that the RE2 syntax of Airflow 2 lacks, such as a look-around"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return re.compile(self.text), True, ""
        except (re.error, OverflowError, RecursionError) as fault:
            return None, True, str(fault)

    def _glob(self) -> tuple[re.Pattern[str] | None, bool, str]:
        import pathspec

        if self.text.strip() == "/":
            return None, True, "`/` alone matches nothing"
        try:
            pattern: Any = next(iter(pathspec.GitIgnoreSpec.from_lines([self.text]).patterns), None)
        except ValueError as fault:
            return None, True, str(fault)
        if pattern is None or pattern.regex is None:
            return None, True, ""
        return pattern.regex, pattern.include is not False, ""

    @property
    def fault(self) -> str:
        """Why Airflow cannot use the pattern; empty for a good one."""
        return self.compiled[2]

    @property
    def ends_search(self) -> bool:
        """Whether Airflow does not just drop the bad pattern but fails on it, and so finds no DAG file at all."""
        return self.syntax == "glob" and bool(self.fault) and self.text.strip() != "/"

    @cached_property
    def in_other_syntax(self) -> Pattern:
        """The same text read the other way: as a glob instead of a regular expression, or the reverse."""
        return replace(self, syntax="glob" if self.syntax == "regexp" else "regexp")

    @property
    def translated(self) -> Pattern | None:
        """The pattern rewritten to the syntax of its file, if it is a simple one of the other; else ``None``.

        Simple are endings (``*.md``, ``\\.md$``), folders from the top (``a/b/``, ``^a/b/``) and both together.
        """
        simple = (_SIMPLE_GLOB if self.syntax == "regexp" else _SIMPLE_REGEXP).fullmatch(self.text)
        if self.folder or simple is None:
            return None
        folder, ending = simple["folder"] or "", (simple["ending"] or "").replace("\\", "")
        if self.syntax == "glob":
            text = f"/{folder}" + (f"*{ending}" if ending else "") if folder else f"*{ending}"
        else:
            end = f"{re.escape(ending)}$" if ending else ""
            text = f"^{re.escape(folder)}" + (f"[^/]*{end}" if end else "") if folder else end
        return replace(self, text=text)

    def matches(self, path: str, is_folder: bool = False) -> bool:
        """Whether the pattern matches a path relative to the DAG folder."""
        expression, _, _ = self.compiled
        if expression is None:
            return False
        if self.syntax == "regexp":
            return expression.search(path) is not None
        if self.text.startswith("/") or "/" in self.text.rstrip("/"):
            subject = path[len(self.folder) + 1 :] if self.folder and path.startswith(self.folder + "/") else path
        else:
            subject = path.rpartition("/")[2]
        if self.text.endswith("/") and is_folder:
            subject += "/"
        return expression.match(subject) is not None


@dataclass(frozen=True)
class AirflowIgnore:
    """One ``.airflowignore`` file: its folder relative to the DAG folder, and how much each pattern hides (``hits``).

    ``hits`` is ``None`` if only some files of the project were given.
    """

    path: str
    folder: str
    syntax: Syntax
    syntax_is_known: bool
    patterns: tuple[Pattern, ...]
    hits: dict[str, int] | None = None

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = ".airflowignore"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[AirflowIgnore]:
        """The ignore files of the project."""
        return getattr(source, "airflow_ignores", ())

    @property
    def place(self) -> Place:
        """The file as a whole."""
        return Place(self.path)

    def idle(self) -> list[Pattern]:
        """The valid patterns that hide nothing; raises ``Unknown`` if only some files of the project were given."""
        if self.hits is None:
            raise Unknown(ONLY_SOME_FILES)
        return [pattern for pattern in self.patterns if not pattern.fault and not self.hits.get(pattern.text)]

    def paths_below(self, files: Iterable[str]) -> list[str]:
        """Those files of the project that lie in or below its folder, relative to the DAG folder."""
        own = self.path.rpartition("/")[0]
        start = f"{own}/" if own else ""
        top = len(start) - len(f"{self.folder}/" if self.folder else "")
        return [path[top:] for path in files if path.startswith(start) and path != self.path]


def read_patterns(text: str, path: str, folder: str, syntax: Syntax, re2: bool = True) -> tuple[Pattern, ...]:
    """The patterns of an ignore file as Airflow reads them, comments cut off."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        pattern = _COMMENT.sub("", line.removesuffix("\r"))
        if pattern:
            column = line.find(pattern) + 1
            place = Place(path, number, column, number, column + len(pattern))
            found.append(Pattern(pattern, place, syntax, folder, re2))
    return tuple(found)


def is_ignored(path: str, patterns: Iterable[Pattern], is_folder: bool = False) -> bool:
    """Whether these patterns hide a path; later ones decide, and a negated glob shows it again."""
    ignored = False
    for pattern in patterns:
        if pattern.matches(path, is_folder):
            ignored = pattern.compiled[1]
    return ignored
