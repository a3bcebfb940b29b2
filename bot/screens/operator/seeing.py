"""What an operator sees of a running program: how it is, a sentence each.

Made of meters (`bot.metrics`): (name, value of its label or "") → number. What is not there was not told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.metrics import Readings
from bot.screens.operator.words import Finding, counted, duration

intake_silent_s: Final = 180.0  # a question is open for 50 s at most, and a webhook is looked at each minute
round_silent_s: Final = 120.0
book_unchecked_s: Final = 1_800.0
due_late_s: Final = 300.0
deadline_late_s: Final = 600.0
unknown_late_s: Final = 86_400.0
case_late_s: Final = 6 * 86_400.0
backup_late_s: Final = 26 * 3_600.0
certificate_short_s: Final = 7 * 86_400.0
disk_free_share_min: Final = 0.1
begin_s: Final = 60.0  # what has not happened yet is no fault before
nobody_runs: Final = "Nobody runs here: `ujima run` does."


def lines(found: list[Finding]) -> list[str]:
    """As they are read: what needs a hand first, with a mark."""
    head = "ready" if all(one.ready for one in found) else "not ready"
    ordered = sorted(found, key=lambda one: (one.ready, one.well))
    return [head, *(f"{'  ' if one.well else '! '}{one.sentence}" for one in ordered)]


def health(numbers: Readings, trouble: str = "") -> list[Finding]:
    """How a program is. `trouble`: why its database does not answer, "" when it does."""
    if trouble:
        base = [Finding(f"The database does not answer: {trouble}.".replace("..", "."), False, False)]
    else:
        took = numbers.get(("ujima_database_seconds", ""), 0.0)
        base = [Finding(f"The database answers ({took * 1000:.0f} ms).")]
    parts = (_line, _sending, _rounds, _book, _payouts, _people, _machine)
    return base + [one for part in parts for one in part(numbers)]


def _line(numbers: Readings) -> Iterator[Finding]:
    silent, up = numbers.get(("ujima_intake_age_seconds", "")), numbers.get(("ujima_up_seconds", ""), 0.0)
    if silent is None and up < begin_s:
        yield Finding("Telegram has not been heard of yet.", ready=False)
    elif silent is None or silent > intake_silent_s:
        yield Finding(
            f"Telegram was not heard of for {span(up if silent is None else silent)}.", False, False
        )
    else:
        yield Finding(f"Telegram was heard of {ago(silent)}.")
    if numbers.get(("ujima_webhook_refused", "")):
        waiting = int(numbers.get(("ujima_updates_at_telegram", ""), 0))
        yield Finding(
            f"Telegram can't deliver {counted(waiting, 'update')} to UJIMA_WEBHOOK_URL. `ujima doctor` says why.",
            False,
        )


def _sending(numbers: Readings) -> Iterator[Finding]:
    arrived, due = (
        numbers.get(("ujima_delivery_age_seconds", "")),
        int(numbers.get(("ujima_messages_due", ""), 0)),
    )
    oldest = numbers.get(("ujima_messages_due_oldest_seconds", ""), 0.0)
    last = (
        "No message of ours has arrived yet"
        if arrived is None
        else f"The last message arrived {ago(arrived)}"
    )
    waiting = f"{due} due, the oldest for {span(oldest)}" if due else "none is due"
    yield Finding(f"{last}; {waiting}.", oldest <= due_late_s)


def _rounds(numbers: Readings) -> Iterator[Finding]:
    since, up = numbers.get(("ujima_round_age_seconds", "")), numbers.get(("ujima_up_seconds", ""), 0.0)
    stands = up if since is None else since
    if stands > round_silent_s:
        yield Finding(
            f"The rounds have not gone round for {span(stands)}: no lease ends, nothing is paid late.",
            False,
        )
    if (late := numbers.get(("ujima_deadlines_late_seconds", ""), 0.0)) > deadline_late_s:
        yield Finding(f"A deadline that ended {ago(late)} has not been met.", False)


def _book(numbers: Readings) -> Iterator[Finding]:
    checked, up = (
        numbers.get(("ujima_book_check_age_seconds", "")),
        numbers.get(("ujima_up_seconds", ""), 0.0),
    )
    faults = int(numbers.get(("ujima_book_faults", ""), 0))
    if faults:
        yield Finding(f"The book has {counted(faults, 'fault')}. `ujima ledger check` names them.", False)
    elif checked is None:
        yield Finding("The book has not been checked yet.", up < begin_s)
    else:
        yield Finding(f"The book was in order {ago(checked)}.", checked <= book_unchecked_s)


def _payouts(numbers: Readings) -> Iterator[Finding]:
    if held := numbers.get(("ujima_payouts_held_seconds", ""), 0.0):
        yield Finding(
            f"Payouts are held since a restore {ago(held)}. `ujima doctor` says what to compare.", False
        )
    unknown = int(numbers.get(("ujima_payouts_open", "unknown"), 0))
    if unknown:
        oldest = numbers.get(("ujima_payouts_oldest_seconds", "unknown"), 0.0)
        said = f"Nobody knows the end of {counted(unknown, 'payout')}, the oldest asked for {ago(oldest)}."
        yield Finding(said, oldest <= unknown_late_s)


def _people(numbers: Readings) -> Iterator[Finding]:
    oldest = numbers.get(("ujima_cases_oldest_seconds", ""), 0.0)
    if oldest > case_late_s:
        waiting = int(numbers.get(("ujima_cases_open", ""), 0))
        yield Finding(
            f"{counted(waiting, 'case')} open, the oldest for {span(oldest)}. `ujima case list`.", False
        )
    if reports := int(numbers.get(("ujima_reports_open", ""), 0)):
        yield Finding(
            f"{counted(reports, 'reported task')} to look at. `ujima report list`, `ujima illegal list`.",
            False,
        )


def _machine(numbers: Readings) -> Iterator[Finding]:
    size, free = numbers.get(("ujima_disk_bytes", ""), 0.0), numbers.get(("ujima_disk_free_bytes", ""), 0.0)
    if size and free < size * disk_free_share_min:
        yield Finding(f"Only {bytes_of(free)} of the disk are free.", False)
    backup = numbers.get(("ujima_backup_age_seconds", ""))
    if backup is not None and backup > backup_late_s:
        yield Finding(
            f"The newest backup is {span(backup)} old."
            if backup < 1e9
            else "There is no backup where UJIMA_BACKUPS says: `ujima backup FOLDER` makes one.",
            False,
        )
    left = numbers.get(("ujima_certificate_left_seconds", ""))
    if left is not None and left < certificate_short_s:
        said = "is not taken" if left < 0 else f"ends in {span(left)}"
        yield Finding(f"The certificate of UJIMA_WEBHOOK_URL {said}.", False)


def ago(seconds: float) -> str:
    """How long ago.

    >>> ago(0.2), ago(40), ago(7200)
    ('just now', '40 s ago', '2.0 h ago')
    """
    return "just now" if seconds < 1 else f"{span(seconds)} ago"


def span(seconds: float) -> str:
    """`duration`, in days from two of them on.

    >>> span(3 * 86_400)
    '3.0 days'
    """
    return f"{seconds / 86_400:.1f} days" if seconds >= 2 * 86_400 else duration(seconds)


def bytes_of(number: float) -> str:
    """A size as it is read.

    >>> bytes_of(1_530), bytes_of(48_000_000), bytes_of(0)
    ('1.5 kB', '48.0 MB', '0 B')
    """
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:.0f} B" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"
