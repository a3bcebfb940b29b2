"""The operator's desk: every verb of the command line that touches what is kept, by name.

A running program answers these at its door (`bot.storage.lock`); when nobody runs, the command line opens the house
itself. Each verb reads its words, acts, and says what came of it: {"lines": [sentence, …], "ok": bool}.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, cast

from bot import ledger, screens
from bot.actions import (
    admitting,
    asking,
    becoming,
    claiming,
    depositing,
    destinations,
    exporting,
    hooking,
    invoicing,
    judging,
    overseeing,
    piloting,
    publishing,
    queueing,
    renewing,
    sending,
    showing,
    thanking,
)
from bot.chat.router import House
from bot.domain import limits
from bot.domain.outcomes.papers import InvoiceFile
from bot.domain.refusals.deposits import NotAnAmount
from bot.domain.refusals.packs import NoSuchJob, PackNotJob, TooManyAccounts
from bot.domain.refusals.papers import PaperNotWritable
from bot.domain.refusals.payouts import NoSuchPayout, PayoutWords
from bot.domain.refusals.results import NotWritable
from bot.money import parse, plain
from bot.packs import reviews
from bot.packs.faults import Faults, say
from bot.packs.foreign import formats
from bot.payouts import Reason, Reply
from bot.rounds import jobs
from bot.rounds.jobs import Step
from bot.rounds.lists import Lists
from bot.screens import operator, rulings
from bot.screens import payouts as said_of_payouts
from bot.storage import Tx

statement_lines = 50
code_letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none is taken for another
code_characters = 10  # of five bits nearly: a day of guessing finds none
payout_lines = 100
failures = ("destination", "limit", "funds", "account", "refused")
looked_at = (  # fields of pack.toml that people read or that decide what becomes of their answers
    *("title", "question", "instruction", "settings", "examples", "asks", "on_behalf_of"),
    *("trains", "use", "afterwards", "licence", "people", "flags"),
)
paper_forms = ("pdf", "csv")
files_by_suffix = {".csv": "csv", ".jsonl": "jsonl", ".parquet": "parquet"}

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """A house, the steps of its jobs, and the time (UTC epoch ms)."""

    house: House
    steps: dict[str, Step]
    clock: Callable[[], int]

    async def do(self, verb: str, arguments: dict[str, Any]) -> Said:
        """Does one verb. Raises Refusal; KeyError or TypeError for words that are none."""
        return await VERBS[verb](self, **arguments)

    async def add(self, path: str, requester: str, skip_invalid: str = "") -> Said:
        """Brings a pack in, as a job; says which."""
        publishing.one_line(requester)
        given = {"path": path, "requester": requester, "skip_invalid": bool(skip_invalid)}
        return await self._begun("import", given)

    async def clone(self, name: str, new: str) -> Said:
        """Copies a pack under a new name, as a job; says which."""
        await self.house.database.read(publishing.named, name)
        return await self._begun("clone", {"name": name, "new": new})

    async def results(
        self, name: str, out: str, format: str = "", method: str = "", report: str = "", language: str = "en"
    ) -> Said:
        """Writes a pack's final answers into files, as a job; says which. A file's suffix tells a format not named."""
        format = format_of(Path(out), format)
        wish = {"pack": name, "out": out, "format": format, "method": method, "report": bool(report)}
        await self.house.database.read(publishing.named, name)
        return await self._begun("results", {**wish, "language": language}, undo=False)

    async def review(self, name: str, out: str = "", file: str = "") -> Said:
        """Writes what waits for a requester's word into a file, or does what a file that came back says."""
        if not file:
            found, sentences = await self.house.database.read(judging.waiting, name)
            await asyncio.to_thread(Path(out).write_bytes, reviews.write(found, sentences))
            return {"lines": rulings.written(name, out, len(found)), "ok": True}
        content = await asyncio.to_thread(Path(file).read_bytes)
        marks = reviews.read(content, Path(file).name)
        if isinstance(marks, Faults):
            return {"lines": [say(one) for one in marks.listed()], "ok": False}
        done = await self.house.database.write(judging.returned, name, marks, self.house.rules)
        lines = rulings.returned(name, done.accepted, done.claimed, done.wrong)
        return {"lines": lines, "ok": not done.wrong}

    async def claims(self) -> Said:
        """What somebody neutral has to look at."""
        rows = await self.house.database.read(claiming.cases)
        return {"lines": rulings.cases(rows, self.clock()), "ok": True}

    async def claim(self, code: str) -> Said:
        """One claim: what was asked and said, why it is doubted, what both say."""
        row, answer, sentences = await self.house.database.read(claiming.told_of, code)
        return {"lines": rulings.told(row, answer, sentences), "ok": True}

    async def decide(self, code: str, ruling: str, why: str) -> Said:
        """Rules on a claim: the answer stands, or it is unusable."""
        rules = self.house.rules
        done = await self.house.database.write(claiming.decide, code, ruling == "stands", why, rules)
        return {"lines": rulings.decided(done), "ok": True}

    async def floor(self, name: str) -> Said:
        """Locks what a pack's floor reserve lacks."""
        locked = await self.house.database.write(renewing.floor_topup, name, self.house.rules)
        return {"lines": rulings.floor(name, locked, self.house.rules.currency), "ok": True}

    async def aside(self, name: str, worker: str, back: str = "") -> Said:
        """Leaves a person's answers out of what is made of a pack, or takes them in again; pay stays."""
        new = await self.house.database.write(exporting.set_aside, name, worker, not back)
        return {"lines": operator.aside(name, worker, not back, new), "ok": True}

    async def _begun(self, kind: str, given: dict[str, Any], *, undo: bool = True) -> Said:
        job = await self.house.database.write(queueing.add, kind, given, undo)
        return {"lines": [], "ok": True, "job": str(job)}

    async def job(self, job: str) -> Said:
        """How a job stands: `over`; and until then how far it is, in a line."""
        state = await self.house.database.read(queueing.state, _number(job))
        if state is None:
            raise NoSuchJob(job=job)
        if not state.over:
            return {"lines": [self._how_far(state)], "ok": True, "over": False}
        if state.state == "failed":
            return {"lines": state.result.splitlines(), "ok": False, "over": True}
        lines = state.result.splitlines()
        if state.kind in ("import", "clone"):
            lines += (await self.show(state.result.partition(":")[0]))["lines"]
        return {"lines": lines, "ok": True, "over": True}

    def _how_far(self, state: queueing.State) -> str:
        now = self.clock()
        return operator.progress(state.state, state.phase, state.done, state.total, now - state.phase_at)

    async def jobs(self) -> Said:
        """What goes on or waits."""
        rows = await self.house.database.read(queueing.unfinished)
        return {"lines": operator.jobs(rows, self.clock()), "ok": True}

    async def cancel(self, job: str) -> Said:
        """Ends a job; what it left is removed."""
        await self.house.database.read(_no_pack, job)
        await self.house.database.write(queueing.cancel, _number(job))
        return _said(f"Job {job} ends; what it left is being removed.")

    async def work(self, job: str) -> Said:
        """Works jobs off, when no rounds go, until one is over; how that ended."""
        while not (said := await self.job(job))["over"]:
            for lane in queueing.lanes:
                await jobs.work_one(self.house.database, self.steps, lane)
        return said

    async def see(self, name: str) -> Said:
        """What a pack that waits shows to people, why it waits, and its quote."""
        return {"lines": await self.house.database.read(partial(self._seen, name=name)), "ok": True}

    def _seen(self, tx: Tx, name: str) -> list[str]:
        row = publishing.named(tx, name)
        said = showing.form_of(row).model_dump(mode="json", include=set(looked_at))
        rows = tx.all("packs.first_tasks", pack=row["id"], most=operator.rows_looked_at)
        lines = operator.looked_at({one: said[one] for one in looked_at}, rows, row["filled"])
        waits = [f"`ujima pack look {name} --yes` says that you have looked."] if row["waits"] else []
        return [*lines, *self._shown(tx, name), *waits]

    async def look(self, name: str) -> Said:
        """Somebody has looked at a pack that waited for it."""
        reasons = await self.house.database.write(publishing.looked, name)
        state = (await self.house.database.read(publishing.named, name))["state"]
        done = "can be launched" if state == "draft" else "what is new to it can be added"
        return {"lines": [*reasons, f"{name} has been looked at and {done}."], "ok": True}

    async def packs(self) -> Said:
        """All packs."""
        rows = await self.house.database.read(lambda tx: tx.all("packs.packs"))
        return {"lines": operator.packs(rows), "ok": True}

    async def show(self, name: str) -> Said:
        """One pack: its quote, its money."""
        return {"lines": await self.house.database.read(partial(self._shown, name=name)), "ok": True}

    def _shown(self, tx: Tx, name: str) -> list[str]:
        row = publishing.named(tx, name)
        lines = [
            f"{name} ({row['requester_name']}): {row['state']}, version {row['number']} {row['hash'][:12]}"
        ]
        lines += [f"A person must look at it first: {one}" for one in row["waits"].splitlines()]
        lines += operator.schedule(row["opens_at"], row["closes_at"], self.clock())
        if row["state"] == "draft":
            found, readers = publishing.quoted(tx, row, self.house.rules), showing.form_of(row).readers_max
            lines += operator.quote(name, found, self.house.rules.currency, readers)
        if stopped := tx.value("packs.stopped", pack=row["id"]):
            lines.append(f"Tasks that reports stopped: {stopped}. `ujima pack reports {name}` names them.")
        return lines + operator.money(name, ledger.balances(tx, f"pack:{row['id']}:"))

    async def reports(self, name: str) -> Said:
        """What people reported and nobody has looked at."""
        return {"lines": await self.house.database.read(partial(_reported, name=name)), "ok": True}

    async def release(self, name: str, key: str) -> Said:
        """A task that a report stopped is served again."""
        await self.house.database.write(publishing.release, name, key)
        return _said(f"{key} of {name} is served again.")

    async def launch(self, name: str, pilot: str = "") -> Said:
        """Locks a pack's money and opens its tasks; or those of a pilot; or what a pilot left."""
        row = await self.house.database.read(publishing.named, name)
        if row["state"] == "running" and (pilot or not row["pilot_last"]):
            return _said(f"{name} runs already.", ok=False)
        begun = await self.house.database.write(piloting.launch, name, self.house.rules, bool(pilot))
        if begun.locked is None:
            return _said(f"{name} goes on.")
        locked = f"{plain(begun.locked)} {self.house.rules.currency} is locked away for it."
        if begun.pilot:
            return _said(f"The pilot of {name} runs: {operator.counted(begun.pilot, 'task')}; {locked}")
        return _said(f"{name} runs; {locked}")

    async def invoice(self, name: str, out: str, language: str = "en") -> Said:
        """Writes what a pack has cost: into a folder as PDF and table, or into one file as its suffix says."""
        pack = (await self.house.database.read(publishing.named, name))["id"]
        paper = await self.house.database.read(invoicing.of, pack)
        t, files = self.house.texts.speak(language), []
        for form in _forms(Path(out)):
            wish = InvoiceFile(pack, form, paper)
            files.append((await asyncio.to_thread(screens.show, wish, t, self.house.installation)).file)
        paths = await asyncio.to_thread(_kept, Path(out), [one for one in files if one is not None])
        lines = operator.invoice(paper, self.house.rules.currency)
        return {"lines": [*lines, *(f"Written: {path}" for path in paths)], "ok": True}

    async def pause(self, name: str) -> Said:
        """Nobody new is served."""
        await self.house.database.write(publishing.pause, name)
        return _said(f"{name} is paused. Tasks that people hold are still answered and paid.")

    async def close(self, name: str) -> Said:
        """Ends a pack."""
        before = await self.house.database.read(publishing.named, name)
        back = await self.house.database.write(publishing.close, name)
        if before["launched_at"] is None:
            return _said(f"{name} is closed. It was never launched, so nothing was locked.")
        if back:
            return _said(f"{name} is closed; {plain(back)} {self.house.rules.currency} went back.")
        return _said(
            f"{name} is closed; what is not used goes back when the last open task has ended, in 7 days at most."
        )

    async def roles(self) -> Said:
        """All requesters, those who wait for a decision first."""
        return {"lines": operator.roles(await self.house.database.read(admitting.roles)), "ok": True}

    async def approve(self, name: str) -> Said:
        """Somebody who asked in the chat brings work from now on."""
        await self.house.database.write(admitting.approve, name)
        return _said(f"{name} can bring work now, and hears so.")

    async def decline(self, name: str, why: str) -> Said:
        """Somebody who asked does not."""
        await self.house.database.write(admitting.decline, name, why)
        return _said(f"{name} can't bring work, and hears why.")

    async def link(self, name: str) -> Said:
        """A code that ties whoever types it to a requester."""
        code = "".join(secrets.choice(code_letters) for _ in range(code_characters))
        await self.house.database.write(admitting.link, name, code)
        return _said(
            f"/requester {code}\nWhoever sends this to the bot within a day speaks for {name}; it works once."
        )

    async def deposit(self, requester: str, amount: str, reference: str, new: str = "", by: str = "") -> Said:
        """Money a requester paid in; one who is not there yet must be meant."""
        given = (requester, _amount(amount), reference, self.house.rules)
        done = await self.house.database.write(depositing.deposit, *given, new=bool(new), by=by)
        if done.waits:
            return {"lines": operator.deposit_waits(requester, _amount(amount), reference), "ok": True}
        return _said(self._has(requester, done.have) + _before(done, reference))

    def _has(self, requester: str, have: int) -> str:
        return f"{requester} has {plain(have)} {self.house.rules.currency} to spend."

    async def deposits(self) -> Said:
        """What waits, and the newest others."""
        rows = await self.house.database.read(depositing.latest)
        return {"lines": operator.deposits(rows), "ok": True}

    async def deposit_approve(self, reference: str, by: str, requester: str = "") -> Said:
        """The second person's word."""
        row, have = await self.house.database.write(depositing.approve, reference, by, requester)
        return _said(self._has(row["name"], have))

    async def deposit_withdraw(self, reference: str, by: str, requester: str = "") -> Said:
        """A deposit that waits was a slip."""
        await self.house.database.write(depositing.withdraw, reference, by, requester)
        return _said(f"The deposit {reference} is withdrawn; nothing was booked.")

    async def deposit_refund(self, reference: str, by: str, requester: str = "") -> Said:
        """A deposit goes back."""
        row = await self.house.database.write(depositing.refund, reference, by, requester)
        return {"lines": operator.refunded(row), "ok": True}

    async def deposit_give(self, reference: str, requester: str, by: str) -> Said:
        """Money that was set aside becomes a requester's."""
        rules = self.house.rules
        have = await self.house.database.write(depositing.give, reference, requester, by, rules)
        return _said(self._has(requester, have))

    async def payouts(self, state: str = "") -> Said:
        """The newest payouts, or those of a state."""
        rows = await self.house.database.read(
            lambda tx: tx.all("payouts.newest", state=state, most=payout_lines)
        )
        return {"lines": said_of_payouts.payouts(rows, self.house.rules.currency), "ok": True}

    async def payout_doubts(self) -> Said:
        """Payouts that a person should look into; no line when there is none."""
        doubts = await self.house.database.read(sending.doubts)
        return {"lines": doubts, "ok": not doubts}

    async def payout_run(self, rail: str, out: str, number: str = "") -> Said:
        """What is due by hand, as files."""
        done = await self._lists().write(rail, Path(out), _payout(number) if number else 0)
        lines = said_of_payouts.written(done.number, done.payouts, done.for_payer, done.to_mark)
        return {"lines": lines, "ok": True}

    async def payout_settle(self, payout: str, by: str, paid: str = "", failed: str = "") -> Said:
        """A person's word on one payout."""
        if bool(paid) == bool(failed) or (failed and failed not in failures):
            raise PayoutWords()
        reply = Reply("confirmed", paid) if paid else Reply("failed", "", cast(Reason, failed))
        state = await self.house.database.write(sending.settle, _payout(payout), reply, by)
        return {"lines": said_of_payouts.settled(payout, state), "ok": True}

    async def payout_settle_list(self, rail: str, file: str) -> Said:
        """A list that came back."""
        paid, failed = await self._lists().settle(rail, Path(file))
        return {"lines": said_of_payouts.settled_list(paid, failed), "ok": True}

    async def payout_let(self, payout: str, by: str) -> Said:
        """A person has looked at a payout that waits."""
        await self.house.database.write(sending.let, _payout(payout), by)
        return _said(f"Payout {payout} goes now.")

    async def payout_reconcile(self, rail: str, file: str, days: str) -> Said:
        """A provider's statement beside the book."""
        since = self.clock() - int(days) * limits.day
        found = await self._lists().reconcile(rail, Path(file), since)
        alike = not (found.missing or found.extra or found.different or found.news)
        return {"lines": said_of_payouts.compared(found, since), "ok": alike}

    async def rotate(self) -> Said:
        """Places are sealed anew with the newest key."""
        done = await self.house.database.write(destinations.reseal, self.house.ways)
        return _said(f"{done} places were sealed anew; older keys can be taken away.")

    def _lists(self) -> Lists:
        return Lists(self.house.database, self.house.ways)

    async def goodwill(self, amount: str, reference: str) -> Said:
        """Money the house gives."""
        done = await self.house.database.write(
            depositing.goodwill, _amount(amount), reference, self.house.rules
        )
        holds = f"Goodwill holds {plain(done.have)} {self.house.rules.currency}."
        return _said(holds + _before(done, reference))

    async def questions(self) -> Said:
        """Workers' questions that wait for an answer."""
        rows = await self.house.database.read(lambda tx: tx.all("asking.waiting"))
        return {"lines": operator.questions(rows, self.clock()), "ok": True}

    async def answer(self, requester: str, number: str, words: str = "", how: str = asking.for_all) -> Said:
        """A requester's answer to a worker's question: for all, for who asked, or none."""
        given = _digits(number)
        await self.house.database.write(asking.answer_by_desk, requester, given, words, how)
        return _said(f"Question {given} of {requester} is answered; who asked hears it.")

    async def bonus(self, name: str, worker: str, amount: str, reason: str) -> Said:
        """Pays a worker a bonus from the money of the pack's requester."""
        house = self.house
        paid = await house.database.write(thanking.bonus_by_desk, name, worker, amount, reason, house.rules)
        return _said(f"{worker} has {plain(paid)} {house.rules.currency} more, and reads why.")

    async def became(self, name: str, words: str, link: str = "") -> Said:
        """What became of a pack, in its requester's words; it waits for a person."""
        await self.house.database.write(becoming.became_by_desk, name, words, link)
        return _said(
            f"It waits for a person. `ujima news list` shows it, `ujima news send` lets it go to all who worked on {name}."
        )

    async def news(self) -> Said:
        """What requesters told and nobody has looked at."""
        rows = await self.house.database.read(lambda tx: tx.all("becoming.waiting"))
        return {"lines": operator.news(rows), "ok": True}

    async def look_at_news(self, number: str, yes: str = "") -> Said:
        """A person has looked at what a requester told: it goes out, or not."""
        name = await self.house.database.write(becoming.looked, _digits(number), bool(yes))
        return _said(
            f"All who worked on {name} are told." if yes else f"Nobody is told what became of {name}."
        )

    async def webhook(self, requester: str, url: str = "", turn: str = "") -> Said:
        """A requester's webhook: set, turned on or off, or only looked at."""
        database = self.house.database
        number = await database.read(hooking.of_requester, requester)
        if url:
            secret = await database.write(hooking.set_to, number, url)
            return {
                "lines": [f"Final answers go to {url}. The secret that signs them, shown only now:", secret],
                "ok": True,
            }
        if turn:
            await database.write(hooking.turn, number, turn == "on")
        return {"lines": operator.webhook(await database.read(hooking.shown, number)), "ok": True}

    async def check(self) -> Said:
        """Proves the whole book."""
        faults = await self.house.database.read(overseeing.check_book, whole=True)
        return {"lines": faults or ["The book is in order."], "ok": not faults}

    async def currency(self) -> Said:
        """The currency the book is in; no line before the first money came in."""
        booked = await self.house.database.read(ledger.currency)
        return {"lines": [booked] if booked else [], "ok": True}

    async def verify(self, receipt: str) -> Said:
        """Whether a receipt is genuine: by itself, in the book, and under the seal it names."""
        faults = await self.house.database.read(ledger.verify_receipt, receipt)
        lines = [str(fault) for fault in faults] or operator.genuine(json.loads(receipt))
        return {"lines": lines, "ok": not faults}

    async def export(self, out: str, format: str) -> Said:
        """Writes the whole book into a file for other programs, as a job; says which."""
        return await self._begun("book", {"out": out, "format": format}, undo=False)

    async def statement(self, account: str) -> Said:
        """The movements of an account, or of all accounts of a pack or a requester by name, newest first."""
        try:
            found = await self.house.database.read(_moved, account)
        except ledger.TooWide as wide:
            raise TooManyAccounts(account=wide.prefix, most=wide.most) from None
        lines = [
            operator.moved(one.at, one.movement, one.account, one.other, one.amount, one.balance)
            for one in found
        ]
        return {"lines": lines or [f"{account}: nothing has moved."], "ok": True}


