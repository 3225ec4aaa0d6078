import jinja2
from airflow.sdk import DAG

PAGE = jinja2.Template("<p>{{ conf.title }}</p>")

with DAG("page", schedule=None):
    pass
