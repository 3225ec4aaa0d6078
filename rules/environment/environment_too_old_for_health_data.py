"""An environment for health data is older than AWS's eligibility for it.

Why
    AWS lets environments process protected health information only if they were created on or after 2022-11-14, under
    a Business Associate Addendum. An update does not make an older environment eligible.

Fix
    Create a new environment and move over.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "care", "place": {"path": "snapshot.json"}, "body":
          {"Name": "care", "Status": "AVAILABLE", "CreatedAt": "2022-03-01T08:00:00+00:00",
           "Tags": {"compliance": "HIPAA"}}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "care", "place": {"path": "snapshot.json"}, "body":
          {"Name": "care", "Status": "AVAILABLE", "CreatedAt": "2024-03-01T08:00:00+00:00",
           "Tags": {"compliance": "HIPAA"}}},
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "CreatedAt": "2022-03-01T08:00:00+00:00",
           "Tags": {"hipaa": "false"}}}
      ]}]}
"""

import re
from collections.abc import Iterator, Mapping

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule

_ELIGIBLE_SINCE = "2022-11-14"
_HEALTH = re.compile(r"(?<![a-z])(hipaa|phi)(?![a-z])", re.IGNORECASE)
_NO = frozenset({"", "0", "false", "no", "none", "n/a", "off"})


@rule(
    severity="warning",
    covers=["hipaa-environment-date"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-faqs.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    tags, created = environment.get("Tags"), environment.get("CreatedAt")
    if not isinstance(tags, Mapping) or not isinstance(created, str) or created[:10] >= _ELIGIBLE_SINCE:
        return
    for key, value in tags.items():
        plain = value.strip().lower() if isinstance(value, str) else ""
        denied = plain in _NO or plain.startswith(("non", "not "))
        if not denied and (_HEALTH.search(str(key)) or _HEALTH.search(plain)):
            yield Finding(
                environment.at("Tags", key),
                f"the environment is of {created[:10]}, health data needs one of {_ELIGIBLE_SINCE} or later",
                evidence=(f"the tag `{key}` is `{value}`",),
            )
            return
