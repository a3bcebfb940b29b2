"""Helping: what somebody in need can be shown, where they are when they said so, and what operators looked at.

That somebody asked for help is written nowhere (P12): no cause, no journal, nothing due. What is written is the country that
they keep themselves (`/country_KE`), which is a setting like their language, and whatever an operator says of an entry.
The directory itself is `bot.wellbeing`'s and is given.
"""

from __future__ import annotations

from dataclasses import replace

from bot.actions import joining, telling
from bot.actions.depositing import named
from bot.domain import helplines
from bot.domain.helplines import Helplines
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.alarms import AlarmEnded, ShownUnlawful, TakenAway, UnwarnedPaid
from bot.domain.outcomes.hard import Between
from bot.domain.outcomes.worker import SavedElsewhere, Support, SupportWhere
from bot.domain.people import Who
from bot.domain.refusals.helplines import NoSuchCountry, NoSuchHelpline, NotAPost
from bot.storage import Row, Tx
from bot.wellbeing import Check, Directory, Entry, State, finding

post_number_max = 2**31 - 1  # Telegram numbers messages so
language_characters_max = 3


def checks(tx: Tx) -> dict[str, Check]:
    """What operators said of entries, by their keys. A read."""
    return {
        row["key"]: Check(row["state"], row["content"], row["checked_on"], row["checked_by"])
        for row in tx.all("helplines.checks")
    }


def near(tx: Tx, who: Who, directory: Directory) -> Helplines:
    """What this person can be shown, where they said they are: for whatever wants to say it beside something else. A read."""
    row = tx.one("people.where_they_are", bot=who.bot, telegram=who.telegram)
    country = str(row["country"] or "") if row else ""
    return finding.find(directory, checks(tx), tx.now, country=country, language=who.language)


Helped = Between | SavedElsewhere | TakenAway | ShownUnlawful | UnwarnedPaid | AlarmEnded
"""What help may come with."""


def after(tx: Tx, account: int, outcome: Helped, directory: Directory) -> Outcome:
    """What follows hard content, with the lines of help that it comes with. A read: they are stored with nothing."""
    if outcome.after is None or not outcome.after.help:
        return outcome
    lines = near(tx, joining.by_account(tx, account), directory)
    return replace(outcome, after=replace(outcome.after, lines=lines))


def support(
    tx: Tx, bot: int, telegram: int, language: str, directory: Directory, country: str = ""
) -> tuple[str, Support, int]:
    """/support, or /support_KE for one country: the language to say it in, what is said, and the operator's own message.

    `language` is the phone's, for somebody we don't know. The message is 0 where there is none. A read.
    """
    row = tx.one("people.where_they_are", bot=bot, telegram=telegram)
    kept = row["country"] if row else None
    speaks = str(row["language"]) if row else language
    said, wanted = checks(tx), country or kept or helplines.nowhere
    found = finding.find(directory, said, tx.now, country=wanted, language=speaks)
    to_choose = () if found.country else finding.countries(directory, said, tx.now, speaks)
    message = int(tx.value("helplines.post", country=found.country, language=speaks) or 0)
    return speaks, Support(found, kept, to_choose), message


def where(tx: Tx, bot: int, telegram: int, language: str, directory: Directory) -> tuple[str, SupportWhere]:
    """/country: the countries there are, to keep one of them or none. A read."""
    row = tx.one("people.where_they_are", bot=bot, telegram=telegram)
    speaks = str(row["language"]) if row else language
    shown = finding.countries(directory, checks(tx), tx.now, speaks)
    others = tuple(code for code in sorted(directory.countries) if code not in shown)
    return speaks, SupportWhere((*shown, *others), row["country"] if row else None)


def keep(tx: Tx, bot: int, telegram: int, language: str, country: str) -> None:
    """/country_KE, /country_none: where help should be near, until they say something else. Journaled nowhere."""
    person = joining.meet(tx, bot, telegram, language).person
    tx.run("people.set_country", person=person, country=country)


# ---- the operator ---------------------------------------------------------------------------------------


def stands(tx: Tx, directory: Directory, country: str = "") -> tuple[State, ...]:
    """How each entry stands, of one country or of all; "world" for the lists of all countries. Raises NoSuchCountry."""
    entries = directory.entries()
    if country:
        entries = tuple(entry for entry in entries if entry.key.startswith(f"{country}/"))
        if not entries and country not in directory.countries:
            raise NoSuchCountry(written=country)
    return finding.states(entries, checks(tx), tx.now)


def confirm(tx: Tx, directory: Directory, key: str, by: str) -> Entry:
    """Somebody looked at an entry, and it is right: people see it for 180 days. Raises NoSuchHelpline, SayWho."""
    return _looked_at(tx, directory, key, by, "confirmed")


def hide(tx: Tx, directory: Directory, key: str, by: str) -> Entry:
    """Somebody looked at an entry, and nobody is to see it. Raises NoSuchHelpline, SayWho."""
    return _looked_at(tx, directory, key, by, "hidden")


def _looked_at(tx: Tx, directory: Directory, key: str, by: str, state: str) -> Entry:
    entry = next((one for one in directory.entries() if one.key == key), None)
    if entry is None:
        raise NoSuchHelpline(written=key)
    who, number = named(by), int(tx.value("helplines.check_id", key=key) or tx.new_id())
    tx.run("helplines.check", key=key, id=number, state=state, content=entry.content, now=tx.now, by=who)
    telling.journal(tx, "operator", f"help_{state}", number)
    return entry


def posts(tx: Tx) -> list[Row]:
    """The operator's own messages of help: country ("" for all others), language, message, why it was refused. A read."""
    return tx.all("helplines.posts")


def post(tx: Tx, directory: Directory, country: str, language: str, message: int) -> None:
    """A message of the support channel is sent instead of our card to whoever is there and reads that language; 0: no more.

    Raises NoSuchCountry, NotAPost.
    """
    if country and country not in directory.countries:
        raise NoSuchCountry(written=country)
    fits = language.isascii() and language.isalpha() and len(language) <= language_characters_max
    if not fits or not 0 <= message <= post_number_max:
        raise NotAPost()
    if message:
        tx.run("helplines.set_post", country=country, language=language, message=message)
    else:
        tx.run("helplines.drop_post", country=country, language=language)
    telling.journal(tx, "operator", "help_post", message)


def post_refused(tx: Tx, country: str, language: str, why: str) -> bool:
    """The channel's message could not be copied, or ("") could again; True when that is news. Whom it was for is not said."""
    return bool(tx.run("helplines.post_refused", country=country, language=language, why=why))
