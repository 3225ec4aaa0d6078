"""The code that a running environment uses, brought from its bucket to a folder of this machine; parsed, never run.

What S3 holds comes from strangers: names that lead out of the folder are left out, and so is what is beyond the bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from mwaa_doctor.result import Problem
from mwaa_doctor.sources.aws.reader import NotFoundError, Reader
from mwaa_doctor.sources.aws.side_by_side import Task, run_tasks
from mwaa_doctor.sources.aws.storage import reader_beside
from mwaa_doctor.unknown import Unknown

MAX_OBJECTS = 20_000
MAX_FILE = 5 * 1024 * 1024
MAX_ARCHIVE = 1024 * 1024 * 1024
MAX_BYTES = 1024 * 1024 * 1024
_AT_ONCE = 16
_CHUNK = 1024 * 1024
_LONGEST = 1024
_READ = (
    ".py", ".pyi", ".sh", ".bash", ".airflowignore", ".txt", ".in", ".sql", ".hql", ".yaml", ".yml", ".json", ".toml",
    ".cfg", ".ini", ".env", ".tf", ".j2", ".jinja", ".jinja2", ".html", ".md", ".js", ".ts", ".pem", ".key",
)  # fmt: skip
_SUPPORT = {"Requirements": "requirements", "Plugins": "plugins", "StartupScript": "startup_script"}


class NoCodeError(Exception):
    """There is no code to judge, or it may not be read: one sentence."""


@dataclass
class DeployedCode:
    """The files of one environment below ``folder``, by the same names as in its bucket.

    ``dags`` is the folder of DAGs, the others are names of files, ``None`` where the environment has none.
    ``problems`` say what could not be had: then an absence proves nothing.
    """

    bucket: str
    folder: Path
    dags: str
    requirements: str | None = None
    plugins: str | None = None
    startup_script: str | None = None
    problems: list[Problem] = field(default_factory=list)
    stopped: str = ""
    refusal: str = ""
    has_any: bool = False

    def address(self, path: str) -> str:
        """The address in S3 of a file or folder below ``folder``."""
        return f"s3://{self.bucket}" if path in ("", ".") else f"s3://{self.bucket}/{path}"


def download(reader: Reader, environment: Mapping[str, Any], account: str, folder: Path) -> DeployedCode:
    """Bring DAGs, requirements, plugins and startup script, in the versions that the environment names.

    Files that no rule reads, or that are too large, keep their name and size but not their content.  Raises
    ``NoCodeError`` if the DAGs may not be read, and ``AccessError`` if no call can succeed.
    """
    arn, dags = environment.get("SourceBucketArn"), environment.get("DagS3Path")
    if not isinstance(arn, str) or not isinstance(dags, str):
        raise NoCodeError("the environment names no bucket, or no folder of DAGs")
    bucket = arn.rpartition(":")[2].partition("/")[0]
    code = DeployedCode(bucket, folder, dags.strip("/"))
    if _refused_name(code.dags + "/"):
        raise NoCodeError(f"`{dags}` is not used as the name of a folder")
    near = reader_beside(reader, bucket, account)
    try:
        found = list(_listed(near, code))
    except Unknown as unknown:
        raise NoCodeError(unknown.reason) from None
    (folder / code.dags).mkdir(parents=True, exist_ok=True)
    tasks: list[Task] = [partial(_fetch_dag, near, code, key) for key in _within_bounds(found, code)]
    tasks.extend(partial(_fetch_support, near, code, environment, kind) for kind in _SUPPORT)
    code.stopped = run_tasks(tasks, _AT_ONCE)
    if code.refusal and not code.has_any:
        raise NoCodeError(code.refusal)
    code.problems.sort(key=lambda problem: (problem.path, problem.message))
    return code


def _listed(reader: Reader, code: DeployedCode) -> Iterator[tuple[str, int]]:
    """The objects below the folder of DAGs, with their sizes."""
    prefix = f"{code.dags}/" if code.dags else ""
    more: dict[str, str] = {}
    count = 0
    while True:
        answer = reader.take("s3", "ListObjectsV2", dict, Bucket=code.bucket, Prefix=prefix, **more)
        for item in answer.get("Contents") or ():
            key, size = item.get("Key"), item.get("Size")
            if not isinstance(key, str) or not isinstance(size, int) or key.endswith("/"):
                continue
            count += 1
            if count > MAX_OBJECTS:
                reason = f"holds more than {MAX_OBJECTS:,} objects; the rest was not looked at"
                code.problems.append(Problem(code.address(code.dags), reason))
                return
            yield key, size
        if not answer.get("IsTruncated") or not answer.get("NextContinuationToken"):
            return
        more = {"ContinuationToken": answer["NextContinuationToken"]}


def _within_bounds(found: Iterable[tuple[str, int]], code: DeployedCode) -> Iterator[str]:
    """The objects to be read; of the others the names are taken down."""
    total = 0
    for key, size in found:
        why = _refused_name(key)
        if why:
            code.problems.append(Problem(code.address(key), f"is left out: its name {why}"))
            continue
        is_read = key.lower().endswith(_READ)
        if is_read and size <= MAX_FILE and total + size <= MAX_BYTES:
            total += size
            yield key
            continue
        if is_read and size <= MAX_FILE:
            code.problems.append(Problem(code.address(key), f"is beyond the {MAX_BYTES:,} bytes that are read"))
        _write(code, key, partial(_keep_name, size=size))


def _refused_name(key: str) -> str:
    """Why a key is not used as the name of a file, or an empty text."""
    if len(key) > _LONGEST or any(len(part.encode("utf-8", "surrogatepass")) > 250 for part in key.split("/")):
        return "is too long"
    if any(part in ("", ".", "..") for part in key.removesuffix("/").split("/")) and key != "/":
        return "does not stay in the folder"
    if "\\" in key or ":" in key or not key.isprintable():
        return "has characters that no file should have"
    return ""


def _fetch_support(reader: Reader, code: DeployedCode, environment: Mapping[str, Any], kind: str) -> Iterable[Any]:
    key, version = environment.get(f"{kind}S3Path"), environment.get(f"{kind}S3ObjectVersion")
    if not isinstance(key, str) or not key:
        return ()
    key = key.lstrip("/")
    why = _refused_name(key)
    if kind == "Plugins" and not key.endswith(".zip"):
        why = "does not end in .zip"
    if why:
        code.problems.append(Problem(code.address(key), f"is left out: its name {why}"))
        return ()
    named = {"VersionId": version} if isinstance(version, str) and version else {}
    if _fetch(reader, code, key, MAX_ARCHIVE if kind == "Plugins" else MAX_FILE, **named):
        setattr(code, _SUPPORT[kind], key)
    return ()


def _fetch_dag(reader: Reader, code: DeployedCode, key: str) -> Iterable[Any]:
    _fetch(reader, code, key, MAX_FILE)
    return ()


def _fetch(reader: Reader, code: DeployedCode, key: str, most: int, **version: str) -> bool:
    """Write an object to its file; whether that succeeded. After a refusal nothing more is asked in vain."""
    if code.refusal and not code.has_any:
        return False
    for is_last in (False, True):  # botocore retries calls, but not answers that break off
        try:
            reader.take(
                "s3", "GetObject", lambda answer: _save(code, key, answer["Body"], most), Bucket=code.bucket, Key=key,
                **version,
            )  # fmt: skip
        except NotFoundError:
            code.problems.append(Problem(code.address(key), "is not there"))
            return False
        except Unknown as unknown:
            if unknown.reason.endswith(" denied"):
                code.refusal = unknown.reason
            elif not is_last:
                continue
            code.problems.append(Problem(code.address(key), f"was not read: {unknown.reason}"))
            return False
        code.has_any = True
        return True
    return False


def _save(code: DeployedCode, key: str, body: Any, most: int) -> None:
    def fill(path: Path) -> None:
        left = most
        with path.open("wb") as file:
            while chunk := body.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Unknown(f"it has more than the {most:,} bytes that are read")
                file.write(chunk)

    _write(code, key, fill)


def _keep_name(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def _write(code: DeployedCode, key: str, fill: Callable[[Path], None]) -> None:
    path = code.folder / key
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fill(path)
    except OSError as problem:
        code.problems.append(Problem(code.address(key), f"cannot be a file here: {problem.strerror or problem}"))
