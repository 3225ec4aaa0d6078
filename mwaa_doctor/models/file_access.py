"""Which files code reads and writes, as far as their paths can be read; MWAA's own folders by their paths there."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mwaa_doctor.models.python_file import PythonFile, argument
from mwaa_doctor.models.scopes import Block, Call, Scope
from mwaa_doctor.models.shell_words import ShellCommand
from mwaa_doctor.models.task_shell import OPAQUE, readable_text

HOME = "/usr/local/airflow"
DAGS = f"{HOME}/dags"
PLUGINS = f"{HOME}/plugins"
TEMPORARY = "/tmp"  # noqa: S108 - the path on MWAA, nothing is written here
_SAME_PATH = frozenset({"pathlib.Path", "pathlib.PurePath", "pathlib.PurePosixPath", "pathlib.PosixPath", "str",
    "os.path.abspath", "os.path.realpath", "os.path.normpath", "os.path.expandvars", "os.fspath",
})  # fmt: skip
_PATH_METHODS = {
    "write_text": "write", "write_bytes": "write", "touch": "write", "read_text": "read", "read_bytes": "read",
}  # fmt: skip
# Called name: position and keyword of the path, and what happens to it.
_CALLS: dict[str, tuple[tuple[int, str, str], ...]] = {
    "os.makedirs": ((0, "name", "write"),),
    "os.mkdir": ((0, "path", "write"),),
    "shutil.copy": ((0, "src", "read"), (1, "dst", "write")),
    "shutil.copy2": ((0, "src", "read"), (1, "dst", "write")),
    "shutil.copyfile": ((0, "src", "read"), (1, "dst", "write")),
    "shutil.copytree": ((0, "src", "read"), (1, "dst", "write")),
    "shutil.move": ((0, "src", "read"), (1, "dst", "write")),
    "urllib.request.urlretrieve": ((1, "filename", "write"),),
    "boto3.client().download_file": ((2, "Filename", "write"),),
    "boto3.client().upload_file": ((0, "Filename", "read"),),
    "airflow:S3Hook().load_file": ((0, "filename", "read"),),
    "airflow:SFTPHook().retrieve_file": ((1, "local_full_path", "write"),),
    "airflow:SFTPHook().store_file": ((1, "local_full_path", "read"),),
}  # fmt: skip
_WRITERS = frozenset({"to_csv", "to_parquet", "to_json", "to_excel", "to_pickle", "to_feather"})
_READERS = tuple(f"pandas.read_{kind}" for kind in ("csv", "parquet", "json", "excel", "pickle", "feather"))
_SHELL_READERS = frozenset({"cat", "source", ".", "head", "tail", "wc", "python", "python3", "gunzip", "gzip", "jq"})
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class FileAccess:
    """A path that is read or written.

    ``path`` has ``OPAQUE`` where a part is computed; ``call`` is the call that does it.
    """

    path: str
    action: str
    call: Call
    node: ast.expr


def own_path(file: PythonFile) -> str:
    """Where MWAA has the file."""
    folder = PLUGINS if file.role == "plugin" else DAGS
    relative = file.module.replace(".", "/")
    return f"{folder}/{relative}/__init__.py" if file.is_package else f"{folder}/{relative}.py"


def file_accesses(file: PythonFile) -> tuple[FileAccess, ...]:
    """The places where a file's code opens, writes or removes files, in source order."""
    return file.once(_read_accesses)


def _read_accesses(file: PythonFile) -> tuple[FileAccess, ...]:
    return tuple(_accesses(file))


def _accesses(file: PythonFile) -> Iterator[FileAccess]:
    """What the calls of a file read and write, in source order; paths of which nothing is known are left out."""
    for call in file.index.calls:
        for action, node in _paths_of(file, call):
            path = path_text(file, node, call.scope, call.block)
            if path and not path.startswith(OPAQUE):
                yield FileAccess(path, action, call, node)


def _paths_of(file: PythonFile, call: Call) -> Iterator[tuple[str, ast.expr]]:
    name, node = file.name(call), call.node
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name in ("open", "io.open"):
        path = argument(node, "file", 0)
        action = _action(file, argument(node, "mode", 1), call)
        if path is not None and action:
            yield action, path
    elif name in _CALLS:
        for position, keyword, action in _CALLS[name]:
            path = argument(node, keyword, position)
            if path is not None:
                yield action, path
    elif name in _READERS and node.args:
        yield "read", node.args[0]
    elif method in _PATH_METHODS and isinstance(node.func, ast.Attribute):
        yield _PATH_METHODS[method], node.func.value
    elif method == "open" and isinstance(node.func, ast.Attribute) and _is_path(file, node.func.value, call.scope):
        action = _action(file, argument(node, "mode", 0), call)
        if action:
            yield action, node.func.value
    elif method in _WRITERS and (node.args or node.keywords):
        path = argument(node, "path_or_buf", 0) or argument(node, "path")
        if path is not None:
            yield "write", path


def _action(file: PythonFile, mode: ast.expr | None, call: Call) -> str:
    """What a mode of ``open`` allows; empty if it is computed."""
    if mode is None:
        return "read"
    text = file.constant(mode, call.scope)
    if not isinstance(text, str):
        return ""
    return "write" if any(letter in text for letter in "wax+") else "read"


