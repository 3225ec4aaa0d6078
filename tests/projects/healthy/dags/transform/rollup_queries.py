"""Queries of athena_rollups, kept apart because they are long. No DAG here; airflow does not look at this file."""

WEEKLY = """
insert into rollups.weekly
select date_trunc('week', day), carrier, sum(parcels) as parcels
from curated.shipments
where day = date :partition  -- not os.system('rm -rf /'), not time.sleep(60)
group by 1, 2
"""

MONTHLY = WEEKLY.replace("weekly", "monthly").replace("'week'", "'month'")

ALL = {"weekly": WEEKLY, "monthly": MONTHLY}
