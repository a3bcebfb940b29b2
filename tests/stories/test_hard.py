"""Hard content on the phone: asked first, covered, limited, helped, paid, and gone from the chat afterwards.

What leaves is looked at where Telegram gets it: every call of the Bot API that the program makes.
"""

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain import wellbeing
from tests.conftest import made_once
from tests.stories.program import DAY_S, Person, Program, opened, settings_for, stock, until_true, words_of

PACK = "stand-ins"
HOUR_S = 3600
MINUTE_S = 60
SAVER_BYTES = 15_000  # of the pack, and of the house
MONTH_MS = 30 * DAY_S * 1000


@pytest.fixture(scope="session")
def stand_ins(shared: Path) -> Path:
    """A data folder with the sample pack of harmless stand-ins, launched."""
    return made_once(
        shared / "stand-ins",
        lambda data: asyncio.run(stock(settings_for(data, "http://127.0.0.1:9"), [PACK])),
    )


@pytest.fixture
def program(stand_ins: Path, tmp_path: Path) -> Iterator[Program]:
    """The program with that pack."""
    with opened(stand_ins, tmp_path / "data") as running:
        yield running


@pytest.fixture
def amina(program: Program) -> Person:
    """Somebody who chose it, at noon with her, before the first description; what the pack has besides is done."""
    person = program.person()
    person.joins()
    chooses(person)
    program.write("UPDATE tasks SET open_slots = 0 WHERE level = 0")
    program.write("UPDATE packs SET gold_left = 0")
    person.presses("Start")
    person.hears()
    person.presses("Go on")
    for _ in range(3):  # practice
        person.hears("Practice")
        person.presses("A toy")
    person.hears("Next, for")
    program.quiet()
    return person


def chooses(person: Person, *categories: str) -> None:
    """A yes to categories, as the question for it writes it down; and what time it is."""
    program = person.program
    person.writes("/clock 12:00")
    person.hears("with you. News comes")
    [row] = program.rows("SELECT person FROM accounts ORDER BY id DESC LIMIT 1")
    now = program.clock()
    program.write(f"INSERT INTO care (person, adult_at, look) VALUES ({row['person']}, {now}, 'plain')")
    for one in categories or ("violence", "gore"):
        program.write(
            f"INSERT INTO chosen (person, category, from_at, until_at) VALUES ({row['person']}, '{one}', 0, {now + MONTH_MS})"
        )


def media(program: Program) -> list[dict[str, Any]]:
    """What was sent of pictures, by the calls that sent it."""
    return [call["params"] for call in program.sandbox.calls("sendPhoto") if call["ok"]]


def pictures(person: Person) -> list[dict[str, Any]]:
    """The bot's messages with a picture that are in the chat now."""
    return [one for one in person.phone.messages() if one["from"] == "bot" and one["photo"]]


def test_one_picture_from_its_description_to_its_end(amina: Person) -> None:
    """Described; shown covered, protected and silent; answered, paid, with help; then no message of it is in the chat."""
    assert media(amina.program) == []
    assert [label.split(" ", 1)[1] for label in amina.labels()] == ["Show it", "Not this one", "Other work"]
    amina.presses("Show it")
    said = amina.hears("What is it about?")
    assert "/support" in said and "Leave, paid" in " ".join(amina.labels())
    [sent] = media(amina.program)
    assert sent["has_spoiler"] and sent["protect_content"] and sent["disable_notification"]
    [shown] = pictures(amina)
    assert shown["spoiler"] and shown["protected"]
    amina.presses("A vase")
    said = amina.hears("Saved, +$0.04")
    assert "In danger now" in said and "Grace Wanjiru" in said
    until_true(lambda: not pictures(amina))
    until_true(lambda: not amina.program.rows("SELECT message FROM erasures"))
    words = [words_of(one) for one in amina.phone.messages() if one["from"] == "bot"]
    assert not any("Next, for" in one for one in words)
    assert amina.labels()[0].endswith("Next description")


def test_a_press_after_two_minutes_brings_the_description(amina: Person) -> None:
    """Also when it waited on the phone: nothing is shown that was not asked for just now."""
    amina.phone.offline()
    amina.presses("Show it")
    amina.program.clock.advance(wellbeing.show_ms / 1000 + 5)
    amina.phone.online()
    amina.hears("Next, for")
    amina.program.quiet()
    assert media(amina.program) == []
    amina.presses("Show it")
    amina.hears("What is it about?")
    assert len(media(amina.program)) == 1


