"""The repository speaks of the project alone, and of no machine."""

import re

from tests.house.sources import ROOT, files

OWN = "tests/house/test_clean.py"
FOREIGN = re.compile(
    r"/(root|work|Users)/"
    r"|/home/\w"
    r"|\.\./shared"
    r"|\b(pypi|pythonhosted|npmjs|debian)\.(org|com|net)\b"
    r"|\bsub-?agents?\b"
    r"|\bthe lead\b"
    r"|\b(design|product|dialogues|style|facts/\w+)\.md\b",
    re.IGNORECASE,
)
MARKS = re.compile(r"\b(TODO|FIXME|XXX)\b|\bassert True\b")
text_bytes_max = 3_000_000


def texts() -> list[tuple[str, str]]:
    """Every text file that is or would be in the repository."""
    found = []
    for path in files():
        data = path.read_bytes()
        name = path.relative_to(ROOT).as_posix()
        if b"\0" not in data[:8000] and name != OWN:
            assert len(data) <= text_bytes_max, f"{name} is too large to be written by hand"
            found.append((name, data.decode("utf-8")))
    return found


def found(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands, as "file:line text"."""
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1} {match[0]}"
        for name, text in texts()
        for match in pattern.finditer(text)
    ]


def test_no_file_names_a_machine_a_registry_or_who_is_at_work() -> None:
    """Paths of one machine, addresses of package registries and working arrangements stay out."""
    assert found(FOREIGN) == []


def test_nothing_is_left_for_later_in_the_code() -> None:
    """No note to oneself and no check that can't fail."""
    assert [where for where in found(MARKS) if where.split(":")[0].endswith((".py", ".js", ".sql"))] == []


def test_locks_have_hashes_and_no_addresses() -> None:
    """Every locked release has its hashes; where it comes from is the reader's choice."""
    for name in sorted(path.name for path in ROOT.glob("requirements*.lock")):
        lines = (ROOT / name).read_text("utf-8").splitlines()
        assert all(
            re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+|    --hash=sha256:[0-9a-f]{64}", line)
            for line in lines
        )
        assert not any("://" in line or line.startswith("-") for line in lines)
        for line, after in zip(lines, [*lines[1:], ""], strict=True):
            assert line.startswith(" ") or "--hash=" in after, line


def test_the_test_lock_agrees_with_the_programs() -> None:
    """Tests run with the very releases the program is locked to."""
    program, tests = (
        {line.split()[0] for line in (ROOT / name).read_text("utf-8").splitlines() if "==" in line}
        for name in ("requirements.lock", "requirements-test.lock")
    )
    assert program - tests == set()
