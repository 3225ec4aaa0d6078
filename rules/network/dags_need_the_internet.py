"""DAGs need the internet, and the environment has no way there.

Why
    Snowflake and its like are on the internet, and PythonVirtualenvOperator installs from PyPI when the task runs. In a
    network with private routing such a task waits until it fails.

Fix
    Give the subnets a NAT gateway, or reach the service by PrivateLink and packages by an index inside the VPC.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}  # <- here
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
      B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      AInTable: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {RouteTableId: !Ref Table, SubnetId: !Ref A}}
    # dags/load.py
    from airflow import DAG
    from airflow.providers.snowflake.hooks.snowflake import SnowflakeHook

    with DAG("load", schedule="@daily"):
        ...

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
      B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      AInTable: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {RouteTableId: !Ref Table, SubnetId: !Ref A}}
      Public: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.9.0/24}}
      PublicTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      InPublic:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref PublicTable, SubnetId: !Ref Public}
      Gateway: {Type: AWS::EC2::InternetGateway}
      Attached: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}}
      ToInternet:
        Type: AWS::EC2::Route
        Properties: {RouteTableId: !Ref PublicTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
      Address: {Type: AWS::EC2::EIP}
      Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref Public, AllocationId: !GetAtt Address.AllocationId}}
      ToNat:
        Type: AWS::EC2::Route
        Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}
    # dags/load.py
    from airflow import DAG
    from airflow.providers.snowflake.hooks.snowflake import SnowflakeHook

    with DAG("load", schedule="@daily"):
        ...
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.remote_systems import PACKAGES, internet_uses
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["internet-target-needs-route"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-sm-snowflake.html",
    confidence="medium",
)
def check(network: Network, folders: DagFolders) -> Iterator[Finding]:
    answers = [network.routed(subnet) for subnet in network.subnets]
    closed = all(answer.fault is not None and answer.fault.kind == "no-route" for answer in answers)
    if not answers or not closed or any(network.reach.other_exits(subnet) for subnet in network.subnets):
        return
    for use, place in internet_uses(folders).items():
        served = network.endpoints_for("codeartifact.repositories") if use == PACKAGES else network.private_links
        if not served:
            yield Finding(
                network.environment.at("NetworkConfiguration", "SubnetIds"),
                f"DAGs need {use} from the internet, to which the environment has no way",
                evidence=(f"used in {place.path}:{place.line}", *dict.fromkeys(answer.text for answer in answers)),
                cause=use,
            )
