import boto3
import requests

client = boto3.client("mwaa")
token = client.create_web_login_token(Name="prod")
host = token["WebServerHostname"]
requests.get(f"https://{host}/api/v1/dags").raise_for_status()
requests.get(f"https://{host}/api/v2/dags").raise_for_status()  # <- here
requests.get("https://api.partner.example/api/v2/dags").raise_for_status()
requests.get("https://x.c1.eu-west-1.airflow.amazonaws.com/api/v2/pools").raise_for_status()  # <- here
requests.post(f"https://{host}/aws_mwaa/login", data={"token": token["WebToken"]}).raise_for_status()
requests.post(f"https://{host}/pluginsv2/aws_mwaa/login").raise_for_status()  # <- here
client.invoke_rest_api(Name="prod", Path="/dags/x/dagRuns", Method="POST", Body={"execution_date": "2026-01-01"})
