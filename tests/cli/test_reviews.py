"""Claims as they are typed: what there is to decide, and how a decision is said."""

from pathlib import Path

from tests.cli.typed import told, ujima


def test_a_decision_is_typed_with_its_reason(tmp_path: Path) -> None:
    """Each way to say it reaches the house, which knows no such claim; another word is refused at once."""
    assert ujima("claim", "list", cwd=tmp_path).stdout == "There is nothing to rule on.\n"
    assert "no 4F2K" in told(ujima("claim", "show", "4F2K", cwd=tmp_path))
    for decision in ("stands", "unusable"):
        words = ("claim", "decide", "4F2K", decision, "--why", "It shows a roof.")
        assert "no 4F2K" in told(ujima(*words, cwd=tmp_path, UJIMA_RULINGS_BY="Achieng Otieno"))
    done = ujima("claim", "decide", "4F2K", "perhaps", "--why", "", cwd=tmp_path)
    assert done.returncode == 2 and "write stands or unusable" in done.stderr


def test_a_review_writes_a_file_or_takes_one_back(tmp_path: Path) -> None:
    """One of both; of a pack there is."""
    assert "There is no pack bowls" in told(ujima("review", "bowls", "--out", "a.csv", cwd=tmp_path))
    done = ujima("review", "bowls", cwd=tmp_path)
    assert done.returncode == 2 and "give --out" in done.stderr
