# Everything starts here, from a fresh clone, with Python >= 3.11, pip and a C++ compiler.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NATIVE := CMakeLists.txt $(shell find native -type f)
SANITIZED_TESTS := tests/text/test_census.py tests/bundle/test_stored_vocabulary.py tests/runtime/test_native.py \
  tests/runtime/test_instruction_sets.py tests/runtime/test_arrow.py \
  tests/nn/test_native_kernel.py tests/nn/test_native_reading.py tests/nn/test_token_vectors.py tests/nn/test_around.py
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test lint sanitize bench docs clean help
.NOTPARALLEL: # two would install into one environment

demo: $(VENV)/.installed            ## train on real messages, show the held-out result and a few verdicts
	$(BIN)/elman train sms-spam --out models/sms-spam
	@echo
	$(BIN)/elman predict models/sms-spam \
	  "Congratulations! You have won a 1000 pound prize. Call 09061701461 now to claim" \
	  "Running late, start without me, be there by 8" \
	  "Your free ringtone is waiting, txt YES to 80086 (£1.50/msg)"
	@echo
	@echo "The model and its plots are in models/sms-spam: loss.png, accuracy.png, README.md"

test: lint                          ## lint, types, import contracts and all tests
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.installed-dev        ## style, types and the arrows between rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The sanitizers' libraries come before Python's own, whose leaks at the end are not ours; without -S Python would find
# the package as it is installed.
sanitize: $(VENV)/.installed-dev build/sanitized/.installed ## run the compiled code's tests with AddressSanitizer and UBSan
	LD_PRELOAD="$$($(CXX) -print-file-name=libasan.so) $$($(CXX) -print-file-name=libubsan.so) \
	  $$($(CXX) -print-file-name=libstdc++.so)" ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
	  ELMAN_RUNTIME=native PYTHONPATH=build/sanitized:$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))'):. \
	  $(BIN)/python -S -m pytest -p no:cacheprovider $(SANITIZED_TESTS)

bench: $(VENV)/.installed-dev       ## our presets beside other classifiers, on the same folds
	$(BIN)/python -m benchmarks.accuracy --split-seed 0,1,2 --seed 0,1,2 --presets default,tiny

docs: $(VENV)/.installed-docs       ## build the documentation into docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

clean:                              ## remove what the targets above made, the environment too
	rm -rf $(VENV) models/sms-spam docs/_build build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

help:                               ## list what there is to make
	@sed -n 's/^\([a-z]*\):.*## /\1 /p' Makefile | awk '{ name = $$1; $$1 = ""; printf "%-10s%s\n", name, $$0 }'

$(VENV)/.created:
	@command -v $(PYTHON) > /dev/null || { echo "error: no \`$(PYTHON)\` here"; echo; echo "hint: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "error: Python >= 3.11 is needed; got $$($(PYTHON) --version)"; echo; echo "hint: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# Each installs the package, and so builds what is compiled; one that did stands for those it contains. Tests build the pages.
$(VENV)/.installed: $(VENV)/.created pyproject.toml constraints.txt $(NATIVE)
	$(INSTALL) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.created pyproject.toml constraints.txt $(NATIVE)
	$(INSTALL) --editable '.[dev,docs]'
	@touch $(VENV)/.installed $(VENV)/.installed-docs $@

$(VENV)/.installed-docs: $(VENV)/.created pyproject.toml constraints.txt $(NATIVE)
	$(INSTALL) --editable '.[docs]'
	@touch $(VENV)/.installed $@

build/sanitized/.installed: $(VENV)/.created pyproject.toml constraints.txt $(NATIVE)
	$(INSTALL) --no-deps --upgrade --target build/sanitized -C build-dir=build/sanitizing -C cmake.define.ELMAN_SANITIZE=ON .
	@touch $@
