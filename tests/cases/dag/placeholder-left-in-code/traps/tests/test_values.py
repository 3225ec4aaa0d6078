import boto3

boto3.client("mwaa").create_cli_token(Name="YOUR_ENVIRONMENT_NAME")
