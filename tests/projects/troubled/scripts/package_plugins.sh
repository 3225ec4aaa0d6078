#!/usr/bin/env bash
# Builds plugins.zip with the files at its root, as MWAA wants them.
set -euo pipefail

root="$(cd "$(dirname "$0")/.." && pwd)"
mkdir -p "$root/dist"
rm -f "$root/dist/plugins.zip"
cd "$root/plugins"
chmod -R 755 .
zip -r -X "$root/dist/plugins.zip" . -x '*__pycache__*' -x '*.DS_Store'
