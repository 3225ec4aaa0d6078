"""A template gives a key twice.

Why
    One of the two silently wins, most often the later one, or the parser refuses the file: what was written is not what
    is deployed.

Fix
    Delete one of them, or rename it if both are meant.

Bad
    # template.yaml
    Resources:
      Rule:
        Type: AWS::EC2::SecurityGroupIngress
        Properties: {GroupId: sg-1, IpProtocol: "-1", CidrIp: 10.0.0.0/16}
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
      Rule:  # <- here
        Type: AWS::EC2::SecurityGroupIngress
        Properties: {GroupId: sg-1, IpProtocol: "-1", SourceSecurityGroupId: sg-1}

Good
    # template.yaml
    Resources:
      Rule:
        Type: AWS::EC2::SecurityGroupIngress
        Properties: {GroupId: sg-1, IpProtocol: "-1", SourceSecurityGroupId: sg-1}
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
"""

from collections.abc import Iterator

from mwaa_doctor.models.template_file import TemplateFile
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["duplicate-logical-ids"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/quick-start.html",
)
def check(template: TemplateFile) -> Iterator[Finding]:
    for item, first, second in template.duplicates:
        where = f"`{'.'.join(item.around)}`" if item.around else "the template"
        yield Finding(second, f"`{item.key}` stands twice in {where}", (f"line {first.line} has it first",))
