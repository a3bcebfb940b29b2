"""Asking for help is seen in an update of any shape, answered once, and stopped by nothing that is not the person's own wish."""

import asyncio
from typing import Any

import pytest

from bot import screens
from bot.chat import api, inbox, router, support
from bot.chat.inbox import Arrival, ForHelp
from bot.screen import Screen
from bot.storage import DatabaseTrouble
from tests.stories.program import Program, until_true

ASKS = {
    "message_id": 7,
    "from": {"id": 1001, "is_bot": False, "language_code": "ar"},
    "chat": {"id": 1001, "type": "private"},
    "text": "/support",
}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, ForHelp(1001, "support", "", "ar", 7)),
        ({"text": "/support_KE"}, ForHelp(1001, "support", "KE", "ar", 7)),
        ({"text": "/Support@ujima_bot please"}, ForHelp(1001, "support", "please", "ar", 7)),
        ({"text": "/country_none"}, ForHelp(1001, "country", "none", "ar", 7)),
        ({"text": "/support " + "x" * 99}, ForHelp(1001, "support", "x" * 16, "ar", 7)),
        ({"message_id": "x", "from": {"id": 1001, "language_code": 5}}, ForHelp(1001, "support", "", "", 0)),
        ({"date": "never", "photo": 5}, ForHelp(1001, "support", "", "ar", 7)),
        ({"text": "support"}, None),
        ({"text": "/supports"}, None),
        ({"text": None}, None),
        ({"text": "/"}, None),
        ({"chat": {"id": -5, "type": "group"}}, None),
        ({"chat": None}, None),
        ({"from": None}, None),
        ({"from": {"id": True}}, None),
    ],
)
def test_who_asks_for_help_is_seen_in_any_shape(changed: dict[str, Any], found: ForHelp | None) -> None:
    """Whatever else is wrong with the update; other words and other chats are none of it."""
    assert inbox.for_help({"update_id": 5, "message": {**ASKS, **changed}}) == found


@pytest.mark.parametrize(
    "raw", [{}, {"message": None}, {"message": []}, {"callback_query": ASKS}, {"message": "x"}]
)
def test_other_updates_ask_for_nothing(raw: dict[str, Any]) -> None:
    """Presses, and what is no message."""
    assert inbox.for_help(raw) is None


@pytest.mark.usefixtures("hasty")
def test_help_that_comes_twice_is_given_once(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's update can't be committed, so the batch comes again; who asked for help is not sent it again."""
    amina, musa = program.person(), program.person(1002, "Musa")
    program.stop()
    amina.writes("/support")
    musa.writes("/start")
    tried: list[int] = []
    handle = router.handle

    async def fails_twice(house: router.House, bot: int, arrival: Arrival) -> Any:
        tried.append(arrival.telegram)
        if len(tried) < 3:
            raise DatabaseTrouble("The database is in trouble.")
        return await handle(house, bot, arrival)

    monkeypatch.setattr(router, "handle", fails_twice)
    program.start()
    musa.hears("small paid tasks")
    assert tried == [1002] * 3 and len([one for one in amina.heard() if "In danger" in one]) == 1


def test_help_that_is_written_over_is_answered_anew(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip in the country's letters: the edited message has the number of the first; the same again is not sent twice."""
    house, sent = program.home.house, []
    bot = api.build(program.settings.token.get_secret_value(), program.settings.api_url)

    async def found(_: support.Support, asked: ForHelp) -> tuple[str, None, int]:
        sent.append(asked.word)
        return "en", None, 0

    async def nothing(*_: Any) -> None:
        pass

    monkeypatch.setattr(support.Support, "_found", found)
    monkeypatch.setattr(support.Support, "_send", nothing)

    async def asked() -> None:
        helper = support.Support(bot, house)
        for word in ("KZ", "KE", "KE"):
            await helper.answer(ForHelp(1001, "country", word, "en", 7))

    asyncio.run(asked())
    assert sent == ["KZ", "KE"]


def test_somebody_who_blocked_the_bot_says_nothing_of_the_channel(program: Program) -> None:
    """Then neither the channel's message nor our card arrives, and the operator is told of nothing."""
    amina = program.person()
    amina.writes("/support")
    amina.hears()
    assert program.desk("support.message", language="en", number="5")["ok"]
    amina.phone.block()
    house = program.home.house
    bot = api.build(program.settings.token.get_secret_value(), program.settings.api_url)

    async def asked() -> None:
        await bot.initialize()
        await support.Support(bot, house, "@nowhere").answer(ForHelp(1001, "support", "", "en", 99))
        await bot.shutdown()

    program.do(asked())
    assert len(program.sandbox.calls("copyMessage")) == 1 and program.desk("support.check")["ok"]


def test_words_that_telegram_can_not_read_are_sent_bare(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours in the markup does not keep a number back."""
    amina = program.person()
    monkeypatch.setattr(screens, "show", lambda outcome, t, house: Screen("Call <code>1199 &amp; ask"))
    amina.writes("/support")
    assert amina.hears() == "Call 1199 & ask"


@pytest.mark.usefixtures("hasty")
def test_a_line_that_is_bad_is_tried_until_it_is_good(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of all calls fail, some with a wish to wait; the card arrives all the same."""
    monkeypatch.setattr(support, "pause_least_s", 0.05)
    monkeypatch.setattr(support, "pause_most_s", 0.1)
    amina = program.person()
    program.sandbox.faults(3, server_error=0.4, too_many=0.2, retry_after_s=1)
    for _ in range(4):
        amina.writes("/support")
    until_true(lambda: len([one for one in amina.phone.messages() if one["from"] == "bot"]) >= 4)
    failed = [one for one in program.sandbox.calls("sendMessage") if not one["ok"]]
    program.sandbox.faults()
    assert failed
