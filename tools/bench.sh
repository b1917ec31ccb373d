#!/bin/sh
# `make bench`: every benchmark in turn; writes docs/performance.md with the machine described.
set -eu
cd "$(dirname "$0")/.."
exec .venv/bin/python -m benchmarks
