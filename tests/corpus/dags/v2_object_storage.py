from datetime import datetime

from airflow.decorators import dag, task
from airflow.io.path import ObjectStoragePath

BASE = ObjectStoragePath("file:///tmp/lake")


@dag(schedule=None, start_date=datetime(2024, 1, 1), catchup=False)
def v2_object_storage():
    @task
    def write(ds=None) -> str:
        path = BASE / f"{ds}.txt"
        path.write_text("x")
        return str(path)

    write()


v2_object_storage()
