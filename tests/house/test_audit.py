"""`make audit` says in a sentence what is known of the locked releases, and that nothing is known where nobody answers."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.house import audit

WELL = {"name": "httpx", "version": "0.28.1", "vulns": []}
FAULTY = {"name": "pillow", "version": "13.0.0", "vulns": [{"id": "CVE-1", "fix_versions": ["13.0.1"]}]}
SKIPPED = {"name": "aiohttp", "skip_reason": "Dependency not found on PyPI: aiohttp (3.14.5)"}
TRACE = 'Traceback:\n  File "a.py"\nProxyError: index.example can not be reached\n'


def pip_audit(folder: Path, releases: list[dict[str, Any]] | None) -> Path:
    """A program that writes this report, as pip-audit does; None: it breaks with a trace and writes none."""
    program = folder / "pip-audit"
    report = shlex.quote(json.dumps({"dependencies": releases, "fixes": []}))
    writes = f"""while [ "$1" != --output ]; do shift; done; echo {report} > "$2"; exit 1"""
    breaks = f"printf %s {shlex.quote(TRACE)} >&2; exit 1"
    program.write_text(f"#!/bin/sh\n{breaks if releases is None else writes}\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize(
    ("releases", "code", "said"),
    [
        ([WELL], audit.WELL, "None of 1 releases has a known fault."),
        (
            [WELL, FAULTY],
            audit.FAULTS,
            "pillow 13.0.0: CVE-1, mended in 13.0.1: `make lock`, then the tests.",
        ),
        ([WELL, SKIPPED], audit.UNKNOWN, "nothing is known of 1 of 2 releases. Type `make audit` where"),
        ([FAULTY, SKIPPED], audit.FAULTS, "nothing is known of 1 of 2 releases."),
        (
            None,
            audit.UNKNOWN,
            "can't be asked from here: ProxyError: index.example can not be reached\nSo nothing",
        ),
    ],
)
def test_what_was_looked_up_is_a_sentence(
    releases: list[dict[str, Any]] | None,
    code: int,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No trace; and what could not be looked up is never taken for well."""
    (tmp_path / "found.json").write_text("of the last time")
    assert audit.looked_up(pip_audit(tmp_path, releases), audit.LOCK, tmp_path / "found.json") == code
    out, err = capsys.readouterr()
    assert said in (err if code else out) and "Traceback" not in out + err
