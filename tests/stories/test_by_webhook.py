"""The same stories with Telegram sending the updates: nothing a person sees depends on the way they come in."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import office
from bot.actions.telling import Told
from bot.chat import router, webhook
from bot.chat.inbox import Arrival
from bot.chat.router import House
from bot.chat.webhook import update_bytes_max
from tests.conftest import PostgresServer
from tests.stories.paid_out import free_port
from tests.stories.program import (
    PRICES,
    TOKEN,
    Person,
    Program,
    ended_well,
    logged,
    opened,
    spawned,
    until_true,
)
from tests.stories.test_bad_input import (
    limited,
    message,
    test_a_crash_of_ours_is_told_with_a_number_and_kept,
    test_an_update_of_any_shape_blocks_nobody,
)
from tests.stories.test_bad_line import test_sixty_answers_over_a_bad_line_are_each_kept_once
from tests.stories.test_first_earnings import (
    test_a_new_person_earns_with_three_kinds_of_work_and_the_book_says_the_same,
)
from tests.stories.test_late import (
    test_a_blocked_phone_keeps_its_money_and_goes_on,
    test_a_message_telegram_kept_less_than_a_day_is_answered_after_our_outage,
)
from tests.stories.test_trouble import (
    test_a_token_that_was_revoked_ends_the_program_and_the_new_one_goes_on,
    test_database_trouble_of_one_person_silences_nobody_else,
)
from tests.stories.test_twice import (
    test_an_option_a_skip_and_a_report_pressed_twice_count_once,
    test_an_update_that_is_delivered_twice_is_answered_once,
    test_two_devices_that_press_at_once_are_paid_once,
)

__all__ = [
    "test_a_blocked_phone_keeps_its_money_and_goes_on",
    "test_a_crash_of_ours_is_told_with_a_number_and_kept",
    "test_a_message_telegram_kept_less_than_a_day_is_answered_after_our_outage",
    "test_a_new_person_earns_with_three_kinds_of_work_and_the_book_says_the_same",
    "test_a_token_that_was_revoked_ends_the_program_and_the_new_one_goes_on",
    "test_an_option_a_skip_and_a_report_pressed_twice_count_once",
    "test_an_update_of_any_shape_blocks_nobody",
    "test_an_update_that_is_delivered_twice_is_answered_once",
    "test_database_trouble_of_one_person_silences_nobody_else",
    "test_sixty_answers_over_a_bad_line_are_each_kept_once",
    "test_two_devices_that_press_at_once_are_paid_once",
]

SECRET = "a-secret-of-sixteen"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def by_webhook() -> dict[str, Any]:
    """The settings of a program that Telegram sends its updates to."""
    port = free_port()
    return {"webhook_url": f"http://127.0.0.1:{port}/updates", "webhook_port": port, "webhook_secret": SECRET}


@pytest.fixture
def program(stocked: Path, tmp_path: Path) -> Iterator[Program]:
    """The program on SQLite, sent its updates."""
    with opened(stocked, tmp_path / "data", **by_webhook()) as running:
        yield running
        assert not running.sandbox.calls("getUpdates"), "it asked for updates all the same"


@pytest.fixture(params=["sqlite", "postgres"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Program]:
    """The program on each engine, sent its updates."""
    if request.param == "sqlite":
        yield request.getfixturevalue("program")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    folder, template = request.getfixturevalue("stocked_postgres")
    with server.database(template) as url, opened(folder, tmp_path / "data", url, **by_webhook()) as running:
        yield running


@pytest.fixture
def amina(program: Program) -> Person:
    """Somebody at her first task of the photographs."""
    person = program.person()
    person.joins()
    person.takes_up("What covers the photo?")
    return person


def about(program: Program) -> dict[str, Any]:
    """getWebhookInfo."""
    found: dict[str, Any] = program.sandbox.call("getWebhookInfo")["result"]
    return found


def post(program: Program, content: bytes, **headers: str | bytes) -> httpx.Response:
    """Something sent to the program's address."""
    return httpx.post(
        program.settings.webhook_url, content=content, headers=headers, trust_env=False, timeout=30
    )


def test_a_full_disk_answers_503_and_is_sent_everything_again(amina: Person) -> None:
    """While nothing can be stored Telegram keeps what came; with room again it is committed once."""
    program = amina.program
    database: Any = program.home.house.database
    program.do(limited(database, program.do(limited(database, 0))))
    program.sandbox.update({"message": {"from": {"id": 1001}, "too": "x" * 200_000}})
    amina.presses("Plants")
    until_true(lambda: "503" in about(program).get("last_error_message", ""))
    assert program.waiting() > 0 and program.running
    program.do(limited(database, 2**30))
    program.quiet()
    assert len(amina.answered()) == 1 and amina.balance() == PRICES["street-photos"]
    assert len(program.rows("SELECT id FROM incidents")) == 1


