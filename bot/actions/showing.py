"""Showing: what a row says, as the facts of a question: a task with its medium, an offer, the form of a pack's version."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from bot import kinds
from bot.domain import limits
from bot.domain.outcomes.bundles import Bundle, Small
from bot.domain.outcomes.worker import Offer, Saved, Shot, Task
from bot.domain.people import Who
from bot.packs.form import PackForm
from bot.screen import utf16_units
from bot.storage import Row, Tx

edge_max_any = 10_000
word_bytes_about = 1_500  # a text question's own cost on the wire, down and up (computed from layer 229)


@lru_cache(maxsize=256)
def _form(stored: str) -> PackForm:
    return PackForm.model_validate_json(stored)


def form_of(row: Row) -> PackForm:
    """The form of a pack's version, as it was checked when it came in."""
    return _form(row["form"])


def version_of(tx: Tx, row: Row) -> Row:
    """The version that a reader has read, or that an assignment was served in."""
    found = tx.one("packs.version", version=row["version"])
    assert found is not None, "a version that somebody has seen stays"
    return found


def has_faq(tx: Tx, pack: int) -> bool:
    """Was a question about a pack answered for all?"""
    return tx.value("asking.has_shared", pack=pack) is not None


def offer_facts(tx: Tx, pack: int, *, mark: str = "", saved: Saved | None = None) -> Offer:
    """What somebody should know before saying yes (P7)."""
    row = tx.one("packs.pack", pack=pack)
    assert row is not None
    form = form_of(row)
    record = tx.one("becoming.record", requester=row["requester"])
    assert record is not None
    first = tx.all("packs.tasks_previewed", pack=pack, most=1)
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
        task_bytes=word_bytes_about + row["picture_bytes"],
        places=row["places"],
        answers=row["answers"],
        answers_paid=row["answers_paid"],
        mark=mark,
        saved=saved,
        languages=form.languages,
        needed=form.languages_needed.by_language(),
        window_h=form.review_window_h,
        packs=record["packs"],
        packs_told=record["told"],
        pocket=suits_pocket(form) and all(map(is_small, first)),
    )


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
    spec = kinds.spec(form.kind, form.settings, form.languages)
    shots = _shots(tx, assignment["picture"], kinds.kinds()[form.kind].variant(spec, draft))
    budget = getattr(form.byte_budget, who.data_mode)
    picture, largest = _best(shots.get("picture"), budget)
    audio, _ = _best(shots.get("audio"), budget)
    clip, _ = _best(shots.get("video"), budget)
    return Task(
        pack=assignment["pack"],
        assignment=assignment["id"],
        kind=form.kind,
        settings=form.settings,
        languages=form.languages,
        question=item.get("question") or form.question,
        text=item.get("text", {}),
        role="practice" if assignment["role"] == "practice" else "task",
        picture=picture,
        larger=largest if largest != picture else None,
        audio=audio,
        held=audio is not None and who.data_mode == "text",
        clip=clip,
        draft=draft,
        saved=saved,
        note=note,
        mark=mark,
    )


def suits_pocket(form: PackForm) -> bool:
    """May a pack's questions be handed out together? Nothing flagged, no check before the pay, few answers, each a letter."""
    if form.flags or form.review_window_h:
        return False
    return bool(kinds.kinds()[form.kind].lettered(kinds.spec(form.kind, form.settings, form.languages)))


def is_small(row: Row) -> bool:
    """Has a task (its `item` and `picture`) few enough words to be one of ten?"""
    item = json.loads(row["item"])
    words = (max(map(utf16_units, item.get(name, {}).values()), default=0) for name in ("text", "question"))
    most = limits.bundle_caption_utf16_max if row["picture"] else limits.bundle_item_utf16_max
    return sum(words) <= most


def bundle_question(tx: Tx, who: Who, bundle: int, *, mark: str = "", note: str = "") -> Bundle | None:
    """The facts of a bundle: what of it is not answered yet, under the numbers it has; None when that is nothing.

    Its pictures are as large as by themselves, but no larger than the data mode has them on a sheet; together they cost
    no more than the tasks may by themselves.
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
        edge=edge if pictured else 0,
        bytes_max=content_bytes(len(left) * budget) if pictured else 0,
        note=note,
        mark=mark,
    )


def left_of(tx: Tx, bundle: int) -> list[Row]:
    """What of a bundle is asked still. An answer to a question that was stopped is taken and paid even so."""
    items = tx.all("bundles.items", bundle=bundle)
    return [one for one in items if one["state"] in ("open", "lapsed") and not one["stopped_at"]]


def _small(tx: Tx, row: Row, edge: int, budget: int) -> Small:
    """One of a bundle: its words, and its picture as it would be by itself, but no larger than `edge` pixels."""
    item = json.loads(row["item"])
    picture, _ = _best(_shots(tx, row["picture"], "", edge).get("picture"), budget)
    question = item.get("question") or {}
    return Small(row["number"], item.get("text", {}), question, picture.hash if picture is not None else "")


def shown_picture(tx: Tx, source: str, budget: int) -> Shot | None:
    """An item's picture as it is shown again, within so many bytes; None without one."""
    return _best(_shots(tx, source, "").get("picture"), budget)[0]


def _shots(tx: Tx, source: str, variant: str, edge_max: int = edge_max_any) -> dict[str, list[Shot]]:
    """An item's renditions by form, smallest first; those of a variant where it has some, else the usual ones.

    Of at most `edge_max` pixels, where there are such.
    """
    rows = tx.all("packs.renditions", source=source) if source else []
    rows = [row for row in rows if row["edge"] <= edge_max] or rows[:1]
    ways = {row["variant"] for row in rows}
    found: dict[str, list[Shot]] = {}
    for row in rows:
        if row["variant"] == (variant if variant in ways else ""):
            shot = Shot(row["hash"], row["size_bytes"], row["form"], row["seconds"])
            found.setdefault(shot.form, []).append(shot)
    return found


def _best(shots: list[Shot] | None, budget: int) -> tuple[Shot | None, Shot | None]:
    """The largest within the bytes a person accepts (the smallest if none fits), and the largest of all."""
    if not shots:
        return None, None
    fitting = [shot for shot in shots if wire_bytes(shot.size_bytes, shot.form) <= budget] or shots[:1]
    return fitting[-1], shots[-1]


def reckoned(media: Iterable[tuple[int, str]], budget: int) -> int:
    """What a task costs on the wire whose medium is there in these (bytes, form): the most within a budget, else the least.

    >>> reckoned([(4_000, "picture"), (9_000, "picture"), (30_000, "picture")], 16_000), reckoned([], 16_000)
    (15900, 1500)
    """
    wires = [wire_bytes(size_bytes, form) for size_bytes, form in media]
    return max((one for one in wires if one <= budget), default=min(wires, default=word_bytes_about))


def wire_bytes(size_bytes: int, form: str = "picture") -> int:
    """What a task with a medium of so many bytes costs on the wire, reckoned.

    Telegram re-encodes photos: three fifths more (measured at quality 87, a stand-in for theirs). Sounds and clips
    stay as they are.
    """
    return (size_bytes * 8 // 5 if form == "picture" else size_bytes) + word_bytes_about


def content_bytes(wire: int) -> int:
    """How many bytes a picture may have whose task costs so many on the wire: the other way round.

    >>> wire_bytes(content_bytes(15_500))
    15500
    """
    return (wire - word_bytes_about) * 5 // 8
