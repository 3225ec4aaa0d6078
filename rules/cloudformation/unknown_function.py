"""A template uses a function that CloudFormation does not have.

Why
    CloudFormation refuses the template: the names of functions are exact, letter case included.

Fix
    Use the name that is meant: `Ref`, `Fn::GetAtt`, `Fn::Sub`, `Fn::Join`, `Fn::If` and so on.

Bad
    # template.yaml
    Parameters:
      Stage: {Type: String}
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: !sub "sales-${Stage}"  # <- here
    ---
    # template.json
    {"Resources": {"Environment": {
      "Type": "AWS::MWAA::Environment",
      "Properties": {"Name": {"Fn::Concat": ["a", "b"]}}}}}  # <- here

Good
    # template.yaml
    Parameters:
      Stage: {Type: String}
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: !Sub "sales-${Stage}"
"""

from collections.abc import Iterator

from mwaa_doctor.models.template_file import TemplateFile
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html",
)
def check(template: TemplateFile) -> Iterator[Finding]:
    for name, use, nearest in template.unknown_functions:
        fix = f"Write `{nearest}`." if nearest else None
        yield Finding(use.place, f"`{use.function}` is no function of CloudFormation", resource=name, fix=fix)
