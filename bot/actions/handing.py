"""Handing: one phone, up to five people, each with their own name, PIN, consent, work, limits, money and place to be paid at (P12).

Telegram knows one number; behind it is a row of `accounts` for each of them, and one has the phone. Whatever belongs to a
person or an account is never another's: no key, news or payout of one reaches another, and nobody is paid out for another, for
there is no way to. Whoever takes the phone says their name and PIN:

    /household me Amina 4821      the first of them, or a new PIN
    /household add Otieno 7310    somebody else, who then begins as everybody does
    /household Amina 4821         hands the phone over
    /household leave              leaves it for good, as /forget does, with all that is theirs

A wrong PIN is an outcome and no refusal: it counts. The message with the PIN goes from the chat.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from bot.actions import erasing, forgetting, joining, restricting, telling
from bot.actions.depositing import named
from bot.domain import households
from bot.domain.households import folded
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.households import Handed, Household, WrongPin
from bot.domain.people import Who
from bot.domain.refusals.accounts import NoSuchPerson
from bot.storage import Row, Tx

scrypt_n, scrypt_r, scrypt_p = 2**14, 8, 1
"""16 MB and tens of milliseconds: more would hold up whoever writes at the same time, and fewer than ten tries an hour are taken (`households`)."""

salt_bytes = 16


def household(tx: Tx, who: Who, written: str, message: int) -> Outcome:
    """/household and what stands behind it. `message`: the one it came with, which goes if there is a PIN in it."""
    first, _, rest = written.strip().partition(" ")
    verb = first.casefold()
    if verb == "leave" and not rest:
        return forgetting.forget(tx, who, "")
    named = rest if verb in ("me", "add") else written.strip()
    before, _, last = named.rpartition(" ")
    if not before:
        return _shown(tx, who)
    erasing.typed(tx, who.account, message)
    name, pin = households.name_of(before), households.pin_of(last)
    if not name or not pin:
        return _shown(tx, who, "pin" if name else "name")
    if verb == "me":
        return _me(tx, who, name, pin)
    return _add(tx, who, name, pin) if verb == "add" else _switch(tx, who, name, pin)


def _seats(tx: Tx, who: Who) -> list[Row]:
    return tx.all("people.household", account=who.account)


def _own(seats: list[Row], who: Who) -> Row:
    return next(one for one in seats if one["id"] == who.account)


def _named(seats: list[Row], name: str) -> Row | None:
    return next((one for one in seats if one["name"] and folded(one["name"]) == folded(name)), None)


def _shown(tx: Tx, who: Who, note: str = "") -> Household:
    seats = _seats(tx, who)
    return Household(tuple(one["name"] for one in seats if one["name"]), _own(seats, who)["name"], note)


def _me(tx: Tx, who: Who, name: str, pin: str) -> Outcome:
    """Their own name and PIN, also new ones: they have the phone."""
    other = _named(_seats(tx, who), name)
    if other is not None and other["id"] != who.account:
        return _shown(tx, who, "taken")
    _name(tx, who.account, name, pin)
    return _shown(tx, who, "set")


def _name(tx: Tx, account: int, name: str, pin: str) -> None:
    tx.run("people.name_seat", account=account, name=name, pin=_hashed(pin, secrets.token_hex(salt_bytes)))


def _add(tx: Tx, who: Who, name: str, pin: str) -> Outcome:
    """Somebody else on this phone: a new person, who has it at once and is asked what everybody is asked."""
    seats = _seats(tx, who)
    named = [one for one in seats if one["name"]]
    if _named(seats, name) is not None:
        return _shown(tx, who, "taken")
    if len(named) >= households.people_max:
        return _shown(tx, who, "full")
    if not _own(seats, who)["name"]:
        if who.agreed:
            return _shown(tx, who, "first")
        _name(tx, who.account, name, pin)
        return Handed(name, fresh=True)
    empty = tx.value("people.empty_seat", bot=who.bot, telegram=who.telegram)
    account = int(empty) if empty is not None else _seat(tx, who)
    _name(tx, account, name, pin)
    telling.journal(tx, f"person {who.person}", "household_add", who.account)
    _hand_over(tx, who, account)
    return Handed(name, fresh=True)


def _seat(tx: Tx, who: Who) -> int:
    person, account = tx.new_id(), tx.new_id()
    tx.run("people.add_person", person=person, book=secrets.randbits(62), language=who.language, now=tx.now)
    tx.run("people.add_seat", id=account, person=person, account=who.account, now=tx.now)
    telling.journal(tx, f"person {person}", "join", account)
    return account


def _switch(tx: Tx, who: Who, name: str, pin: str) -> Outcome:
    """Somebody of the household says who they are."""
    seats = _seats(tx, who)
    to = _named(seats, name)
    if to is None:
        return _shown(tx, who, "unknown")
    if who.agreed and not _own(seats, who)["name"]:  # else nobody could come back to what is theirs
        return _shown(tx, who, "first")
    if to["pin_until"] > tx.now:
        return WrongPin(to["name"], wait_ms=to["pin_until"] - tx.now)
    if not to["pin"]:  # the operator took a forgotten one away: whoever comes first sets it
        _name(tx, to["id"], to["name"], pin)
    elif not _fits(pin, to["pin"]):
        wrong = to["pin_wrong"] + 1
        wait_ms = households.locked_ms(wrong)
        tx.run("people.pin_wrong", account=to["id"], until=tx.now + wait_ms if wait_ms else 0)
        return WrongPin(to["name"], 0 if wait_ms else households.left(wrong), wait_ms)
    tx.run("people.pin_right", account=to["id"])
    if to["id"] != who.account:
        _hand_over(tx, who, to["id"])
    return Handed(to["name"])


def _hand_over(tx: Tx, who: Who, account: int) -> None:
    """One has the phone and the other not: what was on its way to them waits, and hard content leaves the chat at once."""
    erasing.put_aside(tx, who)
    last = _own(_seats(tx, who), who)["mark"]
    tx.run("people.hold_dues", account=who.account)
    tx.run("people.put_away", account=who.account)
    tx.run("people.take_phone", account=account, mark=last)
    telling.here(tx, account)
    person = joining.by_account(tx, account).person
    telling.journal(tx, f"person {person}", "household_here", account)


def kept_back(tx: Tx, account: int) -> bool:
    """What a round has just told somebody waits until they are here, where another has the phone. True when it does."""
    who = joining.by_account(tx, account)
    here, _ = joining.recognise(tx, who.bot, who.telegram)
    away = here is None or here.account != account
    if away:
        tx.run("people.hold_dues", account=account)
    return away


def free_pin(tx: Tx, about: str, by: str) -> str:
    """An operator (`by`) takes a forgotten PIN away: whoever says the name first on that phone sets a new one. Returns the name.

    Raises NoSuchPerson, also for somebody who is on no phone with others, and SayWho.
    """
    named(by)
    person = restricting.person_of(tx, about)
    for seat in tx.all("people.accounts_of", person=person):
        if seat["name"]:
            tx.run("people.name_seat", account=seat["id"], name=seat["name"], pin="")
            telling.journal(tx, "operator", "household_pin", seat["id"])
            return str(seat["name"])
    raise NoSuchPerson(number=about[:20] or "…")


def on_phone(tx: Tx, about: str) -> list[Row]:
    """Everybody on the phone of a person: person, name, away; nobody where no names were given. A read."""
    own = tx.all("people.accounts_of", person=restricting.person_of(tx, about))
    seats = tx.all("people.household", account=own[0]["id"]) if own else []
    return [one for one in seats if one["name"]]


def _hashed(pin: str, salt: str) -> str:
    found = hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), n=scrypt_n, r=scrypt_r, p=scrypt_p)
    return f"{salt}${found.hex()}"


def _fits(pin: str, kept: str) -> bool:
    return hmac.compare_digest(_hashed(pin, kept.partition("$")[0]), kept)
