#!/bin/sh
# Runs on every component before requirements.txt is installed.

export MERIDIAN_STAGE="prod"
export MERIDIAN_LANDING_BUCKET="meridian-prod-landing"

if [ "${MWAA_AIRFLOW_COMPONENT}" = "worker" ]; then
    export MERIDIAN_SCRATCH="/tmp/meridian"
fi
