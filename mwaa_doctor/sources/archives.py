"""Reads zip archives of strangers: their list of members and single members, within bounds and never to disk.

Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO

from mwaa_doctor.unknown import Unknown

MAX_DIRECTORY = 8 * 1024 * 1024
MAX_MEMBERS = 60_000
MAX_NAME = 1024
_TAIL = 22 + 0xFFFF
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_UNIX = 3
_LOCAL_HEADER = 30
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, struct.error, zlib.error, OverflowError)


class _TooLargeError(Exception):
    """The archive's list of members is beyond the bounds."""


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of an archive, by what the list of members says of it: sizes in bytes, ``mode`` of Unix if recorded.

    ``name`` is as it stands in the archive; folders end in a slash.  ``offset`` is where its data begin.
    """

    name: str
    size: int
    packed: int
    crc: int
    mode: int | None
    encrypted: bool
    method: int
    offset: int

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.name.endswith("/")

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link."""
        return self.mode is not None and stat.S_ISLNK(self.mode)

    @property
    def is_file(self) -> bool:
        """Whether it is neither a folder nor a link."""
        return not self.is_folder and not self.is_link

    @property
    def escape(self) -> str:
        """Why the name leads out of the folder that the archive is unpacked to, or an empty text."""
        if self.name.startswith("/") or (self.name[1:3] in (":\\", ":/") and self.name[0].isalpha()):
            return "is an absolute path"
        if ".." in PurePosixPath(self.name.replace("\\", "/")).parts:
            return "leads out of the folder by `..`"
        return ""

    @property
    def shown(self) -> str:
        """The name for reports: printable and not too long."""
        text = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in self.name)
        return text if len(text) <= 160 else text[:157] + "..."


@dataclass
class Archive:
    """A zip file: its members in their order, or in ``fault`` why they cannot be listed.

    ``path`` is relative to ``base``, ``size`` in bytes.
    """

    base: Path
    path: str
    size: int = 0
    members: tuple[Member, ...] = ()
    fault: str = ""
    _file: zipfile.ZipFile | None = field(default=None, repr=False, compare=False)

    @cached_property
    def by_name(self) -> dict[str, Member]:
        """The members by name; of several with one name the last, which is what unpacking leaves."""
        return {member.name: member for member in self.members}

    @cached_property
    def folders(self) -> frozenset[str]:
        """All folders, also those that stand only in the names of files; without a slash at the end."""
        found: set[str] = set()
        for member in self.members:
            parent = member.name.rstrip("/") if member.is_folder else member.name.rpartition("/")[0]
            while parent and parent not in found:
                found.add(parent)
                parent = parent.rpartition("/")[0]
        return frozenset(found)

    @cached_property
    def unpacked(self) -> int:
        """The bytes that unpacking would write, as the archive says."""
        return sum(member.size for member in self.members)

    @property
    def overlaps(self) -> bool:
        """Whether members share their data, which no packer writes but archives made to explode do."""
        end = 0
        for member in sorted(self.members, key=lambda item: item.offset):
            if member.offset < end:
                return True
            end = member.offset + (_LOCAL_HEADER + member.packed if member.packed else 0)
        return False

    def has(self, path: str) -> bool:
        """Whether there is a file or folder of that name."""
        return path in self.by_name or path.rstrip("/") in self.folders

    def read(self, name: str, limit: int) -> bytes:
        """The content of a member; raises ``Unknown`` if it is larger than ``limit`` bytes or cannot be read."""
        data = self.head(name, limit + 1)
        if len(data) > limit:
            shown = self.by_name[name].shown
            raise Unknown(f"`{shown}` in {self.path} has more than the {limit:,} bytes that are read")
        return data

    def head(self, name: str, count: int) -> bytes:
        """The first ``count`` bytes of a member, or as many as there are; raises ``Unknown`` if it cannot be read."""
        member = self.by_name.get(name)
        where = f"`{member.shown}` in {self.path}" if member is not None else self.path
        if member is None or not member.is_file:
            raise Unknown(f"{where} has no such file")
        if member.encrypted:
            raise Unknown(f"{where} is encrypted")
        if member.method not in _READABLE:
            raise Unknown(f"{where} is packed by a method that is not read here")
        try:
            if self._file is None:
                self._file = zipfile.ZipFile(self.base / self.path)
            with self._file.open(name) as file:
                return file.read(count)
        except (*_DAMAGE, KeyError, NotImplementedError) as problem:
            raise Unknown(f"{where} is damaged: {problem}") from None

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_file": None}


