#!/usr/bin/env bash
# Triggers a DAG: scripts/trigger.sh ENVIRONMENT DAG_ID
set -euo pipefail

environment="$1"
dag_id="$2"

grant="$(aws mwaa create-cli-token --name "$environment")"
CLI_TOKEN="$(jq -r .CliToken <<<"$grant")"
WEB_SERVER="$(jq -r .WebServerHostname <<<"$grant")"
export CLI_TOKEN WEB_SERVER

reply="$(curl --fail --silent --request POST "https://${WEB_SERVER}/aws_mwaa/cli" \
    --header "Authorization: Bearer ${CLI_TOKEN}" \
    --header "Content-Type: text/plain" \
    --data-raw "dags trigger ${dag_id}")"
jq -r .stdout <<<"$reply" | base64 --decode
jq -r .stderr <<<"$reply" | base64 --decode >&2
