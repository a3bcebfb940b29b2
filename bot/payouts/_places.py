"""Where people can be paid: numbers of telephones, e-mail addresses, bank accounts, as they are written by hand.

A number is kept as E.164 (ITU-T E.164: "+", country code, at most 15 digits in all), an account as an IBAN whose
check digits agree (ISO 13616, modulo 97), an address in small letters. What is shown of any of them is its end or
its edges, never the whole.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bot.digits import latin_digits
from bot.payouts import Destination

written_characters_max: Final = 120
digits_max: Final = 15
digits_min: Final = 8
shown_digits: Final = 3
mail_characters_max: Final = 127
"""Of a receiver's address, as PayPal takes it (payments.payouts-batch, payout item)."""

kenya: Final = "+254"
_kenyan_mobile = re.compile(
    r"\+254(7\d{8}|1\d{8})", re.ASCII
)  # 07… and 01…: the numbering plan of Kenya's regulator
_between = re.compile(r"[\s().\-/\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_mail = re.compile(
    r"[a-z0-9](?:[a-z0-9._%+-]{0,62}[a-z0-9_%+-])?@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
_iban = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)


def phone(written: str, home: str = "") -> Destination | None:
    """A number with its country, in any script's digits, with or without spaces and signs between them.

    `home` is the country code ("+254") of numbers that are written without one. None: no number of a telephone.
    """
    found = _plain(written)
    if found.startswith("00"):
        found = f"+{found[2:]}"
    elif home and found.startswith("0"):
        found = home + found[1:]
    elif home and found.startswith(home[1:]):
        found = f"+{found}"
    digits = found[1:]
    if not (found.startswith("+") and digits.isascii() and digits.isdecimal() and digits[0] != "0"):
        return None
    if not digits_min <= len(digits) <= digits_max or not _well_formed(found):
        return None
    return Destination(found, _end(found))


def _well_formed(number: str) -> bool:
    """Of the one country whose plan is known here; other countries' numbers are for their providers to know."""
    return not number.startswith(kenya) or bool(_kenyan_mobile.fullmatch(number))


def mail(written: str) -> Destination | None:
    """An e-mail address, strictly but simply: what a person's mailbox looks like. None: it is none."""
    found = _clean(written).strip().lower()
    if len(found) > mail_characters_max or ".." in found or not _mail.fullmatch(found):
        return None
    name, _, domain = found.partition("@")
    return Destination(found, f"{name[0]}···@{domain}")


def account(written: str) -> Destination | None:
    """A bank account as an IBAN whose check digits agree. None: it is none."""
    found = _plain(written).upper()
    if not _iban.fullmatch(found):
        return None
    turned = "".join(str(int(sign, 36)) for sign in found[4:] + found[:4])
    return Destination(found, _end(found)) if int(turned) % 97 == 1 else None


def _plain(written: str) -> str:
    """Without what people put between digits, and digits of every script as 0–9."""
    return latin_digits(_between.sub("", _clean(written)))


def _clean(written: str) -> str:
    """One form for signs that look alike; longer than any place is nothing."""
    return unicodedata.normalize("NFKC", written) if len(written) <= written_characters_max else ""


def _end(place: str) -> str:
    return f"···{place[-shown_digits:]}"
