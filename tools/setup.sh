#!/bin/sh
# Makes .venv and installs a hashed lock into it: `setup.sh venv PYTHON` or `setup.sh install LOCK NAME`.
set -eu
cd "$(dirname "$0")/.."
mkdir -p .make

venv() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
        echo "difang needs Python 3.11 or newer; '$1' is not. Install it, or name one: make run PYTHON=python3.12" >&2
        exit 2
    }
    "$1" -m venv .venv || {
        echo "Python's venv module is missing. On Debian: apt-get install python3-venv" >&2
        exit 2
    }
    command -v uv >/dev/null 2>&1 ||
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock
    touch .make/venv
}

install() {
    uv=$(command -v uv || echo .venv/bin/uv)
    echo "difang: installing $2 from $1 (locked, hashed)" >&2
    VIRTUAL_ENV="$PWD/.venv" "$uv" pip install --quiet --require-hashes --compile-bytecode -r "$1"
    VIRTUAL_ENV="$PWD/.venv" "$uv" pip install --quiet --no-build-isolation --no-deps -e .
    touch ".make/$2"
}

"$@"
