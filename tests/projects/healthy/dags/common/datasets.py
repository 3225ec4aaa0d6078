"""The datasets by which DAGs wake each other."""

from airflow.datasets import Dataset

SHIPMENTS = Dataset("s3://meridian-prod-curated/shipments/")
EVENTS = Dataset("s3://meridian-prod-curated/events/")
ORDERS = Dataset("s3://meridian-prod-curated/erp/orders/")
CARRIER_FEEDS = {carrier: Dataset(f"s3://meridian-prod-landing/carriers/{carrier}/") for carrier in ("alder", "birch", "cedar")}
