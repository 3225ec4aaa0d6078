"""An event rule waits for a kind of event that MWAA does not send.

Why
    What makes the endpoints of an environment listens to its status. MWAA sends one kind of event; with another detail
    type nothing is ever started, and the environment stays pending.

Fix
    Write the detail type as MWAA sends it: "MWAA Environment Status Change".

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties: {Name: sales, EndpointManagement: CUSTOMER}
      OnStatus:
        Type: AWS::Events::Rule
        Properties:
          EventPattern: {source: [aws.airflow], detail-type: [MWA Environment Status Change]}  # <- here
          Targets: [{Id: make, Arn: !GetAtt MakeEndpoints.Arn}]

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties: {Name: sales, EndpointManagement: CUSTOMER}
      OnStatus:
        Type: AWS::Events::Rule
        Properties:
          EventPattern: {source: [aws.airflow], detail-type: [MWAA Environment Status Change]}
          Targets: [{Id: make, Arn: !GetAtt MakeEndpoints.Arn}]
"""

from collections.abc import Iterator

from mwaa_doctor.models.functions import event_rules
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, rule

_SENT = "MWAA Environment Status Change"
_BY_CLOUDTRAIL = (
    "AWS API Call via CloudTrail",
    "AWS Service Event via CloudTrail",
    "AWS Console Action via CloudTrail",
)


@rule(
    severity="error",
    covers=["endpoint-automation-samples"],
    source="https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-airflow.html",
)
def check(network: Network) -> Iterator[Finding]:
    for one in event_rules(network.topology.snapshot):
        awaited = one.detail_types
        if awaited and not {_SENT, *_BY_CLOUDTRAIL}.intersection(awaited):
            yield Finding(
                one.record.at("EventPattern", "detail-type"),
                f"MWAA sends no event of type `{awaited[0]}`",
                fix=f'"detail-type": ["{_SENT}"]',
                resource=one.record.label,
            )
