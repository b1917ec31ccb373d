#!/bin/sh
# `make run`: publish what ships, write the briefing, serve. Arguments: PLACE PORT SERVE.
set -eu
cd "$(dirname "$0")/.."
place=$1 port=$2 serve=$3
out=${OUT:-out}

.venv/bin/difang brief "$place" --out "$out"
case "$serve" in
no | NO | false | 0) ;;
*) exec .venv/bin/difang up --port "$port" ;;
esac
