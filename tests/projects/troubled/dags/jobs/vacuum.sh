#!/usr/bin/env bash
echo "vacuum {{ ds }}"
