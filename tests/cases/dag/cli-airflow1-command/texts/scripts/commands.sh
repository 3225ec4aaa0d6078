curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "trigger_dag $DAG"  # <- here
curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "unpause $DAG"  # <- here
curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "dags unpause unpause"
curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "dags trigger x -conf '{\"a\": 1}'"  # <- here
curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "dags trigger x -c {'a':1}"  # <- here
curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "dags trigger x -c $CONF"
curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "dags trigger x --conf '{\"a\": 1}'"
