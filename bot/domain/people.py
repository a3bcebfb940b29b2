"""Who someone is: read from stored state by the account a message came from, never from its content."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Who:
    """An account and the person who works through it now. `book` is all the book knows of them."""

    account: int
    bot: int
    telegram: int
    person: int
    book: int
    language: str
    agreed: bool
    paused: bool
    blocked: bool = False  # they blocked the bot, as far as we know
    data_mode: str = "saver"
    requester: int = 0  # for whom they ask, when that was approved; else 0
    limited: bool = False  # they set limits of their own
    barred: bool = False  # somebody limited what they may work on
    shares: bool = False  # the phone with others of a household
    news: bool = False  # something waits until they are here