def test_what_came_while_it_was_away_is_sent_when_it_is_back(amina: Person) -> None:
    """A stop leaves the webhook where it is, so that Telegram keeps what comes; nothing is dropped at the start."""
    program = amina.program
    amina.answers()
    program.stop()
    assert about(program)["url"] == program.settings.webhook_url
    amina.presses("Sky")
    assert program.waiting() == 1
    program.start()
    amina.hears("Saved, +")
    calls = program.sandbox.calls("setWebhook")
    assert len(calls) == 2 and all("drop_pending_updates" not in one["params"] for one in calls)
    assert calls[0]["params"]["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "pre_checkout_query",
    ]


def test_a_stranger_finds_nothing_at_the_address(amina: Person) -> None:
    """Without the secret, or with another, it is as if nothing were there; a body too large is refused."""
    program = amina.program
    forged = json.dumps({"update_id": 99_999, **message(1001, text="/pause")}).encode()
    assert post(program, forged).status_code == 404
    assert post(program, forged, **{HEADER: SECRET[:-1]}).status_code == 404
    assert post(program, forged, **{HEADER: f"{SECRET}\u00e9".encode()}).status_code == 404
    assert post(program, b"x" * (update_bytes_max + 1), **{HEADER: SECRET}).status_code == 413
    assert (
        httpx.get(program.settings.webhook_url, headers={HEADER: SECRET}, trust_env=False).status_code == 404
    )
    assert amina.heard() == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'"update"', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_update_is_set_aside_once(body: bytes, amina: Person) -> None:
    """Answered 200, for what is refused would hold up all that its chat sends behind it."""
    program = amina.program
    for _ in range(2):
        assert post(program, body, **{HEADER: SECRET}).status_code == 200
    assert len(program.rows("SELECT id FROM incidents")) == 1
    amina.answers()


def test_an_updates_answer_waits_for_its_commit(amina: Person) -> None:
    """What was answered 200 is in the database at once."""
    program = amina.program
    number = program.sandbox.served.world.bots[TOKEN].next_message
    text = amina.label_of("Plants")
    sent = json.dumps({"update_id": 99_999, **message(1001, text=text, message_id=number + 50)}).encode()
    assert post(program, sent, **{HEADER: SECRET}).status_code == 200
    assert len(amina.answered()) == 1
    amina.hears("Saved, +")


def test_who_telegram_cannot_deliver_to_is_still_ready(
    stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy sends what is not ready nothing more, so Telegram could never deliver again; whoever runs it is told."""
    monkeypatch.setattr(webhook, "look_every_s", 0.1)
    settings = {**by_webhook(), "webhook_url": f"http://127.0.0.1:{free_port()}/updates"}  # nobody is there
    with opened(stocked, tmp_path / "data", **settings) as program:
        program.sandbox.update(message(1001, text="/start"))
        until_true(lambda: bool(office.metrics(program.settings).get(("ujima_webhook_refused", ""))))
        time.sleep(1.5)
        assert office.metrics(program.settings)["ujima_intake_age_seconds", ""] < 1
        lines, ready = office.health(program.settings)
        assert ready and "! Telegram can't deliver 1 update to UJIMA_WEBHOOK_URL." in lines[1]


def test_a_stop_shows_what_is_in_hand(amina: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being committed when the stop comes is answered, and its reply sent, before the program is gone."""
    program, begun, handle = amina.program, threading.Event(), router.handle

    async def slow(house: House, bot: int, arrival: Arrival) -> list[Told]:
        begun.set()
        await asyncio.sleep(0.5)
        return await handle(house, bot, arrival)

    monkeypatch.setattr(router, "handle", slow)
    amina.presses("Sky")
    assert begun.wait(20)
    program.stop()
    assert program.waiting() == 0 and "Saved, +" in amina.shown()
    program.start()


def test_the_way_back_to_polling_takes_the_webhook_away(amina: Person) -> None:
    """The same program without the setting: what waited is asked for, and nothing is sent any more."""
    program = amina.program
    program.stop()
    amina.presses("Sky")
    running = spawned(program)
    amina.hears("Saved, +")
    assert about(program)["url"] == ""
    assert ended_well(running), logged(program)
    program.sandbox.served.world.calls.clear()
    program.start()
    amina.answers()


def test_an_address_that_telegram_refuses_ends_the_start_with_a_sentence(program: Program) -> None:
    """Nothing would ever come there; the operator hears what Telegram says."""
    program.stop()
    settings = {"UJIMA_WEBHOOK_URL": "https://bot.example.org/updates", "UJIMA_WEBHOOK_SECRET": SECRET}
    running = spawned(program, UJIMA_WEBHOOK_PORT=str(free_port()), **settings)
    running.join(20)
    assert running.exitcode == 1
    assert "Telegram does not take UJIMA_WEBHOOK_URL. It says: " in logged(program)
    program.start()


def test_a_webhook_that_somebody_took_away_is_set_again(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that polled for a moment has deleted it; ours looks every now and then."""
    program = amina.program
    program.stop()
    monkeypatch.setattr("bot.chat.webhook.look_every_s", 0.2)
    program.start()
    until_true(lambda: about(program)["url"] != "")
    program.sandbox.call("deleteWebhook")
    amina.presses("Sky")
    amina.hears("Saved, +")
