import http.client
import ssl

import boto3
import requests

VERIFY = False
client = boto3.client("mwaa", verify=False)  # <- here
s3 = boto3.client("s3", verify=False)
token = client.create_cli_token(Name="prod")
url = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
requests.post(url, headers=headers, data="dags list", verify=VERIFY).raise_for_status()  # <- here
requests.post(url, headers=headers, data="dags list", verify=True).raise_for_status()
requests.get("https://localhost/health", verify=False)
old = ssl.SSLContext(ssl.PROTOCOL_TLSv1)  # <- here
new = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
connection = http.client.HTTPSConnection(token["WebServerHostname"], context=old)
