"""Recording: a person's signed work record (P11). They choose what it shows; each step is a command that says it all.

/record                    everything, without what was earned, without a name
/record_2_pay              all but the second pack, with what was earned
/record_only_1_3_send      the first and the third pack; as a file
/record send Amina Yusuf   with the name as it is typed
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import digits, ledger
from bot.actions import joining, showing
from bot.domain.outcomes.papers import RecordChoice, RecordFile, RecordPack
from bot.domain.papers import RecordPaper, Worked
from bot.domain.people import Who
from bot.storage import Tx

name_characters_max = 64
number_digits_max = 4
lines_max = 100_000  # of the book, for what was earned
_pay, _reversed = "pay_", "reverse_pay_"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose: all packs but those numbered, or only those; with what they earned; to be sent; the name."""

    only: bool = False
    numbers: tuple[int, ...] = ()
    pay: bool = False
    send: bool = False
    name: str = ""

    def shows(self, number: int) -> bool:
        """Is this pack in it?"""
        return (number in self.numbers) is self.only


def read_choice(written: str) -> Chosen:
    """What stands behind /record, with spaces or with underscores; the first word that is none of ours begins the name.

    >>> read_choice("only_1_3_send") == read_choice("only 1 3 send") == Chosen(True, (1, 3), send=True)
    True
    """
    first, _, rest = written.strip().partition(" ")
    words = first.replace("_", " ").split() + rest.split()
    numbers: list[int] = []
    said = set()
    while words and (
        words[0] in ("only", "pay", "send") or digits.number(words[0], number_digits_max) is not None
    ):
        word = words.pop(0)
        if (asked := digits.number(word, number_digits_max)) is not None:
            numbers.append(asked)
        else:
            said.add(word)
    name = " ".join(words)[:name_characters_max]
    return Chosen("only" in said, tuple(dict.fromkeys(numbers)), "pay" in said, "send" in said, name)


def record(tx: Tx, who: Who, written: str) -> RecordChoice | RecordFile:
    """/record and what was chosen behind it: what the file would show; or the file."""
    chosen, rows = read_choice(written), tx.all("papers.work_of", person=who.person)
    shown = [number for number in range(1, len(rows) + 1) if chosen.shows(number)]
    if chosen.send and shown:
        return RecordFile(tuple(rows[number - 1]["pack"] for number in shown), chosen.pay, chosen.name)
    packs = tuple(
        RecordPack(
            number,
            showing.form_of(row).title,
            row["answers"],
            chosen.shows(number),
            _command(chosen, number),
        )
        for number, row in enumerate(rows, 1)
    )
    numbers = [*(["only"] if chosen.only else []), *map(str, chosen.numbers)]
    return RecordChoice(packs, "_".join(numbers), chosen.pay)


def _command(chosen: Chosen, number: int) -> str:
    """What is behind /record when this pack is taken in or left out."""
    numbers = [one for one in chosen.numbers if one != number]
    if number not in chosen.numbers:
        numbers.append(number)
    words = [*(["only"] if chosen.only else []), *map(str, sorted(numbers)), *(["pay"] if chosen.pay else [])]
    return "_".join(words)


def record_file(tx: Tx, account: int, wish: RecordFile) -> RecordFile:
    """The wish with all it holds. A read."""
    who = joining.by_account(tx, account)
    earned = _earned(tx, who.book) if wish.pay else {}
    work = []
    for row in tx.all("papers.work_of", person=who.person):
        if row["pack"] in wish.packs:
            form, over = showing.form_of(row), row["closed_at"] is not None
            work.append(
                Worked(
                    title=form.title,
                    kind=form.kind,
                    asks=form.asks,
                    first_at=row["first_at"],
                    last_at=row["last_at"],
                    answers=row["answers"],
                    known=row["gold_right"] + row["gold_wrong"] if over else None,
                    right=row["gold_right"] if over else None,
                    earned=earned.get(row["pack"], 0) if wish.pay else None,
                )
            )
    return RecordFile(wish.packs, wish.pay, wish.name, RecordPaper(tx.now, wish.name, tuple(work)))


def _earned(tx: Tx, book: int) -> dict[int, int]:
    """What each pack paid somebody, in micro-units, less what went back."""
    earned: dict[int, int] = {}
    for line in ledger.statement(tx, f"worker:{book}:", limit=lines_max):
        if line.pack is not None and line.movement.startswith((_pay, _reversed)):
            earned[line.pack] = earned.get(line.pack, 0) + line.amount
    return earned
