"""What comes late, early, unmarked or in another language is understood or asked about, and never lost (P2, P3)."""

from collections.abc import Callable

import pytest

from bot.config import carried
from bot.texts import ENGLISH, Texts
from tests.stories.program import DAY_S, PRICES, Person, Program, until_true


@pytest.fixture
def amina(program: Program) -> Person:
    """Somebody at her first task of the photographs."""
    person = program.person()
    person.joins()
    person.takes_up("What covers the photo?")
    return person


def test_a_word_typed_before_the_question_is_shown_is_asked_about(program: Program) -> None:
    """A text that may have been meant for the question before is kept, and saved when she says yes."""
    amina = program.person()
    amina.joins()
    amina.takes_up("What is the review about?")
    amina.writes("delivery")
    assert f"“delivery”: is this your answer to {amina.mark()}?" in amina.hears()
    assert amina.answered() == []
    amina.presses("Yes")
    amina.hears("Saved, +")
    program.clock.advance(3)
    amina.writes("price")
    amina.hears("Saved, +")
    assert [one["value"] for one in amina.answered()] == ['["delivery"]', '["price"]']


def test_what_was_typed_ahead_offline_never_answers_a_later_question(amina: Person) -> None:
    """Two words for one question: the second is asked about, for nobody knows which one was meant."""
    amina.program.clock.advance(3)
    amina.phone.offline()
    amina.writes("plants")
    amina.writes("sky")
    amina.phone.online()
    said = amina.heard()
    assert len(amina.answered()) == 1 and "is this your answer" in said[-1]


def test_an_answer_that_is_days_late_is_saved_and_paid(amina: Person) -> None:
    """The lease ended two days ago, others may have the task; hers counts all the same."""
    amina.phone.offline()
    amina.presses("Plants")
    amina.program.clock.advance(2 * DAY_S + 3600)
    until_true(
        lambda: amina.program.rows("SELECT state FROM assignments WHERE state = 'open'") == [], seconds=30
    )
    amina.phone.online()
    assert "It had waited 2 days; it is paid all the same." in amina.heard()[-1]
    assert [one["late"] for one in amina.answered()] == [1] and amina.balance() == PRICES["street-photos"]


def test_a_message_telegram_kept_less_than_a_day_is_answered_after_our_outage(amina: Person) -> None:
    """We were away for twenty hours; what waited at Telegram is committed, in order, and paid."""
    amina.program.stop()
    amina.presses("Sky")
    amina.program.clock.advance(20 * 3600)
    amina.program.start()
    assert any("Saved, +" in said for said in amina.heard())
    assert amina.balance() == PRICES["street-photos"]


def test_an_old_key_means_the_same_after_the_language_changed(amina: Person) -> None:
    """Pressed on the English keyboard, arriving when the chat is in Arabic already."""
    others = [one for one in Texts(carried("locales"), "USD").languages if one != ENGLISH]
    label = amina.label_of("Plants")
    amina.phone.offline()
    amina.writes(f"/language_{others[0]}" if others else "/language")
    amina.phone.press(label)
    amina.phone.online()
    amina.heard()
    assert [one["value"] for one in amina.answered()] == ['"plants"']


def test_nothing_left_says_so_and_looks_again(program: Program) -> None:
    """With every pack paused there is nothing; when one goes on, Look again brings it."""
    for pack in PRICES:
        assert program.desk("pack.pause", name=pack)["ok"]
    amina = program.person()
    amina.writes("/start")
    amina.hears()
    amina.presses("Start")
    amina.hears("That is all for now. You have $0.00.")
    program.desk("pack.launch", name="digits")
    amina.presses("Look again")
    amina.hears("Handwritten digits")


@pytest.mark.parametrize("verb", ["pause", "close"])
def test_who_holds_a_task_of_a_pack_that_ends_still_answers_and_is_paid(verb: str, amina: Person) -> None:
    """A pause or close of the pack takes nothing from her."""
    amina.program.desk(f"pack.{verb}", name="street-photos")
    amina.presses("Plants")
    amina.hears("Saved, +$0.04")
    assert amina.balance() == PRICES["street-photos"]


def test_a_pause_brings_nothing_and_loses_nothing(amina: Person) -> None:
    """Pause, then the old key: it is saved; Go on brings the work back."""
    label = amina.label_of("Sky")
    amina.writes("/pause")
    amina.hears("Paused.")
    amina.presses("Go on")
    amina.hears("Practice:")
    assert amina.label_of("Sky") == label
    amina.answers()


def test_a_blocked_phone_keeps_its_money_and_goes_on(amina: Person) -> None:
    """Blocked while the next question was on its way: nothing is lost, nothing is sent; let in again, the bot shows it."""
    amina.answers()
    amina.program.sandbox.faults(delay=1.0, delay_s=0.4)
    amina.presses("Sky")
    amina.phone.block()
    amina.program.sandbox.faults()
    amina.program.quiet()
    sent = len(amina.program.sandbox.calls())
    assert amina.balance() == 2 * PRICES["street-photos"]
    amina.phone.unblock()
    amina.heard()
    assert amina.mark() == amina.current_mark() and len(amina.program.sandbox.calls()) > sent
    amina.answers()


CARDS = {
    "/money": "You have $0.04",
    "/statement": "Practice +$0.04",
    "/history": "1 answer so far.",
    "/help": "/pause",
    "/rules": "The rules",
    "/about": "Ujima Society, 1 Market Road, Kisumu.",
    "/support": "We are not told if you call.",
    "/mydata": "in this file",
}


def test_a_card_leaves_the_open_question_alone(amina: Person) -> None:
    """What is looked up comes without a keyboard; the question keeps its keys."""
    amina.answers()
    keys = amina.labels()
    for command, wanted in CARDS.items():
        amina.writes(command)
        assert wanted in amina.hears()
        assert amina.labels() == keys and amina.mark() == amina.current_mark(), command


def test_my_data_is_a_file_with_everything(amina: Person) -> None:
    """The file holds the answers, the money and the consent; the program keeps no copy of it."""
    amina.answers()
    amina.writes("/mydata")
    amina.hears("in this file")
    document = amina.phone.last()["document"]
    assert document is not None and "json" in str(document)
    phone = amina.phone
    kept = phone.sandbox.http.get(document["url"]).json()
    assert kept["balance"] == amina.balance() > 0 and len(kept["answers"]) == 1
    assert [one["telegram"] for one in kept["accounts"]] == [int(phone.key)]
    amina.program.quiet()
    assert [row["outcome"] for row in amina.program.rows("SELECT outcome FROM dues WHERE slot = 'card'")] == [
        ""
    ]


def first_label(person: Person, wanted: Callable[[str], bool]) -> str:
    """The first key that is wanted."""
    return next(one for one in person.labels() if wanted(one))


def test_an_arabic_speaker_earns_from_the_first_message_to_the_first_pay(program: Program) -> None:
    """A phone that speaks Arabic is answered in Arabic all the way, and the money is the same."""
    layla = program.person(1007, "ليلى", "ar")
    layla.writes("/start")
    assert any("\u0600" <= letter <= "\u06ff" for letter in layla.hears())
    for _ in range(3):
        layla.phone.press(layla.labels()[0])
        layla.hears()
    layla.phone.press(first_label(layla, lambda one: "نباتات" in one))
    said = layla.hears()
    assert layla.balance() == PRICES["street-photos"] and any(
        "\u0600" <= letter <= "\u06ff" for letter in said
    )
