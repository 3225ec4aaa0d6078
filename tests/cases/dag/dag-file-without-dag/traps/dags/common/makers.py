from airflow import DAG


def build():
    return DAG("x")
