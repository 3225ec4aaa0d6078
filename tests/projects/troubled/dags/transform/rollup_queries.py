"""Queries only. time.sleep(60), requests.get and Variable.get are words in here."""

WEEKLY = "insert into rollups.weekly select 'os.system' as innocent from curated.shipments"
ALL = {"weekly": WEEKLY, "monthly": WEEKLY.replace("weekly", "monthly")}
