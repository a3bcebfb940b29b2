"""Metrics: what is told of a running program, and Prometheus' text format. Sums alone: nobody is in them.

Every metric stands in `METRICS` with its help and, where it has a label, that label's values: nothing else can become a label, so
no name, id or word of anybody. docs/seeing.md lists them all; `bot.meters` counts them.

The text format (version 0.0.4) is written here by hand. The usual client library would bring a registry for the whole
process, locks for threads that count nothing here, a server of its own and labels of any value; what is needed of it
is below, in forty lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["counter", "gauge", "age", "histogram"]
Readings = Mapping[tuple[str, str], float]
"""Gauges as somebody has just read them: (name, value of its label or "") → number."""

content_type: Final = "text/plain; version=0.0.4; charset=utf-8"

waits_s: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
sizes: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric. An "age" is a gauge of the seconds since something last happened."""

    name: str
    kind: Kind
    help: str
    label: str = ""
    values: tuple[str, ...] = ("",)
    bounds: tuple[float, ...] = ()


def _table(*metrics: Metric) -> dict[str, Metric]:
    return {metric.name: metric for metric in metrics}


ANSWERS: Final = ("paid", "late", "reviewed", "waiting", "reported", "repeated")
UPDATES: Final = ("done", "refused", "aside")
MESSAGES: Final = ("arrived", "waited", "blocked", "unknown", "failed", "refused")
BROKEN: Final = ("update", "message", "round")
HOLDERS: Final = (
    "workers", "requesters", "packs", "resales", "goodwill", "guarantee", "fees", "owed", "outside",
)  # fmt: skip
PARTS: Final = ("answers", "gold", "practice", "reading", "side", "late", "floor", "care", "fee")
PAYOUTS: Final = ("requested", "sent", "unknown")
OUTAGES: Final = ("ours", "region")

METRICS: Final = _table(
    # what this program does: from its start on
    Metric("ujima_answers_total", "counter", "Answers by what became of them: paid in time, paid late, paid after a review, "
          "paid when somebody agrees, reported as wrong, sent twice.", "outcome", ANSWERS),
    Metric("ujima_updates_total", "counter", "Updates from Telegram by their end: done, refused with a sentence, set aside as "
          "an incident. Who asks for help is not counted.", "end", UPDATES),
    Metric("ujima_messages_total", "counter", "Tries to send a message by their end: arrived, told to wait (429), blocked by "
          "its person, unknown, no connection, refused by Telegram.", "end", MESSAGES),
    Metric("ujima_wire_bytes_total", "counter", "Bytes on people's lines, reckoned as /data reckons them."),
    Metric("ujima_incidents_total", "counter", "Failures nobody expected, each with a number in the log.", "where", BROKEN),
    Metric("ujima_commit_wait_seconds", "histogram", "From an update's arrival here until what it did was committed.",
          bounds=waits_s),
    Metric("ujima_deliver_wait_seconds", "histogram", "From the commit of what somebody waits for until Telegram had it.",
          bounds=waits_s),
    Metric("ujima_commit_commands", "histogram", "Commands that shared one commit.", bounds=sizes),
    Metric("ujima_loop_lag_seconds", "histogram", "How much later than it should the event loop came to a task, asked each "
          "second.", bounds=waits_s),
    Metric("ujima_commit_age_seconds", "age", "Since the last commit; one comes each minute at least."),
    Metric("ujima_intake_age_seconds", "age", "Since a question for updates was last answered; by webhook since an update came, or "
          "Telegram said how many wait."),
    Metric("ujima_delivery_age_seconds", "age", "Since a message last arrived."),
    Metric("ujima_round_age_seconds", "age", "Since the rounds last went all the way round."),
    Metric("ujima_book_check_age_seconds", "age", "Since the book was last checked; each ten minutes."),
    Metric("ujima_book_faults", "gauge", "What the last check of the book found wrong."),
    Metric("ujima_updates_in_hand", "gauge", "Updates that are being committed."),
    Metric("ujima_updates_oldest_seconds", "gauge", "How long the oldest of them has been."),
    Metric("ujima_updates_at_telegram", "gauge", "Updates that wait at Telegram, as it says; by webhook only."),
    Metric("ujima_webhook_refused", "gauge", "1 while Telegram says that it can't deliver updates here; by webhook only."),
    Metric("ujima_messages_in_hand", "gauge", "Messages that this program has in hand to send."),
    Metric("ujima_help_cards", "gauge", "Cards with lines of help, sent on the last whole day (UTC), rounded down to tens: of "
          "whom, when and where is known to nobody."),
    Metric("ujima_memory_bytes", "gauge", "Memory that the program holds."),
    Metric("ujima_cpu_seconds_total", "counter", "Processor time the program has used."),
    Metric("ujima_up_seconds", "gauge", "Since the program was built."),
    # the machine
    Metric("ujima_disk_bytes", "gauge", "Size of the disk with the data folder."),
    Metric("ujima_disk_free_bytes", "gauge", "What is free of it."),
    Metric("ujima_backup_age_seconds", "gauge", "Since the newest backup in UJIMA_BACKUPS was begun; not there without it."),
    Metric("ujima_certificate_left_seconds", "gauge", "Until the certificate of UJIMA_WEBHOOK_URL ends; below 0: it is not "
          "taken; by webhook only."),
    # the house: the same from every program on one database
    Metric("ujima_database_seconds", "gauge", "How long the reads took that what follows was read by."),
    Metric("ujima_packs_running", "gauge", "Packs that run."),
    Metric("ujima_messages_due", "gauge", "Messages of the program's own bot that are due and not sent yet, 1,000 at most."),
    Metric("ujima_messages_due_oldest_seconds", "gauge", "How long the oldest of them has been due."),
    Metric("ujima_jobs_due", "gauge", "Jobs that should have begun, 1,000 at most."),
    Metric("ujima_jobs_due_oldest_seconds", "gauge", "How long the oldest of them should have."),
    Metric("ujima_deadlines_late_seconds", "gauge", "How long the oldest deadline that is over has not been met."),
    Metric("ujima_claims_near", "gauge", "Claims whose deadline is within a day, 1,000 at most."),
    Metric("ujima_cases_open", "gauge", "Cases that wait for a person, 1,000 at most."),
    Metric("ujima_cases_oldest_seconds", "gauge", "How long the oldest of them has waited."),
    Metric("ujima_reports_open", "gauge", "Tasks reported as violent or against the law that wait for a person, 1,000 at most."),
    Metric("ujima_reports_oldest_seconds", "gauge", "How long the oldest of them has waited."),
    Metric("ujima_payouts_open", "gauge", "Payouts without an end, 1,000 of a state at most.", "state", PAYOUTS),
    Metric("ujima_payouts_open_amount", "gauge", "What they come to, in the installation's currency.", "state", PAYOUTS),
    Metric("ujima_payouts_oldest_seconds", "gauge", "How long ago the oldest of them was asked for.", "state", PAYOUTS),
    Metric("ujima_payouts_held_seconds", "gauge", "Since a restore after which payouts are held; 0: they are not."),
    Metric("ujima_money", "gauge", "Who holds what by the book, in the installation's currency; all of it comes to 0.", "holder",
          HOLDERS),
    Metric("ujima_escrow", "gauge", "What packs have locked, by what for, in the installation's currency.", "part", PARTS),
    Metric("ujima_outages", "gauge", "Outages of the last 30 days.", "kind", OUTAGES),
)  # fmt: skip


