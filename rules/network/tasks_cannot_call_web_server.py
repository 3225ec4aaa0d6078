"""Tasks call a public web server of MWAA from subnets that have no way to the internet.

Why
    The manual goes with a private web server where subnets have no way out. With public access alone its address is on
    the internet, also for the environment's own tasks: the request of a DAG that starts another one, or pauses it, runs
    into its timeout.

Fix
    `WebserverAccessMode: PRIVATE_ONLY`, or a NAT gateway for the subnets.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
          AirflowVersion: 2.10.3
          WebserverAccessMode: PUBLIC_ONLY  # <- here
      Vpc:
        Type: AWS::EC2::VPC
        Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Group:
        Type: AWS::EC2::SecurityGroup
        Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}
    # dags/start.py
    import boto3
    import requests
    from airflow import DAG
    from airflow.operators.python import PythonOperator


    def start():
        token = boto3.client("mwaa").create_cli_token(Name="sales")
        address = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
        headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
        requests.post(address, headers=headers, data="dags trigger load").raise_for_status()


    with DAG("start", schedule=None):
        PythonOperator(task_id="start", python_callable=start)

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
          AirflowVersion: 2.10.3
          WebserverAccessMode: PUBLIC_ONLY
      Vpc:
        Type: AWS::EC2::VPC
        Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Group:
        Type: AWS::EC2::SecurityGroup
        Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}
    # dags/start.py
    from airflow import DAG
    from airflow.operators.trigger_dagrun import TriggerDagRunOperator

    with DAG("start", schedule=None):
        TriggerDagRunOperator(task_id="start", trigger_dag_id="load")
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.mwaa_calls import EndpointCall
from mwaa_doctor.models.network.network import Need, Network, broken
from mwaa_doctor.rule import Finding, rule

_BY_ADDRESS = ("cli", "login", "sso", "rest")


@rule(
    severity="warning",
    confidence="medium",
    covers=["access-mode-fits-routing"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-create.html",
)
def check(network: Network, folders: DagFolders) -> Iterator[Finding]:
    target = network.environment.target
    if target.webserver_access_mode != "PUBLIC_ONLY" or target.airflow >= (3,):
        return  # in Airflow 3 every task needs the way, which is another rule's matter
    call = next((call for call in _calls(folders) if call.target in _BY_ADDRESS), None)
    if call is None:
        return
    needs = [Need("the web server", 443, subnet, network.routed(subnet)) for subnet in network.subnets]
    for fault in broken(needs, "no-route"):
        yield Finding(
            network.environment.at("WebserverAccessMode"),
            f"tasks call a web server of MWAA, and {fault.subnets} have no way to a public one",
            evidence=(f"{call.place.path}:{call.place.line} calls it", *fault.evidence),
            cause="web server",
        )


def _calls(folders: DagFolders) -> Iterator[EndpointCall]:
    for file in folders.files:
        yield from EndpointCall.subjects(file)
