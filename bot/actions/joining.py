"""Joining: who someone is, what they agreed to, which language they read."""

from __future__ import annotations

import secrets
from dataclasses import replace

from bot.actions import serving, telling
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import About, Languages, Official, Welcome
from bot.domain.people import Who
from bot.storage import Row, Tx

task_bytes_about = 10_000  # what the first message says a task costs; a pack's own figure stands in its offer


def recognise(tx: Tx, bot: int, telegram: int, mark: str = "") -> tuple[Who | None, Row | None]:
    """The person behind an account, and the question that a mark of theirs stands for. A read."""
    row = tx.one("people.account", bot=bot, telegram=telegram)
    if row is None:
        return None, None
    question = tx.one("telling.question", account=row["id"], mark=mark) if mark else None
    return _who(row), question


def by_account(tx: Tx, account: int) -> Who:
    """The person behind an account we know. A read."""
    row = tx.one("people.account_by_id", account=account)
    assert row is not None, f"account {account} is gone"
    return _who(row)


def _who(row: Row) -> Who:
    return Who(
        account=row["id"],
        bot=row["bot"],
        telegram=row["telegram"],
        person=row["person"],
        book=row["book"],
        language=row["language"],
        agreed=bool(row["consent"]),
        paused=row["paused_at"] is not None,
        blocked=row["blocked_at"] is not None,
        data_mode=row["data_mode"],
        requester=row["requester"],
        limited=bool(row["limited"]),
        barred=bool(row["barred"]),
        shares=bool(row["shares"]),
        news=bool(row["news"]),
    )


def meet(tx: Tx, bot: int, telegram: int, language: str) -> Who:
    """Makes a person and their account, or finds the account somebody else's update just made."""
    found, _ = recognise(tx, bot, telegram)
    if found is not None:
        return found
    empty = tx.value("people.empty_seat", bot=bot, telegram=telegram)
    if empty is not None:  # whoever had the phone is gone; the others come back by their names
        tx.run("people.take_phone", account=empty, mark="")
        return by_account(tx, empty)
    person, account = tx.new_id(), tx.new_id()
    tx.run("people.add_person", person=person, book=secrets.randbits(62), language=language, now=tx.now)
    if tx.run("people.add_account", account=account, bot=bot, telegram=telegram, person=person, now=tx.now):
        telling.journal(tx, f"person {person}", "join", account)
    else:
        tx.run("people.remove_person", person=person)
    found, _ = recognise(tx, bot, telegram)
    assert found is not None
    return found


def welcome(tx: Tx, who: Who, rules: Rules, languages: tuple[str, ...], name: str = "") -> Outcome:
    """/start: what this is, to somebody new; the work itself to somebody who agreed already."""
    if who.agreed:
        return serving.work(tx, who, rules)
    return telling.ask(tx, who, Welcome(languages=languages, task_bytes=task_bytes_about, name=name))


def too_early(tx: Tx, who: Who, rules: Rules, languages: tuple[str, ...], name: str = "") -> Outcome:
    """Whatever somebody wrote before [Start]: what this is; once that was told, one line with the same keys."""
    row = telling.current(tx, who)
    told = telling.facts(row) if row is not None else None
    if isinstance(told, Welcome):
        return telling.ask_again(tx, who, replace(told, again=True))
    return welcome(tx, who, rules, languages, name)


def agree(tx: Tx, who: Who, rules: Rules) -> Outcome:
    """[Start]: consent, with its version and time; then the first offer."""
    tx.run("people.agree", person=who.person, version=rules.consent_version, now=tx.now)
    tx.run("people.note_consent", person=who.person, version=rules.consent_version, now=tx.now)
    telling.journal(tx, f"person {who.person}", "agree", who.person, version=rules.consent_version)
    return serving.work(tx, who, rules)


def choose_language(tx: Tx, who: Who, languages: tuple[str, ...]) -> Outcome:
    """/language: the languages there are."""
    return telling.ask(tx, who, Languages(languages=languages))


def speak(tx: Tx, who: Who, rules: Rules, language: str, languages: tuple[str, ...]) -> Outcome:
    """A language was chosen: what was open is shown again in it."""
    tx.run("people.set_language", person=who.person, language=language)
    own = by_account(tx, who.account)
    if not own.agreed:
        return telling.ask(tx, own, Welcome(languages=languages, task_bytes=task_bytes_about))
    if _is_menu(tx, own):
        telling.settle(tx, own, telling.current_mark(tx, own), "language")
    return serving.work(tx, own, rules)


def _is_menu(tx: Tx, who: Who) -> bool:
    row = telling.current(tx, who)
    return row is not None and isinstance(telling.facts(row), Languages)


def about(tx: Tx, who: Who) -> Outcome:
    """/about: who runs this."""
    return About()


def official(tx: Tx, who: Who) -> Outcome:
    """/official: how to tell us from whoever says that they are us."""
    return Official()


def blocked(tx: Tx, who: Who) -> None:
    """They blocked the bot: nothing is sent; the account and its money stay."""
    tx.run("people.set_blocked", account=who.account, now=tx.now)


def unblocked(tx: Tx, who: Who) -> None:
    """They let us in again: what is due is shown."""
    tx.run("people.set_unblocked", account=who.account)
