"""Paying on a pretend phone: what an invoice may be, ten seconds for the bot's word, and the money that moves once."""

import json
from typing import Any

import pytest

from tests.pretend import Phone, Sandbox

INVOICE: dict[str, Any] = {
    "chat_id": 1001,
    "title": "Pay in",
    "description": "Money for your task packs",
    "payload": "a-random-word",
    "provider_token": "1234:TEST:abc",
    "currency": "USD",
    "prices": [{"label": "Deposit", "amount": 2_000}, {"label": "Fee", "amount": 50}],
}
PAY = {"inline_keyboard": [[{"text": "Pay it", "pay": True}]]}


def invoiced(sandbox: Sandbox, **changes: Any) -> int:
    answer = sandbox.call("sendInvoice", **{**INVOICE, **changes})
    assert answer["ok"], answer
    return int(answer["result"]["message_id"])


def asked(sandbox: Sandbox) -> dict[str, Any]:
    """The one pre-checkout query that waits."""
    (update,) = sandbox.call("getUpdates")["result"]
    return dict(update["pre_checkout_query"])


def standing(phone: Phone, message: int) -> tuple[str, str | None]:
    (invoice,) = (one["invoice"] for one in phone.messages() if one["message_id"] == message)
    return invoice["state"], invoice["said"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": "x" * 33}, "INVOICE_TITLE_INVALID"),
        ({"title": ""}, 'parameter "title" is required'),
        ({"description": "x" * 256}, "INVOICE_DESCRIPTION_INVALID"),
        ({"payload": "é" * 65}, "INVOICE_PAYLOAD_INVALID"),
        ({"payload": ""}, 'parameter "payload" is required'),
        ({"currency": "ZZZ"}, "CURRENCY_INVALID"),
        ({"currency": "XTR", "provider_token": ""}, "the sandbox plays no Stars"),
        ({"provider_token": ""}, "PAYMENT_PROVIDER_INVALID"),
        ({"provider_token": "word"}, "PAYMENT_PROVIDER_INVALID"),
        ({"prices": []}, "there must be at least one price"),
        ({"prices": [{"label": " ", "amount": 500}]}, "price label must be non-empty"),
        ({"prices": [{"label": "x", "amount": 99}]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"prices": [{"label": "x", "amount": 1_000_001}]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"prices": [{"label": "x", "amount": 1.5}]}, 'field "amount" must be of type Integer'),
        ({"reply_markup": {"inline_keyboard": [[{"text": "x", "url": "a.b"}]]}}, "REPLY_MARKUP_BUY_EMPTY"),
    ],
)
def test_an_invoice_that_telegram_refuses_is_refused(
    sandbox: Sandbox, amina: Phone, changes: dict[str, Any], words: str
) -> None:
    """Each limit of an invoice has its refusal, and no message is sent."""
    answer = sandbox.call("sendInvoice", **{**INVOICE, **changes})
    assert answer["error_code"] == 400 and words in answer["description"]
    assert not [one for one in amina.messages() if one["from"] == "bot"]


def test_an_invoice_shows_the_sum_and_is_told_to_the_bot_without_its_payload(
    sandbox: Sandbox, amina: Phone
) -> None:
    """What comes back is the Invoice of the Bot API; the phone gets no payload either."""
    sent = sandbox.call("sendInvoice", **INVOICE)["result"]
    about = {key: INVOICE[key] for key in ("title", "description", "currency")}
    assert sent["invoice"] == {**about, "start_parameter": "", "total_amount": 2_050}
    shown = amina.last()["invoice"]
    assert shown["total_amount"] == 2_050 and shown["state"] == "open" and "payload" not in shown


