"""Reports as they are typed."""

from pathlib import Path

from tests.cli.typed import told, ujima


def test_what_is_reported_is_asked_for_by_typing(tmp_path: Path) -> None:
    """Nothing waits; a code that is none, a word that is none and a name that is not set are sentences."""
    assert "No report of violence waits." in ujima("report", "list", cwd=tmp_path).stdout
    assert "No report of something against the law waits." in ujima("illegal", "list", cwd=tmp_path).stdout
    assert "There is no report ZZZZ to look at." in told(ujima("report", "show", "ZZZZ", cwd=tmp_path))
    why = ("--why", "A fight", "--by", "Otieno")
    assert "Nobody here decides" in told(ujima("report", "decide", "ZZZZ", "out", *why, cwd=tmp_path))
    shown = ujima("illegal", "show", "ZZZZ", "--by", "Otieno", cwd=tmp_path)
    assert "Set UJIMA_ILLEGAL_CONTACT first" in told(shown)
    wrong = ujima("illegal", "decide", "ZZZZ", "burn", "--by", "Otieno", cwd=tmp_path)
    assert wrong.returncode == 2 and "keep or lift" in wrong.stderr
