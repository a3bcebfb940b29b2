"""A pack's way from its folder to its end: brought in, looked at, launched, paused, closed; and what became of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot import ledger
from bot.actions import (
    admitting,
    becoming,
    minding,
    piloting,
    publishing,
    queueing,
    renewing,
    repricing,
    reselling,
    showing,
)
from bot.desk.words import Said, Verbs, amount_of, begun, said
from bot.domain.refusals.claims import NoNeutralPerson
from bot.money import plain
from bot.screens import operator
from bot.storage import Row, Tx

if TYPE_CHECKING:
    from bot.desk import Desk

looked_at = (  # fields of pack.toml that people read or that decide what becomes of their answers
    *("title", "question", "instruction", "settings", "examples", "asks", "on_behalf_of"),
    *("trains", "use", "afterwards", "licence", "resale_share", "people", "flags"),
)


async def add(desk: Desk, path: str, requester: str, skip_invalid: str = "") -> Said:
    """Brings a pack in, as a job; says which."""
    admitting.one_line(requester)
    given = {"path": path, "requester": requester, "skip_invalid": bool(skip_invalid)}
    return await begun(desk, "import", given)


async def clone(desk: Desk, name: str, new: str) -> Said:
    """Copies a pack under a new name, as a job; says which."""
    await desk.house.database.read(publishing.named, name)
    return await begun(desk, queueing.clone_job, {"name": name, "new": new})


async def reprice(desk: Desk, name: str, price: str) -> Said:
    """Copies what a pilot has left under a new name and price, as a job, and closes it; says which."""
    row = await desk.house.database.read(publishing.named, name)
    asked = await desk.house.database.read(repricing.plan, row, desk.house.rules, amount_of(price))
    return await begun(desk, queueing.clone_job, repricing.job_of(asked))


async def see(desk: Desk, name: str) -> Said:
    """What a pack that waits shows to people, why it waits, and its quote."""
    return {"lines": await desk.house.database.read(partial(_seen, desk, name=name)), "ok": True}


def _seen(desk: Desk, tx: Tx, name: str) -> list[str]:
    row = publishing.named(tx, name)
    form = showing.form_of(row).model_dump(mode="json", include=set(looked_at))
    form["flags"] = [
        f"{name} {one['level']}: {' · '.join(one['says'].values())}" for name, one in form["flags"].items()
    ]
    rows = tx.all("packs.first_tasks", pack=row["id"], most=operator.packs.rows_looked_at)
    lines = operator.packs.looked_at({one: form[one] for one in looked_at}, rows, row["filled"])
    waits = [f"`ujima pack look {name} --yes` says that you have looked."] if row["waits"] else []
    return [*lines, *_shown(desk, tx, name), *waits]


async def look(desk: Desk, name: str) -> Said:
    """Somebody has looked at a pack that waited for it."""
    reasons = await desk.house.database.write(publishing.looked, name)
    state = (await desk.house.database.read(publishing.named, name))["state"]
    done = "can be launched" if state == "draft" else "what is new to it can be added"
    return {"lines": [*reasons, f"{name} has been looked at and {done}."], "ok": True}


async def listed(desk: Desk) -> Said:
    """All packs."""
    rows = await desk.house.database.read(lambda tx: tx.all("packs.packs"))
    return {"lines": operator.packs.listed(rows), "ok": True}


async def show(desk: Desk, name: str) -> Said:
    """One pack: its quote, its money."""
    return {"lines": await desk.house.database.read(partial(_shown, desk, name=name)), "ok": True}


def _shown(desk: Desk, tx: Tx, name: str) -> list[str]:
    row = publishing.named(tx, name)
    lines = [f"{name} ({row['requester_name']}): {row['state']}, version {row['number']} {row['hash'][:12]}"]
    lines += [f"A person must look at it first: {one}" for one in row["waits"].splitlines()]
    lines += operator.packs.schedule(row["opens_at"], row["closes_at"], desk.clock())
    if row["state"] == "draft":
        found, readers = publishing.quoted(tx, row, desk.house.rules), showing.form_of(row).readers_max
        lines += operator.packs.quote(name, found, desk.house.rules.currency, readers)
        lines += operator.packs.hard(minding.levels(tx, row), found.care, desk.house.rules.currency)
        lines += _undecided(desk, tx, row)
    if stopped := tx.value("packs.stopped", pack=row["id"]):
        lines.append(f"Tasks that reports stopped: {stopped}. `ujima pack reports {name}` names them.")
    return lines + operator.packs.money(name, ledger.balances(tx, f"pack:{row['id']}:"))


def _undecided(desk: Desk, tx: Tx, row: Row) -> list[str]:
    """That it can't be launched, for nobody here decides what is disputed; before anybody pays in for it."""
    try:
        publishing.decided(tx, row, desk.house.rules)
    except NoNeutralPerson:
        return [operator.packs.undecided]
    return []


