#!/usr/bin/env bash
# a | export X=$(b)
aws mwaa create-cli-token --name x | export CLI_TOKEN=$(jq -r .CliToken)  # <- here
export A=$(a | b)
a || export B=1
echo "x" | tee file; export C=1
a |& export D=$(cat)  # <- here
(a | export E=$(cat))  # <- here
case $x in a|export) ;; esac
