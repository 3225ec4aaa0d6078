"""AWS's own judges beside this program's: agreement is counted, disagreement shown, a refusal said."""

from __future__ import annotations

import json
from typing import Any

FORBIDDEN = (
    "<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>"
)
MATCHED = (
    "<MatchedStatements><member><SourcePolicyId>role_sales_work</SourcePolicyId><SourcePolicyType>IAM Policy"
    "</SourcePolicyType><StartPosition><Line>3</Line><Column>1</Column></StartPosition>"
    "<EndPosition><Line>5</Line><Column>1</Column></EndPosition></member></MatchedStatements>"
)
FAULT = {
    "findingType": "ERROR",
    "issueCode": "INVALID_ACTION",
    "findingDetails": "The action airflow:PublishMetric does not exist.",
    "learnMoreLink": "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    "locations": [{"path": [{"value": "Statement"}, {"index": 0}, {"value": "Action"}], "span": {}}],
}


def like_here(action: str, _resource: str, _context: dict[str, list[str]]) -> dict[str, Any]:
    """What the policy of the test's role says: it may publish metrics and nothing else."""
    return {"decision": "allowed" if action == "airflow:PublishMetrics" else "implicitDeny"}


def opinion(done: Any) -> tuple[list[dict[str, Any]], str]:
    document = json.loads(done.stdout)
    assert document["crashes"] == [], document["crashes"]
    told = [item for item in document["findings"] if item["rule"] == "second-opinion-differs"]
    return told, " ".join(document["notes"])


def test_agreement_is_counted(account, environment, run) -> None:
    environment()
    account.simulate = like_here

    told, notes = opinion(run("audit", "sales", "--second-opinion", "--format", "json"))

    assert told == []
    assert "IAM's simulator agrees on " in notes
    agreed, of = notes.partition("agrees on ")[2].split()[:3:2]
    assert agreed == of
    assert int(of) > 30


def test_disagreement_is_shown_with_both_statements(account, environment, run) -> None:
    environment()

    def simulate(action: str, resource: str, context: dict[str, list[str]]) -> dict[str, Any]:
        if action == "cloudwatch:PutMetricData":
            return {"decision": "allowed", "more": MATCHED}
        return like_here(action, resource, context)

    account.simulate = simulate

    done = run("audit", "sales", "--second-opinion", "--format", "json")

    (finding,), _ = opinion(done)
    assert finding["severity"] == "warning"
    assert "allows the execution role `cloudwatch:PutMetricData` on `*`, which is denied here" in finding["message"]
    assert finding["evidence"][1] == "IAM: allowed by the statement of `role_sales_work` from line 3 to 5"
    assert finding["evidence"][0].startswith("here: no ")


def test_what_the_organization_withholds_is_an_error(account, environment, run) -> None:
    environment()
    account.simulate = lambda action, resource, context: (
        {"decision": "implicitDeny", "more": FORBIDDEN}
        if action == "airflow:PublishMetrics"
        else like_here(action, resource, context)
    )

    run("snapshot", "sales", "--second-opinion", "-o", "sales.json")
    done = run("audit", "--from", "sales.json", "--format", "json")

    (finding,), _ = opinion(done)
    assert finding["severity"] == "error"
    assert "a policy of the organization withholds `airflow:PublishMetrics`" in finding["message"]
    assert done.stdout == run("audit", "sales", "--second-opinion", "--format", "json").stdout


def test_what_the_simulator_lacks_is_no_disagreement(account, environment, run) -> None:
    environment()
    missing = "<MissingContextValues><member>aws:PrincipalOrgID</member></MissingContextValues>"
    account.simulate = lambda *_: {"decision": "implicitDeny", "more": missing}

    told, notes = opinion(run("audit", "sales", "--second-opinion", "--format", "json"))

    assert told == []
    assert "are left open by one of the two" in notes


def test_faults_of_the_analyzer_are_told(account, environment, run) -> None:
    environment()
    account.simulate = like_here
    asked: list[dict[str, Any]] = []

    def validate(request: dict[str, Any]) -> list[dict[str, Any]]:
        asked.append(request)
        return [FAULT] if request["policyType"] == "IDENTITY_POLICY" else []

    account.validate = validate

    document = json.loads(run("audit", "sales", "--second-opinion", "--format", "json").stdout)

    (finding,) = [item for item in document["findings"] if item["rule"] == "policy-faulted-by-analyzer"]
    assert finding["severity"] == "error"
    assert "`work` at `Statement[0].Action`: The action airflow:PublishMetric does not exist" in finding["message"]
    kinds = {request.get("validatePolicyResourceType") for request in asked}
    assert kinds == {None, "AWS::IAM::AssumeRolePolicyDocument"}


def test_judges_that_may_not_be_asked_are_not_checked(account, environment, run) -> None:
    environment()
    account.denied = lambda action: action in ("iam:SimulatePrincipalPolicy", "access-analyzer:/policy/validation")

    done = run("audit", "sales", "--second-opinion", "--format", "json")

    document = json.loads(done.stdout)
    reasons = {row["reason"]: row["rules"] for row in document["not_checked"]}
    assert reasons["iam:SimulatePrincipalPolicy denied"] == ["second-opinion-differs"]
    assert reasons["access-analyzer:ValidatePolicy denied"] == ["policy-faulted-by-analyzer"]
    assert "access-analyzer:ValidatePolicy" in " ".join(document["notes"])
    assert done.exit_code in (0, 1)


def test_nobody_is_asked_without_the_option(account, environment, run) -> None:
    environment()

    done = run("audit", "sales", "--format", "json")

    assert "iam:SimulatePrincipalPolicy" not in account.asked
    assert "simulator" not in done.stdout.partition('"checklist"')[0]