class Histogram:
    """How often something was at most so large, how often in all, and the sum."""

    __slots__ = ("bounds", "counts", "sum")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds, self.counts, self.sum = bounds, [0] * (len(bounds) + 1), 0.0

    def add(self, number: float) -> None:
        place = next((at for at, bound in enumerate(self.bounds) if number <= bound), len(self.bounds))
        self.counts[place] += 1
        self.sum += number

    def lines(self, name: str) -> Iterator[str]:
        so_far = 0
        for bound, count in zip((*map(number, self.bounds), "+Inf"), self.counts, strict=True):
            so_far += count
            yield f'{name}_bucket{{le="{bound}"}} {so_far}'
        yield f"{name}_sum {number(self.sum)}"
        yield f"{name}_count {so_far}"


def exposed(readings: Readings, histograms: Mapping[str, Histogram]) -> str:
    """Metrics in the text format; what was never set is not there."""
    lines: list[str] = []
    for metric in METRICS.values():
        if metric.kind == "histogram":
            own = list(histograms[metric.name].lines(metric.name))
        else:
            own = [
                f"{metric.name}{_label(metric, value)} {number(readings[metric.name, value])}"
                for value in metric.values
                if (metric.name, value) in readings
            ]
        if own:
            kind = "gauge" if metric.kind == "age" else metric.kind
            lines += [f"# HELP {metric.name} {metric.help}", f"# TYPE {metric.name} {kind}", *own]
    return "\n".join(lines) + "\n"


def parsed(text: str) -> dict[tuple[str, str], float]:
    """What `text` said: (name, value of its label or "") → number. A histogram's buckets stand under their bounds."""
    found: dict[tuple[str, str], float] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            series, _, number = line.rpartition(" ")
            name, _, label = series.partition("{")
            found[name, label.partition('"')[2].removesuffix('"}')] = float(number)
    return found


def _label(metric: Metric, value: str) -> str:
    return f'{{{metric.label}="{value}"}}' if metric.label else ""


def number(value: float) -> str:
    """As the text format has it.

    >>> number(2.0), number(0.25)
    ('2', '0.25')
    """
    return str(int(value)) if value == int(value) else repr(round(value, 6))
