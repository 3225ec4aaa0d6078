"""The environment's class is larger than its load.

Why
    In a fortnight no container used a fifth of its processor or memory, and no worker was ever added. A smaller
    class costs about half.

Fix
    Take the next smaller class, if it holds the number of DAGs; the limits are listed on the page.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3", "EnvironmentClass": "mw1.large"}},
        {"kind": "cloudwatch:Usage", "key": "processor-BaseWorker", "place": {"path": "snapshot.json"}, "body":
          {"Namespace": "AWS/MWAA", "MetricName": "CPUUtilization", "Period": 21600, "Statistic": "Maximum",
           "Dimensions": [{"Name": "Environment", "Value": "sales"}, {"Name": "Cluster", "Value": "BaseWorker"}],
           "Values": [12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0,
           12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0,
           12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0,
           12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0]}},
        {"kind": "cloudwatch:Usage", "key": "processor-Scheduler", "place": {"path": "snapshot.json"}, "body":
          {"Namespace": "AWS/MWAA", "MetricName": "CPUUtilization", "Period": 21600, "Statistic": "Maximum",
           "Dimensions": [{"Name": "Environment", "Value": "sales"}, {"Name": "Cluster", "Value": "Scheduler"}],
           "Values": [12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0,
           12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0,
           12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0,
           12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0]}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3", "EnvironmentClass": "mw1.large"}},
        {"kind": "cloudwatch:Usage", "key": "processor-BaseWorker", "place": {"path": "snapshot.json"}, "body":
          {"Namespace": "AWS/MWAA", "MetricName": "CPUUtilization", "Period": 21600, "Statistic": "Maximum",
           "Dimensions": [{"Name": "Environment", "Value": "sales"}, {"Name": "Cluster", "Value": "BaseWorker"}],
           "Values": [45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0,
           45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0,
           45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0,
           45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0]}},
        {"kind": "cloudwatch:Usage", "key": "processor-Scheduler", "place": {"path": "snapshot.json"}, "body":
          {"Namespace": "AWS/MWAA", "MetricName": "CPUUtilization", "Period": 21600, "Statistic": "Maximum",
           "Dimensions": [{"Name": "Environment", "Value": "sales"}, {"Name": "Cluster", "Value": "Scheduler"}],
           "Values": [45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0,
           45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0,
           45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0,
           45.0, 45.0, 45.0, 45.0, 45.0, 45.0, 45.0]}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.container_usage import ContainerUsage
from mwaa_doctor.rule import Finding, rule

LIMIT = 20.0
SMALLEST = ("mw1.micro", "mw1.small")
FORTNIGHT = 50
"""Values of six hours that there must be; 56 if nothing was ever amiss."""


@rule(
    severity="info",
    confidence="medium",
    covers=["environment-class-fits-load"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/environment-class.html",
)
def check(usage: ContainerUsage) -> Iterator[Finding]:
    name = usage.environment.get("EnvironmentClass")
    if name is None or name in SMALLEST or usage.has_additional_workers or usage.least_values < FORTNIGHT:
        return
    if usage.most < LIMIT:
        what = f"no container used more than {usage.most:.0f} % of its processor or memory in a fortnight"
        yield Finding(usage.environment.at("EnvironmentClass"), f"{what}, and `{name}` is not the smallest class")