async def reports(desk: Desk, name: str) -> Said:
    """What people reported and nobody has looked at."""
    return {"lines": await desk.house.database.read(partial(_reported, name=name)), "ok": True}


def _reported(tx: Tx, name: str) -> list[str]:
    return operator.packs.reports(name, tx.all("packs.reports", pack=publishing.named(tx, name)["id"]))


async def release(desk: Desk, name: str, key: str) -> Said:
    """A task that a report stopped is served again."""
    await desk.house.database.write(publishing.release, name, key)
    return said(f"{key} of {name} is served again.")


async def launch(desk: Desk, name: str, pilot: str = "") -> Said:
    """Locks a pack's money and opens its tasks; or those of a pilot; or what a pilot left."""
    row = await desk.house.database.read(publishing.named, name)
    if row["state"] == "running" and (pilot or not row["pilot_last"]):
        return said(f"{name} runs already.", ok=False)
    done = await desk.house.database.write(piloting.launch, name, desk.house.rules, bool(pilot))
    if done.locked is None:
        return said(f"{name} goes on.")
    locked = f"{plain(done.locked)} {desk.house.rules.currency} is locked away for it."
    if done.pilot:
        return said(f"The pilot of {name} runs: {operator.words.counted(done.pilot, 'task')}; {locked}")
    return said(f"{name} runs; {locked}")


async def pause(desk: Desk, name: str) -> Said:
    """Nobody new is served."""
    await desk.house.database.write(publishing.pause, name)
    return said(f"{name} is paused. Tasks that people hold are still answered and paid.")


async def close(desk: Desk, name: str) -> Said:
    """Ends a pack."""
    before = await desk.house.database.read(publishing.named, name)
    back = await desk.house.database.write(publishing.close, name)
    if before["launched_at"] is None:
        return said(f"{name} is closed. It was never launched, so nothing was locked.")
    if back:
        return said(f"{name} is closed; {plain(back)} {desk.house.rules.currency} went back.")
    return said(
        f"{name} is closed; what is not used goes back when the last open task has ended, in 7 days at most."
    )


async def floor(desk: Desk, name: str) -> Said:
    """Locks what a pack's floor reserve lacks."""
    locked = await desk.house.database.write(renewing.floor_topup, name, desk.house.rules)
    return {"lines": operator.packs.floor(name, locked, desk.house.rules.currency), "ok": True}


async def unminded(desk: Desk) -> Said:
    """Packs with hard content that wait for a care contact."""
    lines = await desk.house.database.read(minding.unminded, desk.house.rules.care_by)
    return {"lines": lines, "ok": not lines}


async def became(desk: Desk, name: str, words: str, link: str = "") -> Said:
    """What became of a pack, in its requester's words; it waits for a person."""
    await desk.house.database.write(becoming.became_by_desk, name, words, link)
    return said(
        f"It waits for a person. `ujima news list` shows it, `ujima news send` lets it go to all who worked on {name}."
    )


async def resale(desk: Desk, name: str, amount: str, words: str) -> Said:
    """Shares what a resale of a pack's answers brought with those who gave them."""
    house = desk.house
    begun = await house.database.write(reselling.resale_by_desk, name, amount, words, house.rules)
    aside = f"{plain(begun.amount)} {house.rules.currency}"
    return said(
        f"{aside} is put aside for those who answered in {name}; they are paid now, one after another."
    )


VERBS: Verbs = {
    "pack.add": add,
    "pack.clone": clone,
    "pack.reprice": reprice,
    "pack.see": see,
    "pack.look": look,
    "pack.list": listed,
    "pack.show": show,
    "pack.reports": reports,
    "pack.release": release,
    "pack.launch": launch,
    "pack.pause": pause,
    "pack.close": close,
    "pack.floor": floor,
    "pack.unminded": unminded,
    "pack.became": became,
    "pack.resale": resale,
}
