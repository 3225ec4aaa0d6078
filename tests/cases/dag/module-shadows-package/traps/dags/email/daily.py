from airflow import DAG

DAG("daily", schedule=None)
