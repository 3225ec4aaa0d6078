"""Templates as snapshots: the resources that rules ask for, in the shapes of AWS's answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mwaa_doctor.models.deployment import Deployment
from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.sources.assembly.assemble import assemble
from mwaa_doctor.sources.assembly.joining import pieces
from mwaa_doctor.sources.assembly.unread import gaps_left_by
from mwaa_doctor.sources.cloudformation import access, environments, identities, network, storage, workloads
from mwaa_doctor.sources.cloudformation.evaluation import Evaluation
from mwaa_doctor.sources.cloudformation.reading import Declared
from mwaa_doctor.sources.cloudformation.template import Template
from mwaa_doctor.sources.placed import Part

ENVIRONMENT = "AWS::MWAA::Environment"
MAPPINGS: dict[str, Callable[[Declared], Iterator[Part]]] = {
    ENVIRONMENT: environments.environment,
    "AWS::CertificateManager::Certificate": access.certificate,
    "AWS::CloudWatch::Alarm": storage.alarm,
    "AWS::EC2::ClientVpnAuthorizationRule": access.client_vpn_authorization,
    "AWS::EC2::ClientVpnEndpoint": access.client_vpn,
    "AWS::EC2::ClientVpnTargetNetworkAssociation": access.client_vpn_network,
    "AWS::EC2::DHCPOptions": network.dhcp_options,
    "AWS::EC2::EgressOnlyInternetGateway": network.egress_only_gateway,
    "AWS::EC2::GatewayRouteTableAssociation": network.route_table_association,
    "AWS::EC2::Instance": access.instance,
    "AWS::EC2::InternetGateway": network.internet_gateway,
    "AWS::EC2::NatGateway": network.nat_gateway,
    "AWS::EC2::NetworkAcl": network.network_acl,
    "AWS::EC2::NetworkAclEntry": network.network_acl_entry,
    "AWS::EC2::NetworkInterface": network.network_interface,
    "AWS::EC2::PrefixList": network.prefix_list,
    "AWS::EC2::Route": network.route,
    "AWS::EC2::RouteTable": network.route_table,
    "AWS::EC2::SecurityGroup": network.security_group,
    "AWS::EC2::SecurityGroupEgress": network.security_group_rule,
    "AWS::EC2::SecurityGroupIngress": network.security_group_rule,
    "AWS::EC2::Subnet": network.subnet,
    "AWS::EC2::SubnetNetworkAclAssociation": network.network_acl_association,
    "AWS::EC2::SubnetRouteTableAssociation": network.route_table_association,
    "AWS::EC2::TransitGatewayAttachment": network.transit_gateway_attachment,
    "AWS::EC2::TransitGatewayVpcAttachment": network.transit_gateway_attachment,
    "AWS::EC2::VPC": network.vpc,
    "AWS::EC2::VPCCidrBlock": network.vpc_block,
    "AWS::EC2::VPCDHCPOptionsAssociation": network.dhcp_options_association,
    "AWS::EC2::VPCEndpoint": network.vpc_endpoint,
    "AWS::EC2::VPCGatewayAttachment": network.gateway_attachment,
    "AWS::EC2::VPCPeeringConnection": network.peering,
    "AWS::EC2::VPNGateway": network.vpn_gateway,
    "AWS::EKS::Cluster": workloads.kubernetes_cluster,
    "AWS::ElasticLoadBalancingV2::Listener": access.listener,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": access.load_balancer,
    "AWS::ElasticLoadBalancingV2::TargetGroup": access.target_group,
    "AWS::Events::Rule": workloads.event_rule,
    "AWS::IAM::Group": identities.principal,
    "AWS::IAM::GroupPolicy": identities.inline_policy,
    "AWS::IAM::ManagedPolicy": identities.managed_policy,
    "AWS::IAM::Policy": identities.inline_policy,
    "AWS::IAM::Role": identities.principal,
    "AWS::IAM::RolePolicy": identities.inline_policy,
    "AWS::IAM::User": identities.principal,
    "AWS::IAM::UserPolicy": identities.inline_policy,
    "AWS::IAM::UserToGroupAddition": identities.group_members,
    "AWS::KMS::Alias": storage.alias,
    "AWS::KMS::Key": storage.key,
    "AWS::KMS::ReplicaKey": storage.key,
    "AWS::Lambda::Function": workloads.function,
    "AWS::Lambda::Permission": workloads.function_permission,
    "AWS::Logs::LogGroup": storage.log_group,
    "AWS::RDS::DBCluster": workloads.database_cluster,
    "AWS::RDS::DBInstance": workloads.database_instance,
    "AWS::RDS::DBSubnetGroup": workloads.subnet_group,
    "AWS::Redshift::Cluster": workloads.warehouse,
    "AWS::Redshift::ClusterSubnetGroup": workloads.subnet_group,
    "AWS::Route53::HostedZone": access.hosted_zone,
    "AWS::S3::Bucket": storage.bucket,
    "AWS::S3::BucketPolicy": storage.bucket_policy,
    "AWS::SQS::Queue": storage.queue,
    "AWS::SecretsManager::ResourcePolicy": storage.secret_policy,
    "AWS::SecretsManager::Secret": storage.secret,
}


_UNREAD = ("AWS::CloudFormation::CustomResource", "AWS::CloudFormation::Stack", "AWS::Serverless::Application")


def read_snapshot(template: Template, pseudo: Mapping[str, str]) -> Snapshot:
    """Everything that a template tells; ``pseudo`` are the pseudo parameters known from elsewhere."""
    known = dict(pseudo)
    if "AWS::Partition" not in known:
        known.update(_partition(template))
    evaluation = Evaluation(template, known)
    partition, account = evaluation.pseudo("AWS::Partition"), evaluation.pseudo("AWS::AccountId")
    parts = list(_parts(template, evaluation))
    needed = template.needs
    return Snapshot(
        "cloudformation",
        template.path,
        assemble(parts, partition, account),
        account,
        evaluation.pseudo("AWS::Region"),
        partition,
        gaps=gaps_left_by(_unread(template, needed)),
        deployment=Deployment(pieces(parts), needed),
    )


def _unread(template: Template, needed: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, list[str]]]:
    """Nested stacks, modules and custom resources, with the types of the resources that they are handed."""
    for name, declaration in template.resources.items():
        type_ = declaration.type
        if type_ in _UNREAD or type_.startswith("Custom::") or type_.endswith("::MODULE"):
            yield f"`{name}`", [template.resources[other].type for other in needed[name]]


def _parts(template: Template, evaluation: Evaluation) -> Iterator[Part]:
    for declaration in template.resources.values():
        mapping = MAPPINGS.get(declaration.type)
        doubt = evaluation.doubt(declaration) if mapping is not None else None
        if mapping is not None and doubt is not None:
            yield from mapping(Declared.evaluated(declaration, evaluation, doubt))


def _partition(template: Template) -> dict[str, str]:
    """The partition, if the template writes ARNs of one only: it can be deployed nowhere else."""
    named: set[str] = set()
    todo: list[Any] = [template.document.value]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)
        elif isinstance(value, str) and "arn:aws" in value:
            named.update(name for name in ("aws", "aws-cn", "aws-us-gov") if f"arn:{name}:" in value)
    return {"AWS::Partition": named.pop()} if len(named) == 1 else {}
