"""Checks a pack without keeping anything of it: all its faults, or what it costs in money and on the wire."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.actions import publishing
from bot.domain import wire
from bot.domain.limits import Rules
from bot.domain.quote import Quote
from bot.domain.refusals import Refusal
from bot.media.fetching import Fetcher
from bot.media.store import Store
from bot.money import per_hour
from bot.packs import checking, faults
from bot.packs.form import PackForm
from bot.packs.report import Report
from bot.packs.spool import Spooled
from bot.rounds import fetches, imports, media, twins
from bot.rounds.fitting import Files, Fitted, Fitting, processes_for

modes = ("text", "saver", "full")

Sizes = tuple[int, int, int]
Tell = Callable[[str, int, int], None]
"""Is told what goes on, how much of it is done, and of how much (0: not known)."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: faults as sentences, or the quote, the micro-units of an hour, and bytes by data mode.

    `bytes`: mode → (median, the 95th of a hundred, worst) of one task on the wire, words and picture, reckoned.
    `twins`: how many pictures are sent as another one that looks the same.
    """

    report: Report
    faults: tuple[str, ...] = ()
    quote: Quote | None = None
    hourly: int = 0
    bytes: dict[str, Sizes] = field(default_factory=dict)
    twins: int = 0


async def check(
    path: Path, rules: Rules, skip_invalid: bool, tell: Tell, fetcher: Fetcher | None = None
) -> Checked:
    """Reads a folder or a zip, fetches and fits its media, all in a temporary folder. Raises OSError for a disk that fails."""
    with tempfile.TemporaryDirectory(prefix="ujima-check-") as folder:
        spool = Path(folder) / "spool"
        tell("reading the pack", 0, 0)
        report = await imports.read(path, spool, rules, {"skip_invalid": skip_invalid})
        form = report.form
        if report.faults or form is None:
            return Checked(report, tuple(faults.say(fault) for fault in report.faults))
        try:
            found = publishing.quote_of(form, report.tasks, bool(report.gold), rules, flagged=report.flagged)
        except Refusal as refused:
            return Checked(report, (str(refused),))
        spooled = Spooled(spool)
        wrong = await fetches.fetched(
            spooled, fetcher or Fetcher(), lambda done, total: tell("fetching", done, total)
        )
        made = await _fitted(spool, form, Path(folder), tell) if report.media and not wrong else []
        fitting = [(files, one) for files, one in made if isinstance(one, Fitted)]
        same = len(await twins.shared(fitting, spooled)) if media.shares(form) else 0
        wrong = wrong or sorted(one for _, one in made if isinstance(one, str))
        if form.flags and not wrong:
            found_of = {media.key(files): one for files, one in fitting}
            wrong = twins.doubled(media.rows(spooled), lambda files: found_of.get(media.key(files)))
    if wrong:
        return Checked(report, tuple(wrong))
    sizes = {mode: _weighed(form, mode, [one for _, one in fitting]) for mode in modes}
    return Checked(report, (), found, per_hour(form.price, form.estimate_s), sizes, same)


async def _fitted(spool: Path, form: PackForm, folder: Path, tell: Tell) -> list[tuple[Files, Fitted | str]]:
    orders = await asyncio.to_thread(
        lambda: list(media.orders(Spooled(spool), form, Store(folder / "media")))
    )
    made: list[tuple[Files, Fitted | str]] = []
    with Fitting(processes_for(len(orders))) as fitting:
        async for order, one in fitting.all(orders):
            tell("pictures", len(made) + 1, len(orders))
            made.append((order.files, one if order.wanted or isinstance(one, str) else Fitted("", ())))
    return made


def _weighed(form: PackForm, mode: str, made: list[Fitted]) -> Sizes:
    budget: int = getattr(form.byte_budget, mode)
    sizes = [
        media.wire_bytes(one, budget, full=mode == "full") for one in made if one.shown and mode != "text"
    ]
    sizes = sorted(sizes) or [wire.word_bytes_about]
    return round(statistics.median(sizes)), sizes[-(-95 * len(sizes) // 100) - 1], sizes[-1]


def as_json(found: Checked) -> dict[str, Any]:
    """A check as plain values, for programs: the report's, and what it costs. Amounts are micro-units."""
    values = checking.as_json(found.report)
    if found.faults and not found.report.faults:
        values["good"], values["fault_count"] = False, len(found.faults)
        values["faults"] = [{"sentence": one} for one in found.faults]
    quoted = found.quote
    return {
        **values,
        "at_most": quoted.at_most if quoted else None,
        "likely": quoted.likely if quoted else None,
        "hourly": found.hourly,
        "bytes": {
            mode: {"median": sizes[0], "p95": sizes[1], "worst": sizes[2]}
            for mode, sizes in found.bytes.items()
        },
        "twins": found.twins,
    }
