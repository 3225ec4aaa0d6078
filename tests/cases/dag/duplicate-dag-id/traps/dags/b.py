from airflow import DAG

with DAG(
    schedule=None,
    dag_id="shared",  # <- here
):
    pass
uncalled = DAG("uncalled", schedule=None)
looped = DAG("looped", schedule=None)
made = DAG("made", schedule=None)
