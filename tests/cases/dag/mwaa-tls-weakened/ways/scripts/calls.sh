curl --insecure -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" -d "dags list"  # <- here
curl -k "https://localhost:8080/health"
curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" -d "dags list -k"
aws mwaa list-environments --no-verify-ssl  # <- here
aws s3 ls --no-verify-ssl
