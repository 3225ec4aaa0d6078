import airflow.version
from airflow import DAG
from airflow.jobs import base_job
from packaging.version import Version

MINOR = Version(airflow.version.version).minor
MAJOR = Version(airflow.version.version).major
major, minor, *_ = (int(part) for part in airflow.version.version.split("."))

if major >= 2 and minor >= 6:
    from airflow.jobs.job import Job
else:
    try:
        from airflow.jobs.base_job import BaseJob as Job
    except ImportError:
        Job = None

if MAJOR >= 3 and MINOR >= 2:
    from airflow.sdk import BaseOperator
else:
    from airflow.models.abstractoperator import AbstractOperator as BaseOperator

if MAJOR >= 3 or MINOR >= 6:
    from airflow.jobs.job import Job as Other
else:
    from airflow.jobs.base_job import BaseJob as Other

with DAG("guards", schedule=None):
    print(Job, base_job, BaseOperator, Other)
