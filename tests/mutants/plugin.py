"""A pytest plugin with two jobs, each asked for by a variable of the environment.

MUTANTS_MEASURE=FILE leaves the slow tests out, and writes there which tests ran, how much work each was, which failed, and what
else they imported. MUTANTS_RUN=FILE runs the tests that FILE lists, in its order, on a copy of the database that it names, and
writes into failed.json beside it which failed.
"""

import json
import os
import sqlite3
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

SLOW_FIXTURES = {"page", "browser", "install", "install_template"}  # a browser, or processes that measure nothing here
SLOW_FILES = {"test_house.py", "test_seen_red.py", "test_first_run.py"}  # tools, and processes again


def pytest_configure(config):
    """Register after pytest-django, so that our way to a database is found before its own."""
    if os.environ.get("MUTANTS_MEASURE"):
        config.pluginmanager.register(Measuring(config))
    if os.environ.get("MUTANTS_RUN"):
        config.pluginmanager.register(Running(Path(os.environ["MUTANTS_RUN"])))


class Measuring:
    def __init__(self, config) -> None:
        self.worker = getattr(config, "workeroutput", None)  # xdist's, in the processes that run tests
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self.modules: set[str] = set()

    def pytest_collection_modifyitems(self, config, items):
        slow = [item for item in items if SLOW_FIXTURES & set(item.fixturenames) or item.path.name in SLOW_FILES]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        began = time.process_time()  # not the clock, which depends on what else the machine does
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] += time.process_time() - began

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed.add(report.nodeid)

    @pytest.hookimpl(optionalhook=True)  # xdist's
    def pytest_testnodedown(self, node, error):
        told = getattr(node, "workeroutput", {})
        self.modules |= set(told.get("modules", []))
        self.seconds |= told.get("seconds", {})

    def pytest_sessionfinish(self, session):
        if self.worker is not None:
            self.worker |= {"modules": sorted(sys.modules), "seconds": dict(self.seconds)}
            return
        found = {"seconds": self.seconds, "failed": sorted(self.failed), "modules": sorted(self.modules)}
        Path(os.environ["MUTANTS_MEASURE"]).write_text(json.dumps(found))


class Running:
    def __init__(self, file: Path) -> None:
        chosen = json.loads(file.read_text())
        self.failed, self.found = file.with_name("failed.json"), set()
        self.place = {name: place for place, name in enumerate(chosen["tests"])}
        self.database = chosen["database"]

    def pytest_collection_modifyitems(self, items):
        wanted = [item for item in items if item.nodeid in self.place]
        items[:] = sorted(wanted, key=lambda item: self.place[item.nodeid])

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.found.add(report.nodeid)

    def pytest_sessionfinish(self):
        self.failed.write_text(json.dumps(sorted(self.found)))

    @pytest.fixture(scope="session")
    def django_db_setup(self, django_db_blocker):
        """A copy of a migrated database in memory, in place of some seconds of migrations."""
        from django.db import connection

        with django_db_blocker.unblock():
            connection.settings_dict["NAME"] = "file:mutants?mode=memory&cache=shared"
            connection.ensure_connection()
            with sqlite3.connect(self.database) as migrated:
                migrated.backup(connection.connection)