def format_of(out: Path, named: str) -> str:
    """The format of results: as named, else by a file's suffix, csv for a folder. Refused where name and file differ.

    >>> format_of(Path("answers.jsonl"), ""), format_of(Path("wells"), "")
    ('jsonl', 'csv')
    """
    suffix = "" if out.is_dir() else out.suffix
    known = formats().get(named)
    if not suffix or (named and known is None):  # a name that is none is refused where formats are made
        return named or "csv"
    if known is not None:
        if suffix.lower() != known.suffixes[0]:  # the others are read, never written
            right = out.with_suffix(known.suffixes[0]).name
            raise NotWritable(reason=f"{out.name} is no name for a file of {named}; write --out {right}.")
        return named
    if suffix.lower() not in files_by_suffix:
        suffixes = ", ".join(files_by_suffix)
        reason = f"{out.name} tells no format: {suffixes} do; name another with --format."
        raise NotWritable(reason=reason)
    return files_by_suffix[suffix.lower()]


def _forms(out: Path) -> tuple[str, ...]:
    """The forms of a paper: both into a folder, else the one that a file's suffix names."""
    suffix = "" if out.is_dir() else out.suffix.lower().removeprefix(".")
    if suffix not in ("", *paper_forms):
        raise PaperNotWritable(
            reason=f"{out.name} tells no form of a paper: .pdf or .csv does, or a folder for both."
        )
    return (suffix,) if suffix else paper_forms