def test_a_payment_is_asked_answered_and_told_once(sandbox: Sandbox, amina: Phone) -> None:
    """The query carries who pays and what; after the yes comes a message with both charge ids."""
    message = invoiced(sandbox, reply_markup=PAY)
    before = amina.look()
    amina.pay(message)
    assert standing(amina, message) == ("paying", None)
    query = asked(sandbox)
    assert query["from"]["id"] == 1001 and query["invoice_payload"] == "a-random-word"
    assert (query["currency"], query["total_amount"]) == ("USD", 2_050)
    assert sandbox.call("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)["result"]
    told = [one for one in sandbox.call("getUpdates")["result"] if "message" in one]
    payment = told[0]["message"]["successful_payment"]
    assert payment["telegram_payment_charge_id"] and payment["provider_payment_charge_id"]
    assert (payment["total_amount"], payment["invoice_payload"]) == (2_050, "a-random-word")
    assert standing(amina, message) == ("paid", None)
    assert amina.messages()[-1]["payment"] == {"currency": "USD", "total_amount": 2_050}
    after = amina.look()
    assert after["bytes_down"] > before["bytes_down"] and after["bytes_up"] > before["bytes_up"]
    again = sandbox.call("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    assert again["error_code"] == 400 and "query is too old" in again["description"]


def test_a_refused_payment_shows_the_bots_sentence_and_can_be_tried_again(
    sandbox: Sandbox, amina: Phone
) -> None:
    """A no needs a sentence; nothing is told to the bot afterwards, and Pay works once more."""
    message = invoiced(sandbox)
    amina.pay(message)
    number = asked(sandbox)["id"]
    lacking = sandbox.call("answerPreCheckoutQuery", pre_checkout_query_id=number, ok=False)
    assert 'parameter "error_message" is required' in lacking["description"]
    sandbox.call(
        "answerPreCheckoutQuery", pre_checkout_query_id=number, ok=False, error_message="Ask for a new one."
    )
    assert standing(amina, message) == ("open", "Ask for a new one.")
    amina.pay(message)
    assert standing(amina, message) == ("paying", None)


def test_ten_seconds_of_silence_end_a_payment(sandbox: Sandbox, amina: Phone) -> None:
    """The phone says that nothing was charged, and a late yes is too old."""
    message = invoiced(sandbox)
    amina.pay(message)
    number = asked(sandbox)["id"]
    sandbox.advance(10)
    state, said = standing(amina, message)
    assert state == "open" and "not charged" in str(said)
    late = sandbox.call("answerPreCheckoutQuery", pre_checkout_query_id=number, ok=True)
    assert late["error_code"] == 400 and "query is too old" in late["description"]
    assert not [one for one in sandbox.call("getUpdates")["result"] if "message" in one]


def test_a_query_is_forgotten_after_150_seconds(sandbox: Sandbox, amina: Phone) -> None:
    """A bot that was away for three minutes does not hear of it at all."""
    amina.pay(invoiced(sandbox))
    sandbox.advance(149)
    assert asked(sandbox)
    sandbox.advance(2)
    assert sandbox.call("getUpdates")["result"] == []


def test_a_declined_card_moves_nothing(sandbox: Sandbox, amina: Phone) -> None:
    """The provider has the last word after the bot's yes."""
    message = invoiced(sandbox)
    amina.pay(message, declined=True)
    assert sandbox.call("answerPreCheckoutQuery", pre_checkout_query_id=asked(sandbox)["id"], ok=True)["ok"]
    state, said = standing(amina, message)
    assert state == "open" and "declined" in str(said)


def test_an_invoice_is_paid_once_unless_a_phone_insists(sandbox: Sandbox, amina: Phone) -> None:
    """A second press is refused; one from a phone that has not heard yet reaches the bot."""
    message = invoiced(sandbox)
    amina.pay(message)
    with pytest.raises(AssertionError, match="being paid"):
        amina.pay(message)
    sandbox.call("answerPreCheckoutQuery", pre_checkout_query_id=asked(sandbox)["id"], ok=True)
    with pytest.raises(AssertionError, match="paid already"):
        amina.pay(message)
    amina.pay(message, again=True)
    assert [one for one in sandbox.call("getUpdates")["result"] if "pre_checkout_query" in one]


def test_paying_needs_a_connection_and_an_invoice(sandbox: Sandbox, amina: Phone) -> None:
    """Offline nothing is paid, nor is a message that asks for no money; an invoice cannot be copied."""
    message = invoiced(sandbox)
    with pytest.raises(AssertionError, match="no invoice"):
        amina.pay(message + 1)
    copied = sandbox.call("copyMessage", chat_id=1001, from_chat_id=1001, message_id=message)
    assert "can't be copied" in copied["description"]
    wrong = sandbox.call("sendMessage", chat_id=1001, text="x", reply_markup=json.loads(json.dumps(PAY)))
    assert "BUTTON_TYPE_INVALID" in wrong["description"]
    amina.offline()
    with pytest.raises(AssertionError, match="needs a connection"):
        amina.pay(message)
