#!/bin/sh
export PATH="$PATH:/usr/local/airflow/.local/bin"
