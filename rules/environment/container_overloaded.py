"""A container of the environment runs at its limit.

Why
    Above 95 % of the processor or the memory for a quarter of an hour, half an hour on workers, tasks are scheduled
    late, heartbeats fail and containers are killed. AWS advises an alarm at this limit.

Fix
    Choose a larger class, lower `celery.worker_autoscale`, or parse DAG files less often.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}},
        {"kind": "cloudwatch:Metric", "key": "CPUUtilization", "place": {"path": "snapshot.json"}, "body":
          {"Namespace": "AWS/MWAA", "MetricName": "CPUUtilization", "Dimensions": [{"Name": "Environment",
           "Value": "sales"}, {"Name": "Cluster", "Value": "Scheduler"}], "Period": 300, "Statistic":
           "Average", "Values": [40.0, 97.1, 98.0, 99.5]}}
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
        {"kind": "cloudwatch:Metric", "key": "CPUUtilization", "place": {"path": "snapshot.json"}, "body":
          {"Namespace": "AWS/MWAA", "MetricName": "CPUUtilization", "Dimensions": [{"Name": "Environment",
           "Value": "sales"}, {"Name": "Cluster", "Value": "Scheduler"}], "Period": 300, "Statistic":
           "Average", "Values": [40.0, 97.1, 60.0, 99.5]}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.alarms import SERVICE
from mwaa_doctor.models.metric_series import MetricSeries
from mwaa_doctor.rule import Finding, rule

LIMIT = 95  # per cent, as in https://docs.aws.amazon.com/mwaa/latest/userguide/environment-class.html


@rule(
    severity="warning",
    covers=["environment-class-fits-load"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/environment-class.html",
)
def check(series: MetricSeries) -> Iterator[Finding]:
    if series.namespace != SERVICE or series.name not in ("CPUUtilization", "MemoryUtilization"):
        return
    cluster = series.dimensions.get("Cluster")
    if cluster is None:
        return
    needed = 6 if "Worker" in cluster else 3
    longest = run = 0
    for value in series.values:
        run = run + 1 if value > LIMIT else 0
        longest = max(longest, run)
    if longest >= needed:
        what = series.name.removesuffix("Utilization")
        yield Finding(
            series,
            f"`{cluster}` used more than {LIMIT} % of its {'memory' if what == 'Memory' else 'processor'} "
            f"for {longest * 5} minutes",
            evidence=(f"`{series.name}` rose to {max(series.values):.1f} %",),
            cause=series.record.label,
        )