def open_archive(base: Path, path: str) -> Archive:
    """List the members of a zip file; whatever is wrong with it stands in ``fault``."""
    archive = Archive(base, path)
    try:
        with open(base / path, "rb") as file:
            archive.size = file.seek(0, io.SEEK_END)
            archive.members = tuple(_list(file, archive.size))
    except _TooLargeError as problem:
        archive.fault = str(problem)
    except (*_DAMAGE, NotImplementedError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        archive.fault = f"cannot be read as a zip file: {reason}"
    return archive


def read_inner(data: bytes, ending: str, limit: int) -> bytes:
    """The first member whose name ends so, of an archive that is at hand as bytes.

    Raises ``Unknown`` if there is none, if it is larger than ``limit`` bytes or cannot be read.
    """
    try:
        names = [member.name for member in _list(io.BytesIO(data), len(data)) if member.is_file]
        name = next((name for name in names if name.endswith(ending)), None)
        if name is None:
            raise Unknown(f"has no `{ending}`")
        with zipfile.ZipFile(io.BytesIO(data)) as opened, opened.open(name) as file:
            content = file.read(limit + 1)
    except (_TooLargeError, *_DAMAGE, KeyError, NotImplementedError) as problem:
        raise Unknown(f"is damaged: {problem}") from None
    if len(content) > limit:
        raise Unknown(f"has more than the {limit:,} bytes that are read of `{ending}`")
    return content


def _list(file: IO[bytes], size: int) -> Iterable[Member]:
    directory, count = _end_record(file, size)
    if directory > MAX_DIRECTORY or count > MAX_MEMBERS:
        raise _TooLargeError(f"lists {count:,} members in {directory:,} bytes, more than are read")
    with zipfile.ZipFile(file) as opened:
        listed = opened.infolist()
        if len(listed) > MAX_MEMBERS:
            raise _TooLargeError(f"lists {len(listed):,} members, more than are read")
        if max((len(info.orig_filename) for info in listed), default=0) > MAX_NAME:
            raise _TooLargeError(f"has a member whose name is longer than {MAX_NAME} characters")
        for info in listed:
            if info.header_offset + info.compress_size > size:
                raise zipfile.BadZipFile("the file is cut off")
        return [_member(info) for info in listed]


def _member(info: zipfile.ZipInfo) -> Member:
    mode = info.external_attr >> 16 if info.create_system == _UNIX else None
    return Member(
        info.orig_filename, info.file_size, info.compress_size, info.CRC, mode or None, bool(info.flag_bits & 1),
        info.compress_type, info.header_offset,
    )  # fmt: skip


def _end_record(file: IO[bytes], size: int) -> tuple[int, int]:
    """Length of the list of members in bytes, and their number, as the end of the archive says."""
    file.seek(max(size - _TAIL, 0))
    tail = file.read(_TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise zipfile.BadZipFile("the list of members at its end is missing" if tail[:2] == b"PK" else "it is none")
    _, _, _, _, count, length, _, _ = _END.unpack_from(tail, at)
    if count != 0xFFFF and length != 0xFFFFFFFF:
        return length, count
    if at < _LOCATOR_64.size or tail[at - _LOCATOR_64.size : at][:4] != b"PK\x06\x07":
        return length, count
    _, _, offset, _ = _LOCATOR_64.unpack_from(tail, at - _LOCATOR_64.size)
    file.seek(min(offset, size))
    record = file.read(_END_64.size)
    if len(record) < _END_64.size or record[:4] != b"PK\x06\x06":
        raise zipfile.BadZipFile("its 64-bit end record is damaged")
    fields = _END_64.unpack(record)
    return fields[8], fields[7]
