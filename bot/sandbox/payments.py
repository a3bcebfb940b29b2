"""Paying on a phone: an invoice, the bot's last word before the money moves, and the message that it has moved.

No money is real and no card is asked for. The order is Telegram's: a press on Pay → a `pre_checkout_query` that the bot
answers within ten seconds, or the payment fails on the phone → a message with `successful_payment`. Stars are not played.
"""

import re
from dataclasses import replace
from typing import Any

from bot.sandbox import line, shown, wire
from bot.sandbox.accounts import Device
from bot.sandbox.chats import Bot, Chat, Checkout, Message, update_kept_ms_max
from bot.sandbox.methods import STALE, send, sendable
from bot.sandbox.refused import Impossible, Refused
from bot.sandbox.table import Fields, method
from bot.sandbox.world import World

title_units_max = 32
description_units_max = 255
payload_bytes_max = 128
checkout_kept_ms_max = 150_000
checkout_answer_s_max = 10
checkouts_max = 10_000
# Digits after the point (ISO 4217), by currency; a few of Telegram's, enough to meet zero and two digits.
CURRENCIES = {
    "USD": 2,
    "EUR": 2,
    "GBP": 2,
    "KES": 2,
    "UGX": 0,
    "TZS": 2,
    "NGN": 2,
    "INR": 2,
    "BDT": 2,
    "PHP": 2,
    "IDR": 2,
    "JPY": 0,
}
# Telegram takes payments worth 1 to 10,000 US dollars; only the dollar's own bounds are held here.
BOUNDS = {"USD": (100, 1_000_000)}
PROVIDER = re.compile(r"[0-9]+:(TEST|LIVE):\S+")
SILENT = "The bot did not answer in time. You were not charged."
DECLINED = "Your card was declined. You were not charged."


@method("sendInvoice")
def send_invoice(world: World, bot: Bot, given: Fields) -> Any:
    """Ask for money: a message with a Pay button that shows the sum of the prices."""
    if len(given["title"]) > title_units_max:
        raise Refused("INVOICE_TITLE_INVALID: a title has 1 to 32 characters")
    if len(given["description"]) > description_units_max:
        raise Refused("INVOICE_DESCRIPTION_INVALID: a description has 1 to 255 characters")
    if len(given["payload"].encode("utf-8")) > payload_bytes_max:
        raise Refused("INVOICE_PAYLOAD_INVALID")
    sendable(world, bot, given)
    rows = (given.get("reply_markup") or {}).get("inline_keyboard", [])
    if rows and not rows[0][0].get("pay"):
        raise Refused("REPLY_MARKUP_BUY_EMPTY")
    invoice = {
        "title": given["title"],
        "description": given["description"],
        "start_parameter": given.get("start_parameter", ""),
        "currency": given["currency"],
        "total_amount": _total(given),
        "payload": given["payload"],
        "state": "open",
        "said": None,
    }
    return send(world, bot, given, invoice=invoice)


def _total(given: Fields) -> int:
    """The sum of the prices in the currency's smallest unit; raises Refused."""
    currency = given["currency"]
    if currency == "XTR":
        raise Refused("the sandbox plays no Stars (Telegram does, with an empty provider_token)")
    if currency not in CURRENCIES:
        raise Refused("CURRENCY_INVALID")
    if not PROVIDER.fullmatch(given.get("provider_token", "")):
        raise Refused("PAYMENT_PROVIDER_INVALID")
    prices = given["prices"]
    if not prices or any(not price["label"].strip() for price in prices):
        raise Refused("there must be at least one price" if not prices else "price label must be non-empty")
    total: int = sum(price["amount"] for price in prices)
    least, most = BOUNDS.get(currency, (1, 10**11))
    if not least <= total <= most:
        raise Refused("CURRENCY_TOTAL_AMOUNT_INVALID")
    return total


