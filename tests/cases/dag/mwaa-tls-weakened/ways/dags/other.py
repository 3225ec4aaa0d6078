"""No word of the managed service here."""
import ssl

from airflow import DAG

with DAG("other", schedule=None):
    CONTEXT = ssl._create_unverified_context()
