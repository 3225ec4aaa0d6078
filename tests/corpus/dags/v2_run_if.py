import pendulum
from airflow.decorators import dag, task


@dag(schedule=None, start_date=pendulum.datetime(2024, 8, 1, tz="UTC"), catchup=False)
def v2_run_if():
    @task.run_if(lambda context: context["task_instance"].try_number == 1)
    @task
    def once():
        return 1

    @task.skip_if(lambda context: False)
    @task.bash
    def shell() -> str:
        return "date"

    once() >> shell()


v2_run_if()
