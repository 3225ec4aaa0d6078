import os
import subprocess as sp
from subprocess import check_output

from airflow import DAG
from airflow.operators.python import PythonOperator

A = check_output(["ls"])  # <- here
os.system("ls")  # <- here
B = os.popen("ls").read()  # <- here
OPTIONS = {"stdout": sp.PIPE}
HOME = os.path.join("a", "b")


class Runner:
    def run(self):
        return sp.run(["ls"], check=True)


def popen():
    return os.popen("ls")


with DAG("procs", schedule=None, user_defined_macros={"now": lambda: sp.run("date")}):
    PythonOperator(task_id="a", python_callable=popen)
    PythonOperator(task_id="b", python_callable=Runner().run)
    PythonOperator(task_id="c", python_callable=sp.run, op_args=[["ls"]])
