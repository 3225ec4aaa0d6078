"""DAGs use an AWS service that a network without a way to the internet does not reach.

Why
    Every service needs an endpoint of its own in a private network. Without it the task waits for minutes and fails
    with a connection time-out that names no cause.

Fix
    Create the interface endpoint of the service, with private DNS, in both subnets.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}  # <- here
          WebserverAccessMode: PRIVATE_ONLY
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      WithinGroup:
        Type: AWS::EC2::SecurityGroupIngress
        Properties: {GroupId: !Ref Group, IpProtocol: -1, SourceSecurityGroupId: !Ref Group}
    # dags/reports.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.athena import AthenaOperator

    with DAG("reports", schedule="@daily"):
        AthenaOperator(task_id="refresh", query="SELECT 1", database="sales", output_location="s3://sales/results/")

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
          WebserverAccessMode: PRIVATE_ONLY
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      WithinGroup:
        Type: AWS::EC2::SecurityGroupIngress
        Properties: {GroupId: !Ref Group, IpProtocol: -1, SourceSecurityGroupId: !Ref Group}
      Athena:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.athena
          VpcEndpointType: Interface
          PrivateDnsEnabled: true
          SubnetIds: [!Ref PrivateA, !Ref PrivateB]
          SecurityGroupIds: [!Ref Group]
    # dags/reports.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.athena import AthenaOperator

    with DAG("reports", schedule="@daily"):
        AthenaOperator(task_id="refresh", query="SELECT 1", database="sales", output_location="s3://sales/results/")
"""

from collections.abc import Iterator

from mwaa_doctor.models.aws_services import services_of
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="warning",
    covers=["endpoints-for-services-of-dags"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/networking-about.html",
)
def check(network: Network, folders: DagFolders) -> Iterator[Finding]:
    doubt = ""
    for service, place in services_of(folders).items():
        if service in network.services:
            continue
        for subnet in network.subnets:
            answer = network.service(subnet, service)
            if answer.is_no:
                yield Finding(
                    network.environment.at("NetworkConfiguration", "SubnetIds"),
                    f"DAGs use {service}, which `{subnet.name}` does not reach",
                    evidence=(f"used in {place.path}:{place.line}", answer.text),
                    cause=service,
                )
            doubt = doubt or answer.reason
    if doubt:
        raise Unknown(doubt)
