from airflow.decorators import dag, setup, task, task_group, teardown
from celery import Celery

app = Celery()


class Holder:
    @task.docker(image="x")
    def method(self):
        pass


@app.task.whatever
def other():
    pass


@dag(schedule=None)
def decorators():
    @task.docker(image="x")
    def a():
        pass

    @task.kubernetes(image="x")  # <- here
    def b():
        pass

    @task.setup  # <- here
    def c():
        pass

    @setup
    @task.short_circuit
    def d():
        pass

    @teardown
    def e():
        pass

    @task_group
    def f():
        pass

    a() >> b()


decorators()
