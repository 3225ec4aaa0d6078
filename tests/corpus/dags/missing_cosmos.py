from datetime import datetime

from cosmos import DbtDag, ProfileConfig, ProjectConfig

dag = DbtDag(
    dag_id="missing_cosmos",
    project_config=ProjectConfig("/usr/local/airflow/dags/dbt"),
    profile_config=ProfileConfig(profile_name="p", target_name="t"),
    schedule="@daily",
    start_date=datetime(2023, 1, 1),
)
