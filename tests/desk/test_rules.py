"""The installation's own rules at the desk: added from a file, listed, shown, withdrawn; what can't be, said."""

from pathlib import Path

from tests.desk.asked import Call, refusal, said


def test_rules_are_added_listed_shown_and_withdrawn(desk: Call, tmp_path: Path) -> None:
    """The first binds at once in an empty house; the next is announced, and may be withdrawn."""
    assert "no rules of your own" in said(desk("rules.list"))
    file = tmp_path / "rules.toml"
    file.write_text('en = """Payouts leave on Fridays."""\nsw = "Malipo Ijumaa."\n', "utf-8")
    assert "Version 1 binds from" in said(desk("rules.add", file=str(file)))
    assert said(desk("rules.list")).startswith("1  binds")
    assert "Version 2 binds from" in said(desk("rules.add", file=str(file)))
    assert said(desk("rules.list")).startswith("2  comes")
    shown = said(desk("rules.show", number="2"))
    assert "en: Payouts leave on Fridays." in shown and "sw: Malipo Ijumaa." in shown
    assert "Version 2 is withdrawn." in said(desk("rules.withdraw", number="2"))
    assert "was withdrawn" in said(desk("rules.list"))
    assert "14 days" in refusal(desk, "rules.add", file=str(file), day="2026-01-01")
    assert "no day" in refusal(desk, "rules.add", file=str(file), day="tomorrow")
    file.write_bytes(b"nothing")
    assert "no file of rules" in refusal(desk, "rules.add", file=str(file))
    assert "no version 9" in refusal(desk, "rules.show", number="9")
