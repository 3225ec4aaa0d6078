from airflow.sdk import Asset, asset


@asset(uri="s3://lake/raw/", schedule="@daily")
def raw_orders():
    """An asset with a DAG of its own."""


@asset(schedule=raw_orders)
def clean_orders(raw_orders: Asset, context):
    print(context["ds"], raw_orders)


@asset.multi(schedule=None, outlets=[Asset("left"), Asset("right")])
def both():
    print("dag with two assets")
