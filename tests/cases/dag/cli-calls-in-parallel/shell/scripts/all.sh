URL="https://$HOST/aws_mwaa/cli"
seq 30 | xargs -P 8 -I{} curl -X POST "$URL" -H "Content-Type: text/plain" -d "dags trigger {}"  # <- here
seq 30 | xargs --max-procs=4 -I{} curl -X POST "$URL" -H "Content-Type: text/plain" -d "dags trigger {}"  # <- here
seq 30 | xargs -I{} curl -X POST "$URL" -H "Content-Type: text/plain" -d "dags trigger {}"
seq 30 | xargs -P 1 -I{} curl -X POST "$URL" -H "Content-Type: text/plain" -d "dags trigger {} -P 8"
seq 30 | xargs -P 8 -I{} curl "https://example.com/{}"
