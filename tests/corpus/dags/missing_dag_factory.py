"""DAGs from YAML (airflow dag factory)."""
from pathlib import Path

import dagfactory

factory = dagfactory.DagFactory(str(Path(__file__).parent / "pipelines.yml"))
factory.clean_dags(globals())
factory.generate_dags(globals())
