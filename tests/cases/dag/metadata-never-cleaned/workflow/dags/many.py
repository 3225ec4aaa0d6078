from airflow import DAG

DAG("d1", schedule="@daily")
DAG("d2", schedule="@daily")
DAG("d3", schedule="@daily")
DAG("d4", schedule="@daily")
DAG("d5", schedule="@daily")
DAG("d6", schedule="@daily")
DAG("d7", schedule="@daily")
DAG("d8", schedule="@daily")
DAG("d9", schedule="@daily")
DAG("d10", schedule="@daily")
DAG("d11", schedule="@daily")
DAG("d12", schedule="@daily")
