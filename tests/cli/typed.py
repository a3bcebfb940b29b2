"""The command line as it is typed: a real process, its words and its exit code."""

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.forked import forked

TOKEN = "7000:" + "A" * 35
PATIENCE_S = 120.0
OPERATOR = {
    "UJIMA_OPERATOR_NAME": "Ujima Society",
    "UJIMA_OPERATOR_ADDRESS": "1 Market Road, Kisumu",
    "UJIMA_OPERATOR_LAW": "Kenya",
    "UJIMA_COMPLAINTS_BODY": "Labour Office, Kisumu",
}
NOTES = "sentence,village\nThe pump gives water.,Awendo\nIt is dry.,Rongo\n"


def ujima(*words: str | Path, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Type `ujima …` in a folder with some settings and nothing else in the environment."""
    environment = {"PATH": os.defpath, "HOME": str(cwd), "LANG": "C.UTF-8", "COLUMNS": "200", **settings}
    typed = [*map(str, words)]
    with TemporaryDirectory() as place:
        stdout, stderr = Path(place) / "stdout", Path(place) / "stderr"
        process = forked(typed, cwd, environment, stdout, stderr)
        process.join(PATIENCE_S)
        if process.exitcode is None:
            process.kill()
            process.join()
        said = stdout.read_text("utf-8"), stderr.read_text("utf-8")
    return subprocess.CompletedProcess(typed, process.exitcode, *said)


def told(done: subprocess.CompletedProcess[str]) -> str:
    """What stderr says of an expected trouble: exit code 1, a sentence, no traceback."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr.strip() and "Traceback" not in done.stderr and "mistake in ujima" not in done.stderr, (
        done.stderr
    )
    return done.stderr
