"""The networks of the guide in Terraform: the verdicts of the templates that are deployed and read back elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

TWINS = Path(__file__).parent / "twins"
TEMPLATES = Path(__file__).parents[2] / "projects" / "templates"


def verdicts(mwaa_doctor, folder: Path) -> list[tuple[int, str, str]]:
    """Of each need, the subnet by its place in the list, the target and the verdict."""
    (environment,) = mwaa_doctor("network", folder, "--format", "json").document["environments"]
    rows = [row for row in environment["connections"] if row["from"] != "web server"]
    subnets = list(dict.fromkeys(row["from"] for row in rows))
    return [(subnets.index(row["from"]), row["to"], row["verdict"]) for row in rows]


@pytest.mark.parametrize("name", ["private-network", "public-network", None])
def test_the_same_verdicts(name: str | None, tmp_path: Path, mwaa_doctor) -> None:
    (tmp_path / "main.tf").write_text((TWINS / "common.tf").read_text())
    if name is not None:
        (tmp_path / "network.tf").write_text((TWINS / f"{name}.tf").read_text())

    found = verdicts(mwaa_doctor, tmp_path)

    assert found
    if name is not None:
        assert found == verdicts(mwaa_doctor, TEMPLATES / name)
    else:
        own = {"metadata database", "web server"}
        assert {target for _, target, verdict in found if verdict == "yes"} == own
        assert all(verdict == "no" for _, target, verdict in found if target not in own)
