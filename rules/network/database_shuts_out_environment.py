"""A database that DAGs talk to does not admit the environment.

Why
    A security group admits on its own side: the rule belongs on the group of the database, with the environment's group
    as source. A rule on the environment's group does nothing, and tasks time out.

Fix
    Admit the port of the database from the environment's security group, on the group of the database.

Bad
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
      Database:  # <- here
        Type: AWS::RDS::DBInstance
        Properties: {Engine: postgres, VPCSecurityGroups: [!Ref Clients], DBSubnetGroupName: !Ref Subnets}
      Subnets: {Type: AWS::RDS::DBSubnetGroup, Properties: {SubnetIds: [!Ref A, !Ref B]}}
      Clients:
        Type: AWS::EC2::SecurityGroup
        Properties:
          VpcId: !Ref Vpc
          GroupDescription: the database
          SecurityGroupIngress:
            - {IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 10.0.9.0/24}
    # dags/load.py
    from airflow import DAG
    from airflow.providers.postgres.hooks.postgres import PostgresHook

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
      Database:
        Type: AWS::RDS::DBInstance
        Properties: {Engine: postgres, VPCSecurityGroups: [!Ref Clients], DBSubnetGroupName: !Ref Subnets}
      Subnets: {Type: AWS::RDS::DBSubnetGroup, Properties: {SubnetIds: [!Ref A, !Ref B]}}
      Clients:
        Type: AWS::EC2::SecurityGroup
        Properties:
          VpcId: !Ref Vpc
          GroupDescription: the database
          SecurityGroupIngress:
            - {IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref Group}
    # dags/load.py
    from airflow import DAG
    from airflow.providers.postgres.hooks.postgres import PostgresHook

    with DAG("load", schedule="@daily"):
        ...
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.network.databases import databases
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.remote_systems import databases_of
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["task-target-reachable"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-sql-server.html",
    confidence="medium",
)
def check(network: Network, folders: DagFolders) -> Iterator[Finding]:
    told = list(databases(network))
    uses = databases_of(folders) if told else {}
    for system, place in uses.items():
        answers = [(database, database.reached()) for database in told if database.system.name == system]
        # DAGs do not say which database they mean: one that is reached may be the one.
        for database, answer in answers if all(answer.is_no for _, answer in answers) else ():
            yield Finding(
                database.record,
                f"DAGs talk to {system}, and `{database.name}` is out of reach on port {database.port}",
                evidence=(f"used in {place.path}:{place.line}", answer.text),
                fix=f"admit TCP {database.port} from the environment's security group",
            )
