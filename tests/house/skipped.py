"""A pytest plugin of `make test`: where CI=true, a test that could not be run is a failure.

The skipped tests and their reasons are named at the end of every run (tests/conftest.py).
"""

import os
from typing import Any

import pytest

_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collects the tests that could not be run, on whichever worker."""
    if report.skipped:
        _skipped.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: Any) -> None:
    """A green run in CI has run everything."""
    if _skipped and os.environ.get("CI") == "true" and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
