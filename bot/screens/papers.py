"""Papers as they are sent: a caption, and the file that it is about. Pure, as all screens: facts in, bytes out.

A PDF is set in letters that know western European languages only (`bot.papers.page`). In another language it is in
English, and says so; a title that can't be set stands as its pack's name, which every table of ours has as it is.
"""

from __future__ import annotations

from bot.domain.outcomes.papers import (
    ForgetTold,
    Forgotten,
    InvoiceFile,
    ReceiptFile,
    Receipts,
    RecordChoice,
    RecordFile,
    RecordPack,
    SealTold,
    StatementFile,
)
from bot.domain.papers import Entry, InvoicePaper, InvoicePart, RecordPaper, StatementPaper, Worked
from bot.money import plain
from bot.papers import page, record, sheet
from bot.papers.page import Column, Document
from bot.screen import Screen
from bot.screens.cards import movement_name
from bot.screens.words import Installation, Shown, code, joined, signed_with, that_fit
from bot.texts import Translator

fingerprint_letters = 8  # of a hash's 64, for eyes; the table has all of them


def statement_file(facts: StatementFile, t: Translator, house: Installation) -> Screen:
    """/statement_pdf and /statement_csv: one's money as a file."""
    assert facts.paper is not None, "read when it is sent"
    if facts.form == "csv":
        table = sheet.statement(facts.paper, t.currency)
        return Screen(
            joined(
                t("Your money, line by line, for programs and spreadsheets."),
                t("Proof of one line: /receipt and its number under transfer."),
            ),
            file=("statement.csv", table),
        )
    caption = joined(t("Your money, line by line."), in_english(t), t("For spreadsheets: /statement_csv"))
    return Screen(caption, file=("statement.pdf", _pdf(_statement(facts.paper, settable(t), house))))


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


def invoice_file(facts: InvoiceFile, t: Translator, house: Installation) -> Screen:
    """A pack's invoice, as a PDF or as a table."""
    assert facts.paper is not None, "read when it is sent"
    name = f"invoice-{facts.paper.pack}.{facts.form}"
    if facts.form == "csv":
        said = t("What {title} has cost, part by part, for programs.", title=t.own(facts.paper.title))
        return Screen(said, file=(name, sheet.invoice(facts.paper, t.currency)))
    said = t("What {title} has cost, part by part.", title=t.own(facts.paper.title))
    named = t(
        "It is for {requester}, a name whose letters the file can't show.", requester=facts.paper.requester
    )
    unshown = "" if page.fits(facts.paper.requester) else named
    return Screen(joined(said, unshown, in_english(t)), file=(name, invoice_pdf(facts.paper, t, house)))


def invoice_pdf(paper: InvoicePaper, t: Translator, house: Installation) -> bytes:
    """The invoice's bytes, in the reader's language where its letters are there."""
    return _pdf(_invoice(paper, settable(t), house))


def _pdf(document: Document) -> bytes:
    """Set by `press`, which is imported with the first paper."""
    from bot.papers import press

    return press.pdf(document)


def _invoice(paper: InvoicePaper, t: Translator, house: Installation) -> Document:
    title = page.set_in(t.own(paper.title), paper.pack)
    goodwill = t.label("The house paid {amount} of its own for this work.", amount=t.money(paper.goodwill))
    open_yet = t.label("The pack goes on: what is left may still be paid or returned.")
    return Document(
        title=t.label("Invoice {number}", number=paper.number),
        under=(
            f"{house.name}, {house.address}",
            t.label("To {requester}", requester=paper.requester)
            if page.fits(paper.requester)
            else t.label("To the requester whom the message beside this file names"),
            t.label("For {title} ({pack})", title=title, pack=paper.pack),
            t.label("Until {when} (UTC)", when=t.day_and_time(paper.at)),
        ),
        columns=(
            Column(t.label("Part"), 0.22),
            *(
                Column(head, 0.13, right=True)
                for head in (
                    t.label("Locked"),
                    t.label("Moved"),
                    t.label("Paid"),
                    t.label("Payments"),
                    t.label("Returned"),
                    t.label("Left"),
                )
            ),
        ),
        rows=[_invoice_row(one, t) for one in paper.parts],
        sums=(
            (t.label("Locked away before the start"), t.money(paper.locked)),
            (t.label("Paid to people"), t.money(paper.paid - paper.fee)),
            (t.label("Fee"), t.money(paper.fee)),
            (t.label("Returned to you"), t.money(paper.returned)),
            (t.label("Still locked"), t.money(paper.left)),
        ),
        notes=tuple(
            one
            for one, told in (
                (
                    t.label(
                        "Moved is what the late reserve and the guarantee pot lent or took, and what you paid in bonuses."
                    ),
                    any(one.moved for one in paper.parts),
                ),
                (goodwill, bool(paper.goodwill)),
                (open_yet, bool(paper.left)),
            )
            if told
        ),
        page=t.label("Page {number} of {pages}", number="{number}", pages="{pages}"),
        author=house.name,
        at=paper.at,
    )


