.PHONY: install test check schema

install:
	python3 -m venv .venv && .venv/bin/pip install -q -e ".[test]"

test:
	.venv/bin/pytest

check: test
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

schema:
	.venv/bin/planparse schema > schema/planparse-1.0.schema.json
	.venv/bin/planparse corrections schema > schema/planparse-corrections-1.0.schema.json
