"""Reviews as they are typed."""

from pathlib import Path

from tests.cli.typed import told, ujima


def test_a_review_writes_a_file_or_takes_one_back(tmp_path: Path) -> None:
    """One of both; of a pack there is."""
    assert "There is no pack bowls" in told(ujima("review", "bowls", "--out", "a.csv", cwd=tmp_path))
    done = ujima("review", "bowls", cwd=tmp_path)
    assert done.returncode == 2 and "give --out" in done.stderr
