#!/usr/bin/env bash
HOST="$1"
URL="https://$HOST/aws_mwaa/cli"
curl -X POST "$URL" -H "Authorization: Bearer $T" -H "Content-Type: text/plain" -d "dags list"
curl -X POST "$URL" -H "Authorization: Bearer $T" -d "dags list"  # <- here
curl "$URL" -H "Authorization: Bearer $T"  # <- here
curl -X POST "http://$HOST/aws_mwaa/cli" -H "Authorization: Bearer $T" -H "Content-Type: text/plain" -d "dags list"  # <- here
curl -s "https://$HOST/health"
echo "curl https://$HOST/aws_mwaa/cli"
