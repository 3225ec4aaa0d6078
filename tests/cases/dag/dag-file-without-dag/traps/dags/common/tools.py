"""Tools for airflow and every dag."""  # <- here
