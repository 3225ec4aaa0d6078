"""Wheels by their tags: what pip itself says of real wheels for the image's Python and system."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from mwaa_doctor.models.wheels import read_sdist, read_wheel, supported_tags
from mwaa_doctor.target import AirflowVersion, Target

TAGS = {
    "py3-none-any": True,
    "py2.py3-none-any": True,
    "py2-none-any": False,
    "cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64": True,
    "cp311-cp311-manylinux_2_34_x86_64": True,
    "cp311-cp311-manylinux_2_35_x86_64": False,
    "cp39-abi3-manylinux_2_28_x86_64": True,
    "cp312-abi3-manylinux_2_28_x86_64": False,
    "cp310-cp310-manylinux2014_x86_64": False,
    "cp311-cp311-linux_x86_64": True,
    "cp311-cp311-manylinux2014_aarch64": False,
    "cp311-cp311-musllinux_1_2_x86_64": False,
    "cp311-cp311-macosx_11_0_arm64": False,
    "cp311-none-win_amd64": False,
    "py3-none-manylinux1_x86_64": True,
    "pp311-pypy311_pp73-manylinux2014_x86_64": False,
}


def make_wheel(folder: Path, name: str, tag: str, version: str = "1.0") -> Path:
    """A wheel that pip accepts, with this tag."""
    path = folder / f"{name}-{version}-{tag}.whl"
    info = f"{name}-{version}.dist-info"
    interpreters, abis, platforms = (part.split(".") for part in tag.split("-"))
    tags = [f"Tag: {i}-{a}-{p}" for i in interpreters for a in abis for p in platforms]
    files = {
        f"{name}.py": "VALUE = 1\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "\n".join(["Wheel-Version: 1.0", "Generator: test", "Root-Is-Purelib: true", *tags, ""]),
    }
    record = []
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            record.append(f"{file},sha256={digest},{len(text)}")
            wheel.writestr(file, text)
        wheel.writestr(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,", ""]))
    return path


def test_real_pip_agrees_on_every_tag(tmp_path: Path) -> None:
    """One run of pip for all tags: it says of each distribution that it lacks which one that is."""
    wheels, wanted = tmp_path / "wheels", tmp_path / "wanted.py"
    wheels.mkdir()
    names = {tag: f"wheel{number}" for number, tag in enumerate(TAGS)}
    for tag, name in names.items():
        make_wheel(wheels, name, tag)
    wanted.write_text(
        "import sys\n"
        "from pip._internal.models.target_python import TargetPython\n"
        "from pip._internal.models.wheel import Wheel\n"
        "platforms = [f'manylinux_2_{n}_x86_64' for n in range(34, 16, -1)]\n"
        "platforms += ['manylinux2014_x86_64', 'linux_x86_64']\n"
        "tags = TargetPython(platforms=platforms, py_version_info=(3, 11), implementation='cp').get_sorted_tags()\n"
        "for name in sys.argv[1:]:\n"
        "    print(Wheel(name).supported(tags))\n"
    )
    files = [f"{name}-1.0-{tag}.whl" for tag, name in names.items()]
    done = subprocess.run([sys.executable, wanted, *files], capture_output=True, text=True, check=True)

    of_pip = dict(zip(TAGS, (line == "True" for line in done.stdout.split()), strict=True))
    target = Target(AirflowVersion(2, 10, 3))
    ours = {}
    for tag, name in names.items():
        wheel = read_wheel(f"{name}-1.0-{tag}.whl")
        assert wheel is not None
        ours[tag] = wheel.fits(target)
    assert ours == of_pip == TAGS


@pytest.mark.parametrize(
    ("version", "file", "fits"),
    [
        ("2.0.2", "a-1-cp37-cp37m-manylinux1_x86_64.whl", True),
        ("2.6.3", "a-1-cp310-cp310-manylinux_2_26_x86_64.whl", True),
        ("2.6.3", "a-1-cp310-cp310-manylinux_2_28_x86_64.whl", False),
        ("2.7.2", "a-1-cp311-cp311-manylinux_2_28_x86_64.whl", True),
        ("3.0.6", "a-1-cp311-cp311-manylinux_2_28_x86_64.whl", False),
        ("3.0.6", "a-1-cp312-cp312-manylinux_2_28_x86_64.whl", True),
    ],
)
def test_the_image_of_the_version_decides(version: str, file: str, fits: bool) -> None:
    wheel = read_wheel(file)
    assert wheel is not None

    assert wheel.fits(Target(AirflowVersion.parse(version))) is fits
    assert (wheel.misfit(Target(AirflowVersion.parse(version))) == "") is fits


def test_there_are_no_tags_for_other_systems() -> None:
    platforms = {tag.platform for tag in supported_tags(Target(AirflowVersion(2, 10, 3)))}

    assert all(
        platform == "any" or platform.endswith("linux_x86_64") or "manylinux" in platform for platform in platforms
    )


@pytest.mark.parametrize("name", ["", "x.whl", "a-1.whl", "a-b-c-d-e-f.whl", "numpy.whl", "a" * 400 + ".whl", "a.zip"])
def test_other_names_are_no_wheels(name: str) -> None:
    assert read_wheel(name) is None


@pytest.mark.parametrize(
    ("name", "version"), [("foo_bar-1.0.tar.gz", "1.0"), ("foo-bar-2.tgz", "2"), ("hooks.zip", None)]
)
def test_source_distributions_are_known_by_name(name: str, version: str | None) -> None:
    found = read_sdist(name)

    assert (None if found is None else (found.name, str(found.version))) == (version and ("foo-bar", version))
