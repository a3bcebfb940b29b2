"""The directory of help at the desk: what is listed, what wants a look, and an operator's word."""

from dataclasses import replace

import pytest

from bot.config import Settings
from bot.screens.operator import support
from bot.wellbeing import Directory, Fault, State, carried
from bot.wellbeing.finding import DEMO
from tests.desk.asked import Call, refusal, said


def test_an_operator_looks_confirms_and_hides(desk: Call) -> None:
    """Nothing is shown at first; what is confirmed is, until it is hidden; a country's page has its sources."""
    assert "0 of 50 numbers are shown." in said(desk("support.list"))
    page = said(desk("support.list", country="ke"))
    assert "KE/befrienders: Befrienders Kenya, +254 722 178 177. Not shown: nobody has confirmed it." in page
    assert (
        "Source: Wikipedia list" in page
        and "Note: number agrees in 4 sources" in page
        and "From memory: url" in page
    )
    assert "is shown for 180 days" in said(desk("support.confirm", entry="KE/befrienders", by="Wanjiru"))
    assert "Confirmed 20" in said(desk("support.list", country="KE"))
    assert "1 of 50 numbers are shown." in said(desk("support.list"))
    assert "is hidden from everybody" in said(desk("support.hide", entry="KE/befrienders", by="Otieno"))
    assert "Hidden 20" in said(desk("support.list", country="KE"))
    assert "Shown; nobody has checked it." in said(desk("support.list", country="world"))
    assert "Note: No national line could be confirmed" in said(desk("support.list", country="SY"))


def test_a_slip_is_refused_with_a_sentence(desk: Call) -> None:
    """An entry or country that is not there, nobody's word, a number that is none."""
    assert "There is no entry KE/x." in refusal(desk, "support.confirm", entry="KE/x", by="Wanjiru")
    assert "There is no country XX" in refusal(desk, "support.list", country="XX")
    assert "--by" in refusal(desk, "support.hide", entry="KE/befrienders", by="")
    assert "0 takes it away" in refusal(desk, "support.message", language="en", number="twelve", country="KE")


def test_the_channels_messages_are_named(desk: Call) -> None:
    """By country and language; 0 takes one away."""
    assert "People in KE who read sw get message 12" in said(
        desk("support.message", language="sw", number="12", country="ke")
    )
    assert "People who have not said where they are who read en" in said(
        desk("support.message", language="en", number="3")
    )
    assert "get the built-in card again" in said(
        desk("support.message", language="sw", number="0", country="KE")
    )


def test_what_wants_a_look_is_listed(desk: Call) -> None:
    """Unconfirmed numbers are no fault of the house."""
    checked = desk("support.check")
    assert checked["ok"] and "50 of 50 numbers are not shown" in checked["lines"][0]


def test_a_broken_file_is_told_and_ends_badly(
    settings: Settings, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator hears which file it is, and what the others need."""
    broken = Directory(
        {"UG": carried().countries["UG"]}, (), (Fault("countries/KE.toml", "it is not UTF-8"),)
    )
    program = request.getfixturevalue("program")
    monkeypatch.setattr("bot.desk.Desk.do", _with(broken), raising=True)
    done = program.desk("support.check")
    assert not done["ok"] and done["lines"][0] == "countries/KE.toml is hidden: it is not UTF-8."


def _with(directory: Directory):  # type: ignore[no-untyped-def]
    """The desk's way in, with another directory."""
    from bot.desk import VERBS

    async def do(self, verb, arguments):  # type: ignore[no-untyped-def]
        return await VERBS[verb](replace(self, house=replace(self.house, directory=directory)), **arguments)

    return do


def test_the_demos_numbers_are_called_so() -> None:
    """As on the phone: nobody has checked them, so nobody is told that they were checked."""
    entry = next(one for one in carried().entries() if one.kind != "directory")
    by_demo, by_wanjiru = ((State(entry, "fresh", 1, by),) for by in (DEMO, "Wanjiru"))
    assert support.check(by_demo, (), ()) == (
        ["The lines of help are the demo's: nobody has checked their numbers."],
        True,
    )
    assert "was checked" in support.check(by_wanjiru, (), ())[0][0]
