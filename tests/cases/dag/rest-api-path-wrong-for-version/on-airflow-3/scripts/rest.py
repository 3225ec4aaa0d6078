import boto3

client = boto3.client("mwaa")
client.invoke_rest_api(Name="prod", Path="/dags/x/dagRuns", Method="POST", Body={"execution_date": "2026-01-01"})  # <- here
client.invoke_rest_api(Name="prod", Path="/dags/x/dagRuns", Method="POST", Body={"logical_date": "2026-01-01"})
client.invoke_rest_api(Name="prod", Path="/variables", Method="POST", Body={"key": "execution_date"})
