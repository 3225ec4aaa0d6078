"""Command line of the refresh: `python -m mwaa_doctor.facts.refresh --cache FOLDER [--offline] [VERSION ...]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mwaa_doctor.facts.packages import import_names_without_wheel
from mwaa_doctor.facts.reading import knowledge_date
from mwaa_doctor.facts.refresh.images import MissingWheelError, build_surface, pins_of
from mwaa_doctor.facts.refresh.options import OPTIONS_FILE, build_options
from mwaa_doctor.facts.refresh.wheels import DownloadError, WheelCache
from mwaa_doctor.facts.versions import release, releases


def main(arguments: list[str] | None = None) -> int:
    """Writes one surface file for each version asked for, with all of them the options too; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m mwaa_doctor.facts.refresh", description=__doc__)
    parser.add_argument("versions", nargs="*", metavar="VERSION", help="Airflow versions, all known ones by default")
    parser.add_argument(
        "--cache", type=Path, required=True, help="folder of wheels; missing ones are downloaded into it"
    )
    parser.add_argument("--offline", action="store_true", help="use only what the cache holds")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent.parent / "surface", help="where to write")
    given = parser.parse_args(arguments)
    wheels = WheelCache(given.cache)
    given.output.mkdir(parents=True, exist_ok=True)
    for version in given.versions or [known.version for known in releases()]:
        known = release(version)
        if known is None:
            sys.stderr.write(f"{version}: not a version on MWAA\n")
            return 2
        try:
            for pins in () if given.offline else pins_of(known):
                for name, pin in wheels.fetch(pins, known.python):
                    sys.stderr.write(f"{version}: no wheel for {name} {pin}\n")
            content = build_surface(known, wheels, import_names_without_wheel(), knowledge_date())
        except (MissingWheelError, DownloadError) as error:
            sys.stderr.write(f"{version}: {error}\n")
            return 1
        (given.output / f"{version}.bin").write_bytes(content)
        sys.stderr.write(f"{version}: {len(content)} bytes\n")
    if not given.versions:
        (given.output.parent / OPTIONS_FILE).write_text(build_options(releases(), wheels, knowledge_date()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
