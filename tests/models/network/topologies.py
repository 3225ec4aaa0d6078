"""Reads the topologies of the folder: a base, changed by a merge patch, as a real snapshot file."""

from __future__ import annotations

import copy
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from mwaa_doctor.rule import Place

FOLDER = Path(__file__).parent / "topologies"
BASES = yaml.safe_load((FOLDER / "bases.yaml").read_text())
KINDS = (
    "Vpc", "Subnet", "RouteTable", "SecurityGroup", "NetworkAcl", "InternetGateway", "NatGateway", "VpcEndpoint",
    "NetworkInterface", "DhcpOptions", "TransitGatewayAttachment", "VpcPeeringConnection", "EgressOnlyInternetGateway",
)  # fmt: skip
UNLISTED = {"ec2:NetworkInterface"}  # the collector reads those only that routes name


def topologies() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name != "bases.yaml":
            found.update(yaml.safe_load(path.read_text()))
    return found


def merged(target: Any, patch: Any) -> Any:
    """RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def document(objects: dict[str, Any], denied: dict[str, str] | None = None, source: str = "live") -> dict[str, Any]:
    """A snapshot as ``mwaa-doctor snapshot`` writes it."""
    gaps = denied or {}
    resources = []
    for key, value in copy.deepcopy(objects).items():
        kind = value.pop("kind")
        row = {
            "kind": kind,
            "key": key,
            "label": key,
            "body": value,
            "place": asdict(Place(key)),
            "places": [],
            "doubt": "",
        }
        resources.append(row)
    listed = [f"ec2:{kind}" for kind in KINDS if f"ec2:{kind}" not in gaps and f"ec2:{kind}" not in UNLISTED]
    snapshot = {
        "source": source, "name": "what was read", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
        "listed": listed, "gaps": gaps, "absent": [], "resources": resources,
    }  # fmt: skip
    return {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [snapshot]}


def written(case: dict[str, Any], folder: Path) -> Path:
    """The file of a case."""
    objects = merged(BASES[case["base"]], case.get("change") or {})
    path = folder / "snapshot.json"
    path.write_text(json.dumps(document(objects, case.get("denied"))))
    return path