def test_after_a_restart_the_description_comes_and_the_answer_still_counts(amina: Person) -> None:
    """The picture is never sent by itself again; what was answered to it is taken and paid."""
    amina.presses("Show it")
    amina.hears("What is it about?")
    amina.program.quiet()
    answer = amina.label_of("A toy")
    amina.writes("/tasks")
    amina.hears("Next, for")
    amina.program.restart()
    amina.program.write("UPDATE dues SET shown = 0 WHERE slot = 'question'")
    amina.program.restart()
    amina.hears("Next, for")
    amina.writes(answer)
    amina.hears("Saved, +$0.04")
    assert len(media(amina.program)) == 1


@pytest.mark.usefixtures("hasty")
def test_a_picture_whose_end_is_unknown_is_not_sent_again(amina: Person) -> None:
    """A time-out after the effect: the description comes in its place, and with it the way to see it once more."""
    program = amina.program
    program.sandbox.faults(seed=1, timeout_after=1.0, timeout_s=0.8)
    amina.presses("Show it")
    until_true(lambda: len(program.sandbox.calls("sendPhoto")) == 1)
    program.sandbox.faults()
    until_true(lambda: "Next, for" in words_of(amina.phone.messages()[-1]))
    program.quiet()
    assert len(program.sandbox.calls("sendPhoto")) == 1
    amina.presses("Show it")
    until_true(lambda: len(program.sandbox.calls("sendPhoto")) == 2)
    program.quiet()
    assert [row["shown"] for row in program.rows("SELECT shown FROM care")] == [1]


def test_a_limit_holds_across_a_restart_and_a_clock_change(amina: Person) -> None:
    """Two a day of her own: a third is not shown after a restart, nor with another hour on her clock; a day later one is."""
    program = amina.program
    program.write("UPDATE care SET own_daily = 2")
    for _ in range(2):
        amina.presses("Show it")
        amina.hears("What is it about?")
        amina.presses("A toy")
        amina.hears("Saved, +$0.04")
        if "Next description" in " ".join(amina.labels()):
            amina.presses("Next description")
            amina.hears()
    program.restart()
    amina.writes("/clock 15:00")
    amina.hears("with you. News comes")
    program.clock.advance(2 * HOUR_S)
    amina.writes("/tasks")
    amina.heard()
    assert "Show it" not in " ".join(amina.labels())
    assert len(media(program)) == 2
    program.clock.advance(DAY_S - 2 * HOUR_S)
    amina.writes("/clock 12:00")
    amina.heard()
    program.write("UPDATE people SET offset_before = NULL")
    amina.writes("/tasks")
    said = amina.heard()
    assert any("Hard content" in one or "Next, for" in one for one in said), said


def test_what_nobody_answered_goes_after_a_day(amina: Person) -> None:
    """A description is in its place before; nothing rings."""
    program = amina.program
    amina.presses("Show it")
    amina.hears("What is it about?")
    program.quiet()
    program.clock.advance(DAY_S)
    until_true(lambda: not pictures(amina), seconds=30)
    program.quiet()
    assert "Leave, paid" not in " ".join(amina.labels())


def test_who_chose_nothing_gets_what_is_not_hard(program: Program) -> None:
    """Of a pack that has both; nothing of the rest is described to them."""
    kofi = program.person(1002, "Kofi")
    kofi.joins()
    kofi.presses("Start")
    kofi.hears()
    kofi.presses("Go on")
    while "That is all for now." not in (said := kofi.hears()):  # one with a known answer may be among them
        assert "Next, for" not in said
        kofi.presses("A toy")
    assert media(program) == [] and program.rows("SELECT assignment FROM exposures") == []


def test_a_picture_that_can_not_be_sent_in_its_two_minutes_is_not_sent(amina: Person) -> None:
    """Telegram says to wait; when it takes messages again the press is old, and the description comes."""
    program = amina.program
    program.sandbox.faults(seed=1, too_many=1.0, retry_after_s=2)
    amina.presses("Show it")
    until_true(lambda: any(not call["ok"] for call in program.sandbox.calls("sendPhoto")))
    program.clock.advance(wellbeing.show_ms / 1000 + 1)
    program.sandbox.faults()
    amina.hears("Next, for")
    program.quiet()
    assert media(program) == []
    amina.presses("Show it")
    amina.hears("What is it about?")
    assert len(media(program)) == 1


