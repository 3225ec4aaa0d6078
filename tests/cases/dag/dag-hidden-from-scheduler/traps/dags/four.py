# airflow, dag
from common.factory import build

four = build("four")
