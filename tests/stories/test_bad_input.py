"""Bad input gets a clear sentence, blocks nobody, and loses nothing (the list of what people and machines send)."""

from typing import Any

import pytest

from bot.chat import intake
from bot.chat.intake import SecondPoller
from bot.domain.claims import code
from bot.storage.sqlite import SqliteDatabase
from tests.stories.program import PRICES, Person, Program, until_true

PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f"
    "0005fe02fedccc59e70000000049454e44ae426082"
)


@pytest.fixture
def amina(program: Program) -> Person:
    """Somebody at her first task of the photographs, with a question of two seconds ago."""
    person = program.person()
    person.joins()
    person.takes_up("What covers the photo?")
    program.clock.advance(3)
    return person


NO_MEANING = ("/nonsense", "/start@somebody_else", "/", "/language_xx", "/wrong_7", "hello there", "🐟", "🐟 hello", "🏠🏠", "\u200f", "x" * 5000)  # fmt: skip


def test_words_without_meaning_are_answered_and_change_nothing(amina: Person) -> None:
    """An unknown command, somebody else's mark, 5,000 characters: a sentence each, and the question stays."""
    for text in NO_MEANING:
        amina.phone.sandbox.http.post(f"/phones/{amina.phone.key}/send", json={"text": text})
        if text.strip("\u200f "):
            amina.hears()
        amina.heard()
        assert amina.answered() == [] and amina.mark() == amina.current_mark() != "", text
    assert amina.program.rows("SELECT id FROM incidents") == []
    amina.writes("/tasks")
    amina.hears("Practice:")
    amina.answers()


def test_a_file_where_a_label_is_wanted_is_answered_with_what_is(amina: Person) -> None:
    """The kind says what it wants; the keys stay."""
    for kind in ("photo", "voice", "document"):
        amina.phone.attach(kind, PHOTO, "a.png", "image/png")
        assert "press" in amina.hears().casefold(), kind
    amina.answers()


FORGED = ("-", "x", "agree", "answer:1", "\x00\x01", "yes", "🐟 Road", "a" * 64, "' OR 1=1 --", "kind:stone")


def test_a_forged_button_does_nothing_but_get_an_answer(amina: Person) -> None:
    """We have no inline buttons, so any press of one is forged or stale: it stops spinning and moves nothing."""
    before = amina.program.rows("SELECT count(*) AS n FROM transfers")
    for number, data in enumerate(FORGED, 1):
        amina.phone.tap(amina.phone.last()["message_id"], data, forged=True)
        amina.program.quiet()
        until_true(lambda number=number: len(amina.program.sandbox.calls("answerCallbackQuery")) == number)
        assert amina.answered() == [], data
    assert amina.program.rows("SELECT count(*) AS n FROM transfers") == before
    amina.heard()
    amina.answers()


def test_another_persons_mark_means_nothing_here(program: Program) -> None:
    """Marks belong to an account: the same label from somebody else answers their own question or none."""
    amina, kofi = program.person(), program.person(1002, "Kofi")
    amina.joins()
    amina.takes_up("What covers the photo?")
    label = amina.label_of("Plants")
    kofi.writes(label)
    kofi.hears("small paid tasks")
    kofi.joins()
    kofi.writes(label)
    kofi.heard()
    assert amina.answered() == kofi.answered() == [] and kofi.balance() == 0


def message(number: int, **others: Any) -> dict[str, Any]:
    """A private message with some of it changed."""
    person = {"id": number, "is_bot": False, "first_name": "Amina", "language_code": "en"}
    chat = {"id": number, "type": "private", "first_name": "Amina"}
    return {
        "message": {"message_id": 900, "date": 1, "from": person, "chat": chat, "text": "/money", **others}
    }


