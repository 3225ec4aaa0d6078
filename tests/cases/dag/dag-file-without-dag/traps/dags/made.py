# airflow dag
from common.makers import build

made = build()
