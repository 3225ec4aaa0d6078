"""Resources of a template wait for each other.

Why
    CloudFormation refuses the template with "Circular dependency between resources". Most often it is the security
    group of the environment, whose rule for itself stands inside of it.

Fix
    Move what closes the circle to a resource of its own, such as AWS::EC2::SecurityGroupIngress for a group's own rule.

Bad
    # template.yaml
    Resources:
      Group:  # <- here
        Type: AWS::EC2::SecurityGroup
        Properties:
          GroupDescription: environment
          SecurityGroupIngress:
            - IpProtocol: "-1"
              SourceSecurityGroupId: !GetAtt Group.GroupId
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
    ---
    # template.yaml
    Resources:
      Role:  # <- here
        Type: AWS::IAM::Role
        Properties:
          ManagedPolicyArns: [!Ref Policy]
      Policy:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          PolicyDocument: {Statement: []}
          Roles: [!Ref Role]
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales

Good
    # template.yaml
    Resources:
      Group:
        Type: AWS::EC2::SecurityGroup
        Properties:
          GroupDescription: environment
      OwnRule:
        Type: AWS::EC2::SecurityGroupIngress
        Properties:
          GroupId: !GetAtt Group.GroupId
          IpProtocol: "-1"
          SourceSecurityGroupId: !GetAtt Group.GroupId
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
"""

from collections.abc import Iterator
from itertools import pairwise

from mwaa_doctor.models.template_file import TemplateFile
from mwaa_doctor.rule import Finding, rule

_GROUP_FIX = (
    "Move the rule to a resource of type AWS::EC2::SecurityGroupIngress with `GroupId: !GetAtt {0}.GroupId`, "
    '`SourceSecurityGroupId: !GetAtt {0}.GroupId` and `IpProtocol: "-1"`.'
)


@rule(
    severity="error",
    covers=["self-rule-in-own-resource"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-endpoint-management.html",
)
def check(template: TemplateFile) -> Iterator[Finding]:
    for circle in template.circles:
        first = template.resources[circle[0]]
        if len(circle) == 2:
            of_group = first.type == "AWS::EC2::SecurityGroup"
            fix = _GROUP_FIX.format(first.name) if of_group else None
            yield Finding(first, f"`{first.name}` refers to itself", resource=first.name, fix=fix)
        else:
            names = ", ".join(f"`{name}`" for name in circle[:-1])
            evidence = tuple(f"`{one}` waits for `{other}`" for one, other in pairwise(circle))
            yield Finding(first, f"{names} wait for each other", evidence, resource=first.name)
