"""The directory of help as it is typed."""

from pathlib import Path

from tests.cli.typed import told, ujima


def test_an_operator_confirms_a_line_by_typing(tmp_path: Path) -> None:
    """It is listed as hers; a key that is none is a sentence and a bad end; the channel's message has an option."""
    done = ujima("support", "confirm", "KE/befrienders", "--by", "Wanjiru Kamau", cwd=tmp_path)
    assert done.returncode == 0 and "is shown for 180 days" in done.stdout, done.stderr
    assert "by Wanjiru Kamau." in ujima("support", "list", "KE", cwd=tmp_path).stdout
    wrong = ujima("support", "hide", "KE/nobody", "--by", "Wanjiru Kamau", cwd=tmp_path)
    assert "There is no entry KE/nobody." in told(wrong)
    assert "message 12" in ujima("support", "message", "sw", "12", "--country", "KE", cwd=tmp_path).stdout
    assert ujima("support", "check", cwd=tmp_path).returncode == 0
