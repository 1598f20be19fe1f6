# What people type. `make run` and `make test` need Python 3.11 or newer, pip and make, nothing else.
.PHONY: run demo test night planted lint format types bench static docs clean help
# The distribution's own Python where it is new enough: built with optimizations, half as quick again as one compiled without.
NEW_ENOUGH := 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell /usr/bin/python3 -c $(NEW_ENOUGH) 2>/dev/null && echo /usr/bin/python3 || echo python3)
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
WORKERS ?= 2
PART ?=

help:          ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/'

run: .venv/.runtime          ## set up what is missing, then serve on http://127.0.0.1:8000 (HOST=, PORT=, DEMO=0)
	@exec $(MANAGE) serve

demo: .venv/.runtime         ## rebuild the demo city
	@$(MANAGE) demo --rebuild

test: .venv/.tests           ## everything: PostgreSQL and Redis, beside it SQLite and Chromium (PART=sqlite, a path, a marker; COVER=1 measures)
	@$(BIN)/python -m rectify.roof.testing.run --workers $(WORKERS) --part "$(PART)" $(if $(COVER),--cover)

night: .venv/.tests          ## the laws that a day only samples, whole: races, the long walk, every door; all that runs on SQLite (over an hour)
	@RECTIFY_NIGHT=1 $(BIN)/python -m rectify.roof.testing.run --workers $(WORKERS) --part "$(PART)"

planted: .venv/.tests        ## plant the faults of rectify/roof/testing/plantings.py one by one on a copy: every one must be noticed
	@$(BIN)/python -m rectify.roof.testing.planted

lint: .venv/.tests           ## ruff, djangofmt, prettier: rules and layout
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/python -m rectify.roof.testing.markup

format: .venv/.tests         ## lay out what may be laid out: Python, templates, style sheets, scripts
	@$(BIN)/ruff format . && $(BIN)/python -m rectify.roof.testing.markup --write

types: .venv/.tests          ## mypy: no errors; in the few packages where they are counted only fewer
	@$(BIN)/python -m rectify.roof.testing.types

bench: .venv/.tests          ## measure beside the floor (bench/README.md)
	@$(BIN)/python -m bench

static: .venv/.runtime       ## build static/dist alone
	@$(MANAGE) build_static

docs: .venv/.runtime         ## draw docs/moves.md anew from the tables of moves
	@$(MANAGE) draw_moves

.venv/bin/python:
	@$(PYTHON) -c $(NEW_ENOUGH) || { echo "需要带 venv 的 Python 3.11 或更新的版本（Debian：apt install python3-venv），或指明用哪一个：make run PYTHON=python3.12"; exit 1; }
	@echo "正在建立 Python 环境 .venv ……"
	@$(PYTHON) -m venv .venv

.venv/.runtime: requirements.txt | .venv/bin/python
	@echo "正在安装依赖（requirements.txt），第一次需要一两分钟……"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.tests: requirements-dev.txt requirements.txt | .venv/bin/python
	@echo "正在安装测试用的依赖（requirements-dev.txt）……"
	@$(PIP) -r requirements-dev.txt
	@touch .venv/.runtime $@

clean:         ## remove what was built; data in var/ stays
	rm -rf .venv static/dist static/node_modules
