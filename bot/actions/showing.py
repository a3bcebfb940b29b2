"""Showing: what a row says, as the facts of a question: a task with its medium, an offer, the form of a pack's version."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot import kinds
from bot.domain import limits, records, wellbeing, wire
from bot.domain.outcomes.bundles import Bundle, Small
from bot.domain.outcomes.records import Record
from bot.domain.outcomes.worker import Hard, Look, Offer, Saved, Shot, Task
from bot.domain.people import Who
from bot.domain.shares import percent_max
from bot.packs.form import PackForm
from bot.screen import utf16_units
from bot.storage import Row, Tx

edge_usual, budget_usual = 320, 15_000  # pixels a phone shows without zooming, and what is accepted for them

size_power = 1.23
"""How a photograph's bytes fall with its long edge: by the figures that `bot.media.sheets` tells, 69 ÷ 98 = (240 ÷ 320)^1.23."""

Sized = tuple[int, Shot]
"""A rendition by its long edge in px, of sound kbit/s."""


@lru_cache(maxsize=256)
def _form(stored: str) -> PackForm:
    return PackForm.model_validate_json(stored)


def form_of(row: Row) -> PackForm:
    """The form of a pack's version, as it was checked when it came in."""
    return _form(row["form"])


def languages_of(form: PackForm) -> str:
    """A pack's languages as its row keeps them, each between spaces, so that one is found in them."""
    return f" {' '.join(form.languages)} "


def version_of(tx: Tx, row: Row, pack: Row | None = None) -> Row:
    """The version that a reader has read, or that an assignment was served in; `pack`: its pack's row where it is at hand."""
    if pack is not None and pack["version"] == row["version"]:
        return pack
    found = tx.one("packs.version", version=row["version"])
    assert found is not None, "a version that somebody has seen stays"
    return found


def has_faq(tx: Tx, pack: int) -> bool:
    """Was a question about a pack answered for all?"""
    return tx.value("asking.has_shared", pack=pack) is not None


def offer_facts(
    tx: Tx, pack: int, who: Who | None = None, *, mark: str = "", saved: Saved | None = None
) -> Offer:
    """What somebody should know before saying yes (P7), its bytes in their data mode."""
    row = tx.one("packs.pack", pack=pack)
    assert row is not None
    form = form_of(row)
    record = tx.one("becoming.record", requester=row["requester"])
    assert record is not None
    first = tx.all("packs.tasks_previewed", pack=pack, most=1)
    known = record_of(tx, row["requester"])
    return Offer(
        pack=pack,
        title=form.title,
        asks=form.asks,
        on_behalf_of=form.on_behalf_of,
        trains=form.trains,
        use=form.use,
        source=str(form.source.get("by", "")),
        afterwards=form.afterwards,
        licence=form.licence,
        kind=form.kind,
        settings=form.settings,
        price=form.price,
        seconds=max(1, round(row["median_ms"] / limits.second)) if row["median_ms"] else form.estimate_s,
        measured=row["median_ms"] is not None,
        task_bytes=word_bytes(row, who.language if who else "")
        + _medium_bytes(row, who.data_mode if who else "saver"),
        places=row["places"],
        answers=row["answers"],
        answers_paid=row["answers_paid"],
        mark=mark,
        saved=saved,
        languages=form.languages,
        needed=form.languages_needed.by_language(),
        window_h=form.review_window_h,
        jury=bool(row["jury"]),
        resale_percent=round(form.resale_share * percent_max),
        packs=record["packs"],
        packs_told=record["told"],
        hard={category: one.level for category, one in form.flags.items()} if row["level"] else {},
        says=tuple(one.says for one in form.flags.values()) if row["level"] else (),
        pocket=suits_pocket(form) and all(map(is_small, first)),
        hourly=known.hourly or 0,
        rating=round(sum(known.marks) / len(known.marks)) if known.marks else 0,
    )