def _is_path(file: PythonFile, node: ast.expr, scope: Scope, depth: int = 0) -> bool:
    if depth > _MAX_DEPTH:
        return False
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return True
    if isinstance(node, ast.Call):
        return file.resolve(node.func, scope) in ("pathlib.Path", "pathlib.PosixPath")
    if isinstance(node, ast.Name):
        found = file.names.lookup(node.id, scope, node.lineno)
        value = found.binding.value if found is not None else None
        return value is not None and found is not None and _is_path(file, value, found.scope, depth + 1)
    return False


def path_text(file: PythonFile, node: ast.expr, scope: Scope, block: Block | None = None, depth: int = 0) -> str:
    """The path that an expression gives, ``OPAQUE`` for computed parts; ``__file__`` is where MWAA has the file."""
    if depth > _MAX_DEPTH:
        return OPAQUE

    def again(part: ast.expr) -> str:
        return path_text(file, part, scope, block, depth + 1)

    if isinstance(node, ast.Name):
        if node.id == "__file__":
            return own_path(file)
        found = file.names.lookup(node.id, scope, node.lineno, block)
        value = found.binding.value if found is not None and found.certain else None
        if value is not None and found is not None and found.binding.kind == "assign":
            return path_text(file, value, found.scope, found.binding.block, depth + 1)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.Add)):
        sides = [again(node.left), again(node.right)]
        return _joined(sides) if isinstance(node.op, ast.Div) else "".join(sides)
    elif isinstance(node, ast.JoinedStr):
        return "".join(
            again(part.value) if isinstance(part, ast.FormattedValue) else str(getattr(part, "value", ""))
            for part in node.values
        )
    elif isinstance(node, ast.Call):
        return _called(file, node, scope, again)
    elif isinstance(node, (ast.Attribute, ast.Subscript)):
        return _part(file, node, scope, again) or readable_text(file, node, scope, block)
    return readable_text(file, node, scope, block)


def _part(file: PythonFile, node: ast.Attribute | ast.Subscript, scope: Scope, again: Callable[[ast.expr], str]) -> str:
    """A folder above a path, or a folder that Airflow or MWAA names; empty if it is none of these."""
    if isinstance(node, ast.Attribute):
        if node.attr == "parent":
            return posixpath.dirname(again(node.value)) or OPAQUE
        return DAGS if file.resolve(node, scope) == "airflow:DAGS_FOLDER" else ""
    if isinstance(node.value, ast.Attribute) and node.value.attr == "parents":
        level, path = file.constant(node.slice, scope), again(node.value.value)
        for _ in range(level + 1 if isinstance(level, int) and level < _MAX_DEPTH else 0):
            path = posixpath.dirname(path)
        return path or OPAQUE
    is_home = file.resolve(node.value, scope) == "os.environ" and file.constant(node.slice, scope) == "AIRFLOW_HOME"
    return HOME if is_home else ""


def _called(file: PythonFile, node: ast.Call, scope: Scope, again: Callable[[ast.expr], str]) -> str:
    name = file.resolve(node.func, scope)
    if name in ("os.path.dirname", "os.path.join") and node.args:
        parts = [again(part) for part in node.args]
        return _joined(parts) if name == "os.path.join" else posixpath.dirname(parts[0]) or OPAQUE
    if name in _SAME_PATH and node.args:
        return _joined([again(part) for part in node.args])
    if name in ("os.environ.get", "os.getenv") and node.args:
        return HOME if file.constant(node.args[0], scope) == "AIRFLOW_HOME" else OPAQUE
    if name == "tempfile.gettempdir":
        return TEMPORARY
    if isinstance(node.func, ast.Attribute) and not node.args:
        if node.func.attr in ("resolve", "absolute", "as_posix", "expanduser"):
            return again(node.func.value)
    elif isinstance(node.func, ast.Attribute) and node.func.attr == "joinpath":
        return _joined([again(node.func.value), *(again(part) for part in node.args)])
    return OPAQUE


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else posixpath.join(*parts)


def shell_accesses(command: ShellCommand) -> Iterator[tuple[str, str]]:
    """What a shell command surely reads and writes: (action, path)."""
    for item in command.redirections:
        if item.writes:
            yield "write", item.target
        elif item.operator == "<":
            yield "read", item.target
    plain = [word for word in command.arguments if not word.startswith("-")]
    program = command.program
    if program == "aws" and plain[:2] in (["s3", "cp"], ["s3", "mv"], ["s3", "sync"]):
        plain = plain[2:4]
    elif program in ("curl", "wget"):
        plain = _downloaded(command)
    if program in ("cp", "mv", "rsync", "aws") and len(plain) > 1 and "://" not in "".join(plain[:-1]):
        yield from (("read", word) for word in plain[:-1])
    if program in ("cp", "mv", "rsync", "aws") and len(plain) > 1 and "://" not in plain[-1]:
        yield "write", plain[-1]
    elif program in ("touch", "mkdir", "tee", "curl", "wget"):
        yield from (("write", word) for word in plain)
    elif program in _SHELL_READERS:
        yield from (("read", word) for word in plain if "/" in word)


def _downloaded(command: ShellCommand) -> list[str]:
    options = ("-o", "--output") if command.program == "curl" else ("-O", "--output-document")
    pairs = zip(command.arguments, command.arguments[1:], strict=False)
    return [word for option, word in pairs if option in options]
