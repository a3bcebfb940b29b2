"""`make audit`: every locked release looked up in the public lists of known faults, by pip-audit in an environment of its own.

Ends with 0 when none has a fault, with 1 when one has (each is named), with 2 when they could not all be looked up: then nothing
is known of those, which is another thing than that all is well.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HOME = ROOT / ".venv" / "audit"
LOCK = ROOT / "requirements.lock"
WELL, FAULTS, UNKNOWN = 0, 1, 2
UNASKED = (
    "The lists of known faults can't be asked from here: {why}\n"
    "So nothing is known of {what}. Type `make audit` where the index of packages answers; it needs this folder and no settings."
)


def main() -> int:
    """Installs pip-audit, asks it, says what came of it."""
    pip = [
        HOME / "bin" / "python",
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        "install",
        "pip-audit",
    ]
    for command in ([sys.executable, "-m", "venv", HOME], pip):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            return told(UNKNOWN, UNASKED.format(why=_last(done.stderr), what="any of them"))
    return looked_up(HOME / "bin" / "pip-audit", LOCK, HOME / "found.json")


def looked_up(program: Path, lock: Path, report: Path) -> int:
    """Asks for every release of a lock; the exit code, after its sentence."""
    report.unlink(missing_ok=True)
    words = [
        "--no-deps",
        "--disable-pip",
        "--progress-spinner",
        "off",
        "--format",
        "json",
        "--output",
        report,
    ]
    done = subprocess.run([program, *words, "--requirement", lock], capture_output=True, text=True)
    if not report.exists():
        return told(UNKNOWN, UNASKED.format(why=_last(done.stderr), what="any of them"))
    found: list[dict[str, Any]] = json.loads(report.read_text("utf-8"))["dependencies"]
    wrong = [_fault(one, fault) for one in found for fault in one.get("vulns", ())]
    unknown = [one for one in found if "skip_reason" in one]
    if unknown:
        what = f"{len(unknown)} of {len(found)} releases"
        wrong.append(UNASKED.format(why=unknown[0]["skip_reason"], what=what))
    if not wrong:
        return told(WELL, f"None of {len(found)} releases has a known fault.")
    return told(UNKNOWN if unknown and len(wrong) == 1 else FAULTS, "\n".join(wrong))


def _fault(release: dict[str, Any], fault: dict[str, Any]) -> str:
    mended = ", ".join(fault["fix_versions"])
    do = f"mended in {mended}: `make lock`, then the tests" if mended else "not mended yet"
    return f"{release['name']} {release['version']}: {fault['id']}, {do}."


def _last(said: str) -> str:
    """What a program wrote last: of a trace, its own sentence."""
    return next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "it said nothing.")


def told(code: int, sentences: str) -> int:
    """Says it, and gives the exit code on."""
    print(sentences, file=sys.stderr if code else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main())