ODD: list[dict[str, Any]] = [
    {},
    {"message": None},
    {"message": {}},
    {"message": []},
    {"message": "text"},
    {"message": {"from": {"id": 1001}}},
    message(1001, date="yesterday"),
    message(1001, date=10**30),
    message(1001, text=5),
    message(1001, text={"a": 1}),
    message(1001, chat=None),
    message(1001, chat={"id": 1001}),
    message(1001, message_id="x"),
    message(1001, message_id=2**80),
    message(1001, **{"from": {"id": 2**80, "is_bot": False, "first_name": "x"}}),
    message(1001, **{"from": {"id": "1001", "is_bot": False, "first_name": "x"}}),
    message(1001, **{"from": {"id": -5, "is_bot": True, "first_name": "x"}}),
    message(1001, photo=[]),
    message(1001, text=None, photo=[{}]),
    message(1001, text="a\x00b"),
    message(-100, chat={"id": -100, "type": "supergroup", "title": "Group"}),
    {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel", "title": "x"}, "text": "x"}},
    {"edited_message": message(1001)["message"]},
    {"callback_query": {"id": "1"}},
    {"callback_query": {"id": "1", "from": {"id": 1001, "is_bot": False, "first_name": "x"}, "chat_instance": "1"}},
    {"my_chat_member": {}},
    {"my_chat_member": {"chat": {"id": 1, "type": "private"}, "from": {"id": 1001}, "date": 0}},
    {"poll": {}},
    {"something_new": {"from": {"id": 1001}, "deep": [[[[[[]]]]]]}},
]  # fmt: skip


def test_an_update_of_any_shape_blocks_nobody(program: Program) -> None:
    """Missing fields, wrong types, huge numbers, groups and channels: set aside, and Amina's press right behind counts."""
    amina = program.person()
    amina.joins()
    amina.takes_up("What covers the photo?")
    for odd in ODD:
        program.sandbox.update(odd)
    amina.presses("Plants")
    program.quiet()
    assert [one["value"] for one in amina.answered()] == ['"plants"']
    assert amina.balance() == PRICES["street-photos"] and amina.mark() == amina.current_mark()
    assert program.running and program.rows("SELECT id FROM incidents") != []
    accounts = {row["telegram"] for row in program.rows("SELECT telegram FROM accounts")}
    assert accounts == {1001}


def test_a_crash_of_ours_is_told_with_a_number_and_kept(amina: Person) -> None:
    """An update that could not be handled is kept with its number, which its sender is told; work goes on."""
    amina.program.sandbox.update(message(1001, text=5))
    said = amina.hears("Something broke on our side.")
    incidents = amina.program.rows("SELECT id, error FROM incidents")
    assert len(incidents) == 1 and f"Number: {code(incidents[0]['id'])}" in said
    amina.answers()


@pytest.mark.usefixtures("hasty")
def test_of_two_programs_on_one_bot_the_newcomer_ends_with_a_sentence(program: Program) -> None:
    """Two would each miss half; this one has only begun, so it says what is wrong and gives way."""
    while program.running:
        assert program.sandbox.call("getUpdates", timeout=0)["ok"] in (True, False)
    error = program.ended()
    assert isinstance(error, SecondPoller) and "Another program is reading this bot's messages." in str(error)
    program.start()


@pytest.mark.usefixtures("hasty")
def test_a_program_that_serves_already_outlasts_a_second_poller(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stranger with the token polls ten times; who was there first goes on serving."""
    monkeypatch.setattr(intake, "newcomer_s", 0.0)
    sandbox = amina.program.sandbox
    for _ in range(10):
        polls = len(sandbox.calls("getUpdates"))
        sandbox.call("getUpdates", timeout=0)
        until_true(lambda polls=polls: len(sandbox.calls("getUpdates")) > polls + 1)
    assert amina.program.running
    amina.answers()


@pytest.mark.usefixtures("hasty")
def test_a_full_disk_acknowledges_nothing_and_goes_on_when_there_is_room(amina: Person) -> None:
    """While nothing can be stored Telegram keeps what came; with room again it is committed once."""
    program = amina.program
    database = program.home.house.database
    assert isinstance(database, SqliteDatabase)
    pages = program.do(limited(database, 0))
    program.do(limited(database, pages))
    polls = len(program.sandbox.calls("getUpdates"))
    program.sandbox.update({"message": {"from": {"id": 1001}, "too": "x" * 200_000}})
    amina.presses("Plants")
    until_true(lambda: len(program.sandbox.calls("getUpdates")) > polls + 3)
    assert program.waiting() > 0 and program.running
    program.do(limited(database, 2**30))
    program.quiet()
    assert len(amina.answered()) == 1 and amina.balance() == PRICES["street-photos"]
    assert len(program.rows("SELECT id FROM incidents")) == 1


async def limited(database: SqliteDatabase, pages: int) -> int:
    """Sets how many pages the file may have; 0 tells how many it has."""
    ask = f"PRAGMA max_page_count={pages}" if pages else "PRAGMA page_count"
    async with database._writer.execute(ask) as cursor:
        row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


def test_nobody_can_answer_for_somebody_who_never_came(program: Program) -> None:
    """An update names its sender by `from`; a chat of another's number gives nobody their place."""
    amina = program.person()
    amina.joins()
    amina.takes_up("What covers the photo?")
    label = amina.label_of("Plants")
    stranger = {"id": 6666, "is_bot": False, "first_name": "M"}
    program.sandbox.update(message(1001, text=label, **{"from": stranger}))
    program.quiet(20)
    assert amina.answered() == [] and amina.balance() == 0
