from datetime import datetime

from airflow.decorators import dag, task


@dag(schedule=None, start_date=datetime(2022, 1, 1), catchup=False)
def lazy_in_function():
    @task
    def a():
        import pandas as pd
        from sklearn.linear_model import LinearRegression

        return str(pd.DataFrame()), LinearRegression

    a()


lazy_in_function()
