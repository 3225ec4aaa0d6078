"""DAGs run pods on a cluster whose API is private in another VPC.

Why
    A private API of Kubernetes is reached from the VPC of the cluster and from what is connected to it. From elsewhere
    the task fails with a time-out.

Fix
    Make the cluster in the environment's VPC, connect the two, or let the environment in at a public endpoint.

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
      Cluster:
        Type: AWS::EKS::Cluster
        Properties:
          Name: pods
          ResourcesVpcConfig: {SubnetIds: [!Ref C], EndpointPublicAccess: false, EndpointPrivateAccess: true}  # <- here
      Office: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
      C: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Office, CidrBlock: 10.1.1.0/24}}
    # dags/pods.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.eks import EksPodOperator

    with DAG("pods", schedule="@daily"):
        EksPodOperator(task_id="run", cluster_name="pods", image="busybox")

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
      Cluster:
        Type: AWS::EKS::Cluster
        Properties:
          Name: pods
          ResourcesVpcConfig: {SubnetIds: [!Ref A, !Ref B], EndpointPublicAccess: false, EndpointPrivateAccess: true}
      Office: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
      C: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Office, CidrBlock: 10.1.1.0/24}}
    # dags/pods.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.eks import EksPodOperator

    with DAG("pods", schedule="@daily"):
        EksPodOperator(task_id="run", cluster_name="pods", image="busybox")
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolders, files_with_aws
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.python_file import argument
from mwaa_doctor.models.template_text import may_be_equal
from mwaa_doctor.rule import Finding, Place, rule


@rule(
    severity="warning",
    covers=["container-target-in-environment-network"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-eks-example.html",
)
def check(network: Network, folders: DagFolders) -> Iterator[Finding]:
    clusters = {record.body.get("name"): record for record in network.topology.snapshot.known("eks:Cluster")}
    for name, place in _used(folders).items() if clusters else ():
        record = clusters.get(name)
        if record is None or record.doubt or record.get("resourcesVpcConfig", "endpointPublicAccess") is not False:
            continue
        subnets = [network.topology.subnet(key) for key in record.items("resourcesVpcConfig", "subnetIds")]
        away = [one is not None and may_be_equal(one.vpc, network.topology.vpc_id) is False for one in subnets]
        if away and all(away) and not network.connections_to_other_networks:
            yield Finding(
                record.at("resourcesVpcConfig"),
                f"DAGs use `{record.label}`, whose API is private in another VPC",
                evidence=(f"used in {place.path}:{place.line}",),
            )


def _used(folders: DagFolders) -> dict[str, Place]:
    """The names of clusters that operators are given, and one place of each."""
    found: dict[str, Place] = {}
    for file in files_with_aws(folders):
        for call in file.calls("airflow:Eks*"):
            name = file.constant(argument(call.node, "cluster_name"), call.scope)
            if isinstance(name, str):
                found.setdefault(name, file.place_of(call.node))
    return found
