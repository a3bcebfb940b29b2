"""A task that nobody warned of, and one against the law: from the report on a phone to its end."""

import json
from typing import Any

import pytest

from bot.actions import exporting
from bot.papers.record import prove
from tests.stories.program import Person, Program, opened, until_true, words_of
from tests.stories.test_hard import chooses

REQUESTER = "Open Streets Archive"
CONTACT, SECOND = "Wanjiru Kamau", "Achieng Otieno"


def one_task(program: Program) -> str:
    """Of the streets one task is open, and nothing else; its key."""
    [row] = program.rows(
        "SELECT t.id, t.key FROM tasks t JOIN packs p ON p.id = t.pack"
        " WHERE p.name = 'street-photos' AND t.role = 'task' ORDER BY t.seq LIMIT 1"
    )
    program.write("UPDATE packs SET gold_left = 0, practices = 0")
    program.write(f"UPDATE tasks SET open_slots = 0 WHERE id <> {row['id']}")
    return str(row["key"])


def works(program: Program, number: int, name: str) -> Person:
    """Somebody with the open task on their phone."""
    person = program.person(number, name)
    person.joins()
    person.presses("Start")
    person.hears()
    person.presses("Go on")
    person.hears("What covers most of the picture?")
    program.quiet()
    return person


def brought(person: Person) -> list[dict[str, Any]]:
    """The bot's messages with a picture that are in the chat now."""
    return [
        one
        for one in person.phone.messages()
        if one["from"] == "bot" and (one["photo"] or one.get("sticker"))
    ]


def told(person: Person, wanted: str) -> str:
    """A message that came at some time and has these words in it."""

    def found() -> list[str]:
        said = (words_of(one) for one in person.phone.messages() if one["from"] == "bot")
        return [one for one in said if wanted in one]

    until_true(lambda: bool(found()))
    return found()[-1]


def test_unflagged_violence_from_the_report_to_what_its_requester_pays(program: Program) -> None:
    """Gone from both phones, with pay and help; its requester looks, says what it is, and pays the look and the pauses."""
    key = one_task(program)
    owner = program.person(1009, "Wanjiru")
    owner.joins()
    chooses(owner, "violence")
    [row] = program.rows("SELECT a.person FROM accounts a WHERE a.telegram = 1009")
    program.write(f"UPDATE care SET look = 'blurred' WHERE person = {row['person']}")
    program.write(f"UPDATE requesters SET person = {row['person']} WHERE name = '{REQUESTER}'")
    amina, kofi = works(program, 1001, "Amina"), works(program, 1002, "Kofi")
    assert brought(amina) and brought(kofi)
    before = program.rows("SELECT balance FROM book_accounts WHERE name LIKE 'requester:%'")[0]["balance"]
    amina.writes("/violent")
    said = amina.hears("+$0.04")
    assert "In danger now" in said
    said = told(kofi, "Somebody reported as violent a task that you were shown.")
    assert "+$0.04" in said and "/support" in said
    until_true(lambda: not brought(amina) and not brought(kofi), seconds=30)
    assert kofi.balance() == 40_000 and kofi.labels()
    came = told(owner, f"the task {key} of What covers the photo? is violent.")
    owner.writes("/look_" + came.split("/look_")[1].split()[0])
    told(owner, "was reported as violent.")
    assert not brought(owner)
    program.quiet()
    owner.presses("Show it")
    told(owner, f"Is the task {key} violent?")
    program.quiet()
    owner.presses("As it is")

    def shown() -> list[dict[str, Any]]:
        calls = (call["params"] for call in program.sandbox.calls("sendPhoto"))
        return [params for params in calls if int(params["chat_id"]) == 1009]

    until_true(lambda: "Larger picture" in " ".join(owner.labels()))
    program.quiet()
    assert len(shown()) == 2
    assert all(one["has_spoiler"] and one["protect_content"] for one in shown())
    assert isinstance(
        shown()[0]["photo"], dict
    )  # drawn over just now: no file of it was blurred when its pack was read
    assert isinstance(shown()[1]["photo"], str)
    program.quiet()
    owner.presses("It is violent")
    told(owner, "Say in a sentence what is to be seen.")
    program.quiet()
    program.clock.advance(3)
    owner.writes("A street after a collision")
    said = told(owner, "It is violent. Who chose such work is asked before it is shown.")
    assert "/support" in said
    [pack] = program.rows("SELECT care_pay FROM packs WHERE name = 'street-photos'")
    until_true(lambda: amina.balance() == kofi.balance() == 40_000 + pack["care_pay"], seconds=30)
    after = program.rows("SELECT balance FROM book_accounts WHERE name LIKE 'requester:%'")[0]["balance"]
    locked = program.rows("SELECT coalesce(sum(amount), 0) AS care FROM transfers WHERE movement = 'top_up'")[
        0
    ]
    assert before - after == 2 * pack["care_pay"] + locked["care"]
    until_true(lambda: not brought(owner), seconds=30)
    [task] = program.rows("SELECT level, item, stopped_at FROM tasks WHERE level > 0")
    assert json.loads(task["item"])["description"] == {"en": "A street after a collision"}
    assert (task["level"], task["stopped_at"]) == (2, None)
    program.proved()


@pytest.fixture
def watched(stocked: Any, tmp_path: Any) -> Any:
    """The program of an installation that names who looks."""
    with opened(stocked, tmp_path / "data", illegal_contact=CONTACT) as running:
        yield running


def test_what_is_against_the_law_is_gone_sealed_and_proved_to_have_come_as_work(watched: Program) -> None:
    """From two phones; absent from results; each has a signed paper; one person looks, two lift it."""
    program = watched
    key = one_task(program)
    amina, kofi = works(program, 1001, "Amina"), works(program, 1002, "Kofi")
    kofi.presses("Plants")
    kofi.hears("Saved, +")
    program.quiet()
    amina.writes("/wrong")
    amina.hears()
    amina.presses("Illegal")
    told(amina, "+$0.04")
    for person in (amina, kofi):
        said = told(person, "was reported as against the law. That is no fault of yours.")
        assert "Do not save it or pass it on." in said and "/support" in said
        paper = next(
            one for one in reversed(person.phone.messages()) if one["from"] == "bot" and one["document"]
        )
        content = bytes(person.phone.sandbox.http.get(paper["document"]["url"]).content)
        found = prove(content, program.settings.signer.public)  # type: ignore[union-attr]
        assert found.fault == "" and found.record["pack"] == "street-photos"
        assert key not in content.decode()
    until_true(lambda: not brought(amina) and not brought(kofi), seconds=30)
    program.clock.advance(11 * 60)
    read = program.do(program.home.house.database.write(exporting.results, "street-photos", "0" * 32))
    assert key not in {one.key for one in read.tasks} | {one.task for one in read.answers}
    [line, _] = program.desk("illegal.list")["lines"]
    code = line.split(":")[0]
    shown = "\n".join(program.desk("illegal.show", code=code, by=CONTACT)["lines"])
    hashes = [row["hash"] for row in program.rows("SELECT hash FROM sealed")]
    assert hashes and all(one in shown for one in hashes) and "inhope.org" in shown
    assert all((program.settings.data / "media" / one[:2] / one).is_file() for one in hashes[1:])
    program.desk("illegal.decide", code=code, decision="lift", by=CONTACT)
    assert program.rows("SELECT hash FROM sealed")
    program.desk("illegal.decide", code=code, decision="lift", by=SECOND)
    assert not program.rows("SELECT hash FROM sealed")
    program.proved()
