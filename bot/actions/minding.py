"""Minding: hard content of levels 2 and 3 runs only while somebody is named whom people can turn to.

The care contact has a name, answers within a day and is independent of whoever pays (UJIMA_CARE_NAME, UJIMA_CARE_CONTACT).
Without one no such pack starts, goes on or takes rows in, and those that run are paused when the program starts.
"""

from __future__ import annotations

from bot.actions import telling
from bot.domain.limits import Rules
from bot.domain.outcomes.requester import PackUnminded
from bot.domain.refusals.packs import CareContactPays, NoCareContact
from bot.domain.wellbeing import minded_from
from bot.storage import Row, Tx


def minded(pack: Row, rules: Rules) -> None:
    """Raises NoCareContact or CareContactPays where a pack's hard content may not be shown to anybody."""
    if pack["level"] < minded_from:
        return
    if not rules.care_by:
        raise NoCareContact(name=pack["name"])
    if rules.care_by.casefold().split() == pack["requester_name"].casefold().split():
        raise CareContactPays(name=pack["name"], care=rules.care_by)


def levels(tx: Tx, pack: Row) -> tuple[int, int, int]:
    """How many tasks of a pack have hard content of level 1, 2 and 3. A read."""
    if not pack["flagged"]:
        return (0, 0, 0)
    found = {row["level"]: int(row["tasks"]) for row in tx.all("packs.levels", pack=pack["id"])}
    return (found.get(1, 0), found.get(2, 0), found.get(3, 0))


def unminded(tx: Tx, care_by: str) -> list[str]:
    """What the operator should know: packs that wait for a care contact. A read; sentences."""
    if care_by:
        return []
    names = [row["name"] for row in tx.all("packs.hard", level=minded_from)]
    if not names:
        return []
    return [
        f"{', '.join(names)}: hard content of level 2 or 3, and nobody is named whom people can turn to. Set UJIMA_CARE_NAME "
        "and UJIMA_CARE_CONTACT: a person, independent of who pays, who answers within 24 hours."
    ]


def pause_unminded(tx: Tx, care_by: str) -> int:
    """Pauses the packs that run without a care contact, and tells who pays for them; how many."""
    if care_by:
        return 0
    found = [row for row in tx.all("packs.hard", level=minded_from) if row["state"] == "running"]
    for row in found:
        tx.one("packs.lock_pack", pack=row["id"])
        tx.run("packs.set_state", pack=row["id"], state="paused")
        telling.journal(tx, "round", "pack_unminded", row["id"])
        telling.notify_requester(tx, row["requester"], PackUnminded(row["name"]))
    return len(found)