def record_of(tx: Tx, requester: int, rate: str = "") -> Record:
    """What is known of a requester; `rate`: the pack by whose name the reader can give marks."""
    row = tx.one("records.of", requester=requester)
    if row is None:
        return Record(rate=rate)
    return Record(
        hourly=row["hourly"],
        claimed=row["claimed"],
        overturned=row["overturned"],
        reply_ms=row["reply_ms"],
        marks=tuple(row[aspect] for aspect in records.ASPECTS) if row["raters"] else (),
        raters=row["raters"],
        rate=rate,
    )


def word_bytes(pack: Row, language: str = "") -> int:
    """What a middling task of a pack costs on the wire without its medium, in a language or else the pack's first.

    A rough figure for a pack whose rows no import has counted.
    """
    known: dict[str, int] = json.loads(pack["word_bytes"])
    return known.get(language) or next(iter(known.values()), wire.word_bytes_about)


def _medium_bytes(pack: Row, mode: str) -> int:
    """What a middling medium of a pack costs on the wire; nothing where it waits for its key."""
    if mode == "text":
        return 0
    saver, full = int(pack["picture_bytes"]), int(pack["full_bytes"])
    return max(saver, full) if mode == "full" else saver


def task_question(
    tx: Tx,
    who: Who,
    assignment: Row,
    *,
    form: PackForm | None = None,
    mark: str = "",
    note: str = "",
    saved: Saved | None = None,
) -> Task:
    """The facts of one task for one person: its words, its medium in their data mode, their draft."""
    if form is None:
        form = form_of(version_of(tx, assignment))
    item: dict[str, Any] = json.loads(assignment["item"])
    draft = json.loads(assignment["draft"])
    asked = Task(
        pack=assignment["pack"],
        assignment=assignment["id"],
        kind=form.kind,
        settings=form.settings,
        languages=form.languages,
        question=item.get("question") or form.question,
        text={},
        role="practice" if assignment["role"] == "practice" else "task",
        draft=draft,
        saved=saved,
        note=note,
        mark=mark,
    )
    if assignment.get("level"):
        return replace(asked, hard=_described(assignment, form, item))
    spec = kinds.spec(form.kind, form.settings, form.languages)
    shots = _shots(tx, assignment["picture"], kinds.kinds()[form.kind].variant(spec, draft))
    budget = getattr(form.byte_budget, who.data_mode)
    picture, largest = _best(shots.get("picture"), budget)
    sticker = None
    if who.data_mode != "full":  # either is for fewer bytes
        sticker, _ = _best(shots.get("sticker"), budget)
        if letters := shots.get("writing"):
            picture, sticker = letters[0][1], None
    audio, _ = _best(shots.get("audio"), budget)
    clip, _ = _best(shots.get("video"), budget)
    return replace(
        asked,
        text=item.get("text", {}),
        picture=picture,
        larger=largest if largest != picture else None,
        sticker=sticker,
        audio=audio,
        held=who.data_mode == "text" and (audio is not None or picture is not None),
        clip=clip,
    )


def _described(assignment: Row, form: PackForm, item: dict[str, Any]) -> Hard:
    """What is told of a task with hard content where it is asked: nothing of the item itself."""
    return Hard(
        description=item.get("description", {}),
        level=assignment["level"],
        categories=tuple(sorted(json.loads(assignment["flags"]))),
        price=form.price,
    )