@method("answerPreCheckoutQuery")
def answer_pre_checkout_query(world: World, bot: Bot, given: Fields) -> Any:
    """The bot's last word: with `ok` the money moves, otherwise its sentence is shown on the phone."""
    if not given["ok"] and "error_message" not in given:
        raise Refused('parameter "error_message" is required')
    give_up(world)
    checkout = bot.checkouts.pop(given["pre_checkout_query_id"], None)
    if checkout is None:
        raise Refused(STALE)
    chat = world.chat(bot.id, checkout.account_id)
    if not given["ok"]:
        _tell(world, chat, checkout, "open", given["error_message"])
    elif checkout.declined:
        _tell(world, chat, checkout, "open", DECLINED)
    else:
        _paid(world, bot, chat, checkout)
    return True


def pay(
    world: World,
    device: Device,
    bot: Bot | None,
    message_id: int,
    *,
    declined: bool = False,
    again: bool = False,
) -> None:
    """Press Pay under an invoice: the bot is asked. `declined` lets the provider refuse after the bot's yes; `again` pays
    an invoice that is paid already, as a phone can that has not heard of it yet.
    """
    if bot is None or not device.online:
        raise Impossible("paying needs a connection")
    chat = world.chat(bot.id, device.account_id)
    message = chat.messages.get(message_id)
    if message is None or message.invoice is None:
        raise Impossible(f"there is no invoice {message_id} on this phone", 404)
    if chat.blocked:
        raise Impossible("the bot is blocked on this phone; unblock it first")
    waits = any(
        one.message_id == message_id and one.account_id == chat.account_id for one in bot.checkouts.values()
    )
    if (waits or message.invoice["state"] == "paid") and not again:
        raise Impossible("this invoice is being paid or paid already")
    number = f"{bot.id}{bot.next_press:010d}"
    bot.next_press += 1
    checkout = Checkout(device.account_id, message_id, world.clock.now_ms(), declined)
    bot.checkouts[number] = checkout
    if len(bot.checkouts) > checkouts_max:
        del bot.checkouts[next(iter(bot.checkouts))]
    content = {
        "id": number,
        "from": world.accounts[device.account_id].user(),
        "currency": message.invoice["currency"],
        "total_amount": message.invoice["total_amount"],
        "invoice_payload": message.invoice["payload"],
    }
    device.count(wire.paying())
    world.device_changed(device)
    _tell(world, chat, checkout, "paying", None)
    world.queue(bot, "pre_checkout_query", content, checkout_kept_ms_max)


def give_up(world: World) -> None:
    """Payments whose bot has been silent for ten seconds fail on their phones."""
    oldest = world.clock.now_ms() - checkout_answer_s_max * 1000
    for bot in world.bots.values():
        for number, checkout in list(bot.checkouts.items()):
            if checkout.at_ms <= oldest:
                del bot.checkouts[number]
                _tell(world, world.chat(bot.id, checkout.account_id), checkout, "open", SILENT)


def _tell(world: World, chat: Chat, checkout: Checkout, state: str, said: str | None) -> None:
    """Show on the phones how an invoice stands; one that was paid by another press stays paid."""
    message = chat.messages.get(checkout.message_id)
    if message is not None and message.invoice is not None:
        state = "paid" if message.invoice["state"] == "paid" else state
        world.put(chat, replace(message, invoice={**message.invoice, "state": state, "said": said}))


def _paid(world: World, bot: Bot, chat: Chat, checkout: Checkout) -> None:
    """The money has moved: the invoice is paid, and the bot gets the message that says so."""
    message = chat.messages.get(checkout.message_id)
    if message is None or message.invoice is None:
        return
    _tell(world, chat, checkout, "paid", None)
    number = bot.next_message
    payment = {
        "currency": message.invoice["currency"],
        "total_amount": message.invoice["total_amount"],
        "invoice_payload": message.invoice["payload"],
        "telegram_payment_charge_id": f"{bot.id}_{chat.account_id}_{number}",
        "provider_payment_charge_id": f"ch_{bot.id}{number:010d}",
    }
    paid = Message(number, world.clock.now_s(), "me", payment=payment)
    bot.next_message += 1
    world.bot_changed(bot)
    world.put(chat, paid)
    account = world.accounts[chat.account_id]
    world.queue(bot, "message", shown.to_bot(paid, bot, account, world.files, chat), update_kept_ms_max)
    line.arrive(world, chat, paid)
