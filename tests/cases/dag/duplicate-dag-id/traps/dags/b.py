from airflow import DAG

with DAG(
    schedule=None,
    dag_id="shared",  # <- here
):
    pass
DAG("uncalled", schedule=None)
DAG("looped", schedule=None)
DAG("made", schedule=None)
