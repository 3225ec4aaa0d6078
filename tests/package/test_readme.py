"""The README's samples are what the program prints. ``MWAA_DOCTOR_UPDATE=1`` writes them anew."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from mwaa_doctor.config import _KEYS, load_config

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
SAMPLE = re.compile(r"(<!-- output: mwaa-doctor (?P<command>.+?) -->\n```text\n)(?P<text>.*?)(```)", re.DOTALL)


def test_samples_are_what_the_program_prints(mwaa_doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    written = README.read_text(encoding="utf-8")

    def printed(match: re.Match[str]) -> str:
        return match[1] + mwaa_doctor(*shlex.split(match["command"])).stdout.rstrip() + "\n" + match[4]

    current = SAMPLE.sub(printed, written)

    if os.environ.get("MWAA_DOCTOR_UPDATE"):
        README.write_text(current, encoding="utf-8")
        written = current
    assert len(SAMPLE.findall(written)) >= 2
    assert written == current, "run: MWAA_DOCTOR_UPDATE=1 pytest tests/package/test_readme.py"


def test_the_configuration_shown_is_valid_and_complete(tmp_path: Path) -> None:
    text = re.search(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert text is not None
    path = tmp_path / "mwaa-doctor.toml"
    path.write_text(text[1])

    config = load_config(tmp_path)

    assert config.path == path
    assert set(re.findall(r"^\[*([a-z-]+)", text[1], re.MULTILINE)) >= set(_KEYS)
