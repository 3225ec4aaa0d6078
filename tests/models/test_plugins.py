"""Plugins as people pack them: what is said of archive and folder, and that nothing false is."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

FOLDER = 0o040755 << 16
FILE = 0o100644 << 16


def pack(path: Path, files: dict[str, bytes | str], mode: int = FILE) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.external_attr = FOLDER if name.endswith("/") else mode
            archive.writestr(info, data)


def lay_out(base: Path, files: dict[str, bytes | str]) -> None:
    for name, data in files.items():
        target = base / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data if isinstance(data, bytes) else data.encode())


def found(run) -> set[tuple[str, str]]:
    return {(path, rule) for path, _, rule in run.findings}


PLUGIN = (
    "from airflow.plugins_manager import AirflowPlugin\nfrom house import hooks\n\n\n"
    "class HousePlugin(AirflowPlugin):\n    name = 'house'\n    macros = [hooks.day]\n"
)
HOUSE = {"house_plugin.py": PLUGIN, "house/__init__.py": "", "house/hooks.py": "def day():\n    return 1\n"}

HEALTHY = {
    "plugin and package": HOUSE,
    "with folders": {"house/": "", **HOUSE},
    "with read-me and licence": {**HOUSE, "README.md": "About.", "LICENSE": "Free."},
    "wheels only": {"six-1.16.0-py2.py3-none-any.whl": "x", "pyodbc-5.1.0-cp311-cp311-manylinux_2_17_x86_64.whl": "x"},
    "wheels and constraints": {"six-1.16.0-py2.py3-none-any.whl": "x", "constraints.txt": "six==1.16.0\n"},
    "one wheel for each of two versions": {
        "lxml-5.3.0-cp311-cp311-manylinux_2_28_x86_64.whl": "x",
        "lxml-5.3.0-cp312-cp312-manylinux_2_28_x86_64.whl": "x",
    },
    "library of Linux": {"lib/libodbc.so.2": b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00\x3e\x00", **HOUSE},
    "web files": {**HOUSE, "templates/house/index.html": "<p>", "static/house.css": "p{}", "static/pack.exe.txt": ""},
    "ignored tree": {**HOUSE, ".airflowignore": "vendor\n", **{f"vendor/m{n}.py": "X = 1\n" for n in range(60)}},
}


@pytest.mark.parametrize("name", HEALTHY)
def test_nothing_false_is_said_of_archives_that_work(name: str, tmp_path: Path, check) -> None:
    pack(tmp_path / "plugins.zip", HEALTHY[name])

    run = check(tmp_path, "--airflow-version", "2.10.3", "--select", "plugins,dag")

    assert run.findings == set()
    assert run.document["crashes"] == []


@pytest.mark.parametrize("name", HEALTHY)
def test_nothing_false_is_said_of_folders_that_work(name: str, tmp_path: Path, check) -> None:
    files = {path: data for path, data in HEALTHY[name].items() if not path.endswith("/")}
    lay_out(tmp_path / "plugins", files)
    pack(tmp_path / "plugins.zip", files)

    run = check(tmp_path, "--airflow-version", "2.10.3", "--select", "plugins,dag")

    assert run.findings == set()


def test_what_is_wrong_with_members_is_said(tmp_path: Path, check) -> None:
    pack(
        tmp_path / "plugins.zip",
        {
            **HOUSE,
            "arm.so": b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00\xb7\x00",
            "mac.so": b"\xcf\xfa\xed\xfe" + bytes(20),
            "tool.exe": b"MZ",
            "__MACOSX/._house_plugin.py": b"\0",
            "broken-name.whl": b"",
        },
    )

    run = check(tmp_path, "--airflow-version", "2.10.3", "--select", "plugins")

    assert found(run) == {
        ("plugins.zip/arm.so", "foreign-binary"),
        ("plugins.zip/mac.so", "foreign-binary"),
        ("plugins.zip/tool.exe", "foreign-binary"),
        ("plugins.zip/__MACOSX/._house_plugin.py", "junk-in-archive"),
        ("plugins.zip/broken-name.whl", "wheel-does-not-fit"),
    }


def test_ends_of_lines_do_not_count_as_a_difference(tmp_path: Path, check) -> None:
    lay_out(tmp_path / "plugins", {"a.py": "X = 1\r\nY = 2\r\n", "b.py": "X = 1\n"})
    pack(tmp_path / "plugins.zip", {"a.py": "X = 1\nY = 2\n", "b.py": "X = 1\r\n"})

    run = check(tmp_path, "--airflow-version", "2.10.3", "--select", "archive-differs-from-folder")

    assert run.findings == set()


def test_an_archive_of_other_things_is_not_compared(tmp_path: Path, check) -> None:
    lay_out(tmp_path / "plugins", {"a.py": "X = 1\n", "b.py": "X = 1\n", "c.py": "X = 1\n"})
    pack(tmp_path / "plugins.zip", {"six-1.16.0-py2.py3-none-any.whl": "x", "lib/libodbc.so.2": "x"})

    run = check(tmp_path, "--airflow-version", "2.10.3", "--select", "archive-differs-from-folder")

    assert run.findings == set()


def test_a_package_called_like_the_folder_is_only_a_warning(tmp_path: Path, check) -> None:
    pack(tmp_path / "plugins.zip", {"plugins/__init__.py": "", "plugins/hooks.py": "X = 1\n"})
    lay_out(
        tmp_path, {"dags/load.py": "from airflow import DAG\nfrom plugins.hooks import X\n\nDAG('load', schedule=X)\n"}
    )

    run = check(tmp_path, "--airflow-version", "2.10.3", "--select", "archive-wraps-folder,dag")

    assert [(row["rule"], row["severity"]) for row in run.document["findings"] if row["severity"] != "info"] == [
        ("archive-wraps-folder", "warning")
    ]


def test_the_configuration_names_the_archive(tmp_path: Path, check) -> None:
    lay_out(tmp_path, {"mwaa-doctor.toml": "airflow-version = '2.10.3'\nplugins = ['out/house.zip']\n", "out/x": ""})
    pack(tmp_path / "out" / "house.zip", {"house/hooks.py": "X = 1\n"})

    run = check(tmp_path, "--select", "plugins")

    assert found(run) >= {("out/house.zip", "archive-wraps-folder")}


def test_class_attributes_from_elsewhere_are_not_missed(tmp_path: Path, check) -> None:
    lay_out(
        tmp_path / "plugins",
        {
            "a.py": "from airflow.plugins_manager import AirflowPlugin as Base\n\n\nclass A(Base):\n    name = 'a'\n",
            "b.py": "import airflow.plugins_manager as pm\n\n\nclass B(pm.AirflowPlugin):\n    listeners = []\n",
            "c.py": "from airflow.plugins_manager import AirflowPlugin\n\n\nclass Named:\n    name = 'c'\n\n\n"
            "class C(Named, AirflowPlugin):\n    pass\n",
        },
    )

    run = check(tmp_path, "--airflow-version", "2.10.3", "--select", "plugin-without-name")

    assert run.findings == {("plugins/b.py", 4, "plugin-without-name")}
