"""Ten in the pocket: taken along, answered without a line in one message, each saved and paid once, whatever the phone."""

import pytest

from tests.stories.program import DAY_S, PRICES, Person, Program, until_true

PROFILES = ("android", "ios", "tdlib", "desktop")
PRICE = PRICES["street-photos"]


def pocketed(program: Program, profile: str = "android") -> Person:
    """Somebody who has practised the photographs and holds ten of them as one picture."""
    amina = program.person(profile=profile)
    amina.joins()
    amina.takes_up("What covers the photo?")
    while "Practice:" in amina.shown():
        amina.presses("Plants")
        amina.hears()
    amina.writes("/pocket")
    amina.hears("Answer in one message, also when you have no connection: 1b 2a 3c.")
    assert amina.phone.last()["photo"] is None
    amina.presses("Show picture")
    amina.hears("Answer in one message, also when you have no connection: 1b 2a 3c.")
    program.quiet()
    return amina


def standing(person: Person) -> list[str]:
    """Their answers to the bundle that stand, by number."""
    sql = (
        "SELECT a.value FROM bundled b JOIN answers a ON a.assignment = b.assignment AND a.undone_at IS NULL "
        "JOIN bundles x ON x.id = b.bundle WHERE x.id = (SELECT min(id) FROM bundles) ORDER BY b.number"
    )
    return [str(row["value"]).strip('"') for row in person.program.rows(sql)]


@pytest.mark.parametrize("profile", PROFILES)
def test_ten_pictures_are_one_and_their_answers_one_message(profile: str, either: Program) -> None:
    """A sheet of ten comes; all ten answers go out when there is a line again; each is paid."""
    amina = pocketed(either, profile)
    assert amina.phone.last()["photo"] is not None
    before = amina.balance()
    either.clock.advance(3)
    amina.phone.offline()
    amina.writes("1a 2b 3c 4d 5a 6b 7c 8d 9a 10b")
    either.clock.advance(6 * 3600)
    amina.phone.online()
    assert "10 saved, +$0.40" in amina.heard()[-1]
    assert len(standing(amina)) == 10 and amina.balance() - before >= 10 * PRICE
    assert amina.labels() == []
    either.proved()


def test_what_is_typed_ahead_in_pieces_comes_in_order_and_corrections_win(program: Program) -> None:
    """Four messages without a line: answers, a correction, one that can't be read, /pocket."""
    amina = pocketed(program)
    program.clock.advance(3)
    amina.phone.offline()
    for text in ("1a 2a 3a", "2b\n4 a", "7z 5c", "/pocket"):
        amina.writes(text)
    amina.phone.online()
    said = amina.heard()
    assert any("Not read: 7" in one for one in said) and any(
        "Changed, and paid before: 2." in one for one in said
    )
    said_a, said_b, *rest = standing(amina)
    assert rest[:2] == [said_a, said_a] and rest[2] not in (said_a, said_b) and len(rest) == 3


def test_two_days_late_and_after_the_pack_has_closed_the_answers_are_paid(program: Program) -> None:
    """The lease is over and the pack closed; what she typed in the village counts all the same."""
    amina = pocketed(program)
    before = amina.balance()
    amina.phone.offline()
    amina.writes("1a 2b 3c")
    program.clock.advance(3 * DAY_S)
    until_true(lambda: not program.rows("SELECT id FROM assignments WHERE state = 'open'"), 30)
    program.desk("pack.close", name="street-photos")
    amina.phone.online()
    assert "They had waited 3 days; they are paid all the same." in amina.heard()[-1]
    assert amina.balance() - before >= 3 * PRICE


def test_half_of_the_answers_come_now_and_half_hours_later(either: Program) -> None:
    """The line drops between two messages; what is still open is told, and later it is answered and paid."""
    amina = pocketed(either)
    before = amina.balance()
    either.clock.advance(3)
    amina.writes("1a 2b 3c")
    assert "Still open: 4, 5, 6, 7, 8, 9, 10." in amina.hears("3 saved")
    amina.phone.offline()
    amina.writes("4a 5b 6c 7a 8b 9c 10a")
    either.clock.advance(9 * 3600)
    amina.phone.online()
    assert "7 saved" in amina.heard()[-1]
    assert len(standing(amina)) == 10 and amina.balance() - before >= 10 * PRICE


