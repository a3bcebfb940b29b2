"""A disagreement in Swahili before a moderator who reads English: an interpreter is asked, writes it, is paid; then it is decided."""

from pathlib import Path

import pytest

from bot.domain import cases
from tests.stories.program import Program, until_true
from tests.stories.requester import brings, starts, write
from tests.stories.test_cases import clean, judges
from tests.stories.test_doubted import ROWS, called_unusable
from tests.stories.test_rulings import knows_such_work

HERS = "Maneno yanasema nyekundu."
IN_ENGLISH = "The words say red."


def test_from_a_disagreement_in_swahili_to_a_ruling(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Baraka, who worked elsewhere, writes it in English and is paid; Otieno reads both and decides for her."""
    monkeypatch.setattr(cases, "interpreter_answers_least", 1)
    brings(program, write(tmp_path / "cups", ROWS, name="cups", title="Colours of cups"))
    starts(program, "cups", "bank 2")
    baraka = knows_such_work(program, 3001)
    amina, her, code = called_unusable(program, tmp_path)
    for one in (amina, baraka):
        one.writes("/language_sw")
        one.heard()
    amina.writes(f"/disagree_{code} {HERS}")
    amina.hears(code)
    her.hears(HERS)
    her.writes(f"/insist_{code} It is brown.")
    her.hears(f"Sent: {code}.")
    otieno = judges(program, 3002, "Otieno")
    otieno.writes(f"/case_{code}")
    assert f"To have it in English: /translate_{code}" in otieno.hears(HERS)
    otieno.writes(f"/translate_{code}")
    otieno.hears(f"Somebody is asked to write {code} in English.")
    baraka.writes("/help")
    assert any(f"/interpret_{code}" in said for said in baraka.heard())
    baraka.writes(f"/interpret_{code}")
    said = baraka.hears(HERS)
    assert "It is brown." not in said and "Amina" not in said and "bowls" not in said
    program.quiet()
    program.clock.advance(5)
    had = baraka.balance()
    baraka.writes(IN_ENGLISH)
    assert "+" in baraka.hears() and baraka.balance() == had + cases.interpreting_pay(len(HERS), 5_000_000)
    assert f"/case_{code}" in otieno.hears(f"{code} is there in English")
    otieno.writes(f"/case_{code}")
    shown = otieno.hears(HERS)
    assert f"In English, by an interpreter: “{IN_ENGLISH}”" in shown
    assert "By somebody else: /translate_" in shown and "To have it in English" not in shown
    assert any(IN_ENGLISH in line for line in program.desk("case.show", code=code)["lines"])
    otieno.presses("Answer stands")
    otieno.hears("why?")
    otieno.presses("It fits")
    otieno.hears("both sides are told")
    until_true(lambda: any("+" in said for said in amina.heard()))
    for _ in range(8):
        program.clock.advance(24 * 3_600)
        program.quiet()
    until_true(lambda: clean(program))
    program.proved()
