"""The worker limit of the quick start template was left as it is.

Why
    The template of the quick start tutorial caps the environment at two workers, by the parameter `MaxWorkerNodes`.
    MWAA itself would take ten: with more tasks than two workers run, the rest waits in the queue.

Fix
    Raise the parameter's default, or give another value on deployment.

Bad
    # template.yaml
    Parameters:
      MaxWorkerNodes: {Type: Number, Default: 2}
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          EnvironmentClass: mw1.small
          MaxWorkers: !Ref MaxWorkerNodes  # <- here

Good
    # template.yaml
    Parameters:
      MaxWorkerNodes: {Type: Number, Default: 5}
      Workers: {Type: Number, Default: 2}
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          EnvironmentClass: mw1.small
          MaxWorkers: !Ref MaxWorkerNodes
      Small:
        Type: AWS::MWAA::Environment
        Properties:
          Name: small
          EnvironmentClass: mw1.small
          MaxWorkers: !Ref Workers
"""

from collections.abc import Iterator, Mapping

from mwaa_doctor.models.template_file import TemplateFile
from mwaa_doctor.rule import Finding, rule

_PARAMETER, _DEFAULT = "MaxWorkerNodes", "2"


@rule(
    severity="info",
    covers=["quickstart-template-max-workers"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/quick-start.html",
)
def check(template: TemplateFile) -> Iterator[Finding]:
    parameter = template.template.parameters.get(_PARAMETER)
    default = parameter.get("Default") if isinstance(parameter, Mapping) else None
    if str(template.template.overrides.get(_PARAMETER, default)) != _DEFAULT:
        return
    for item in template.of_type("AWS::MWAA::Environment"):
        for path, place, value in template.members(item):
            if path == ("MaxWorkers",) and value == {"Ref": _PARAMETER}:
                yield Finding(
                    place,
                    f"the environment never has more than {_DEFAULT} workers, by the quick start's `{_PARAMETER}`",
                    resource=item.name,
                )
