from datetime import datetime

from airflow.sdk import DAG, BaseHook, BaseNotifier, BaseOperator, BaseOperatorLink, BaseSensorOperator, Connection, Context, ObjectStoragePath, PokeReturnValue, Variable, XComArg


class Hello(BaseOperator):
    def execute(self, context: Context):
        return Variable.get("who", default="world")


class Always(BaseSensorOperator):
    def poke(self, context: Context):
        return PokeReturnValue(is_done=True)


with DAG("v3_bases", start_date=datetime(2025, 5, 1), schedule=None) as dag:
    Always(task_id="wait") >> Hello(task_id="hello")
