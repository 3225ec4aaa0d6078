"""Rules about the network of an environment: subnets, routes, gateways, security groups and ACLs."""

NEEDS_INFRASTRUCTURE = True
