"""Rules about the Airflow configuration options of an environment."""

NEEDS_INFRASTRUCTURE = True
