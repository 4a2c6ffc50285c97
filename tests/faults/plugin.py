"""A pytest plugin that appends to FAULTS_TOLD what became of each test: passed, asserted, skipped, or the error it ended with."""

import json
import os

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call" or not report.passed:
        outcome = report.outcome if not report.failed else _failure(call)
        with open(os.environ["FAULTS_TOLD"], "a") as told:
            told.write(json.dumps([item.nodeid, outcome]) + "\n")
    return report


def _failure(call) -> str:
    asserted = call.when == "call" and call.excinfo.errisinstance((AssertionError, pytest.fail.Exception))
    return "asserted" if asserted else f"{call.excinfo.typename} in {call.when}"
