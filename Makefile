# 连心桥的几条命令；不带名字运行 make，列出它们。
# 安装的每一步以一个文件为记，做过的不再做。

SHELL := /bin/bash
BIN := .venv/bin
PACKAGES := .venv/.made
DEV_PACKAGES := .venv/.made-dev
FRONTEND := lianxin/site/static/vendor/vendor.json
DJANGO := DJANGO_SETTINGS_MODULE=lianxin.site.settings $(BIN)/python -m django
PYTEST := $(BIN)/pytest -n 2 --dist loadgroup
WHAT ?= record step worklist supervision search clocks understand

.PHONY: help setup demo run test test-sqlite test-postgres check bench drills model format lock clean

help:  ## 列出这些命令
	@sed -nE 's/^([a-z-]+):[^=]*## (.*)/make \1|\2/p' Makefile | while IFS='|' read -r name does; do printf '%-20s%s\n' "$$name" "$$does"; done

setup: $(PACKAGES) $(FRONTEND)  ## 装好运行所需的一切（.venv 和前端文件）

demo: setup  ## 装好，讲一遍五个演示社区的故事，打开网页服务
	$(BIN)/lianxin demo

run: setup  ## 用自己的数据运行
	$(BIN)/lianxin serve

test: test-sqlite test-postgres  ## 装好，在 SQLite 和 PostgreSQL 上跑测试

test-sqlite: $(DEV_PACKAGES) $(FRONTEND)  ## 只在 SQLite 上测试
	@echo '== 测试：SQLite'
	env -u LIANXIN_DATABASE_URL $(PYTEST)

# 没有 PostgreSQL 的机器上说一声就过；在 CI 里缺它算失败。
test-postgres: $(DEV_PACKAGES) $(FRONTEND)  ## 只在用完即弃的 PostgreSQL 上测试
	@echo '== 测试：PostgreSQL'
	@if $(BIN)/python -c 'import sys; from lianxin.site import throwaway; sys.exit(throwaway.programs() is None)'; then \
		set -x; $(BIN)/python -m lianxin.site.throwaway --no-fsync -- $(PYTEST) -m 'not once'; \
	else \
		echo '本机没有 PostgreSQL 的服务程序（initdb、postgres），这一半没有测。'; \
		test "$$CI" != true; \
	fi

check: export LIANXIN_HOME := .venv/check
check: $(DEV_PACKAGES)  ## 查格式、写法、图表和迁移文件是否都是新的
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(DJANGO) check
	$(DJANGO) makemigrations --check --dry-run
	$(BIN)/lianxin draw --check

model: $(DEV_PACKAGES)  ## 语料改了以后，重新训练随产品带的类别模型
	$(BIN)/python tools/shipped_models.py

format: $(DEV_PACKAGES)  ## 排好格式，重画图表
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .
	$(BIN)/lianxin draw

bench: $(DEV_PACKAGES)  ## 量速度，与同一次运行里量到的底线相比（WHAT="record step worklist supervision search clocks understand" 可选）
	@for name in $(WHAT); do $(BIN)/lianxin bench $$name || exit 1; done

drills: $(DEV_PACKAGES)  ## 断电式地杀进程、重复提交、多人同时办：全尺寸演习，并查出每个埋下的缺陷
	@for database in sqlite postgres; do for drill in kill timers twice steps restore power full; do \
		echo "== $$drill $$database"; $(BIN)/python -m faults.$$drill --database $$database || exit 1; \
	done; done
	$(BIN)/python -m faults.slow
	$(BIN)/python -m faults.fuzz
	STRANGE_WORDS=18 $(BIN)/pytest -q lianxin/desk/tests/test_forms_crawled.py
	$(BIN)/python -m faults.planted --all

lock: $(FRONTEND)  ## 升级依赖后，重写 requirements.lock 和 package-lock.json
	rm -rf .venv && $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/pip freeze --exclude-editable > requirements.lock
	npm update --package-lock-only --ignore-scripts
	touch $(PACKAGES) $(DEV_PACKAGES)

clean:  ## 拆掉 make 装的东西（数据文件夹不动）
	rm -rf .venv node_modules lianxin/site/static/vendor

# --- 安装的步骤 ---

# The first Python that is new enough and can make a virtual environment.
PYTHON = $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo $$name; break; fi; done)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo '缺少 Python 3.11 或更新的版本（连同 venv）：Debian/Ubuntu 上装 python3 和 python3-venv。' >&2; exit 1; }
	$(PYTHON) -m venv .venv

$(PACKAGES): .venv/bin/python pyproject.toml requirements.lock
	@echo '== 安装 Python 依赖'
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock -e .
	@touch $@

$(DEV_PACKAGES): $(PACKAGES)
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[dev]'
	@touch $@

node_modules/.made: package.json package-lock.json
	@command -v npm >/dev/null || { echo '缺少 Node.js（连同 npm）：Debian/Ubuntu 上装 nodejs 和 npm。' >&2; exit 1; }
	@echo '== 安装前端文件'
	npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@

$(FRONTEND): node_modules/.made tools/frontend.py .venv/bin/python
	$(BIN)/python tools/frontend.py
