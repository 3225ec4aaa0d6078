from datetime import datetime

from airflow import DAG
from airflow.providers.ftp.sensors.ftp import FTPSensor
from airflow.providers.imap.sensors.imap_attachment import ImapAttachmentSensor

with DAG("provider_ftp_imap", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    FTPSensor(task_id="file", path="/in/x", ftp_conn_id="f", mode="reschedule")
    ImapAttachmentSensor(task_id="mail", attachment_name="x.csv", conn_id="m", mode="reschedule")
