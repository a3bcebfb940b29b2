"""What a month with 50 MB means, worked out from what the part "wire" measured and the sample packs' own prices; no number is written here.

tasks = (50,000,000 − first visit) ÷ bytes on the wire of a further task
pay = tasks × the pack's price          hours = tasks × the pack's estimate
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from math import ceil

from bot.config import carried
from tests.bench import label_studio
from tests.bench.figures import Figures

month_bytes = 50_000_000
kept_bytes = 40_000_000
work_hours = 160  # 20 days of 8
photographs = "street-photos"


@dataclass(frozen=True, slots=True)
class Work:
    """Tasks of one pack that a month's bytes carry: bytes each, price in dollars each, seconds each."""

    pack: str
    each: int
    price: float
    estimate_s: int
    tasks: int

    @property
    def pay(self) -> float:
        """Dollars."""
        return self.tasks * self.price

    @property
    def hours(self) -> float:
        """By the pack's own estimate."""
        return self.tasks * self.estimate_s / 3600

    @property
    def hour_mb(self) -> float:
        """Megabytes that an hour of it takes."""
        return self.each * 3600 / self.estimate_s / 1_000_000


def works(wire: Figures) -> list[Work]:
    """Every kind of work that was measured, the cheapest in bytes first."""
    first = wire["first_visit"]["wire"]["median"]
    each = {name: one["wire"]["median"] for name, one in wire["further_text"].items()}
    each[photographs] = wire["further_photo"]["wire"]["median"]
    found = []
    for name, bytes_each in sorted(each.items(), key=lambda one: one[1]):
        form = tomllib.loads((carried("taskpacks") / name / "pack.toml").read_text("utf-8"))
        tasks = (month_bytes - first) // bytes_each
        found.append(Work(name, bytes_each, float(form["price"]), int(form["estimate_s"]), tasks))
    return found


def page(wire: Figures) -> str:
    """The section of the README, in Markdown."""
    found, first = works(wire), wire["first_visit"]["wire"]["median"]
    more = ceil(100 * max(wire["first_visit_by_language"].values()) / first) - 100
    photo = next(one for one in found if one.pack == photographs)
    text = min((one for one in found if one is not photo), key=lambda one: one.each)
    spare = (month_bytes - kept_bytes - first) // photo.each
    plain, shrunk = (
        (month_bytes - label_studio.first_content) // each
        for each in (label_studio.photo, label_studio.photo_shrunk)
    )
    table = "\n".join(
        f"| {'a photograph' if one is photo else 'a text'}, `{one.pack}` | {one.each / 1000:.1f} kB | {one.tasks:,} |"
        f" ${one.price:.2f} | ${one.pay:,.0f} | {one.hours:,.0f} |"
        for one in found
    )
    return f"""\
In English (other languages take up to {more} % more: docs/speed.md) the first visit, from `/start` to the first photograph with its question, costs {first / 1000:.1f} kB. After it 50 MB carry:

| work | on the wire, each | tasks | pays, each | pays, all | hours of work |
|---|---|---|---|---|---|
{table}

- **Bytes stop being what stands between a person and the work.** An hour of photographs takes {photo.hour_mb:.1f} MB, an hour of texts
  (`{text.pack}`) {text.hour_mb:.1f} MB; a month of full days ({work_hours} hours) of photographs {photo.hour_mb * work_hours:,.0f} MB, of those texts
  {text.hour_mb * work_hours:,.0f} MB. Whoever keeps {kept_bytes // 1_000_000} MB for family and news has {spare:,} photographs left in the
  other {(month_bytes - kept_bytes) // 1_000_000}, or ${spare * photo.price:,.0f}.
- **Beside the same task in a browser.** Label Studio needs {label_studio.first_content / 1000:,.0f} kB before its first task and
  {label_studio.photo / 1000:,.0f} kB for each further photograph: {plain:,} of them from 50 MB, where Ujima's saver brings {photo.tasks:,};
  with photographs that somebody has shrunk by hand ({label_studio.photo_shrunk / 1000:.1f} kB) {shrunk:,}.
- **What is not known.** Bytes are counted by the pretend Telegram's model of the wire (type-language sizes, MTProto, TCP/IP,
  receipts, photographs re-encoded at quality 87), for the median task, in `saver`; Label Studio's are content alone, which
  flatters it. Reconnecting, push and other chats come on top, and a line that breaks often reconnects often. Prices and
  hours are the sample packs' own; there must be so much work, and everybody gets a share of it. Only a live run
  shows what Telegram itself sends. `/data` in the chat counts as this does.
"""