def _invoice_row(one: InvoicePart, t: Translator) -> tuple[str, ...]:
    names = {
        "answers": t.label("Answers"),
        "gold": t.label("Known answers"),
        "practice": t.label("Practice"),
        "reading": t.label("Reading"),
        "side": t.label("Reports"),
        "late": t.label("Late reserve"),
        "floor": t.label("Hourly floor"),
        "care": t.label("Paid pauses"),
        "fee": t.label("Fee"),
        "bonus": t.label("Bonuses"),
        "bonus_fee": t.label("Fee on bonuses"),
        "look": t.label("Hard content, not asked first"),
        "unwarned": t.label("Pauses for that"),
        "resale": t.label("Shares of resales"),
    }
    amounts = (t.money(one.locked), t.money(one.moved), t.money(one.paid))
    return (names[one.part], *amounts, t.number(one.payments), t.money(one.returned), t.money(one.left))


def record_choice(facts: RecordChoice, t: Translator, house: Installation) -> Screen:
    """/record: what the file would show, and the commands that change it or send it."""
    unsigned = t("This house has no key to sign with yet, so it can't make work records.")
    if house.signer is None or not facts.packs:
        return Screen(unsigned if house.signer is None else t("No answers yet. Work: /tasks"))
    about = t(
        "A signed record of your work: a file that others can check without us. Only you get it. It shows:"
    )
    some = len(facts.packs) > 1 and not facts.chosen
    pay, chosen = ("_pay" if facts.pay else ""), (f"_{facts.chosen}" if facts.chosen else "")
    earned = (
        t("What you earned is in it. Without it: {command}", command=f"/record{chosen}")
        if facts.pay
        else t("What you earned is not in it. With it: {command}", command=f"/record{chosen}_pay")
    )
    send = f"/record{chosen}{pay}_send"
    last = joined(
        t("Only one of these: {command}", command=f"/record_only_{facts.packs[-1].number}{pay}")
        if some
        else "",
        earned,
        t("Get the file: {command}", command=send) if any(one.shown for one in facts.packs) else "",
        t("With your name: write it behind that command. Nobody checks it."),
    )
    return Screen(that_fit([_record_line(one, t) for one in reversed(facts.packs)], about, last))


def _record_line(one: RecordPack, t: Translator) -> str:
    answers = t.n("{count} answer", "{count} answers", one.answers)
    command = f"/record_{one.change}" if one.change else "/record"
    values = {"number": one.number, "title": t.own(one.title), "answers": answers, "command": command}
    if one.shown:
        return t("{number}. {title}: {answers}. Without it: {command}", **values)
    return t("{number}. {title}: left out. With it: {command}", **values)


def record_file(facts: RecordFile, t: Translator, house: Installation) -> Screen:
    """The signed record, and how others prove it."""
    assert facts.paper is not None, "read when it is sent"
    if house.signer is None:  # the key was taken away since it was asked for
        return record_choice(RecordChoice((), "", False), t, house)
    said = joined(
        t("Your signed work record. It shows what you chose and nothing else."),
        t("Others check it with any Ujima program, without us: ujima record verify work-record.json"),
        signed_with(house.signer.public, t),
    )
    return Screen(
        said, file=("work-record.json", record.signed(house.signer, _record(facts.paper, t, house)))
    )


def _record(paper: RecordPaper, t: Translator, house: Installation) -> dict[str, object]:
    """What is signed, as `bot.papers.record` describes it."""
    answers = sum(one.answers for one in paper.work)
    says = t.n("{count} answer", "{count} answers", answers)
    return {
        "house": {"name": house.name, "address": house.address, "law": house.law},
        "name": paper.name,
        "made_at": sheet.moment(paper.at),
        "says": t.label(
            "{house} says that whoever holds this gave {answers} here, from {first} to {last}.",
            house=house.name,
            answers=says,
            first=t.day_and_time(min(one.first_at for one in paper.work)),
            last=t.day_and_time(max(one.last_at for one in paper.work)),
        ),
        "work": [_record_work(one, t) for one in paper.work],
    }


