"""Delivery: a refusal is obeyed, an unknown end is tried again seldom, the newest wins."""

import time
from pathlib import Path

import pytest

from bot.actions import telling
from tests.stories.program import BOT, Person, Program, opened, until_true, words_of


def test_somebody_who_blocked_us_is_left_in_peace(amina: Person) -> None:
    """One 403 is enough: nothing more is sent, also not after a restart."""
    program = amina.program
    program.stop()
    amina.presses("Plants")
    amina.phone.block()
    program.start()
    until_true(lambda: not program.waiting())
    program.quiet()
    program.restart()
    refused = [call for call in program.sandbox.calls() if not call["ok"]]
    assert len(refused) <= 1 and len(amina.answered()) == 1
    amina.phone.unblock()


def test_a_429_is_obeyed(amina: Person) -> None:
    """After "retry after 1" the next try of the message comes a second later, not sooner."""
    program = amina.program
    program.sandbox.faults(seed=1, too_many=1.0, retry_after_s=1)
    amina.presses("Plants")
    until_true(lambda: any(not call["ok"] for call in program.sandbox.calls("sendPhoto")))
    refused_at = time.monotonic()
    program.sandbox.faults()
    amina.hears("Saved, +")
    assert time.monotonic() - refused_at > 0.9


@pytest.mark.usefixtures("hasty")
def test_a_message_whose_end_is_unknown_is_seen_twice_at_most(amina: Person) -> None:
    """Time-outs after the effect: it is sent once more, and neither a good line nor a start sends it a third time."""
    program = amina.program
    program.quiet()
    before = len(amina.phone.messages())
    program.sandbox.faults(only=["sendPhoto"], timeout_after=1.0, timeout_s=0.8)
    amina.presses("Plants")
    until_true(lambda: len(program.sandbox.calls("sendPhoto")) >= 3)  # the one before, and two now
    program.polls_after(program.polled(), 2)
    seen = [one for one in amina.phone.messages()[before:] if one["from"] == "bot"]
    assert len(seen) == telling.tries_unknown_max and len({words_of(one) for one in seen}) == 1
    program.sandbox.faults()
    program.polls_after(program.polled(), 2)
    program.restart()
    program.polls_after(program.polled(), 1)
    program.quiet()
    seen = [one for one in amina.phone.messages()[before:] if one["from"] == "bot"]
    assert len(seen) == telling.tries_unknown_max
    assert len(amina.answered()) == 1 and amina.mark() == amina.current_mark()


def test_who_lets_us_in_again_is_shown_all_that_waited(amina: Person) -> None:
    """A card, a question and a notice that was tried, each once, without a word from them."""
    program = amina.program
    program.stop()
    amina.writes("/rules")
    amina.presses("Plants")
    amina.phone.block()
    before = len(amina.phone.messages())
    program.start()
    until_true(lambda: program.rows("SELECT id FROM accounts WHERE blocked_at IS NOT NULL"))
    program.quiet()
    _waits(program)
    amina.phone.unblock()
    until_true(lambda: not program.rows("SELECT account FROM dues WHERE shown < seq"))
    seen = [words_of(one) for one in amina.phone.messages()[before:] if one["from"] == "bot"]
    assert len(seen) == len(set(seen)) == 3 and any("Saved, +" in one for one in seen), seen
    assert amina.mark() == amina.current_mark()


def test_whose_403_ended_is_shown_all_that_waited_when_they_write(amina: Person) -> None:
    """Nobody tells us that it is over, but they write: what waited comes once, and then their answer."""
    program = amina.program
    program.quiet()
    program.write("UPDATE accounts SET blocked_at = 1")
    _waits(program)
    before = len(amina.phone.messages())
    amina.writes("/rules")
    until_true(lambda: not program.rows("SELECT account FROM dues WHERE shown < seq"))
    seen = [words_of(one) for one in amina.phone.messages()[before:] if one["from"] == "bot"]
    assert len(seen) == 2 and seen[0].startswith("Ujima Society") and "skip" in seen[1].lower(), seen


def _waits(program: Program) -> None:
    """A notice, here /about, that was tried once already; only `waiting` finds it."""
    (account,) = (row["id"] for row in program.rows("SELECT id FROM accounts"))
    notice = f"""({account}, 'notice#1', 1, 1, '["About",{{}}]')"""
    program.write(f"INSERT INTO dues (account, slot, seq, tries, outcome) VALUES {notice}")


