"""The command line as it is typed: a real process, its words and its exit code."""

import os
import subprocess
import sys
from pathlib import Path

TOKEN = "7000:" + "A" * 35
SOURCES = {
    "PYTHONPATH": str(Path(__file__).parents[2])
}  # these are tested, wherever another copy is installed
OPERATOR = {
    "UJIMA_OPERATOR_NAME": "Ujima Society",
    "UJIMA_OPERATOR_ADDRESS": "1 Market Road, Kisumu",
    "UJIMA_OPERATOR_LAW": "Kenya",
    "UJIMA_COMPLAINTS_BODY": "Labour Office, Kisumu",
}
NOTES = "sentence,village\nThe pump gives water.,Awendo\nIt is dry.,Rongo\n"


def ujima(*words: str | Path, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Type `ujima …` in a folder with some settings and nothing else in the environment."""
    environment = {
        "PATH": os.defpath,
        "HOME": str(cwd),
        "LANG": "C.UTF-8",
        "COLUMNS": "200",
        **SOURCES,
        **settings,
    }
    typed = [sys.executable, "-m", "bot", *map(str, words)]
    return subprocess.run(typed, cwd=cwd, env=environment, capture_output=True, text=True, timeout=30)


def told(done: subprocess.CompletedProcess[str]) -> str:
    """What stderr says of an expected trouble: exit code 1, a sentence, no traceback."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr.strip() and "Traceback" not in done.stderr and "mistake in ujima" not in done.stderr, (
        done.stderr
    )
    return done.stderr
