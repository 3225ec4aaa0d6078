#!/bin/sh
# export MWAA_ENV_NAME=x
export OTHER=1
