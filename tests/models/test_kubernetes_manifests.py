"""Kubernetes manifests: read within bounds, never trusted further than they were understood."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mwaa_doctor.models.kubernetes_manifests import Manifests, read_manifests

ROLE = """kind: Role
metadata: {name: a, namespace: n}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
"""


def read(folder: Path, text: str | bytes, name: str = "a.yaml") -> Manifests:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_manifests(folder, [name])


def test_roles_have_the_line_of_their_document(tmp_path: Path) -> None:
    manifests = read(tmp_path, f"---\n# first\n{ROLE}---\n---\n{ROLE}")

    assert [role.place.line for role in manifests.roles] == [3, 8]
    assert manifests.roles[0].allows("get", "pods")
    assert not manifests.roles[0].allows("get", "pods/log")
    assert manifests.complete


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [1]\nb: &b [*a, *a]\nkind: Role\n",
        "kind: Role\nrules: " + "[" * 5_000,
        "kind: Role\nrules: " + "[" * 5_000 + "]" * 5_000,
        "kind: Role\nrules: {{ .Values.rules }}\n",
        "kind: Role\nmetadata: !!python/object/apply:os.system [x]\n",
        "kind: Role\nmetadata: [a]\n",
        "kind: Role\nrules: [text]\n",
        "kind: RoleBinding\nsubjects: [{kind: User}]\n",
        "kind: List\nitems:\n- kind: Role\n",
        "- kind: Role\n",
        "kind: Role\n---\n" * 300,
        "kind: Role\nx: \x00\n",
        b"kind: Role\nx: \xff\n",
        "kind: Role\n" + "#" * 300_000,
    ],
)
def test_what_is_not_understood_leaves_the_picture_incomplete(tmp_path: Path, text: str | bytes) -> None:
    assert not read(tmp_path, text).complete


@pytest.mark.parametrize("name", ["kustomization.yaml", "charts/Chart.yaml"])
def test_generated_manifests_are_not_known(tmp_path: Path, name: str) -> None:
    (tmp_path / "charts").mkdir()

    assert not read(tmp_path, "x: 1\n", name).complete


def test_yaml_is_imported_only_for_roles(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: ci\nrole: x\n")
    code = (
        "import sys, pathlib\nfrom mwaa_doctor.models.kubernetes_manifests import read_manifests\n"
        f"assert read_manifests(pathlib.Path({str(tmp_path)!r}), ['a.yaml']).complete\nassert 'yaml' not in sys.modules"
    )

    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