def looked_at(tx: Tx, who: Who, assignment: Row, how: str, look: str, until: int) -> Look:
    """What a press on [Show it] brings of an item, or one for a closer look (`how`); it may be sent `until` then (ms).

    First comes what `look` says ("blurred", "grey", "plain"), in few bytes in every data mode and without sound: by a file that
    was made so when its pack was read, or drawn when it is sent, for of what nobody had warned of there is none. Each closer
    look is one press more: plain, larger, the clip, the sound. No sticker and no document: neither has a cover.
    """
    form = form_of(version_of(tx, assignment))
    item, draft = json.loads(assignment["item"]), json.loads(assignment["draft"])
    spec = kinds.spec(form.kind, form.settings, form.languages)
    shots = _shots(tx, assignment["picture"], kinds.kinds()[form.kind].variant(spec, draft))
    small = min(form.byte_budget.saver, getattr(form.byte_budget, who.data_mode))
    plain, largest = _best(shots.get("picture"), small)
    covered, _ = _best(shots.get(look), small)
    sound, _ = _best(shots.get("audio"), small)
    clip, _ = _best(shots.get("video"), getattr(form.byte_budget, who.data_mode))
    ways: dict[str, Look] = {}
    text = item.get("text", {})
    if covered is not None and plain is not None:
        ways["first"] = Look(until, "first", picture=covered, text=text)
    elif plain is not None and look != wellbeing.uncovered:
        ways["first"] = Look(until, "first", picture=plain, text=text, cover=look)
    if plain is not None:
        ways["plain"] = Look(until, "plain", picture=plain, text=text)
    if largest is not None and largest != plain:
        ways["larger"] = Look(until, "larger", picture=largest, text=text)
    if clip is not None:
        ways["clip"] = Look(until, "clip", video=clip, text=text)
    if sound is not None:
        ways.setdefault("first", Look(until, "first", text=text))
        ways["sound"] = Look(until, "sound", audio=sound, text=text)
    if not ways:
        return Look(until, text=text)
    steps = list(ways)
    at = steps.index(how) if how in ways else 0
    return replace(ways[steps[at]], further=steps[at + 1] if at + 1 < len(steps) else "")


def suits_pocket(form: PackForm) -> bool:
    """May a pack's questions be handed out together? Nothing flagged, no check before the pay, few answers, each a letter."""
    if form.flags or form.review_window_h:
        return False
    return bool(kinds.kinds()[form.kind].lettered(kinds.spec(form.kind, form.settings, form.languages)))


def may_be_pocketed(tx: Tx, who: Who, assignment: Row) -> bool:
    """Is a task of the sort that is handed out together to somebody in their data mode?"""
    if (
        assignment["role"] == "practice"
        or assignment["level"]
        or (who.data_mode == "text" and assignment["picture"])
    ):
        return False
    return is_small(assignment) and suits_pocket(form_of(version_of(tx, assignment)))


def is_small(row: Row) -> bool:
    """Has a task (its `item` and `picture`) few enough words to be one of ten?"""
    item = json.loads(row["item"])
    words = (max(map(utf16_units, item.get(name, {}).values()), default=0) for name in ("text", "question"))
    most = limits.bundle_caption_utf16_max if row["picture"] else limits.bundle_item_utf16_max
    return sum(words) <= most


def bundle_question(
    tx: Tx, who: Who, bundle: int, *, mark: str = "", note: str = "", opened: bool = False
) -> Bundle | None:
    """The facts of a bundle: what of it is not answered yet, under the numbers it has; None when that is nothing.

    Its pictures come as one sheet, as large as the data mode has them on it; together they cost no more than the tasks
    may by themselves. They wait for their key but where large pictures were chosen; `opened`: it was pressed.
    """
    row, left = tx.one("bundles.bundle", bundle=bundle), left_of(tx, bundle)
    assert row is not None, "a bundle stays as long as its questions"
    if not left:
        return None
    pack = tx.one("packs.pack", pack=row["pack"])
    assert pack is not None
    form = form_of(pack)
    edge = limits.bundle_edge_full if who.data_mode == "full" else limits.bundle_edge
    pictured = any(one["picture"] for one in left)
    budget = getattr(form.byte_budget, who.data_mode)
    return Bundle(
        bundle=bundle,
        pack=row["pack"],
        kind=form.kind,
        settings=form.settings,
        languages=form.languages,
        question=form.question,
        price=form.price,
        items=tuple(_small(tx, one, edge, budget) for one in left),
        bytes_max=wire.medium_room(len(left) * budget) if pictured else 0,
        held=pictured and not opened and (who.data_mode != "full" or note == "undone"),
        note=note,
        mark=mark,
    )