def _record_work(one: Worked, t: Translator) -> dict[str, object]:
    said: dict[str, object] = {
        "title": t.own(one.title),
        "kind": one.kind,
        "asks": one.asks,
        "first": sheet.moment(one.first_at)[:10],
        "last": sheet.moment(one.last_at)[:10],
        "answers": one.answers,
    }
    if one.known is not None and one.right is not None:
        said |= {"known": one.known, "right": one.right}
    if one.earned is not None:
        said |= {"earned": plain(one.earned), "currency": t.currency}
    return said


def receipt_file(facts: ReceiptFile, t: Translator, house: Installation) -> Screen:
    """The receipt of one movement: its fingerprint, and the seal over it."""
    yet = t("The next seal of the book will cover it.")
    seal = t("The book's seal over it:") + " " + code(facts.seal, t) if facts.seal else yet
    said = joined(
        t("The receipt of one line. Its fingerprint covers all lines before it:"),
        code(facts.hash, t),
        seal,
        t("Whoever runs this house can prove it: ujima ledger verify"),
    )
    return Screen(said, file=(f"receipt-{facts.transfer}.json", facts.content.encode()))


def receipts(facts: Receipts, t: Translator, house: Installation) -> Screen:
    """/receipt without a number: the newest lines that have one."""
    if not facts.lines:
        return Screen(
            t(
                "No line of yours has a receipt yet. Lines of packs that go on get theirs when they are closed."
            )
        )
    lines = (
        t(
            "{when}: {what}, {amount}. {command}",
            when=t.moment(at),
            what=movement_name(what, t),
            amount=t.change(amount),
            command=f"/receipt_{transfer}",
        )
        for transfer, at, what, amount in facts.lines
    )
    return Screen(joined(t("The receipt of which line?"), *lines))


def seal_told(facts: SealTold, t: Translator, house: Installation) -> Screen:
    """/seal: the book's newest seal, and where it is posted."""
    if not facts.hash:
        return Screen(t("Nothing is sealed yet."))
    posted = (
        t("It is posted each day in {channel}.", channel=house.seal_channel) if house.seal_channel else ""
    )
    said = t("It covers every movement of money until then. Note it, and nobody can rewrite what was before.")
    return Screen(joined(seal_post(facts.at, facts.hash, t), said, posted))


def seal_post(at: int, hash: str, t: Translator) -> str:
    """A seal in a message, as HTML."""
    return joined(t("The book of {when} (UTC) has this seal:", when=t.day_and_time(at)), code(hash, t))


def forget_told(facts: ForgetTold, t: Translator, house: Installation) -> Screen:
    """/forget: what goes, what stays, what is left of the money, and the number that does it."""
    goes = t(
        "You can be forgotten: your account, your language, where you are paid, your questions, and the photos and voices "
        "you made. Sealed backups keep them some days more."
    )
    stays = t("Your answers and what was paid for them stay, under a random number that leads to nobody.")
    have = t("You have {balance}. Take it out first: /money", balance=t.coins(facts.balance))
    worth_taking = t.coins(facts.balance) != t.coins(0)  # less than a coin can't be taken out by anybody
    lost = t("If you go on without taking it out, you give it up, and what you are still owed too.")
    type_it = t("To go on, write: /forget {code}", code=facts.code)
    waiting = t(
        "{amount} of yours is still on its way: a payout, a review or a decision. Ask again when it is there.",
        amount=t.money(facts.waiting),
    )
    packs = t("Close the packs you brought first: {packs}.", packs=", ".join(facts.packs))
    spendable = t(
        "You still have {amount} that you paid in. Ask for it back first: /about",
        amount=t.money(facts.spendable),
    )
    owed = t(
        "You owe {amount} for a payment that was called back. Pay it in first: /deposit",
        amount=t.money(facts.owed),
    )
    return Screen(
        joined(
            goes,
            stays,
            waiting if facts.waiting else "",
            packs if facts.packs else "",
            spendable if facts.spendable else "",
            owed if facts.owed else "",
            joined(have, lost) if worth_taking and facts.code else "",
            type_it if facts.code else "",
        )
    )


def forgotten(facts: Forgotten, t: Translator, house: Installation) -> Screen:
    """The last message: it is done."""
    return Screen(
        t(
            "You are forgotten. Thank you for your work. If you write here again, we meet as strangers: /start. "
            "You can delete this chat."
        )
    )


SCREENS: Shown = {
    StatementFile: statement_file,
    InvoiceFile: invoice_file,
    RecordChoice: record_choice,
    RecordFile: record_file,
    ReceiptFile: receipt_file,
    Receipts: receipts,
    SealTold: seal_told,
    ForgetTold: forget_told,
    Forgotten: forgotten,
}
