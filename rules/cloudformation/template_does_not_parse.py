"""A template is neither valid YAML nor valid JSON, or has not the form of a template.

Why
    CloudFormation refuses it before it makes anything, and nothing in it can be judged here.

Fix
    Correct the line that is named; `aws cloudformation validate-template` then takes it.

Bad
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
              DagS3Path: dags  # <- here
    ---
    # template.json
    {
      "Resources": {
        "Environment": {
          "Type": "AWS::MWAA::Environment",
          "Properties": {"Name": "sales",}  # <- here
        }
      }
    }

Good
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          DagS3Path: dags
"""

from collections.abc import Iterator

from mwaa_doctor.models.template_file import ProjectTemplate, UnparsedTemplate
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html",
)
def check(template: ProjectTemplate) -> Iterator[Finding]:
    if isinstance(template, UnparsedTemplate):
        yield Finding(template, f"`{template.path}` is no template: {template.message}")
