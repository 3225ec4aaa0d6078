from airflow import DAG
DAG("shared")
