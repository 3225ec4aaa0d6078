from airflow.models import DagRun  # <- here

notify = DagRun
