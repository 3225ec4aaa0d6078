"""What tasks talk to: databases and clusters in the same template, services and packages on the internet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

BASE = """
Resources:
  Sales:
    Type: AWS::MWAA::Environment
    Properties:
      Name: sales
      NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  AInTable: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {RouteTableId: !Ref Table, SubnetId: !Ref A}}
  BInTable: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {RouteTableId: !Ref Table, SubnetId: !Ref B}}
  Office: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
  C: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Office, CidrBlock: 10.1.1.0/24}}
"""
DATABASE = """
  %(name)s:
    Type: AWS::RDS::DBInstance
    Properties:
      {Engine: %(engine)s, VPCSecurityGroups: [!Ref %(name)sGroup], DBSubnetGroupName: !Ref %(name)sIn%(more)s}
  %(name)sIn: {Type: AWS::RDS::DBSubnetGroup, Properties: {SubnetIds: [%(subnets)s]}}
  %(name)sGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      GroupDescription: database
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: %(port)s, ToPort: %(port)s, %(source)s}]
"""
POSTGRES = "from airflow.providers.postgres.hooks.postgres import PostgresHook\n"
MYSQL = "import pymysql.cursors\n"
OWN = "SourceSecurityGroupId: !Ref Group"


def database(name: str = "Orders", **given: str) -> str:
    usual = {
        "engine": "postgres",
        "more": "",
        "subnets": "!Ref A, !Ref B",
        "port": "5432",
        "source": "CidrIp: 10.0.9.0/24",
    }
    return DATABASE % {"name": name, **usual, **given}


@pytest.fixture
def messages(tmp_path: Path, check) -> Any:
    def read(rule: str, template: str, code: str) -> list[str]:
        (tmp_path / "template.yaml").write_text(template)
        (tmp_path / "dags").mkdir(exist_ok=True)
        head = "from airflow import DAG\nfrom airflow.operators.python import PythonVirtualenvOperator\n"
        (tmp_path / "dags" / "work.py").write_text(f'{head}{code}\nDAG("work", schedule=None)\n')
        document = check(tmp_path, "--select", rule, "--airflow-version", "2.10.3").document
        assert document["crashes"] == []
        return [row["message"] for row in document["findings"]]

    return read


@pytest.mark.parametrize(
    ("template", "code", "expected"),
    [
        (database(), POSTGRES, ["DAGs talk to PostgreSQL, and `Orders` is out of reach on port 5432"]),
        (database(), MYSQL, []),
        (database(source=OWN), POSTGRES, []),
        (database(source="CidrIp: 10.0.0.0/16"), POSTGRES, []),
        (
            database(source=OWN, port="5433"),
            POSTGRES,
            ["DAGs talk to PostgreSQL, and `Orders` is out of reach on port 5432"],
        ),
        (database(source=OWN, port="5433", more=", Port: 5433"), POSTGRES, []),
        (database(engine="mysql"), MYSQL, ["DAGs talk to MySQL, and `Orders` is out of reach on port 3306"]),
        (database() + database("Other", source=OWN), POSTGRES, []),
        (database(more=", PubliclyAccessible: true"), POSTGRES, []),
        (database(more=", DBClusterIdentifier: aurora"), POSTGRES, []),
        (database(subnets="!Ref C"), POSTGRES, ["DAGs talk to PostgreSQL, and `Orders` is out of reach on port 5432"]),
        (database(subnets="subnet-0f"), POSTGRES, []),
    ],
)
def test_databases(template: str, code: str, expected: list[str], messages: Any) -> None:
    assert messages("database-shuts-out-environment", BASE + template, code) == expected


NEED = "DAGs need {} from the internet, to which the environment has no way"
SNOWFLAKE = "from airflow.providers.snowflake.operators.snowflake import SnowflakeOperator\n"
INSTALLS = 'PythonVirtualenvOperator(task_id="a", python_callable=print, requirements=%s)\n'
PRIVATE_LINK = """
  Link:
    Type: AWS::EC2::VPCEndpoint
    Properties: {VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: com.amazonaws.vpce.eu-west-1.vpce-svc-0a}
"""
CODEARTIFACT = PRIVATE_LINK.replace("vpce.eu-west-1.vpce-svc-0a", "eu-west-1.codeartifact.repositories")
TRANSIT = """
  Transit:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: %s, TransitGatewayId: tgw-0a}
"""


@pytest.mark.parametrize(
    ("template", "code", "expected"),
    [
        ("", SNOWFLAKE, ["Snowflake"]),
        ("", "import snowflake.connector\n", ["Snowflake"]),
        ("", "import snowflakes\n", []),
        (PRIVATE_LINK, SNOWFLAKE, []),
        (CODEARTIFACT, SNOWFLAKE, ["Snowflake"]),
        ("", INSTALLS % '["pandas==2.2.3"]', ["packages for a virtual environment"]),
        ("", INSTALLS % '"pandas\\nnumpy"', ["packages for a virtual environment"]),
        ("", INSTALLS % "[]", []),
        ("", INSTALLS % "None", []),
        ("", INSTALLS % '["/usr/local/airflow/plugins/own-1.0-py3-none-any.whl"]', []),
        ("", INSTALLS % '["--index-url https://example.com/simple", "pandas"]', []),
        ("", INSTALLS % '["pandas"], index_urls=["https://example.com/simple"]', []),
        ("", INSTALLS % "read()", []),
        ("", 'import os\nos.environ["HTTPS_PROXY"] = "http://10.0.9.9:3128"\n' + INSTALLS % '["pandas"]', []),
        (CODEARTIFACT, INSTALLS % '["pandas"]', []),
        (TRANSIT % "0.0.0.0/0", SNOWFLAKE, []),
        (TRANSIT % "10.8.0.0/16", SNOWFLAKE, []),
    ],
)
def test_the_internet(template: str, code: str, expected: list[str], messages: Any) -> None:
    found = messages("dags-need-the-internet", BASE + template, code)

    assert found == [NEED.format(name) for name in expected]


CLUSTER = """
  Cluster:
    Type: AWS::EKS::Cluster
    Properties: {Name: pods, ResourcesVpcConfig: {SubnetIds: [!Ref C], EndpointPublicAccess: %s}}
"""
POD = """
from airflow.providers.amazon.aws.operators.eks import EksPodOperator
EksPodOperator(task_id="a", cluster_name="%s")
"""
PEERING = "\n  Peer: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: !Ref Office}}\n"


@pytest.mark.parametrize(
    ("template", "name", "reported"),
    [
        (CLUSTER % "false", "pods", True),
        (CLUSTER % "true", "pods", False),
        (CLUSTER % "false", "others", False),
        (CLUSTER % "false" + PEERING, "pods", False),
        ((CLUSTER % "false").replace("!Ref C", "!Ref A"), "pods", False),
    ],
)
def test_clusters(template: str, name: str, reported: bool, messages: Any) -> None:
    assert bool(messages("kubernetes-cluster-in-another-vpc", BASE + template, POD % name)) is reported