def _kept(out: Path, files: list[tuple[str, bytes]]) -> list[Path]:
    """Writes papers to where they are wanted; where that can't be is refused."""
    folder = out if out.is_dir() or not out.suffix else out.parent
    paths = [out if folder != out else out / name for name, _ in files]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, (_, content) in zip(paths, files, strict=True):
            path.write_bytes(content)
    except OSError as why:
        raise PaperNotWritable(reason=f"{why.filename}: {why.strerror}.") from None
    return paths


def _no_pack(tx: Tx, job: str) -> None:
    """Refuses a pack's name where a job's number is wanted."""
    if not job.isdigit() and tx.one("packs.pack_named", name=job) is not None:
        raise PackNotJob(name=job)


def _reported(tx: Tx, name: str) -> list[str]:
    return operator.reports(name, tx.all("packs.reports", pack=publishing.named(tx, name)["id"]))


def _moved(tx: Tx, account: str) -> list[ledger.Line]:
    return ledger.statement(tx, overseeing.accounts_of(tx, account), statement_lines)


def _before(done: depositing.Booked, reference: str) -> str:
    return "" if done.new else f"\nThe reference {reference} was booked before; nothing was added."


def _amount(written: str) -> int:
    with suppress(ValueError):
        if amount := parse(written):
            return amount
    raise NotAnAmount(written=written[:40])


