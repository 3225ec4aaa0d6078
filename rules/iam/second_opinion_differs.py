"""IAM's policy simulator answers otherwise than this program.

Why
    The simulator knows the policies of the organization, which are not seen from inside of an account; what it denies
    does not work. Where it allows what is denied here, one of the two is mistaken, and a person should look.

Fix
    Follow the simulator where a policy of the organization withholds an action: only the organization can allow it.
    Report the other cases as a bug, with the statements.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/mwaa"}},
        {"kind": "iam:Role", "key": "arn:aws:iam::111122223333:role/mwaa", "place": {"path": "snapshot.json"}, "body":
          {"RoleName": "mwaa", "Arn": "arn:aws:iam::111122223333:role/mwaa", "AttachedManagedPolicies": [],
           "RolePolicyList": [{"PolicyName": "work", "PolicyDocument": {"Version": "2012-10-17", "Statement":
             [{"Effect": "Allow", "Action": "airflow:PublishMetrics", "Resource": "*"}]}}]}},
        {"kind": "iam:Simulation", "key": "1", "place": {"path": "snapshot.json"}, "body":
          {"Action": "airflow:PublishMetrics",
           "Resource": "arn:aws:airflow:eu-west-1:111122223333:environment/sales",
           "Context": {"aws:requestedregion": ["eu-west-1"], "aws:securetransport": ["true"],
                       "cloudwatch:namespace": ["AmazonMWAA"]},
           "EvalDecision": "implicitDeny", "AllowedByOrganizations": false}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/mwaa"}},
        {"kind": "iam:Role", "key": "arn:aws:iam::111122223333:role/mwaa", "place": {"path": "snapshot.json"}, "body":
          {"RoleName": "mwaa", "Arn": "arn:aws:iam::111122223333:role/mwaa", "AttachedManagedPolicies": [],
           "RolePolicyList": [{"PolicyName": "work", "PolicyDocument": {"Version": "2012-10-17", "Statement":
             [{"Effect": "Allow", "Action": "airflow:PublishMetrics", "Resource": "*"}]}}]}},
        {"kind": "iam:Simulation", "key": "1", "place": {"path": "snapshot.json"}, "body":
          {"Action": "airflow:PublishMetrics",
           "Resource": "arn:aws:airflow:eu-west-1:111122223333:environment/sales",
           "Context": {"aws:requestedregion": ["eu-west-1"], "aws:securetransport": ["true"],
                       "cloudwatch:namespace": ["AmazonMWAA"]},
           "EvalDecision": "allowed", "AllowedByOrganizations": true}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.second_opinion import Comparison, SecondOpinion
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html",
)
def check(opinion: SecondOpinion) -> Iterator[Finding]:
    groups: dict[tuple[str, str, bool], list[Comparison]] = {}
    for item in opinion.comparisons:
        if item.outcome == "differ":
            groups.setdefault((item.question.action, item.their_answer, item.is_withheld), []).append(item)
    for group in groups.values():
        yield _finding(opinion, group)


def _finding(opinion: SecondOpinion, group: list[Comparison]) -> Finding:
    first = group[0]
    action, resource = first.question.action, first.question.resource
    others = f" and {len(group) - 1} more" if group[1:] else ""
    evidence = (f"here: {first.question.ours.reason}", f"IAM: {first.their_answer}{first.their_statements}")
    if first.is_withheld:
        message = f"a policy of the organization withholds `{action}` on `{resource}`{others} from the execution role"
        return Finding(opinion, message, evidence, severity="error", cause="withheld by the organization")
    verb = "allows" if first.their_answer == "allowed" else "denies"
    here = "denied" if verb == "allows" else "allowed"
    message = f"IAM's simulator {verb} the execution role `{action}` on `{resource}`{others}, which is {here} here"
    return Finding(opinion, message, evidence)
