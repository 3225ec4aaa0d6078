#!/bin/sh
export MWAA_ENV_NAME="$AIRFLOW_ENV_NAME"