@pytest.mark.parametrize("how", ["off", "forgotten", "stopped"])
def test_a_picture_that_waits_is_not_sent_when_nobody_asks_for_it_any_more(amina: Person, how: str) -> None:
    """Telegram says to wait; meanwhile they want none of it, are forgotten, or the task is stopped: neither form of it comes."""
    program = amina.program
    program.quiet()
    before = len(amina.phone.messages())
    program.sandbox.faults(seed=1, only=["sendPhoto"], too_many=1.0, retry_after_s=3)
    amina.presses("Show it")
    until_true(lambda: any(not call["ok"] for call in program.sandbox.calls("sendPhoto")))
    if how == "stopped":
        program.write("UPDATE tasks SET stopped_at = 1, open_slots = 0 WHERE level > 0")
    elif how == "off":
        amina.writes("/hard_off")
        until_true(lambda: not program.rows("SELECT person FROM chosen"))
    else:
        amina.writes("/forget")
        due = "SELECT outcome FROM dues WHERE slot = 'card'"
        until_true(lambda: bool(re.search(r'"code":"\d{4}"', str(program.rows(due)))))
        code = re.search(r'"code":"(\d{4})"', str(program.rows(due)))
        assert code is not None
        amina.writes(f"/forget {code[1]}")
        until_true(lambda: not program.rows("SELECT id FROM accounts"))
    program.sandbox.faults()
    time.sleep(4)
    program.quiet()
    assert media(program) == []
    said = [words_of(one) for one in amina.phone.messages()[before:] if one["from"] == "bot"]
    assert not any("Next, for" in one for one in said), said


@pytest.mark.parametrize("fails", [False, True])
def test_whoever_is_forgotten_leaves_no_picture_behind(amina: Person, fails: bool) -> None:
    """It is deleted with the last word, or as soon as Telegram deletes again, also over a restart; then its place is forgotten."""
    program = amina.program
    amina.presses("Show it")
    amina.hears("What is it about?")
    program.quiet()
    amina.writes("/forget")
    code = amina.hears("/forget").split("/forget ")[1]
    if fails:
        program.sandbox.faults(seed=1, only=["deleteMessage"], server_error=1.0)
    amina.writes(f"/forget {code}")
    if fails:
        until_true(lambda: bool(program.sandbox.calls("deleteMessage")))
        amina.hears("You are forgotten.")
        program.stop()
        assert pictures(amina)
        program.sandbox.faults()
        program.start()
        program.clock.advance(MINUTE_S)
    until_true(lambda: not pictures(amina))
    until_true(lambda: not program.rows("SELECT message FROM erasures UNION SELECT message FROM leftovers"))


def test_a_picture_that_can_not_be_deleted_at_once_is_deleted_later(amina: Person) -> None:
    """Telegram fails for a while; what is to go is written down until it is gone, also over a restart."""
    program = amina.program
    amina.presses("Show it")
    amina.hears("What is it about?")
    program.quiet()
    program.sandbox.faults(seed=1, only=["deleteMessage"], server_error=1.0)
    amina.presses("A vase")
    amina.hears("Saved, +$0.04")
    until_true(lambda: bool(program.sandbox.calls("deleteMessage")))
    program.stop()
    assert pictures(amina)
    program.sandbox.faults()
    program.start()
    program.clock.advance(MINUTE_S)
    until_true(lambda: not pictures(amina))


@pytest.mark.parametrize("mode", ["small", "large"])
@pytest.mark.parametrize("look", ["blurred", "grey", "plain"])
def test_a_covered_picture_costs_no_more_than_a_task_may(amina: Person, look: str, mode: str) -> None:
    """The press, the picture under its cover and its words: together within the 15 kB of small pictures, in every data mode."""
    program = amina.program
    program.write(f"UPDATE care SET look = '{look}'")
    amina.writes(f"/data_{mode}")
    amina.hears()
    amina.writes("/tasks")
    amina.hears("Next, for")
    program.quiet()
    before = amina.phone.look()
    amina.presses("Show it")
    amina.hears("What is it about?")
    program.quiet()
    after = amina.phone.look()
    [shown] = pictures(amina)
    assert shown["spoiler"] and after["content_down"] > before["content_down"]
    cost = sum(after[way] - before[way] for way in ("bytes_down", "bytes_up"))
    assert cost <= SAVER_BYTES, f"{look}: {cost} B"
