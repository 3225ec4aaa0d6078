from datetime import datetime

from airflow import DAG
from airflow.operators.redshift_to_s3_operator import RedshiftToS3Transfer
from airflow.operators.s3_to_redshift_operator import S3ToRedshiftTransfer

dag = DAG("v1_redshift_unload", start_date=datetime(2020, 2, 2), schedule_interval="@daily")
unload = RedshiftToS3Transfer(task_id="unload", schema="mart", table="sales", s3_bucket="lake", s3_key="mart", dag=dag)
