#!/bin/sh
# `make test`: linters, types, ladder, then every test but the soak.
set -eu
cd "$(dirname "$0")/.."
step() { printf '\n== %s\n' "$1"; }
bin=.venv/bin

step "ruff";      $bin/ruff check . && $bin/ruff format --check .
step "types";     $bin/mypy
step "ladder";    $bin/lint-imports
step "tests";     $bin/python -m pytest -m "not soak" -n 2 --dist loadgroup -q
step "the same records on PostgreSQL"
DIFANG_TEST_DATABASE=postgresql exec $bin/python -m pytest -m "not soak" -n 2 --dist loadgroup -q \
    tests/records tests/people tests/plans
