"""The metadata database of the environment is at its limit.

Why
    Scheduler, web server and every task wait for this one database. Short of processor or memory it delays them
    all, in the end heartbeats fail and tasks are taken for dead.

Fix
    Delete old rows (`airflow db clean`), read fewer variables and connections while DAGs are parsed, parse less
    often, or take a larger class.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}},
        {"kind": "cloudwatch:Metric", "key": "processor-WRITER", "place": {"path": "snapshot.json"}, "body":
          {"Namespace": "AWS/MWAA", "MetricName": "CPUUtilization", "Period": 300, "Statistic": "Average",
           "Dimensions": [{"Name": "Environment", "Value": "sales"}, {"Name": "DatabaseRole", "Value": "WRITER"}],
           "Values": [40.0, 97.0, 98.5, 99.0]}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}},
        {"kind": "cloudwatch:Metric", "key": "processor-WRITER", "place": {"path": "snapshot.json"}, "body":
          {"Namespace": "AWS/MWAA", "MetricName": "CPUUtilization", "Period": 300, "Statistic": "Average",
           "Dimensions": [{"Name": "Environment", "Value": "sales"}, {"Name": "DatabaseRole", "Value": "WRITER"}],
           "Values": [40.0, 97.0, 98.5, 60.0]}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.alarms import SERVICE
from mwaa_doctor.models.metric_series import MetricSeries
from mwaa_doctor.rule import Finding, rule

MOST_PROCESSOR = 95.0
LEAST_MEMORY = 512 * 1024 * 1024
PERIODS = 3


@rule(
    severity="warning",
    covers=["database-metrics-bad"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/accessing-metrics-cw-container-queue-db.html",
)
def check(series: MetricSeries) -> Iterator[Finding]:
    values = series.values
    if series.namespace != SERVICE or not values:
        return
    role = series.dimensions.get("DatabaseRole")
    minutes = PERIODS * 5
    if series.name == "CPUUtilization" and role and _held(value > MOST_PROCESSOR for value in values):
        said = f"used more than {MOST_PROCESSOR:g} % of its processor for {minutes} minutes"
        yield Finding(series, f"the metadata database ({role}) {said}", (f"at most {max(values):.1f} %",))
    elif series.name == "FreeableMemory" and role and _held(value < LEAST_MEMORY for value in values):
        said = f"had less than 512 MiB of free memory for {minutes} minutes"
        yield Finding(series, f"the metadata database ({role}) {said}", (f"at least {min(values) / 2**20:.0f} MiB",))
    elif series.name == "AvailabilityPercentage" and _held(value < 100 for value in values):
        yield Finding(series, f"the proxy of the metadata database was available for {min(values):g} % only")
    elif series.name == "DatabaseConnectionsSetupFailed" and sum(values) > 0:
        said = f"{sum(values):g} connections to the metadata database could not be made within a day"
        yield Finding(series, said, fix="Admit TCP 5432 between the security groups of the environment")


def _held(over: Iterator[bool]) -> bool:
    """Whether it was so in several periods on end."""
    run = 0
    for is_over in over:
        run = run + 1 if is_over else 0
        if run >= PERIODS:
            return True
    return False
