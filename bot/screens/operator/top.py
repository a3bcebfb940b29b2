"""`ujima top`: how a running program is, on one screen of 80 columns: work and its waits, queues, money, what needs a hand.

Made of meters that were read one after another (`bot.metrics`); rates and waits are of the last minute of them. Lines may carry
ANSI marks for bold and red, which whoever prints them may leave out (`plain`).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.metrics import METRICS, PARTS, Readings, number, waits_s
from bot.screens.operator import seeing
from bot.screens.operator.seeing import bytes_of, span
from bot.screens.operator.words import moment

columns: Final = 80
window_s: Final = 60.0
shown_max: Final = 30
bars: Final = " ▁▂▃▄▅▆▇█"
bold, red, green, dim, off = "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[2m", "\x1b[0m"
_ansi = re.compile(r"\x1b\[\d+m")
_answers_later: Final = (
    ("late", "late"), ("reviewed", "after a review"), ("waiting", "not yet agreed"), ("reported", "reported"),
    ("repeated", "sent twice"),
)  # fmt: skip
_queues: Final = (
    ("updates being committed", "ujima_updates_in_hand", "", "ujima_updates_oldest_seconds"),
    ("updates at Telegram", "ujima_updates_at_telegram", "", ""),
    ("messages to send", "ujima_messages_due", "", "ujima_messages_due_oldest_seconds"),
    ("jobs", "ujima_jobs_due", "", "ujima_jobs_due_oldest_seconds"),
    ("cases", "ujima_cases_open", "", "ujima_cases_oldest_seconds"),
    ("claims that end today", "ujima_claims_near", "", ""),
    ("payouts asked for", "ujima_payouts_open", "requested", "ujima_payouts_oldest_seconds"),
    ("payouts on their way", "ujima_payouts_open", "sent", "ujima_payouts_oldest_seconds"),
    ("payouts nobody knows of", "ujima_payouts_open", "unknown", "ujima_payouts_oldest_seconds"),
)  # fmt: skip
_held: Final = (
    ("workers", "workers"), ("requesters", "requesters"), ("packs", "in packs"), ("goodwill", "goodwill"),
    ("guarantee", "guarantee"), ("fees", "fees"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """The meters at a moment (seconds of any one clock)."""

    at: float
    numbers: Readings


def plain(line: str) -> str:
    """A line without its marks."""
    return _ansi.sub("", line)


def screen(samples: Sequence[Sample], now_ms: int) -> list[str]:
    """The screen, from samples in order, the newest last; `now_ms` is UTC epoch ms."""
    newest = samples[-1]
    recent = [one for one in samples if one.at >= newest.at - window_s]
    found = seeing.health(newest.numbers)
    wrong = [one.sentence for one in found if not one.well]
    return [
        *_head(newest.numbers, all(one.ready for one in found), now_ms),
        *_hand(wrong),
        "",
        *_work(recent),
        "",
        *_waits(recent),
        "",
        *_waiting(newest.numbers),
        "",
        *_money(newest.numbers),
    ]


def _head(numbers: Readings, ready: bool, now_ms: int) -> Iterator[str]:
    state = f"{green}ready{off}" if ready else f"{red}not ready{off}"
    up, memory = numbers.get(("ujima_up_seconds", ""), 0.0), numbers.get(("ujima_memory_bytes", ""), 0.0)
    packs = int(numbers.get(("ujima_packs_running", ""), 0))
    left = f"{bold}Ujima{off}  {state}  up {span(up)}  {packs} packs  {bytes_of(memory)}"
    yield left + f"{moment(now_ms)} UTC".rjust(columns - len(plain(left)))


def _work(samples: Sequence[Sample]) -> Iterator[str]:
    yield _titles(f"{'work':<12}{'now':>11}   {'the last minute':<{shown_max}}{'since the start':>22}")
    yield _rate("answers", samples, ("ujima_answers_total",))
    numbers = samples[-1].numbers
    later = [f"{int(numbers.get(('ujima_answers_total', one), 0)):,} {said}" for one, said in _answers_later]
    for line in _filled(later, columns - 10):
        yield f"{dim}  of them {line}{off}"
    yield _rate("updates", samples, ("ujima_updates_total",))
    yield _rate("messages", samples, ("ujima_messages_total",))
    yield _rate("bytes", samples, ("ujima_wire_bytes_total",), size=True)


def _rate(title: str, samples: Sequence[Sample], names: Sequence[str], *, size: bool = False) -> str:
    """How many a second now, a bar for each sample, how many in all."""
    sums = [
        sum(one.numbers.get((name, value), 0.0) for name in names for value in METRICS[name].values)
        for one in samples
    ]
    rates = [
        max(0.0, after - before) / max(0.001, later.at - earlier.at)
        for before, after, earlier, later in zip(sums, sums[1:], samples, samples[1:], strict=False)
    ][-shown_max:]
    newest = rates[-1] if rates else 0.0
    now = f"{bytes_of(newest)}/s" if size else f"{newest:.1f}/s"
    most = max(rates, default=0.0)
    drawn = "".join(bars[round(rate / most * (len(bars) - 1)) if most else 0] for rate in rates)
    total = bytes_of(sums[-1]) if size else f"{int(sums[-1]):,}"
    return f"{title:<12}{now:>11}   {drawn:<{shown_max}}{total:>22}"


def _waits(samples: Sequence[Sample]) -> Iterator[str]:
    yield _titles(f"{'waits':<26}{'half within':>14}{'19 of 20 within':>20}{'how many':>18}")
    for title, name in (
        ("update → committed", "ujima_commit_wait_seconds"),
        ("committed → at Telegram", "ujima_deliver_wait_seconds"),
        ("lag of the program", "ujima_loop_lag_seconds"),
    ):
        many, half, most = _quantiles(samples, name)
        yield f"{title:<26}{half:>14}{most:>20}{many:>18,}"


def _quantiles(samples: Sequence[Sample], name: str) -> tuple[int, str, str]:
    """Of the last minute; of all, where nothing came in it, or the program began anew."""
    newest, oldest = samples[-1].numbers, samples[0].numbers
    if newest.get((f"{name}_count", ""), 0) <= oldest.get((f"{name}_count", ""), 0):
        oldest = {}
    buckets = [
        newest.get((f"{name}_bucket", bound), 0.0) - oldest.get((f"{name}_bucket", bound), 0.0)
        for bound in (*map(number, waits_s), "+Inf")
    ]
    many = int(buckets[-1])
    return many, _within(buckets, 0.5), _within(buckets, 0.95)


def _within(buckets: Sequence[float], share: float) -> str:
    if not buckets[-1]:
        return "–"
    place = next(at for at, count in enumerate(buckets) if count >= share * buckets[-1])
    return _short(waits_s[place]) if place < len(waits_s) else f"> {_short(waits_s[-1])}"


def _waiting(numbers: Readings) -> Iterator[str]:
    waiting = [one for one in _queues if numbers.get((one[1], one[2]))]
    if not waiting:
        yield f"{bold}queues{off}      nothing waits"
        return
    yield _titles(f"{'queues':<26}{'how many':>14}{'the oldest waits':>20}")
    for title, name, value, oldest in waiting:
        many = numbers[name, value]
        age = numbers.get((oldest, value), 0.0) if oldest else 0.0
        yield f"{title:<26}{int(many):>14,}{span(age) if oldest else '':>20}"


def _money(numbers: Readings) -> Iterator[str]:
    yield _titles("money")
    for start in range(0, len(_held), 3):
        yield "".join(
            f"{said:<12}{numbers.get(('ujima_money', one), 0.0):>13,.2f}  "
            for one, said in _held[start : start + 3]
        ).rstrip()
    left = {part: numbers.get(("ujima_escrow", part), 0.0) for part in PARTS}
    locked = [f"{part} {amount:,.2f}" for part, amount in left.items() if amount]
    for line in _filled(locked, columns - 4):
        yield f"{dim}  {line}{off}"


def _filled(words: Sequence[str], room: int) -> Iterator[str]:
    line = ""
    for word in words:
        if line and len(line) + len(word) + 2 > room:
            yield line
            line = ""
        line += f", {word}" if line else word
    if line:
        yield line


def _hand(wrong: Sequence[str]) -> Iterator[str]:
    if not wrong:
        yield f"{dim}Nothing needs a hand.{off}"
        return
    for sentence in wrong:
        for place, line in enumerate(textwrap.wrap(sentence, columns - 2)):
            yield f"{red}{'!' if not place else ' '} {line}{off}"


def _titles(line: str) -> str:
    return f"{bold}{line}{off}"


def _short(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:g} s"
