from datetime import datetime

from airflow.sdk import DAG, Asset, AssetAlias, AssetAll, AssetAny, Metadata, task

A, B = Asset("a"), Asset("b")

with DAG("v3_assets", start_date=datetime(2025, 5, 1), schedule=(A | (A & B))) as dag:

    @task(outlets=[AssetAlias("alias")])
    def produce(*, outlet_events):
        outlet_events[AssetAlias("alias")].add(A)
        yield Metadata(A, {"rows": 1})

    produce()
