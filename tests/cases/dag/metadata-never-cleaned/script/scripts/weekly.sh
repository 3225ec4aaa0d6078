#!/bin/sh
aws mwaa create-cli-token --name x | ./call.sh db clean --clean-before-timestamp 2024-01-01 -y
