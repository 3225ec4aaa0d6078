"""A property stands one level too deep or has the name of a former API.

Why
    CloudFormation refuses properties that a resource does not have. Copies of the documented sample lose their
    indentation: `DependsOn` belongs beside `Properties`, `WebserverAccessMode` beside `NetworkConfiguration`.
    `TagList` has been replaced in February 2021, and the tags of an environment are a mapping.

Fix
    Move or rename the property as shown.

Bad
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          DependsOn: Policy  # <- here
          Name: sales
          NetworkConfiguration:
            SubnetIds: [subnet-1, subnet-2]
            SecurityGroupIds: [sg-1]
            WebserverAccessMode: PUBLIC_ONLY  # <- here
          Tags:  # <- here
            - Key: team
              Value: data

Good
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        DependsOn: Policy
        Properties:
          Name: sales
          NetworkConfiguration:
            SubnetIds: [subnet-1, subnet-2]
            SecurityGroupIds: [sg-1]
          WebserverAccessMode: PUBLIC_ONLY
          Tags:
            team: data
"""

from collections.abc import Iterator

from mwaa_doctor.models.template_file import TemplateFile
from mwaa_doctor.rule import Finding, rule

_BESIDE_NETWORK = (
    "WebserverAccessMode", "EnvironmentClass", "MaxWorkers", "MinWorkers", "LoggingConfiguration", "EndpointManagement"
)  # fmt: skip


@rule(
    severity="error",
    covers=["depends-on-at-resource-level", "old-network-properties"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/t-cloudwatch-cloudtrail-logs.html",
)
def check(template: TemplateFile) -> Iterator[Finding]:
    for environment in template.of_type("AWS::MWAA::Environment"):
        for path, place, value in template.members(environment):
            name = path[-1]
            if path == ("DependsOn",):
                message, fix = "`DependsOn` stands inside `Properties`", "Move it beside `Type` and `Properties`."
            elif path[0] == "NetworkConfiguration" and name in _BESIDE_NETWORK:
                message, fix = f"`{name}` stands inside `NetworkConfiguration`", "Move it beside it."
            elif path == ("TagList",):
                message, fix = "`TagList` is the name of a former API", "Write `Tags`, a mapping: `team: data`."
            elif path == ("Tags",) and isinstance(value, list):
                message, fix = "the tags of an environment are a list", "Write a mapping, `team: data`."
            else:
                continue
            yield Finding(place, message, resource=environment.name, fix=fix)
