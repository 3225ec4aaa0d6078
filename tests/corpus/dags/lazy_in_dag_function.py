"""The import stands in the @dag function, which runs while parsing."""
from datetime import datetime

from airflow.decorators import dag, task


@dag(schedule=None, start_date=datetime(2022, 1, 1), catchup=False)
def lazy_in_dag_function():
    import sklearn_that_is_not_there as sk

    @task
    def a():
        return sk.__name__

    a()


lazy_in_dag_function()
