"""The environment is meant for a Region in which MWAA is not known to run.

Why
    MWAA has no endpoint in such a Region, so the stack cannot create the environment there.

Fix
    Choose a Region with MWAA, or ignore the finding if AWS has added this one since.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          KmsKey: arn:aws:kms:us-gov-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          KmsKey: arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, Unknown, rule

_WITH_REGION = ("KmsKey", "Arn")


@rule(
    severity="warning",
    covers=["region-offers-mwaa"],
    source="https://docs.aws.amazon.com/general/latest/gr/mwaa.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    region, where = _region(environment)
    if region not in facts.regions():
        yield Finding(
            environment.at(where) if where else environment.place,
            f"`{region}` is not among the Regions with MWAA",
            evidence=(f"{len(facts.regions())} Regions are known as of {facts.knowledge_date()}",),
        )


def _region(environment: Environment) -> tuple[str, str]:
    """The environment's Region, and the property that tells it."""
    if isinstance(environment.snapshot.region, str):
        return environment.snapshot.region, ""
    for name in _WITH_REGION:
        value = environment.record.body.get(name)
        fields = value.split(":") if isinstance(value, str) else []
        if len(fields) > 4 and fields[0] == "arn" and fields[3]:
            return fields[3], name
    raise Unknown("neither the template nor an ARN in it names the Region")
