"""Whatever a template holds: it is read or refused with a reason, and never ends in a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mwaa_doctor.models.template_file import TemplateFile
from mwaa_doctor.sources.cloudformation.functions import FUNCTIONS
from mwaa_doctor.sources.cloudformation.snapshots import MAPPINGS, read_snapshot
from mwaa_doctor.sources.cloudformation.template import read_template
from mwaa_doctor.sources.document import DocumentError, read_document
from mwaa_doctor.sources.snapshot_file import read_snapshots, write_snapshots

NAMES = st.sampled_from(["A", "B", "C", "P", "L", "M", "K", "AWS::Region", "AWS::NoValue", "Nobody", "A.Arn", ""])
TEXTS = NAMES | st.sampled_from(
    ["${A}", "${B.Arn}-${P}", "${", "10.0.0.0/16", "{{resolve:ssm:/a}}", "a,b", "true", "-1"]
)
SCALARS = TEXTS | st.integers(-5, 500) | st.booleans() | st.none()
CALLS = st.sampled_from([*FUNCTIONS, "Ref", "Fn::If", "Fn::Nothing"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(CALLS | st.sampled_from(["Statement", "Rules", "Key"]), inner, min_size=1, max_size=1)
        | st.dictionaries(CALLS, st.lists(inner | SCALARS, min_size=1, max_size=4), min_size=1, max_size=1)
        | st.dictionaries(NAMES, inner, max_size=3)
    ),
    max_leaves=12,
)
PROPERTIES = st.dictionaries(
    st.sampled_from(
        ["Name", "BucketName", "RoleName", "VpcId", "CidrBlock", "SubnetIds", "SecurityGroupIngress", "Policies",
         "Roles", "PolicyDocument", "ManagedPolicyArns", "RouteTableId", "SubnetId", "GroupId", "NetworkAclId",
         "PortRange", "BucketEncryption", "NetworkConfiguration", "LoggingConfiguration", "MaxWorkers", "Tags",
         "Bucket", "TargetKeyId", "PublicAccessBlockConfiguration", "Entries", "SecurityGroupIds", "DomainNameServers",
         "KeyPolicy", "Enabled"]
    ),
    VALUES,
    max_size=6,
)  # fmt: skip
RESOURCE = st.fixed_dictionaries(
    {"Type": st.sampled_from([*MAPPINGS, "AWS::SNS::Topic"]), "Properties": PROPERTIES},
    optional={"Condition": NAMES, "DependsOn": NAMES | st.lists(NAMES, max_size=2)},
)
TEMPLATES = st.fixed_dictionaries(
    {"Resources": st.dictionaries(st.sampled_from("ABC"), RESOURCE, max_size=3)},
    optional={
        "Parameters": st.fixed_dictionaries(
            {"P": st.fixed_dictionaries({"Type": st.just("String")}, optional={"Default": SCALARS})},
            optional={
                "L": st.fixed_dictionaries({"Type": st.just("CommaDelimitedList")}, optional={"Default": SCALARS})
            },
        ),
        "Mappings": st.dictionaries(st.just("M"), VALUES, max_size=1),
        "Conditions": st.dictionaries(st.sampled_from("KAB"), VALUES, max_size=2),
        "Outputs": VALUES,
    },
)


@settings(max_examples=200)
@given(TEMPLATES)
@example(
    {
        "Resources": {
            "A": {"Type": "AWS::MWAA::Environment", "Properties": {}},
            "B": {"Type": "AWS::MWAA::Environment", "Properties": {"Name": {"Fn::Sub": ["${A}", 0]}}},
        }
    }
)
def test_any_template_is_read(template: dict[str, Any]) -> None:
    try:
        read = read_template("t.json", read_document(json.dumps(template).encode(), "t.json"))
    except DocumentError:
        return
    snapshot = read_snapshot(read, {})
    file = TemplateFile(read)

    assert len(list(read_snapshots(write_snapshots((snapshot,)).encode()))) == 1
    assert all(len(circle) > 1 for circle in file.circles)
    list(file.dangling)
    list(file.unknown_functions)


@settings(max_examples=100)
@given(VALUES)
def test_any_document_is_a_template_or_refused(value: Any) -> None:
    try:
        template = read_template("t.json", read_document(json.dumps({"Resources": value}).encode(), "t.json"))
    except DocumentError:
        return
    read_snapshot(template, {})


HOSTILE = {
    "conditions in a long chain": "Conditions:\n"
    + "".join(f"  C{number}: !Not [!Condition C{number + 1}]\n" for number in range(3_000))
    + "Resources:\n  E: {Type: AWS::MWAA::Environment, Condition: C0, Properties: {Name: a}}\n",
    "names in a long chain": "Resources:\n  E: {Type: AWS::MWAA::Environment, Properties: {Name: a}}\n"
    + "".join(
        f"  B{number}: {{Type: AWS::S3::Bucket, Properties: {{BucketName: !Sub '${{B{number + 1}}}x'}}}}\n"
        for number in range(2_000)
    )
    + "  B2000: {Type: AWS::S3::Bucket}\n",
    "text that grows": "Resources:\n  E: {Type: AWS::MWAA::Environment, Properties: {Name: a}}\n"
    "  B0: {Type: AWS::S3::Bucket, Properties: {BucketName: aaaaaaaaaa}}\n"
    + "".join(
        f"  B{number}: {{Type: AWS::S3::Bucket, Properties: {{BucketName: !Sub '{f'${{B{number - 1}}}' * 10}'}}}}\n"
        for number in range(1, 12)
    ),
    "shared values": "A0: &a0 {Ref: P}\n"
    + "".join(f"A{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 9))
    + "Resources:\n  E: {Type: AWS::MWAA::Environment, Properties: {Name: a, Tags: *a8}}\n",
    "no resources": "# AWS::MWAA::Environment\nResources: []\n",
    "a resource that is a list": "Resources:\n  E: [AWS::MWAA::Environment]\n",
    "a resource without type": "Resources:\n  E: {Kind: AWS::MWAA::Environment}\n",
    "properties that are a list": "Resources:\n  E: {Type: AWS::MWAA::Environment, Properties: [a]}\n",
    "two documents": "Resources: {E: {Type: AWS::MWAA::Environment, Properties: {Name: a}}}\n---\nb\n",
    "not even text": "AWS::MWAA::Environment \udc80",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_templates_end_in_a_report(name: str, tmp_path: Path, check) -> None:
    (tmp_path / "template.yaml").write_bytes(HOSTILE[name].encode("utf-8", "surrogateescape"))

    run = check(tmp_path, "--select", "cloudformation,environment")

    assert run.exit_code in (0, 1)
    assert run.document["crashes"] == []
    assert run.document["problems"] == []
    assert run.document["environments"] or "template-does-not-parse" in {row[2] for row in run.findings}
