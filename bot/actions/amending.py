"""Amending: the installation's own rules in numbered versions, announced two weeks before they bind (docs/voice.md).

Beside them stand the program's own numbers on /rules. A version that is announced can be withdrawn until it binds; one that
binds is changed by the next. All are kept, and anybody reads them: /rules_3.
"""

from __future__ import annotations

import json
from itertools import pairwise

from bot.actions import telling
from bot.domain import amendments
from bot.domain.outcomes.amendments import Terms, TermsNews
from bot.domain.outcomes.worker import Rules
from bot.domain.people import Who
from bot.domain.refusals.amendments import NoSuchRules, RulesBefore, RulesBind, RulesTooSoon
from bot.storage import Row, Tx

told_per_step = 50


def page(tx: Tx, who: Who, word: str = "") -> Rules | Terms:
    """/rules: the program's numbers, and which version binds and which comes; /rules_3: that version. Raises NoSuchRules."""
    found = listed(tx)
    if not word:
        binds = next((one for one in found if one.state == "binds"), None)
        comes = next((one for one in reversed(found) if one.state == "comes"), None)
        return Rules(
            number=binds.number if binds else 0,
            since=binds.since if binds else 0,
            coming=comes.number if comes else 0,
            coming_at=comes.since if comes else 0,
        )
    for one in found:
        if str(one.number) == word.strip():
            return one
    raise NoSuchRules(number=word[:10])


def listed(tx: Tx) -> list[Terms]:
    """Every version there is or was, the newest first. A read."""
    rows = tx.all("amendments.all")
    standing = [row for row in rows if row["withdrawn_at"] is None]
    until = {one["id"]: other["from_at"] for one, other in pairwise(standing)}
    return [_told(row, until.get(row["id"], 0), tx.now) for row in reversed(rows)]


def _told(row: Row, until: int, now: int) -> Terms:
    if row["withdrawn_at"] is not None:
        state = "withdrawn"
    elif row["from_at"] > now:
        state = "comes"
    else:
        state = "bound" if until and until <= now else "binds"
    return Terms(row["number"], json.loads(row["texts"]), state, row["from_at"], until)


# ---- the operator ----------------------------------------------------------------------------------------


def add(tx: Tx, texts: dict[str, str], from_at: int = 0) -> tuple[int, int]:
    """A version, announced now; 0: it binds as soon as it may. Returns its number and since when it binds.

    The first one binds at once where nobody has agreed to anything yet. Raises RulesTooSoon, RulesBefore.
    """
    tx.one("amendments.one_at_a_time")
    rows = tx.all("amendments.all")
    fresh = not rows and tx.one("amendments.anybody") is None
    earliest = tx.now if fresh else amendments.earliest(tx.now)
    if from_at and from_at < earliest and not fresh:
        raise RulesTooSoon(earliest=amendments.told(earliest))
    since = max(from_at, earliest)
    before = max(rows, key=lambda row: (row["withdrawn_at"] is None, row["from_at"]), default=None)
    if before is not None and before["withdrawn_at"] is None and since <= before["from_at"]:
        raise RulesBefore(number=before["number"], day=amendments.told(before["from_at"]))
    made, number = tx.new_id(), len(rows) + 1
    kept = json.dumps(texts, ensure_ascii=False)
    tx.run(
        "amendments.add",
        id=made,
        number=number,
        texts=kept,
        from_at=since,
        now=tx.now,
        telling=int(not fresh),
    )
    telling.journal(tx, "operator", "rules_add", made, number=number, from_at=since)
    return number, since


def withdraw(tx: Tx, number: int) -> None:
    """What was announced does not come; those who were told hear so. Raises NoSuchRules, RulesBind."""
    tx.one("amendments.one_at_a_time")
    row = next((one for one in tx.all("amendments.all") if one["number"] == number), None)
    if row is None:
        raise NoSuchRules(number=number)
    if row["withdrawn_at"] is not None or row["from_at"] <= tx.now:
        raise RulesBind(number=number)
    tx.run("amendments.withdraw", id=row["id"], now=tx.now)
    telling.journal(tx, "operator", "rules_withdraw", row["id"], number=number)


def tell_some(tx: Tx) -> int:
    """Some more of those who are here hear of a version. Returns how many. It waits for their morning."""
    row = tx.one("amendments.telling")
    if row is None:
        return 0
    since = tx.now - amendments.active_ms
    people = tx.all("amendments.active", after=row["position"], since=since, most=told_per_step)
    news = TermsNews(row["number"], row["from_at"], row["withdrawn_at"] is not None)
    for one in people:
        telling.notify_person(tx, one["id"], news, topic=f"rules {row['number']}", unasked=True)
    last = people[-1]["id"] if people else row["position"]
    going = len(people) == told_per_step
    tx.run("amendments.told", id=row["id"], telling=int(going), position=last)
    return len(people)
