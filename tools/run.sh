#!/bin/sh
# `make run`: publish what ships, write the briefing, serve. Arguments: PLACE PORT SERVE.
set -eu
cd "$(dirname "$0")/.."
place=$1 port=$2 serve=$3
out=${OUT:-out}

say() { printf 'difang: %s\n        %s\n' "$1" "$2" >&2; }

say "writing the briefing of $place to $out/ (the first time, the figures that ship are published before)" \
    "撰寫${place}的簡報到 $out/（第一次會先發布附帶的數字）"
.venv/bin/difang brief "$place" --out "$out"
case "$serve" in
no | NO | false | 0) ;;
*)
    say "serving http://127.0.0.1:$port/ (English: http://127.0.0.1:$port/en/); press Ctrl-C to stop" \
        "網站在 http://127.0.0.1:$port/；按 Ctrl-C 結束"
    exec .venv/bin/difang up --port "$port"
    ;;
esac