@pytest.mark.usefixtures("hasty")
def test_after_an_outage_only_the_newest_of_a_place_is_shown(amina: Person) -> None:
    """A question that was overtaken while the line was away is not sent any more."""
    program = amina.program
    amina.phone.offline()
    amina.presses("Plants")
    amina.writes("/pause")
    program.sandbox.faults(seed=1, server_error=1.0)
    program.stop()
    amina.phone.online()
    program.sandbox.faults()
    program.start()
    said = amina.heard()
    assert "Paused." in said[-1] and len(said) <= 2
    assert amina.mark() == amina.current_mark()


@pytest.mark.usefixtures("hasty")
def test_a_question_that_twice_had_no_end_comes_when_they_write(amina: Person) -> None:
    """Both time-outs were before the effect: she sees nothing, writes, and has her question again."""
    program = amina.program
    program.quiet()
    program.sandbox.faults(only=["sendPhoto"], timeout_before=1.0, timeout_s=0.8)
    amina.presses("Plants")
    until_true(lambda: len(program.sandbox.calls("sendPhoto")) >= 3)
    until_true(lambda: any(row["tries"] == 2 for row in program.rows("SELECT tries FROM dues")))
    program.sandbox.faults()
    amina.writes("/money")
    until_true(lambda: amina.mark() == amina.current_mark())
    program.quiet()
    assert len(amina.answered()) == 1


@pytest.mark.usefixtures("hasty")
def test_a_card_that_twice_had_no_end_comes_when_they_answer(amina: Person) -> None:
    """A program that is gone gave it up; the next one, to which she only answers, brings it."""
    program = amina.program
    program.quiet()
    program.sandbox.faults(only=["sendMessage"], timeout_before=1.0, timeout_s=0.8)
    amina.writes("/rules")
    until_true(lambda: any(row["tries"] == 2 for row in program.rows("SELECT tries FROM dues")))
    program.sandbox.faults()
    program.restart()
    amina.presses("Plants")
    until_true(lambda: not program.rows("SELECT account FROM dues WHERE shown < seq"))
    assert len(amina.answered()) == 1 and amina.mark() == amina.current_mark()
    assert any("rules" in words_of(one).lower() for one in amina.phone.messages()[-2:])


def test_a_long_pause_outlives_a_restart(program: Program) -> None:
    """Telegram said ten minutes for this chat: after a restart nothing is sent to it before, and others are served."""
    amina, kofi = program.person(), program.person(1002, "Kofi")
    amina.joins()
    program.sandbox.faults(seed=1, too_many=1.0, retry_after_s=3_000)
    amina.writes("/money")
    until_true(lambda: program.rows("SELECT chat FROM pace WHERE held_until > 0"))
    program.sandbox.faults()
    program.restart()
    before = len(program.sandbox.calls("sendMessage"))
    kofi.joins()
    to = [str(call["params"]["chat_id"]) for call in program.sandbox.calls("sendMessage")[before:]]
    assert set(to) == {"1002"}
    program.write("DELETE FROM pace")
    program.restart()
    amina.hears("You have $0.00.")


def test_who_presses_is_answered_before_a_queue_of_notices(stocked: Path, tmp_path: Path) -> None:
    """Ninety notices wait their three seconds; a command that comes then overtakes those that are left."""
    with opened(stocked, tmp_path / "data", sends_per_second=30) as program:
        amina = program.person()
        amina.joins()
        numbers = range(2001, 2091)
        people, accounts, dues = (
            "INSERT INTO people (id, book, language, created_at) VALUES ",
            "INSERT INTO accounts (id, bot, telegram, person, created_at) VALUES ",
            "INSERT INTO dues (account, slot, seq, outcome) VALUES ",
        )
        program.write(people + ", ".join(f"({one}, {one}, 'en', 1)" for one in numbers))
        program.write(accounts + ", ".join(f"({one}, {BOT}, {one}, {one}, 1)" for one in numbers))
        about = """'["About",{}]'"""
        program.write(dues + ", ".join(f"({one}, 'notice#{one}', {one}, {about})" for one in numbers))

        def sent() -> list[str]:
            return [str(call["params"]["chat_id"]) for call in program.sandbox.calls("sendMessage")]

        until_true(lambda: "2001" in sent())
        amina.writes("/money")
        amina.hears("You have $0.00.")
        until_true(lambda: "2090" in sent())
        order = sent()
        assert max(at for at, chat in enumerate(order) if chat == "1001") < order.index("2090") - 5
