"""A template or plan leaves out plugins or requirements that the running environment has.

Why
    MWAA has no way to take plugins.zip or requirements.txt from an environment: an update without the path changes
    nothing, and the old file stays in use.

Fix
    Keep the path, and give it an empty zip or an empty text file.

Bad
    # mwaa-doctor.toml
    snapshots = ["running.json"]

    # running.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "running.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "PluginsS3Path": "plugins.zip", "PluginsS3ObjectVersion": "v1"}}
      ]}]}

    # template.yaml
    Resources:
      Environment:  # <- here
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales

Good
    # mwaa-doctor.toml
    snapshots = ["running.json"]

    # running.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "running.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "PluginsS3Path": "plugins.zip", "PluginsS3ObjectVersion": "v1"}}
      ]}]}

    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          PluginsS3Path: empty.zip
          PluginsS3ObjectVersion: v2
"""

from collections.abc import Iterator

from mwaa_doctor.models.planned_change import PlannedChange
from mwaa_doctor.rule import Finding, rule

_PATHS = ("PluginsS3Path", "RequirementsS3Path")


@rule(
    severity="warning",
    covers=["support-file-removal-has-no-effect"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-faqs.html",
)
def check(change: PlannedChange) -> Iterator[Finding]:
    for name in _PATHS:
        file = change.running.get(name)
        if isinstance(file, str) and file and change.planned.get(name) in (None, ""):
            yield Finding(
                change, f"the running environment keeps `{file}`, which its template no longer names in `{name}`"
            )
