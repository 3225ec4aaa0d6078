curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "variables set $KEY $VALUE"  # <- here
curl -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" --data-raw "variables set $KEY '$VALUE'"
