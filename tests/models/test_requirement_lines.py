"""Requirements files are read as pip reads them: compared with pip's own parser, line by line."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mwaa_doctor.models.requirements import read_requirements

# What is written in requirements files in the wild, well and badly; any mixture of it must be read as pip does.
PIECES = (
    "pandas==2.1.4", "apache-airflow-providers-snowflake", "Apache_Airflow.Providers-SSH >= 3.1 , < 4", "boto3",
    "psycopg2-binary[extra1, Extra_2]==2.9.9", 'pywin32==306 ; sys_platform == "win32"', "requests ~= 2.31",
    'tomli; python_version<"3.11"', "dbt-core @ https://example.com/dbt_core-1.9.4-py3-none-any.whl", "numpy=1.26",
    "https://example.com/pool/sample-1.0.tar.gz#egg=sample", "git+https://example.com/x.git@v1#egg=x",
    "./plugins/local-1.0-py3-none-any.whl", "/usr/local/airflow/plugins/a_b-2.0-cp311-cp311-linux_x86_64.whl",
    "-e git+https://example.com/y.git#egg=y", "--constraint /dev/null", '-c "/dev/null"', "-c/dev/null",
    "--constraint=/dev/null", "---constraint /dev/null", "--index-url https://example.com/simple", "--pre",
    "--extra-index-url=https://${INDEX_USER}:${INDEX_PASS}@example.com/simple", "--no-index", "--no-ind",
    "--find-links /usr/local/airflow/plugins", "-f /usr/local/airflow/plugins", "--upgrade", "--no-deps", "--user",
    "idna==3.7 --hash=sha256:" + "0" * 64, "idna==3.7 --hash=md5:abc", "idna --hash sha512:00 --hash=sha256:11",
    "package[unclosed==1", "two words", "==1.0", "name==", "name==1.0,", "name (>=1.0)", "name===1.0-strange",
    "--trusted-host example.com", "-i https://example.com/simple --no-index", "'quoted'", "-c 'open", "é==1.0",
    "name==1.0; bad marker", "name==1.0;", "name ; extra == 'x'", "conda=1.0=py_0", "name>=1.0.*", "name==1.*",
    "name<>1.0", "name 1.0", "name==1.0 -c /dev/null", "name --pre", "name==1.0--pre", "ab", "a", "-", "--", "#",
)  # fmt: skip
ENDS = ("\n", "\r\n", "\\\n", " \\\n", "  # a comment\n", "#no comment\n", "\n\n", " # continued? \\\n", "\t\n", "")


@pytest.fixture(scope="session")
def pip_reads():
    """Pip's parser: the requirements of a file as (line, text, editable, hashed), or ``None`` if it refuses it."""
    from pip._internal.exceptions import InstallationError
    from pip._internal.network.session import PipSession
    from pip._internal.req.req_file import parse_requirements

    session = PipSession()
    logging.disable(logging.WARNING)

    def read(path: Path) -> list[tuple[int, str, bool, bool]] | None:
        try:
            return [
                (
                    int(found.line_source.split()[1]) if found.line_source else 0,
                    found.requirement,
                    found.is_editable,
                    bool((found.options or {}).get("hashes")),
                )
                for found in parse_requirements(str(path), session)
                if not found.constraint
            ]
        except (InstallationError, UnicodeError, LookupError):
            return None

    yield read
    logging.disable(logging.NOTSET)


def pip_builds(requirement: str, editable: bool) -> tuple[str, str, str] | None:
    """Pip's own objects: (normalised name, specifier, marker), or ``None`` if it refuses the text."""
    from pip._internal.exceptions import PipError
    from pip._internal.req.constructors import install_req_from_editable, install_req_from_line
    from pip._vendor.packaging.utils import canonicalize_name

    try:
        build = install_req_from_editable if editable else install_req_from_line
        built = build(requirement)
    except PipError:
        return None
    name = canonicalize_name(built.name) if built.name else ""
    return name, "" if built.link else str(built.specifier), str(built.markers or "")


def compare(text: str, folder: Path, pip_reads) -> None:
    file = folder / "requirements.txt"
    data = text.encode("utf-8", "surrogatepass")
    file.write_bytes(data)
    here = Path.cwd()
    os.chdir(folder)
    try:
        expected = pip_reads(file)
        ours = read_requirements(data, "requirements.txt")

        if expected is None:
            missing = [found for found in ours.constraints if found.target != "/dev/null"]
            assert ours.faults or ours.includes or missing, "pip refuses the file"
            return
        built = [(line, text, pip_builds(text, editable), editable) for line, text, editable, _ in expected]
        refused = {line for line, _, result, _ in built if result is None}
        assert {fault.place.line for fault in ours.faults} <= refused
        faults = {entry.line for entry in ours.entries if entry.fault} | {fault.place.line for fault in ours.faults}
        # whether a folder exists and what a variable holds is not known
        folders = {entry.line for entry in ours.entries if entry.kind == "path" or "${" in entry.text}
        assert refused - folders == faults - folders
        names = [(line, *result[:1]) for line, _, result, _ in built if result is not None]
        mine = [(entry.line, entry.name) for entry in ours.entries if not entry.fault]
        assert [row for row in mine if row[0] in dict(names)] == names
        hashed = {line for line, _, _, hashed in expected if hashed}
        assert {entry.line for entry in ours.entries if entry.hashed} | refused >= hashed
    finally:
        os.chdir(here)


lines = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(ENDS)), max_size=6)


@given(lines, st.sampled_from(["", "\ufeff", "# coding: latin-1\n", "\n"]))
@example([("pandas==2.1.4", " \\\n"), ("--hash=sha256:00", "\n")], "")
@example([("a", "\\\n"), ("#", "\n"), ("b", "\n")], "")
@settings(max_examples=150)
def test_files_are_read_as_pip_reads_them(tmp_path: Path, pip_reads, rows, head) -> None:
    compare(head + "".join(piece + end for piece, end in rows), tmp_path, pip_reads)


@pytest.mark.parametrize("piece", PIECES)
def test_each_line_is_read_as_pip_reads_it(tmp_path: Path, pip_reads, piece: str) -> None:
    compare(piece + "\n", tmp_path, pip_reads)