def _number(written: str) -> int:
    if written.isascii() and written.isdigit() and len(written) < 20:
        return int(written)
    raise NoSuchJob(job=written[:40])


def _payout(written: str) -> int:
    if written.isascii() and written.isdigit() and int(written) < 2**63:
        return int(written)
    raise NoSuchPayout(payout=written[:40])


def _digits(written: str) -> int:
    """A number as `list` shows it; 0, which nothing has, for what is no number."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 20 else 0


def _said(line: str, *, ok: bool = True) -> Said:
    return {"lines": line.splitlines(), "ok": ok}


VERBS: dict[str, Callable[..., Awaitable[Said]]] = {
    "pack.add": Desk.add,
    "pack.job": Desk.job,
    "pack.jobs": Desk.jobs,
    "pack.cancel": Desk.cancel,
    "pack.clone": Desk.clone,
    "pack.see": Desk.see,
    "pack.look": Desk.look,
    "pack.list": Desk.packs,
    "pack.show": Desk.show,
    "pack.reports": Desk.reports,
    "pack.release": Desk.release,
    "pack.launch": Desk.launch,
    "pack.pause": Desk.pause,
    "pack.close": Desk.close,
    "invoice": Desk.invoice,
    "review": Desk.review,
    "claim.list": Desk.claims,
    "claim.show": Desk.claim,
    "claim.decide": Desk.decide,
    "pack.floor": Desk.floor,
    "results": Desk.results,
    "results.aside": Desk.aside,
    "role.list": Desk.roles,
    "role.approve": Desk.approve,
    "role.decline": Desk.decline,
    "role.link": Desk.link,
    "deposit": Desk.deposit,
    "deposit.list": Desk.deposits,
    "payout.list": Desk.payouts,
    "payout.doubts": Desk.payout_doubts,
    "payout.run": Desk.payout_run,
    "payout.settle": Desk.payout_settle,
    "payout.settle_list": Desk.payout_settle_list,
    "payout.let": Desk.payout_let,
    "payout.reconcile": Desk.payout_reconcile,
    "key.rotate": Desk.rotate,
    "deposit.approve": Desk.deposit_approve,
    "deposit.withdraw": Desk.deposit_withdraw,
    "deposit.refund": Desk.deposit_refund,
    "deposit.give": Desk.deposit_give,
    "goodwill": Desk.goodwill,
    "questions.list": Desk.questions,
    "questions.answer": Desk.answer,
    "bonus": Desk.bonus,
    "pack.became": Desk.became,
    "news.list": Desk.news,
    "news.look": Desk.look_at_news,
    "webhook": Desk.webhook,
    "ledger.check": Desk.check,
    "ledger.currency": Desk.currency,
    "ledger.statement": Desk.statement,
    "ledger.verify": Desk.verify,
    "ledger.export": Desk.export,
}
