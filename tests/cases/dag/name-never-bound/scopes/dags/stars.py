from airflow.models import *

x = DagRun, AnythingElse
