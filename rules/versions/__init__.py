"""Rules about the Airflow version of the environment, and what is named to go with it."""
