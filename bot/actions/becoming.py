"""Becoming: a requester tells what became of the work, to all who did it (P11).

A person looks at the words first, for they go to many. Then a round tells everybody who answered in the pack, some at a time,
each once: where it stopped stands in the same row that the notices are written beside. It is news nobody asked for, so it
waits for each until they are here.
"""

from __future__ import annotations

from bot.actions import publishing, showing, telling
from bot.domain import limits
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.voices import Became, BecameHow, BecameList, BecameSent
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.domain.refusals.packs import WrongPackState
from bot.domain.refusals.voices import BecameWaits, NoSuchNews, NotALink, NothingSaid
from bot.domain.said import from_command, https, said
from bot.storage import Row, Tx

told_per_step = 200
shown_most = 10


def became(tx: Tx, who: Who, word: str) -> Outcome:
    """/became: what became of the packs they worked in. /became_streets and words: a requester's own telling."""
    if not word:
        rows = tx.all("becoming.of_person", person=who.person, most=shown_most)
        return BecameList(tuple(_news(row) for row in rows))
    if not who.requester:
        return NotUnderstood(current=telling.current_mark(tx, who))
    name, _, words = word.partition(" ")
    name = from_command(name)
    pack = publishing.owned(tx, who.requester, name)
    words, link = _link(words)
    if not words.strip():
        return BecameHow(name=name)
    tell(tx, pack, words, link)
    return BecameSent(name=name)


def became_by_desk(tx: Tx, name: str, words: str, link: str) -> None:
    """The same by the command line, for whoever the pack is of."""
    tell(tx, publishing.named(tx, name), words, link)


def _link(words: str) -> tuple[str, str]:
    """The words, and the https address that stands at their end, if one does, behind a space or on its own line."""
    *before, last = words.rsplit(maxsplit=1) or [""]
    return ("".join(before), last) if last.startswith("https://") else (words, "")


def tell(tx: Tx, pack: Row, words: str, link: str) -> None:
    """What became of a pack waits for a person to look at it.

    Raises TooLong, NothingSaid, NotALink, BecameWaits, WrongPackState.
    """
    tx.one("packs.lock_pack", pack=pack["id"])
    kept = said(words, limits.became_characters_max)
    if not kept:
        raise NothingSaid
    if pack["launched_at"] is None:
        raise WrongPackState(name=pack["name"], state=pack["state"])
    if link and https(link) is None:
        raise NotALink(link=link[: limits.link_characters_max])
    if tx.one("becoming.going", pack=pack["id"]) is not None:
        raise BecameWaits(name=pack["name"])
    news = tx.new_id()
    tx.run("becoming.add", id=news, pack=pack["id"], words=kept, link=link, now=tx.now)
    telling.journal(tx, f"requester {pack['requester']}", "became", pack["id"])


def looked(tx: Tx, news: int, yes: bool) -> str:
    """A person has looked: it goes to all who worked there, or to nobody. Returns the pack's name."""
    row = tx.one("becoming.waiting_one", id=news)
    if row is None or not tx.run(
        "becoming.looked", id=news, state="telling" if yes else "declined", now=tx.now
    ):
        raise NoSuchNews(number=news)
    telling.journal(tx, "operator", "became_look", row["pack"], yes=int(yes))
    return str(row["name"])


def tell_some(tx: Tx) -> int:
    """Some people more are told of the oldest news that is going out. Returns how many; 0 when nothing goes out."""
    row = tx.one("becoming.telling")
    if row is None:
        return 0
    people = tx.all("becoming.people", pack=row["pack"], after=row["position"], most=told_per_step)
    news = _news(row)
    for one in people:
        telling.notify_person(tx, one["person"], news, topic=f"became {row['id']}", unasked=True)
    over = len(people) < told_per_step
    tx.run(
        "becoming.told",
        id=row["id"],
        state="told" if over else "telling",
        position=people[-1]["person"] if people else row["position"],
        more=len(people),
    )
    return len(people)


def _news(row: Row) -> Became:
    form = showing.form_of(row)
    return Became(asks=form.asks, title=form.title, words=row["words"], link=row["link"])
