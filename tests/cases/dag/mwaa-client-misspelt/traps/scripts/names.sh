# aws mwa get-environment
aws --region eu-west-1 mwaas list-environments  # <- here
aws mwaa list-environments
curl -X POST "https://$HOST/aws_mwa/cli" -d "dags list"  # <- here
