from airflow import DAG

DAG("load", schedule=None)
