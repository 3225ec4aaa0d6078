import pendulum
from airflow.decorators import dag, task


@dag(schedule=None, start_date=pendulum.datetime(2024, 4, 1, tz="UTC"), catchup=False)
def v2_task_bash():
    @task.bash(env={"NAME": "lake"}, append_env=True)
    def run() -> str:
        return 'echo "$NAME"'

    run()


v2_task_bash()
