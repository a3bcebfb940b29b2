"""Papers as they are sent: a caption, and the file that it is about. Pure, as all screens: facts in, bytes out.

A PDF is set in letters that know western European languages only (`bot.papers.page`). In another language it is in
English, and says so; a title that can't be set stands as its pack's name, which every table of ours has as it is.
"""

from __future__ import annotations

from bot.domain.outcomes import StatementFile
from bot.domain.papers import Entry, StatementPaper
from bot.papers import page, sheet
from bot.papers.page import Column, Document
from bot.screen import Screen
from bot.screens.cards import movement_name
from bot.screens.words import Installation, joined
from bot.texts import Translator

fingerprint_letters = 8  # of a hash's 64, for eyes; the table has all of them


def statement_file(facts: StatementFile, t: Translator, house: Installation) -> Screen:
    """/statement_pdf and /statement_csv: one's money as a file."""
    assert facts.paper is not None, "read when it is sent"
    if facts.form == "csv":
        table = sheet.statement(facts.paper, t.currency)
        return Screen(
            t("Your money, line by line, for programs and spreadsheets."), file=("statement.csv", table)
        )
    caption = joined(t("Your money, line by line."), in_english(t), t("For spreadsheets: /statement_csv"))
    return Screen(caption, file=("statement.pdf", page.pdf(_statement(facts.paper, settable(t), house))))


def settable(t: Translator) -> Translator:
    """The language a PDF is written in: the reader's where its letters are there, else English."""
    return t if page.fits(t.name_in_itself(t.language)) else t.in_english()


def in_english(t: Translator) -> str:
    """A sentence where a PDF is not in the reader's language."""
    said = t("The file is in English: its letters can't show your language yet.")
    return "" if settable(t) is t else said


def _statement(paper: StatementPaper, t: Translator, house: Installation) -> Document:
    earlier = t.n("{count} earlier line is left out.", "{count} earlier lines are left out.", paper.earlier)
    return Document(
        title=t.label("Statement"),
        under=(
            f"{house.name}, {house.address}",
            t.label("Until {when} (UTC)", when=t.day_and_time(paper.at)),
        ),
        columns=(
            Column(t.label("When (UTC)"), 0.17),
            Column(t.label("What for"), 0.42),
            Column(t.label("Amount"), 0.14, right=True),
            Column(t.label("Balance"), 0.14, right=True),
            Column(t.label("Proof"), 0.13, right=True),
        ),
        rows=[_row(one, t) for one in paper.entries],
        sums=(
            (t.label("Earned in all"), t.money(paper.earned)),
            (t.label("You have"), t.money(paper.balance)),
        ),
        notes=tuple(
            filter(
                None,
                (
                    earlier if paper.earlier else "",
                    t.label(
                        "Proof is the start of a line's fingerprint in the book, which nobody can change later. "
                        "Lines from the first task of a pack that still goes on have theirs when it is closed."
                    ),
                ),
            )
        ),
        page=t.label("Page {number} of {pages}", number="{number}", pages="{pages}"),
        author=house.name,
        at=paper.at,
    )


def _row(one: Entry, t: Translator) -> tuple[str, ...]:
    title = page.set_in(t.own(one.title), one.pack) if one.title else ""
    what = movement_name(one.what, t)
    return (
        t.day_and_time(one.at),
        f"{title}: {what}" if title else what,
        t.change(one.amount),
        t.money(one.balance),
        one.hash[:fingerprint_letters],
    )
