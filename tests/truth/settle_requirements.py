"""Settles with the real pip whether it installs each requirements file beside this script; writes ``verdicts.json``.

    python tests/truth/settle_requirements.py [NAME ...]

Needs the network and a Python of the images' version (3.11).  The file and what MWAA adds to it are laid out as in a
container: ``NAME.constraints.txt`` becomes ``dags/constraints.txt``, the published constraints are those of the facts.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mwaa_doctor import facts

FOLDER = Path(__file__).parent / "requirements"
VERDICTS = FOLDER / "verdicts.json"
HOME = "/usr/local/airflow"
PUBLISHED = "https://raw.githubusercontent.com/apache/airflow/constraints-{0}/constraints-{1}.txt"
FIRST_WITH_CONSTRAINTS = (2, 7, 2)


def settle(name: str, airflow: str) -> tuple[bool, str]:
    """Whether pip installs the file, and its last word if it does not."""
    with tempfile.TemporaryDirectory() as folder:
        return _settle(name, airflow, Path(folder))


def _settle(name: str, airflow: str, home: Path) -> tuple[bool, str]:
    for part in ("requirements", "dags", "plugins"):
        (home / part).mkdir()
    release = facts.release(airflow)
    assert release is not None
    assert release.python == "{}.{}".format(*sys.version_info), "run this with the Python of the image"
    published = home / "published.txt"
    published.write_text("".join(f"{key}=={pin}\n" for key, pin in (facts.constraints(airflow) or {}).items()))
    forced = home / "forced.txt"
    forced.write_text("".join(f"{key}=={pin}\n" for key, pin in (facts.essential_pins(airflow) or {}).items()))
    data = (FOLDER / f"{name}.txt").read_bytes()
    data = data.replace(PUBLISHED.format(airflow, release.python).encode(), str(published).encode())
    data = data.replace(HOME.encode(), str(home).encode())
    file = home / "requirements" / "requirements.txt"
    file.write_bytes(data)
    own = FOLDER / f"{name}.constraints.txt"
    if own.exists():
        (home / "dags" / "constraints.txt").write_bytes(own.read_bytes())
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-input", "-q"]
    command += ["--disable-pip-version-check", "-r", str(file), "-c", str(forced)]
    if not re.search(rb"-c |--constraint ", data):
        command += ["-c", str(published)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=900,
        cwd=home,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    said = (errors or done.stderr.splitlines()[-1:] or [""])[0].replace(str(home), HOME)
    return done.returncode == 0, "" if done.returncode == 0 else said[:300]


def main(names: list[str]) -> None:
    """Settle the named cases, or all of them."""
    cases = json.loads(VERDICTS.read_text())
    chosen = names or list(cases)
    with ThreadPoolExecutor(4) as pool:
        settled = pool.map(lambda name: settle(name, cases[name]["airflow"]), chosen)
        for name, (installs, said) in zip(chosen, settled, strict=True):
            cases[name].update(installs=installs, said=said)
            print(name, installs, said, flush=True)
    VERDICTS.write_text(json.dumps(cases, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
