curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "dags backfill report -s 1"  # <- here
curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "backfill create --dag-id x"
