# make run · make test · make dev · make bench · make soak · make lock      (see README.md)
PLACE  ?= 埔里鎮
PORT   ?= 8000
SERVE  ?= yes
PYTHON ?= python3
PY     := .venv/bin/python
DIFANG := .venv/bin/difang
export PYTHONUTF8 = 1

.PHONY: run test dev bench soak lock clean
.DELETE_ON_ERROR:

run: .make/core
	@tools/run.sh "$(PLACE)" "$(PORT)" "$(SERVE)"

test: .make/test .make/system
	@tools/test.sh

dev: .make/dev .make/system

bench: .make/dev
	@tools/bench.sh

soak: .make/test
	$(PY) -m pytest tests/soak -m soak -q

lock:
	tools/lock.sh

clean:
	rm -rf .venv .make out var

# One environment for all three; each step only adds to it.
.make/venv:
	@tools/setup.sh venv "$(PYTHON)"

.make/core: requirements.lock pyproject.toml | .make/venv
	@tools/setup.sh install requirements.lock core

.make/test: requirements/test.lock .make/core
	@tools/setup.sh install requirements/test.lock test

.make/dev: requirements/dev.lock .make/test
	@tools/setup.sh install requirements/dev.lock dev

.make/system: tools/system.sh
	@tools/system.sh