def test_two_phones_answer_one_bundle(program: Program) -> None:
    """The same numbers from both: what the account said last stands, all is paid once."""
    amina = pocketed(program)
    other, before = amina.phone.second("desktop"), amina.balance()
    program.clock.advance(3)
    amina.phone.offline()
    amina.writes("1a 2a")
    other.send("1b 3b")
    program.quiet()
    amina.phone.online()
    amina.heard()
    first, second, third = standing(amina)
    assert first == second != third
    assert program.rows(
        "SELECT count(*) AS n FROM transfers WHERE movement = 'pay_answer' OR movement = 'pay_gold'"
    ) == [{"n": 3}]
    assert amina.balance() - before >= 3 * PRICE


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_messages_that_come_twice_and_out_of_order_say_what_they_said_in_order(
    seed: int, program: Program
) -> None:
    """Six pieces without a line, shuffled, doubled, with time-outs on the way back: the last word on each number stands."""
    amina = pocketed(program)
    before, said = amina.balance(), {}
    program.clock.advance(3)
    amina.phone.offline()
    for text in ("1a 2a 3a", "1b", "4c 5d", "2b 5a", "6d 1c", "3b"):
        amina.writes(text)
        said |= {int(one[0]): one[1] for one in text.split()}
    program.sandbox.faults(
        seed=seed, duplicate=0.5, reorder=0.5, timeout_after=0.2, too_many=0.1, timeout_s=0.6, retry_after_s=1
    )
    amina.phone.online()
    program.quiet()
    program.sandbox.faults()
    program.quiet()
    found = dict(enumerate(standing(amina), 1))
    meant = {(said[number], value) for number, value in found.items()}
    assert len(found) == 6 and len(meant) == len(set(said.values())) == len(set(found.values()))
    assert amina.balance() - before >= 6 * PRICE
    paid = program.rows("SELECT count(*) AS n FROM transfers WHERE movement IN ('pay_answer', 'pay_gold')")
    assert paid == [{"n": 6}]
    program.proved()


def edits(person: Person, text: str) -> None:
    """Writes over the last message they sent."""
    last = [one for one in person.phone.messages() if one["from"] != "bot"][-1]
    person.program.sandbox.edited(person.number, last["message_id"], text, person.program.clock() // 1000)


def test_a_message_that_is_written_over_corrects_a_bundle_and_nothing_else(program: Program) -> None:
    """1a becomes 1b on her phone, so it does here; a single answer stays, and she is told how to change it."""
    amina = pocketed(program)
    program.clock.advance(3)
    amina.writes("1a 2b")
    amina.hears("2 saved")
    edits(amina, "1b 2b 3b")
    amina.hears("1 saved")
    first, second, third = standing(amina)
    assert first == second == third
    edits(amina, "1b 2b 3b")
    assert amina.heard() == []
    amina.presses("One by one")
    amina.hears()
    amina.presses("Sky")
    amina.hears("Saved")
    edits(amina, "Plants")
    amina.hears("What you sent first counts")
    program.proved()


@pytest.mark.parametrize("profile", PROFILES)
def test_an_inline_press_hours_late_changes_nothing(profile: str, program: Program) -> None:
    """No key that answers is inline; whatever is tapped, forged or late, gets an answer and does nothing."""
    amina = pocketed(program, profile)
    before, keys = amina.balance(), amina.labels()
    last = amina.phone.last()["message_id"]
    for data in ("kind:plants", "undo", "single", "1b 2a"):
        amina.phone.tap(last, data, forged=True)
    program.clock.advance(6 * 3600)
    program.quiet()
    assert (amina.balance(), amina.labels(), standing(amina)) == (before, keys, [])


@pytest.mark.parametrize("profile", ["android", "ios", "tdlib"])
def test_a_phone_that_was_switched_off_still_sends_the_answers(profile: str, program: Program) -> None:
    """Typed without a line, the phone restarted: the message is still there."""
    amina = pocketed(program, profile)
    program.clock.advance(3)
    amina.phone.offline()
    amina.writes("1a 2a 3a 4a")
    amina.phone.restart()
    amina.phone.online()
    assert "4 saved" in amina.heard()[-1]


def test_a_restart_of_the_program_loses_none_of_them(either: Program) -> None:
    """The answers wait at Telegram while the program is away."""
    amina = pocketed(either)
    either.clock.advance(3)
    either.stop()
    amina.writes("1a 2a 3a")
    either.start()
    assert any("3 saved" in said for said in amina.heard())
    assert len(standing(amina)) == 3
    amina.writes("/undo")
    assert "what they paid stays yours" in amina.hears()


def test_ten_taken_along_cost_fewer_bytes_than_ten_one_by_one(program: Program) -> None:
    """On the wire model, the same pack: down and up, from the question's wish to the last acknowledgment."""
    amina, baraka = program.person(), program.person(1002, "Baraka")
    for one in (amina, baraka):
        one.joins()
        one.takes_up("What covers the photo?")
        while "Practice:" in one.shown():
            one.presses("Plants")
            one.hears()
        program.quiet()
    started = [spent(one) for one in (amina, baraka)]
    for _ in range(10):
        baraka.presses("Plants")
        baraka.hears("Saved, +")
    program.quiet()
    amina.writes("/pocket")
    amina.hears("10-")
    program.quiet()
    program.clock.advance(3)
    amina.writes("1a 2a 3a 4a 5a 6a 7a 8a 9a 10a")
    amina.hears("10 saved")
    program.quiet()
    together, singly = (spent(one) - start for one, start in zip((amina, baraka), started, strict=True))
    print(f"ten pictures: {together} bytes together, {singly} one by one")
    assert together < singly


def spent(person: Person) -> int:
    """Bytes on the wire so far, both ways."""
    seen = person.phone.look()
    return int(seen["bytes_down"]) + int(seen["bytes_up"])
