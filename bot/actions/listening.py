"""Listening: messages read aloud, for people who read little; who records them is the operator.

Which messages there are is told in `bot.domain.spoken`; `bot.actions.telling` puts what is recorded beside its message.
"""

from __future__ import annotations

from bot.actions import telling
from bot.domain import spoken
from bot.domain.outcomes.worker import Heard
from bot.domain.people import Who
from bot.storage import Row, Tx

ways = {"always": 1, "key": 0}
"""What stands behind /listen_, and whether recordings come by themselves then."""


def listen(tx: Tx, who: Who, word: str = "") -> Heard:
    """[🔊] or /listen: the message in front of them; /listen_money: that one; /listen_always, /listen_key: from now on."""
    if word in ways:
        tx.run("people.set_aloud", person=who.person, aloud=ways[word])
        return Heard(how=word)
    row = None if word else telling.current(tx, who)
    name = spoken.NAMES.get(type(telling.facts(row)), "") if row is not None else word
    return Heard(telling.spoken_of(tx, who.account, name) if name in spoken.MESSAGES else None)


def add(tx: Tx, language: str, name: str, hash: str, size_bytes: int, seconds: int) -> None:
    """A message is heard in a language from now on; what was recorded of it before is not."""
    assert name in spoken.MESSAGES, f"there is no message {name}"
    about, number = {"language": language, "name": name}, tx.new_id()
    tx.run("spoken.add", **about, id=number, hash=hash, size_bytes=size_bytes, seconds=seconds)
    telling.journal(tx, "operator", "spoken_add", number, **about)


def remove(tx: Tx, language: str, name: str) -> bool:
    """It is not heard any more; was it recorded?"""
    number = tx.value("spoken.number", language=language, name=name)
    if number is None:
        return False
    tx.run("spoken.remove", language=language, name=name)
    telling.journal(tx, "operator", "spoken_remove", number, language=language, name=name)
    return True


def listed(tx: Tx) -> list[Row]:
    """What is recorded: language, name, size_bytes, seconds. A read."""
    return tx.all("spoken.all")