def left_of(tx: Tx, bundle: int) -> list[Row]:
    """What of a bundle is asked still. An answer to a question that was stopped is taken and paid even so.

    What turned out to be hard content is asked by itself: described first.
    """
    items = tx.all("bundles.items", bundle=bundle)
    asked = (one for one in items if one["state"] in ("open", "lapsed"))
    return [one for one in asked if not one["stopped_at"] and not one["level"]]


def _small(tx: Tx, row: Row, edge: int, budget: int) -> Small:
    """One of a bundle: its words, and its picture: as long as by itself, `edge` at most, drawn from the largest there is."""
    item = json.loads(row["item"])
    text, question = item.get("text", {}), item.get("question") or {}
    pictures = _shots(tx, row["picture"], "").get("picture")
    if not pictures:
        return Small(row["number"], text, question)
    own, shot = pictures[shown_first(_sizes(pictures), budget)]
    drawn = min(own, edge)
    about = round(shot.size_bytes * (drawn / own) ** size_power)
    return Small(row["number"], text, question, pictures[-1][1].hash, drawn, about)


def shown_picture(tx: Tx, source: str, budget: int) -> Shot | None:
    """An item's picture as it is shown again, within so many bytes; None without one."""
    return _best(_shots(tx, source, "").get("picture"), budget)[0]


def _shots(tx: Tx, source: str, variant: str) -> dict[str, list[Sized]]:
    """An item's renditions by form, smallest first; those of a variant where it has some, else the usual ones."""
    rows = tx.all("packs.renditions", source=source) if source else []
    ways = {row["variant"] for row in rows}
    found: dict[str, list[Sized]] = {}
    for row in rows:
        if row["variant"] == (variant if variant in ways else ""):
            shot = Shot(row["hash"], row["size_bytes"], row["form"], row["seconds"])
            found.setdefault(shot.form, []).append((row["edge"], shot))
    return found


def _best(shots: list[Sized] | None, budget: int) -> tuple[Shot | None, Shot | None]:
    """The one that is shown at first to somebody who accepts so many bytes, and the largest of all."""
    if not shots:
        return None, None
    return shots[shown_first(_sizes(shots), budget)][1], shots[-1][1]


def _sizes(shots: list[Sized]) -> list[tuple[int, int]]:
    return [(edge, shot.size_bytes) for edge, shot in shots]


def shown_first(sizes: Sequence[tuple[int, int]], budget: int) -> int:
    """Which of a medium's renditions, smallest first as (edge, bytes), is shown to somebody who accepts so many bytes.

    The longest within the budget, and no longer than it deserves: 320 pixels for 15 kB, in proportion for more or less,
    for what a phone shows without zooming needs no more. The smallest where there is none.

    >>> shown_first([(320, 4_000), (480, 9_000), (800, 30_000)], 15_000)
    0
    >>> shown_first([(320, 4_000), (480, 9_000), (800, 30_000)], 30_000)
    1
    """
    longest, room = edge_usual * budget // budget_usual, wire.medium_room(budget)
    within = [
        place for place, (edge, size_bytes) in enumerate(sizes) if edge <= longest and size_bytes <= room
    ]
    return max(within, default=0)


def medium_bytes(sizes: Sequence[tuple[int, int]], budget: int) -> int:
    """What a medium costs on the wire that is there in these (edge, bytes), besides its message.

    >>> medium_bytes([(320, 4_000), (480, 9_000), (800, 30_000)], 16_000), medium_bytes([], 16_000)
    (4986, 0)
    """
    return wire.medium_bytes(sizes[shown_first(sizes, budget)][1]) if sizes else 0
