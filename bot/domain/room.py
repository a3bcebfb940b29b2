"""The workers' room: pseudonyms, and what its messages may hold. Pure; docs/voice.md tells it to everybody.

Whoever works here may speak there of everything, pay among it; what leads out of the house to a person (a number, a name at a
service, an address) is kindly refused, so that nobody is drawn away from where they have a name of their own choosing. It is no
wall: who spells a number out in words is not stopped.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

from bot.digits import latin_digits
from bot.domain import limits

Lead = Literal["number", "name", "link"]

characters_max = 500
page_messages = 10  # the newest, as one pulls them
daily_most = 30  # messages of one person in a day's time
hidden_reports = 3  # so many people reported it: nobody sees it until somebody neutral has looked
digest_every_ms = limits.day
phone_digits_least = 7
draws_most = 20  # of a pseudonym; then it gets a number

COLOURS: Final = (
    "Amber", "Azure", "Bronze", "Cherry", "Clay", "Coal", "Coral", "Copper", "Dawn", "Ember", "Fern", "Golden", "Grey", "Green",
    "Hazel", "Honey", "Indigo", "Ivory", "Jade", "Lemon", "Lilac", "Lime", "Mint", "Misty", "Moss", "Olive", "Orange", "Pearl",
    "Plum", "Purple", "Red", "Ruby", "Russet", "Sand", "Silver", "Slate", "Snow", "Teal", "Violet", "White",
)  # fmt: skip
ANIMALS: Final = (
    "Ant", "Antelope", "Badger", "Bat", "Bee", "Beetle", "Buffalo", "Butterfly", "Camel", "Cat", "Crane", "Cricket", "Crow", "Deer",
    "Dolphin", "Donkey", "Dove", "Dragonfly", "Duck", "Eagle", "Elephant", "Falcon", "Finch", "Firefly", "Flamingo", "Fox", "Frog",
    "Gazelle", "Gecko", "Giraffe", "Goat", "Goose", "Hare", "Heron", "Hippo", "Ibis", "Jackal", "Kingfisher", "Lark", "Lion", "Lizard",
    "Moth", "Mouse", "Okapi", "Oryx", "Otter", "Owl", "Parrot", "Pelican", "Pigeon", "Quail", "Rabbit", "Robin", "Seal", "Sparrow",
    "Spider", "Stork", "Swallow", "Swan", "Tortoise", "Turtle", "Weaver", "Whale", "Zebra",
)  # fmt: skip

_amount = re.compile(r"(?<![\d.,])\d{1,4}[.,]\d{1,2}(?!\d|[.,]\d)|\b\d{4}-\d\d-\d\d\b")
_number = re.compile(rf"\d(?:[\s().,·_+/\-]{{0,3}}\d){{{phone_digits_least - 1},}}")
_unseen = re.compile(
    "[\ufe0e\ufe0f\u20e3\u200b-\u200f\u2060\u00ad]"
)  # beside a digit it shows a key, or nothing
_name = re.compile(r"@\s?[a-z0-9_]", re.IGNORECASE)
_link = re.compile(
    r"://|\bwww\.|\b[a-z0-9-]+\.(?:com|org|net|me|io|co|ke|ng|za|tz|ug|info|biz|app|link|ly|ru|cn|xyz|site|online|shop|top|dev)\b",
    re.IGNORECASE,
)


def name(drawn: int) -> str:
    """A pseudonym by a number from 0 to `names`; one that is taken is drawn anew.

    >>> name(0), name(names - 1)
    ('Amber Ant', 'White Zebra')
    """
    colour, animal = divmod(drawn, len(ANIMALS))
    return f"{COLOURS[colour]} {ANIMALS[animal]}"


names = len(COLOURS) * len(ANIMALS)


def leads_out(text: str) -> Lead | None:
    """What in a message would lead to a person outside of the house; None for nothing. Sums and dates are no phone numbers.

    >>> leads_out("Call 0712 345 456"), leads_out("٠٧١٢٣٤٥٤٥٦"), leads_out("It paid 0.04, then 0.05 and 12.50")
    ('number', 'number', None)
    >>> leads_out("0712,345,456"), leads_out("0712_345_456"), leads_out("0️⃣7️⃣1️⃣2️⃣3️⃣4️⃣5️⃣"), leads_out("12 345.50, then 0.04")
    ('number', 'number', 'number', None)
    >>> leads_out("I am @amina"), leads_out("see t.me/amina"), leads_out("Since 2026-11-22 it is slow. Is it?")
    ('name', 'link', None)
    """
    plain = _unseen.sub("", latin_digits(unicodedata.normalize("NFKC", text)))
    if _link.search(plain):
        return "link"
    if _name.search(plain):
        return "name"
    return "number" if _number.search(_amount.sub("x", plain)) else None
