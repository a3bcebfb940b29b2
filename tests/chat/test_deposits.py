"""Paying in on a phone: sum, invoice, ten seconds, money; over loopback, in the running program."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import ledger
from bot.actions import delivering
from bot.chat import router
from bot.sandbox.table import METHODS
from tests.pretend import Phone
from tests.stories.program import BOT, REQUESTER, Person, Program, opened, until_true, words_of

PAYMENTS = "1234:TEST:abc"


@pytest.fixture
def program(stocked: Path, tmp_path: Path) -> Iterator[Program]:
    """The program with a payment provider."""
    with opened(stocked, tmp_path / "data", payments_token=PAYMENTS) as running:
        yield running


@pytest.fixture
def wanjiru(program: Program) -> Person:
    """Somebody who speaks for the requester of the sample packs."""
    person = program.person(1007, "Wanjiru")
    person.joins()
    program.write(
        f"UPDATE requesters SET person = (SELECT person FROM accounts WHERE bot = {BOT} AND telegram = 1007)"
    )
    return person


def purse(program: Program) -> int:
    (row,) = program.rows("SELECT id FROM requesters")
    return program.read(ledger.balance, f"requester:{row['id']}")


def invoice(phone: Phone) -> int:
    """The number of the newest invoice on the phone."""
    found = phone.wait_for(lambda one: bool(one["invoice"]) and one["invoice"]["state"] == "open")
    return int(found["message_id"])


def said_under(phone: Phone, message: int) -> str:
    until_true(lambda: _invoice(phone, message)[0] != "paying")
    return _invoice(phone, message)[1]


def _invoice(phone: Phone, message: int) -> tuple[str, str]:
    (shown,) = (one["invoice"] for one in phone.messages() if one["message_id"] == message)
    return str(shown["state"]), str(shown["said"] or shown["state"])


def test_a_requester_pays_in_on_the_phone(program: Program, wanjiru: Person) -> None:
    """/deposit, a key, Pay: the money is in the book and said so, in a message with sound."""
    before = purse(program)
    wanjiru.writes("/deposit")
    wanjiru.hears("How much do you pay in?")
    wanjiru.presses("$20.00")
    number = invoice(wanjiru.phone)
    wanjiru.phone.pay(number)
    wanjiru.phone.wait_for("$20.00 is here")
    assert said_under(wanjiru.phone, number) == "paid"
    assert purse(program) - before == 20_000_000
    assert not wanjiru.phone.last()["silent"]
    assert PAYMENTS not in str(program.rows("SELECT outcome FROM dues"))


def test_a_sum_is_typed_and_a_wrong_one_is_told(program: Program, wanjiru: Person) -> None:
    """What is no sum is said so; the next one is taken."""
    wanjiru.writes("/deposit")
    wanjiru.hears("How much do you pay in?")
    mark = wanjiru.mark()
    for written, said in (("-5", "no sum"), ("0.5", "The least"), ("1e400", "no sum")):
        wanjiru.writes(f"{mark} {written}")
        wanjiru.hears(said)
    wanjiru.writes(f"{mark} 33.25")
    assert wanjiru.phone.wait_for(lambda one: bool(one["invoice"]))["invoice"]["total_amount"] == 3_325


def test_a_worker_is_told_that_they_never_pay(program: Program) -> None:
    """/deposit is for requesters."""
    amina = program.person()
    amina.joins()
    amina.writes("/deposit")
    amina.hears("You never pay us")


def test_an_old_invoice_is_refused_on_the_phone(program: Program, wanjiru: Person) -> None:
    """The sentence stands under the invoice, and nothing moves."""
    before = purse(program)
    wanjiru.writes("/deposit")
    wanjiru.hears("How much")
    wanjiru.presses("$20.00")
    number = invoice(wanjiru.phone)
    program.clock.advance(3 * 3600)
    wanjiru.phone.pay(number)
    assert said_under(wanjiru.phone, number) == "This invoice is too old. Ask for a new one: /deposit"
    assert purse(program) == before


def test_a_payment_told_again_after_a_restart_is_booked_once(program: Program, wanjiru: Person) -> None:
    """The program stops between the money and the message; it comes when the program is back, and once."""
    before = purse(program)
    wanjiru.writes("/deposit")
    wanjiru.hears("How much")
    wanjiru.presses("$10.00")
    number = invoice(wanjiru.phone)
    wanjiru.phone.pay(number)
    wanjiru.phone.wait_for("is here")
    told = next(one for one in program.rows("SELECT reference FROM deposits WHERE way = 'telegram'"))
    program.restart()
    content = {
        "message_id": 999_999, "date": program.clock() // 1000,
        "from": {"id": 1007, "is_bot": False, "first_name": "Wanjiru"},
        "chat": {"id": 1007, "type": "private", "first_name": "Wanjiru"},
        "successful_payment": {
            "currency": "USD", "total_amount": 1_000, "invoice_payload": "x",
            "telegram_payment_charge_id": told["reference"], "provider_payment_charge_id": "y",
        },
    }  # fmt: skip
    program.sandbox.update({"message": content})
    program.quiet()
    assert purse(program) - before == 10_000_000


def test_money_of_a_stranger_s_is_kept_and_said_so(program: Program) -> None:
    """Somebody who never pressed Start has paid, by a forged invoice: it is set aside, and they hear its number."""
    stranger = program.person(1009, "Otieno")
    stranger.writes("hello")
    stranger.hears()
    payment = {
        "currency": "USD", "total_amount": 700, "invoice_payload": "forged",
        "telegram_payment_charge_id": "tg-7", "provider_payment_charge_id": "ch-7",
    }  # fmt: skip
    person = {"id": 1009, "is_bot": False, "first_name": "Otieno"}
    chat = {"id": 1009, "type": "private", "first_name": "Otieno"}
    sent = {"message_id": 999_998, "date": program.clock() // 1000, "from": person, "chat": chat}
    program.sandbox.update({"message": {**sent, "successful_payment": payment}})
    assert "tg-7" in words_of(stranger.phone.wait_for("The operator looks at it"))
    lines = "\n".join(program.desk("deposit.list")["lines"])
    assert "aside" in lines and "nobody yet: tg-7" in lines
    assert program.desk("deposit.give", reference="tg-7", requester=REQUESTER, by="Wanjiru")["ok"]
    refunded = program.desk("deposit.refund", reference="tg-7", by="Wanjiru")["lines"]
    assert "ch-7" in refunded[-1]


def test_a_forged_checkout_is_answered_at_once_and_moves_nothing(program: Program, wanjiru: Person) -> None:
    """A query that stands for no invoice of ours gets a no, beside whatever else came with it."""
    query = {
        "id": "1", "from": {"id": 1007, "is_bot": False, "first_name": "Wanjiru"}, "currency": "USD",
        "total_amount": 1_000, "invoice_payload": "forged",
    }  # fmt: skip
    program.sandbox.update({"pre_checkout_query": query})
    until_true(lambda: bool(program.sandbox.calls("answerPreCheckoutQuery")))
    (answer,) = program.sandbox.calls("answerPreCheckoutQuery")
    assert answer["params"]["ok"] in (False, "false")
    assert "can't be paid here" in answer["params"]["error_message"]
    assert program.rows("SELECT id FROM deposits WHERE way <> 'operator'") == []
    assert program.read(delivering.waiting, BOT, 1) == []


def test_a_payment_is_answered_before_the_rest_of_its_batch(
    program: Program, wanjiru: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten seconds are short: while another's update of the same batch is still worked on, the payment has its word."""
    wanjiru.writes("/deposit")
    wanjiru.hears("How much")
    wanjiru.presses("$20.00")
    number = invoice(wanjiru.phone)
    program.stop()
    program.person(1001, "Amina").writes("/start")
    wanjiru.phone.pay(number)
    answered, in_time = threading.Event(), []
    play, handle = METHODS["answerprecheckoutquery"], router.handle

    def answer(*given: Any) -> Any:
        answered.set()
        return play(*given)

    async def slow(*given: Any) -> Any:
        if not in_time:
            in_time.append(await asyncio.to_thread(answered.wait, 8))
        return await handle(*given)

    monkeypatch.setitem(METHODS, "answerprecheckoutquery", answer)
    monkeypatch.setattr(router, "handle", slow)
    program.start()
    assert said_under(wanjiru.phone, number) == "paid"
    program.quiet()
    assert in_time == [True]
