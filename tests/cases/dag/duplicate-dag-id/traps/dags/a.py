from airflow import DAG
from airflow.decorators import dag

NAME = "shared"
with DAG(NAME, schedule=None):
    pass
one = DAG("twice", schedule=None)
two = DAG(
    dag_id="twice",  # <- here
    schedule="@daily",
)
for name in ("x", "y"):
    loop = DAG("looped", schedule=None)


def build(name="made"):
    return DAG("made", schedule=None)


first = build()
second = build()
try:
    tried = DAG("tried", schedule="@hourly")
except TypeError:
    tried = DAG("tried", schedule_interval="@hourly")


@dag(schedule=None)
def uncalled():
    pass


DAG(f"computed_{build.__name__}", schedule=None)
DAG("shared", schedule="@weekly")
