"""The DAG folders of two teams, or of a team and the environment, lie in one another.

Why
    Teams are kept apart by prefixes of keys in their buckets. A prefix that contains another gives one team the DAGs of
    the other, so the API refuses it. The slash at the end counts: `dags/a` contains `dags/ab`.

Fix
    Give every team a folder of its own, each with a slash at the end.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          DagS3Path: dags/
          SourceBucketArn: arn:aws:s3:::example-airflow
          Teams:
            sales:
              SourceBucketArn: arn:aws:s3:::example-airflow
              DagS3Path: teams/s  # <- here
            stock:
              SourceBucketArn: arn:aws:s3:::example-airflow
              DagS3Path: teams/stock/

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          DagS3Path: dags/
"""

from collections.abc import Iterator, Mapping

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["identity-center-and-teams-limits"],
    source="https://docs.aws.amazon.com/mwaa/latest/API/API_CreateEnvironment.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    teams = environment.get("Teams")
    if not isinstance(teams, Mapping):
        return
    folders: list[tuple[str, tuple[str, ...], Mapping[str, object]]] = [
        ("the environment", (), environment.record.body)
    ]
    folders += [
        (f"team `{name}`", ("Teams", str(name)), team) for name, team in teams.items() if isinstance(team, Mapping)
    ]
    for position, (title, path, one) in enumerate(folders):
        for other_title, _, other in [*folders[:position], *folders[position + 1 :]]:
            bucket, prefix, inner = one.get("SourceBucketArn"), one.get("DagS3Path"), other.get("DagS3Path")
            if not (isinstance(prefix, str) and isinstance(inner, str) and bucket == other.get("SourceBucketArn")):
                continue
            if inner.startswith(prefix) and (inner != prefix or position):
                yield Finding(
                    environment.at(*path, "DagS3Path"), f"`{prefix}` of {title} contains `{inner}` of {other_title}"
                )
                break
