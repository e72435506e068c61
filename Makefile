# Every target sets up .venv first, and at once when that is done already. What to do is in dev.py.

# The first Python that can read dev.py, which looks for a newer one if this is too old for the bot.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'from __future__ import annotations' 2>/dev/null && echo "$$name" && break; done)
dev = "$(or $(PYTHON),$(error Cornerman needs Python 3.11 or newer, and none is on PATH: install python3.11 or newer))" dev.py

.PHONY: help run test check bench chaos lock setup

help:
	@echo 'make run    set up and start the bot       make run ARGS="--demo --port 8500"'
	@echo 'make test   set up and run the tests       make test ARGS="-k drills"'
	@echo 'make check  lint, format, types, layers'
	@echo 'make bench  run the benchmarks'
	@echo 'make chaos  kill, starve and soak the bot   make chaos ARGS=soak'
	@echo 'make lock   pin the dependencies anew      make lock ARGS=--upgrade'

run test check bench chaos lock setup:
	@$(dev) $@ $(ARGS)
