"""Cases and moderators as they are typed: what there is to decide, how a decision is said, who decides."""

from pathlib import Path

from tests.cli.typed import told, ujima


def test_a_decision_is_typed_with_its_reason(tmp_path: Path) -> None:
    """Each verb reaches the house, which knows no such case."""
    assert ujima("case", "list", cwd=tmp_path).stdout == "No case waits for you.\n"
    narrow = ("--kind", "claim", "--pack", "wells", "--language", "sw")
    assert ujima("case", "list", *narrow, cwd=tmp_path).stdout == "No case waits for you.\n"
    assert ujima("case", "search", "red", cwd=tmp_path).stdout == "Nothing like that was decided.\n"
    for words in (
        ("show", "4F2K"),
        ("take", "4F2K"),
        ("back", "4F2K"),
        ("like", "4F2K"),
        ("interpret", "4F2K", "--languages", "en sw"),
        ("decide", "4F2K", "stands", "--why", "It shows a roof."),
        ("decide", "4F2K", "unusable", "--reason", "breaks"),
    ):
        assert "no case 4F2K" in told(ujima("case", *words, cwd=tmp_path, UJIMA_RULINGS_BY="Achieng Otieno"))


def test_a_moderator_is_named_by_two(tmp_path: Path) -> None:
    """The second gets the code; the list says how far they are."""
    named = ujima("role", "moderator", "Otieno", "--languages", "en sw", "--by", "Wanjiru", cwd=tmp_path)
    assert "ujima role agree Otieno" in named.stdout, named.stderr
    assert "Wanjiru said so first" in told(ujima("role", "agree", "Otieno", "--by", "Wanjiru", cwd=tmp_path))
    assert "/moderator " in ujima("role", "agree", "Otieno", "--by", "Achieng", cwd=tmp_path).stdout
    assert "has not typed the code" in ujima("role", "list", cwd=tmp_path).stdout
    assert "no more" in ujima("role", "end", "Otieno", cwd=tmp_path).stdout
