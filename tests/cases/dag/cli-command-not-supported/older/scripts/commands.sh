curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "dags list-import-errors"  # <- here
curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "dags backfill $DAG -s $DAY"
curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "$COMMAND"
