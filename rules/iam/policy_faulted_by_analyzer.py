"""IAM Access Analyzer finds a fault in a policy around the environment.

Why
    AWS's own check of policies: what it calls an error does not work or cannot be saved, what it calls a security
    warning grants more than anybody wants.

Fix
    Follow the page that the finding names.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE"}},
        {"kind": "accessanalyzer:Validation", "key": "mwaa work", "place": {"path": "snapshot.json"}, "body":
          {"Policy": "work", "Findings": [{"findingType": "SECURITY_WARNING", "issueCode":
           "PASS_ROLE_WITH_STAR_IN_RESOURCE", "path": ".Statement[1].Resource",
           "findingDetails": "Using the iam:PassRole action with wildcards can be overly permissive"}]}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE"}},
        {"kind": "accessanalyzer:Validation", "key": "mwaa work", "place": {"path": "snapshot.json"}, "body":
          {"Policy": "work", "Findings": []}}
      ]}]}
"""

from collections.abc import Iterator
from typing import Literal

from mwaa_doctor.models.second_opinion import PolicyValidation
from mwaa_doctor.rule import Finding, rule

SEVERITIES: dict[str, Literal["error", "warning", "info"]] = {
    "ERROR": "error", "SECURITY_WARNING": "warning", "WARNING": "warning", "SUGGESTION": "info",
}  # fmt: skip


@rule(
    severity="warning",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
)
def check(validation: PolicyValidation) -> Iterator[Finding]:
    name = validation.record.get("Policy")
    for item in validation.record.items("Findings"):
        said = str(item.get("findingDetails") or "").strip().rstrip(".")
        where = f" at `{str(item['path']).lstrip('.')}`" if item.get("path") else ""
        link = item.get("learnMoreLink")
        yield Finding(
            validation,
            f"Access Analyzer on `{name}`{where}: {said} (`{item.get('issueCode')}`)",
            evidence=(f"AWS explains it on {link}",) if link else (),
            severity=SEVERITIES.get(str(item.get("findingType")), "warning"),
        )
