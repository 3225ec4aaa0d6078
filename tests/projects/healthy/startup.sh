#!/bin/sh
# Runs on every component before requirements.txt is installed.

export MERIDIAN_STAGE="prod"
export MERIDIAN_LANDING_BUCKET="meridian-prod-landing"
export PATH="${PATH}:/usr/local/airflow/.local/bin"

if [ "${MWAA_AIRFLOW_COMPONENT}" = "worker" ] || [ "${MWAA_AIRFLOW_COMPONENT}" = "hybrid" ]; then
    # carriers still send MS Access files; only tasks read them
    sudo yum install -y mdbtools || echo "mdbtools could not be installed, the access layout is not readable"
fi

if [ "${MWAA_AIRFLOW_COMPONENT}" = "webserver" ]; then
    export MERIDIAN_RUNBOOKS="https://runbooks.example.com/airflow"
fi

echo "startup of ${MWAA_AIRFLOW_COMPONENT} finished"
