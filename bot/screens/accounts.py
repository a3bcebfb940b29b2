"""Accounts: limits that somebody set on what a person may work on, said plainly, with the way to say no."""

from __future__ import annotations

from bot.domain import cases
from bot.domain.outcomes.accounts import AccountLimited, Barred, LimitEnded, LimitHolds
from bot.screen import Key, Screen, cut
from bot.screens import findings
from bot.screens.words import Installation, Shown, joined, saved_line, undo_line, you_have
from bot.texts import Translator

words_utf16_max = 500


def reason(name: str, t: Translator) -> str:
    """Why, as a sentence; "" for none of the list."""
    return {
        "copied": t("Many answers are the same as those of another account."),
        "passed_on": t("Somebody else works with this account."),
        "chance": t("Questions with a known answer are missed as often as by guessing."),
        "harm": t("Something written here does harm to others."),
        "rules": t("Something here is against the rules."),
    }.get(name, "")


def _words(words: str, t: Translator) -> str:
    return t("“{text}”", text=cut(words, words_utf16_max)) if words else ""


def limited(facts: AccountLimited, t: Translator, house: Installation) -> Screen:
    """What can't be worked on, until when and why; that money stays; how to say no."""
    until = t.date(facts.until)
    said = t(
        "Somebody looked at your work: nothing of {name} comes to you until {date}.",
        name=facts.name,
        date=until,
    )
    if facts.scope == "all":
        said = t("Somebody looked at your work: no new work comes to you until {date}.", date=until)
    return Screen(
        joined(
            said,
            joined(reason(facts.reason, t), _words(facts.why, t)),
            t("What you have is yours, and /money pays it out as always."),
            t(
                "Is this not right? /appeal_{code}, with your words behind it if you like: somebody else looks within {span}, or "
                "it ends.",
                code=facts.code,
                span=t.span(cases.ruling_ms),
            ),
        )
    )


def ended(facts: LimitEnded, t: Translator, house: Installation) -> Screen:
    """It is over, and how."""
    said = {
        "time": t("Your limit {code} is over. /tasks brings work.", code=facts.code),
        "lifted": t("Your limit {code} was lifted. /tasks brings work.", code=facts.code),
        "appeal": t(
            "Somebody else looked: your limit {code} is lifted. /tasks brings work.", code=facts.code
        ),
        "overdue": t(
            "Nobody looked at your limit {code} in time, so it is lifted. /tasks brings work.",
            code=facts.code,
        ),
    }[facts.how]
    return Screen(joined(said, findings.reason(facts.reason, t), _words(facts.why, t)))


def holds(facts: LimitHolds, t: Translator, house: Installation) -> Screen:
    """Somebody else found the same."""
    return Screen(
        joined(
            t(
                "Somebody else looked: your limit {code} stays until {date}.",
                code=facts.code,
                date=t.date(facts.until),
            ),
            findings.reason(facts.reason, t),
            _words(facts.why, t),
            t("What you have is yours, and /money pays it out as always."),
        )
    )


def barred(facts: Barred, t: Translator, house: Installation) -> Screen:
    """No new work until a time; money stands beside it."""
    told = t(
        "No new work comes to you until {date}, for somebody limited it. Not right? /appeal_{code}",
        date=t.date(facts.until),
        code=facts.code,
    )
    have = "" if facts.saved else you_have(facts.balance, t)
    text = joined(saved_line(facts.saved, t), told, reason(facts.reason, t), have, undo_line(facts.saved, t))
    rows = ((Key(t.label("Money"), "money"), Key(t.label("Help"), "help")),)
    return Screen(text, keyboard=rows, mark=facts.mark)


SCREENS: Shown = {AccountLimited: limited, LimitEnded: ended, LimitHolds: holds, Barred: barred}
