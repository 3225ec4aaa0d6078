"""The simple commands of a shell command line: words without their quotes, so that quoted text is never a command.

Reads what people write into ``bash_command``: quotes, ``;``, ``&&``, ``|``, redirections, comments, here-documents,
``$(...)`` and ``bash -c '...'``. Jinja (``{{ }}``, ``{% %}``) is kept as it stands. This is no shell: where the text is
odd, the reader goes on as well as it can, and it never fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

_JINJA = {"{{": "}}", "{%": "%}", "{#": "#}"}
_RESERVED = frozenset({"if", "then", "elif", "else", "do", "while", "until", "!", "{", "time", "coproc"})
_CLOSING = frozenset({"fi", "done", "esac", "}"})
_HEADERS = frozenset({"for", "case", "select", "function", "in"})
_SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh"})
_OPERATORS = ("&&", "||", ";;", "|&", ";", "|", "&", "\n", "(", ")")
_REDIRECTIONS = ("<<<", "<<-", "&>>", ">>", ">|", ">&", "<&", "<<", "&>", "<>", ">", "<")
_SPACE = " \t\r"
_MAX_TEXT = 50_000
_PLAIN = re.compile(r"[A-Za-z0-9_./:=,@%+~^*?-]+")
_MAX_DEPTH = 4
# How many options of a command that runs another one take a word of their own.
_PREFIXES: dict[str, frozenset[str]] = {
    "sudo": frozenset({"-u", "--user", "-g", "--group", "-h", "-p", "-C", "-D", "-R", "-T"}),
    "env": frozenset({"-u", "--unset", "-C", "--chdir", "-S"}),
    "nice": frozenset({"-n", "--adjustment"}),
    "timeout": frozenset({"-k", "--kill-after", "-s", "--signal"}),
    "exec": frozenset({"-a"}),
    "xargs": frozenset({"-I", "-n", "-P", "-L", "-d", "-a", "-E", "-s"}),
    "nohup": frozenset(),
    "command": frozenset(),
    "builtin": frozenset(),
    "setsid": frozenset(),
    "stdbuf": frozenset({"-i", "-o", "-e"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Redirection:
    """``operator`` (``>``, ``>>``, ``<`` ...) and the word behind it."""

    operator: str
    target: str

    @property
    def writes(self) -> bool:
        """Whether a file is written; copies of descriptors (``2>&1``) are none."""
        return self.operator in (">", ">>", ">|", "&>", "&>>", "<>")


@dataclass(frozen=True, slots=True)
class ShellCommand:
    """A simple command.

    ``words`` are the program and its arguments without quotes; ``assignments`` the ``NAME=value`` before them.
    ``before`` and ``after`` are the operators around it (empty at the ends), ``line`` counts from 0 in the text, and
    ``depth`` is above 0 inside ``$(...)``, backticks and ``bash -c``.
    """

    words: tuple[str, ...]
    assignments: tuple[tuple[str, str], ...] = ()
    redirections: tuple[Redirection, ...] = ()
    before: str = ""
    after: str = ""
    line: int = 0
    depth: int = 0

    @property
    def programs(self) -> tuple[str, ...]:
        """Names of the programs that run, without folders: ``sudo -u x docker ps`` runs ``sudo`` and ``docker``."""
        return tuple(name for name, _ in self._chain())

    @property
    def program(self) -> str:
        """The program that does the work, behind ``sudo``, ``env`` and the like; empty if there is none."""
        chain = self._chain()
        return chain[-1][0] if chain else ""

    @property
    def arguments(self) -> tuple[str, ...]:
        """The words behind ``program``."""
        chain = self._chain()
        return self.words[chain[-1][1] + 1 :] if chain else ()

    def runs(self, *program: str) -> bool:
        """Whether the command begins with these words, such as ``airflow``, ``db``; its path does not matter."""
        return self.program == program[0] and self.arguments[: len(program) - 1] == program[1:]

    def _chain(self) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        position = 0
        while position < len(self.words) and len(found) < 6:
            name = self.words[position].rstrip("/").rpartition("/")[2]
            found.append((name, position))
            options = _PREFIXES.get(name)
            if options is None:
                break
            position += 1
            if name == "command" and self.words[position : position + 1] in (("-v",), ("-V",)):
                break
            while position < len(self.words):
                word = self.words[position]
                if word.startswith("-"):
                    position += 2 if word in options else 1
                elif name in ("env", "sudo") and _assignment(word):
                    position += 1
                else:
                    break
            if name == "timeout":
                position += 1
        return found


@lru_cache(maxsize=2048)
def split_commands(text: str) -> tuple[ShellCommand, ...]:
    """The simple commands of a text in order, those inside ``$(...)`` and ``bash -c`` behind the one they stand in."""
    return tuple(_read(text[:_MAX_TEXT], 0, 0))


def _read(text: str, depth: int, line: int) -> Iterator[ShellCommand]:
    reader = _Reader(text, depth, line)
    reader.run()
    for command, inner in reader.found:
        yield command
        if depth >= _MAX_DEPTH:
            continue
        for part, start in inner:
            yield from _read(part, depth + 1, start)
        script = _inline_script(command)
        if script is not None:
            yield from _read(script, depth + 1, command.line)


def _inline_script(command: ShellCommand) -> str | None:
    if command.program not in _SHELLS:
        return None
    for position, word in enumerate(command.arguments):
        if not word.startswith("-") or word.startswith("--"):
            return None
        if word.endswith("c"):
            return command.arguments[position + 1] if position + 1 < len(command.arguments) else None
    return None


def _assignment(word: str) -> tuple[str, str] | None:
    name, equals, value = word.partition("=")
    return (name, value) if equals and name.isidentifier() and name.isascii() else None


@dataclass(slots=True)
class _Word:
    text: list[str] = field(default_factory=list)
    started: bool = False
    quoted: bool = False


class _Reader:
    def __init__(self, text: str, depth: int, line: int) -> None:
        self.text, self.depth, self.line = text, depth, line
        self.at = 0
        self.found: list[tuple[ShellCommand, list[tuple[str, int]]]] = []
        self.words: list[tuple[str, bool]] = []
        self.redirections: list[Redirection] = []
        self.pending: str | None = None
        self.inner: list[tuple[str, int]] = []
        self.word = _Word()
        self.start = line
        self.before = ""
        self.here: list[tuple[str, bool]] = []

    def run(self) -> None:
        while self.at < len(self.text):
            self.step()
        self.end_command("")

    def step(self) -> None:
        text, at = self.text, self.at
        plain = _PLAIN.match(text, at)
        if plain is not None:
            self.add(plain.group())
            self.at = plain.end()
            return
        char = text[at]
        if text[at : at + 2] in _JINJA:
            self.jinja()
        elif char == "\\":
            if text[at + 1 : at + 2] == "\n":
                self.line += 1
            else:
                self.add(text[at + 1 : at + 2], quoted=True)
            self.at += 2
        elif char == "'":
            end = text.find("'", at + 1)
            end = len(text) if end < 0 else end
            self.add(text[at + 1 : end], quoted=True)
            self.advance(end + 1)
        elif char == '"':
            self.double_quoted()
        elif char == "`" or text.startswith(("$(", "<(", ">("), at):
            self.substitution()
        elif text.startswith("${", at):
            end = text.find("}", at)
            end = len(text) if end < 0 else end + 1
            self.add(text[at:end])
            self.advance(end)
        elif char in _SPACE:
            self.end_word()
            self.at += 1
        elif char == "#" and not self.word.started:
            end = text.find("\n", at)
            self.at = len(text) if end < 0 else end
        else:
            self.operator_or_letter()

    def operator_or_letter(self) -> None:
        text, at = self.text, self.at
        for operator in _REDIRECTIONS:
            if text.startswith(operator, at):
                if self.word.started and not self.word.quoted and "".join(self.word.text).isdigit():
                    self.word = _Word()
                self.end_word()
                self.pending = operator
                self.at += len(operator)
                return
        for operator in _OPERATORS:
            if text.startswith(operator, at):
                self.at += len(operator)
                self.end_command(operator)
                if operator == "\n":
                    self.line += 1
                    self.skip_here_documents()
                    self.start = self.line
                return
        self.add(text[at])
        self.at += 1

    def add(self, text: str, *, quoted: bool = False) -> None:
        self.word.text.append(text)
        self.word.started = True
        self.word.quoted = self.word.quoted or quoted

    def advance(self, to: int) -> None:
        self.line += self.text.count("\n", self.at, to)
        self.at = to

    def jinja(self) -> None:
        opening = self.text[self.at : self.at + 2]
        end = self.text.find(_JINJA[opening], self.at + 2)
        end = len(self.text) if end < 0 else end + 2
        if opening == "{{":
            self.add(self.text[self.at : end])
        self.advance(end)

    def double_quoted(self) -> None:
        text = self.text
        self.add("", quoted=True)
        self.at += 1
        while self.at < len(text) and text[self.at] != '"':
            if text.startswith("{{", self.at):
                self.jinja()
            elif text.startswith("$(", self.at) or text[self.at] == "`":
                self.substitution()
            elif text[self.at] == "\\" and self.at + 1 < len(text):
                following = text[self.at + 1]
                self.add(following if following in '"\\$`' else "" if following == "\n" else "\\" + following)
                self.advance(self.at + 2)
            else:
                self.add(text[self.at])
                self.advance(self.at + 1)
        self.at += 1

    def substitution(self) -> None:
        text, begin = self.text, self.at
        if text[begin] == "`":
            end = text.find("`", begin + 1)
            end, start = (len(text) if end < 0 else end), begin + 1
        elif text.startswith("$((", begin):
            end = text.find("))", begin)
            end = len(text) if end < 0 else end + 2
            self.add(text[begin:end])
            self.advance(end)
            return
        else:
            start = begin + 2
            end = _closing(text, start)
        self.inner.append((text[start:end], self.line))
        self.add(text[begin : end + 1])
        self.advance(min(end + 1, len(text)))

    def end_word(self) -> None:
        if not self.word.started:
            return
        text, quoted = "".join(self.word.text), self.word.quoted
        self.word = _Word()
        if self.pending is None:
            if not self.words:
                self.start = self.line
            self.words.append((text, quoted))
            return
        if self.pending in ("<<", "<<-"):
            self.here.append((text, self.pending == "<<-"))
        else:
            self.redirections.append(Redirection(self.pending, text))
        self.pending = None

    def skip_here_documents(self) -> None:
        for delimiter, indented in self.here:
            while self.at < len(self.text):
                end = self.text.find("\n", self.at)
                end = len(self.text) if end < 0 else end
                line = self.text[self.at : end]
                self.advance(min(end + 1, len(self.text)))
                if (line.lstrip("\t") if indented else line) == delimiter:
                    break
        self.here = []

    def end_command(self, operator: str) -> None:
        self.end_word()
        self.pending = None
        command = self.take()
        if command is not None:
            self.found.append((command, self.inner))
        elif self.inner and self.found:
            self.found[-1][1].extend(self.inner)
        if self.found and operator and (command is not None or operator == "\n") and not self.found[-1][0].after:
            last, inner = self.found[-1]
            self.found[-1] = (_followed_by(last, operator), inner)
        if operator != "\n" or command is not None:
            self.before = operator
        self.words, self.redirections, self.inner = [], [], []

    def take(self) -> ShellCommand | None:
        words = list(self.words)
        while words and not words[0][1] and words[0][0] in (_RESERVED | _CLOSING):
            words.pop(0)
        if words and not words[0][1] and words[0][0] in _HEADERS:
            words = []
        assignments: list[tuple[str, str]] = []
        while words:
            pair = _assignment(words[0][0])
            if pair is None:
                break
            assignments.append(pair)
            words.pop(0)
        if not words and not assignments and not self.redirections and not self.inner:
            return None
        texts = tuple(text for text, _ in words)
        return ShellCommand(
            texts, tuple(assignments), tuple(self.redirections), self.before, "", self.start, self.depth
        )  # fmt: skip


def _followed_by(command: ShellCommand, operator: str) -> ShellCommand:
    return ShellCommand(
        command.words, command.assignments, command.redirections, command.before, operator, command.line, command.depth
    )


def _closing(text: str, start: int) -> int:
    """Where the parenthesis that opened before ``start`` closes; the end of the text if it does not."""
    level, at = 1, start
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
        elif char == "'":
            end = text.find("'", at + 1)
            at = len(text) if end < 0 else end
        elif char == "(":
            level += 1
        elif char == ")":
            level -= 1
            if level == 0:
                return at
        at += 1
    return len(text)
