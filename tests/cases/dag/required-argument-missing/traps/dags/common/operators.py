from airflow.models.baseoperator import BaseOperator
from airflow.operators.bash import BashOperator


class Greet(BaseOperator):
    def __init__(self, *, who, greeting="hello", **kwargs):
        kwargs.pop("whom", None)
        super().__init__(**kwargs)


class Quiet(BashOperator):
    def __init__(self, **kwargs):
        super().__init__(bash_command="true", **kwargs)
