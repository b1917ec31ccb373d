#!/bin/sh
# Writes the hashed locks anew. Run after a change of the dependencies in pyproject.toml (needs uv).
set -eu
cd "$(dirname "$0")/.."
compile="uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet"
echo 'uv' | $compile - -o requirements/uv.lock
printf 'hatchling\neditables\n' | $compile pyproject.toml --extra fast - -o requirements.lock
$compile pyproject.toml --extra fast --group test - -c requirements.lock -o requirements/test.lock </dev/null
$compile pyproject.toml --extra fast --group dev - -c requirements.lock -o requirements/dev.lock </dev/null
