"""The command line: each verb reads its words, calls one function of `bot.app`, and says what came of it.

Good ends exit with 0; trouble that can be expected (a refusal, a wrong setting, a port in use, a full disk)
with 1 and a sentence on stderr; words that make no verb with 2. `bot.app` and what it builds are imported inside
the verbs, so that help comes at once.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from importlib.metadata import version as version_of
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import structlog
import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from bot.config import Settings

verbs = typer.Typer(
    name="ujima",
    help="Paid micro-tasks over Telegram for people on slow, dear, broken connections.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
packs = typer.Typer(help="Task packs: check a folder, bring it in, launch it, end it.", no_args_is_help=True)
book = typer.Typer(help="The book of all money.", no_args_is_help=True)


class Deposits(TyperGroup):
    """Verbs about deposits; words that begin with none of them enter one, as `ujima deposit add` does."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the usual verb in front where none is written."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["add", *args]
        return super().parse_args(ctx, args)


deposits = typer.Typer(
    help="Money that requesters paid in: ujima deposit NAME AMOUNT --reference WORDS.",
    cls=Deposits,
    no_args_is_help=True,
)
verbs.add_typer(deposits, name="deposit")
verbs.add_typer(packs, name="pack")
claims = typer.Typer(help="Answers called unusable: who is right.", no_args_is_help=True)
verbs.add_typer(claims, name="claim")
verbs.add_typer(book, name="ledger")
people = typer.Typer(help="Who may bring work in the chat.", no_args_is_help=True)
verbs.add_typer(people, name="role")
questions = typer.Typer(help="What workers ask about packs, and the answers.", no_args_is_help=True)
verbs.add_typer(questions, name="questions")
records = typer.Typer(help="Signed work records: prove one, show the key.", no_args_is_help=True)
keys = typer.Typer(help="The keys that seal where people are paid.", no_args_is_help=True)
verbs.add_typer(keys, name="key")
payouts = typer.Typer(help="Money on its way to workers.", no_args_is_help=True)
verbs.add_typer(payouts, name="payout")
verbs.add_typer(records, name="record")

receipt_chars_max = 100_000  # a file longer than this is no receipt; of a shorter one the book says why not
news = typer.Typer(
    help="What became of packs: looked at before all who worked there are told.", no_args_is_help=True
)
verbs.add_typer(news, name="news")
webhook = typer.Typer(help="Where requesters' programs are told of final answers.", no_args_is_help=True)
verbs.add_typer(webhook, name="webhook")

Port = Annotated[int, typer.Option(min=1, max=65535, help="The port on 127.0.0.1.")]
Reference = Annotated[str, typer.Option(help="Where the money came from; the same words twice book it once.")]
Name = Annotated[str, typer.Argument(help="The pack's name.")]
Folder = Annotated[Path, typer.Argument(help="A folder, or a zip, with pack.toml and its table of tasks.")]
SkipInvalid = Annotated[bool, typer.Option("--skip-invalid", help="Leave rows with faults out.")]
DepositWords = Annotated[
    str, typer.Argument(help="The deposit's reference, as `ujima deposit list` shows it.")
]
By = Annotated[str, typer.Option(help="Who you are.")]
Whose = Annotated[str, typer.Option(help="The requester, where several have this reference.")]
Requester = Annotated[str, typer.Argument(help="The requester's name.")]
RailName = Annotated[str, typer.Option(help="Which payouts: list, those by hand; mpesa, paypal …")]
Payout = Annotated[str, typer.Argument(help="The payout's number, as `ujima payout list` shows it.")]
Amount = Annotated[str, typer.Argument(help="An amount in the installation's currency, such as 25.00.")]


@verbs.command()
def run() -> None:
    """Serve Telegram with the settings of UJIMA_* and .env, until stopped."""
    found = settings()
    from bot import app

    raise typer.Exit(app.run(found))


@verbs.command()
def demo(
    port: Port = 8080, data: Annotated[Path, typer.Option(help="Where it is kept.")] = Path("data/demo")
) -> None:
    """Earn as Amina on a phone in the browser: the same program with a pretend Telegram; no token needed."""
    from bot import app

    log("error")
    raise typer.Exit(app.demo(port, data))


@verbs.command()
def sandbox(
    port: Port = 8080,
    data: Annotated[
        Path | None, typer.Option(help="Where phones and chats are kept; without it nowhere.")
    ] = None,
    token: Annotated[
        list[str] | None, typer.Option(help="A token to accept; any when there is none.")
    ] = None,
) -> None:
    """A pretend Telegram with a page of phones, for trying out any bot."""
    from bot.sandbox.server import run as serve

    serve("127.0.0.1", port, data, tuple(token or ()))


@verbs.command()
def doctor() -> None:
    """Check settings, database, Telegram, media and the book; one sentence each."""
    found = settings()
    from bot import app

    lines, well = app.doctor(found)
    tell(lines, well)


@keys.command("new")
def key_new(
    signing: Annotated[
        bool, typer.Option("--signing", help="A key for UJIMA_SIGNING_KEY, which signs work records.")
    ] = False,
) -> None:
    """Make a key for UJIMA_KEYS. It goes before the old ones, which stay until everything is sealed anew."""
    if signing:
        from base64 import b64encode
        from secrets import token_bytes

        from bot.papers.record import key_bytes

        tell([b64encode(token_bytes(key_bytes)).decode()], True)
    from bot.payouts.vault import new_key

    typer.echo(new_key())


@records.command("key")
def record_key() -> None:
    """The public key that work records are signed with; give it to whoever wants to check one."""
    signer = settings().signer
    none = "There is no key to sign with. `ujima key new --signing` makes one for UJIMA_SIGNING_KEY."
    tell([signer.public if signer is not None else none], signer is not None)


@records.command("verify")
def record_verify(
    file: Annotated[Path, typer.Argument(help="The record, as its owner gave it to you.")],
    key: Annotated[str, typer.Option(help="The public key it must be signed with.")] = "",
) -> None:
    """Prove a signed work record, without any installation: who signed it, what it says, or what is wrong with it."""
    from bot.papers.record import prove, record_bytes_max
    from bot.screens.operator import proved

    with file.open("rb") as opened:
        found = prove(opened.read(record_bytes_max + 1), key.strip())
    tell(proved(found, key.strip()), not found.fault)


@packs.command("check")
def pack_check(
    folder: Folder,
    json: Annotated[bool, typer.Option("--json", help="Plain values for programs, not sentences.")] = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    """Read a pack and name everything in it that must be mended, or say what it costs; nothing is stored."""
    found = settings()
    there(folder)
    from bot import app

    lines, values, well = app.pack_check(folder, found, skip_invalid, note)
    tell([dumps(values, indent=2, ensure_ascii=False)] if json else lines, well)


@packs.command("add")
def pack_add(
    folder: Folder,
    requester: Annotated[str, typer.Option(help="Who asks: the requester's name.")],
    skip_invalid: SkipInvalid = False,
) -> None:
    """Bring a pack in, or new rows and words of one that is there, and show what it will cost."""
    there(folder)
    chosen = {"skip_invalid": "yes"} if skip_invalid else {}
    work("pack.add", path=str(folder.absolute()), requester=requester, **chosen)


@packs.command("clone")
def pack_clone(name: Name, new: Annotated[str, typer.Argument(help="The copy's name.")]) -> None:
    """Copy a pack, its words and its tasks, under a new name."""
    work("pack.clone", name=name, new=new)


@packs.command("jobs")
def pack_jobs() -> None:
    """What is being read in or copied, how far it is, and how long it will take."""
    call("pack.jobs")


@packs.command("cancel")
def pack_cancel(job: Annotated[str, typer.Argument(help="The job's number, as `jobs` shows it.")]) -> None:
    """End a job; what it left is removed."""
    call("pack.cancel", job=job)


@packs.command("look")
def pack_look(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="You have looked at it, and it may start.")] = False,
) -> None:
    """Show what a pack shows to people, and why it waits for a person; with --yes you are that person. It is written into the journal."""
    call("pack.look" if yes else "pack.see", name=name)


@packs.command("new")
def pack_new(
    kind: Annotated[str, typer.Argument(help="The kind of task, such as choice.")],
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
) -> None:
    """Write a filled example pack of a kind into a new folder, to be changed into your own."""
    from bot.packs import starting

    try:
        starting.new(kind, folder)
    except (ValueError, FileExistsError) as why:
        tell([str(why)], False)
    tell(
        [f"{folder} has a pack of the kind {kind}. `ujima pack check {folder}` says whether it is in order."],
        True,
    )


@packs.command("from")
def pack_from(
    file: Annotated[Path, typer.Argument(help="Another platform's file, or a table.")],
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
    format: Annotated[
        str, typer.Option("--as", help="Which platform's it is; found out when not said.")
    ] = "",
    column: Annotated[
        list[str] | None, typer.Option(help="An answer to what was asked, such as text=sentence.")
    ] = None,
) -> None:
    """Make a pack of another platform's file: MTurk, Toloka, Label Studio, doccano, Open-Assistant, a table."""
    from bot.packs import bounds, fence
    from bot.packs.faults import say
    from bot.packs.foreign.converting import Converted

    pairs = [one.partition("=") for one in column or ()]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        said = f"{wrong[0]} is no answer; write it as name=value, such as text=sentence."
        raise typer.BadParameter(said, param_hint="--column")
    mapping = {name.strip(): value.strip() for name, _, value in pairs}
    made = fence.convert_now(file, folder, bounds.own, format=format, mapping=mapping)
    if isinstance(made, list):
        tell([say(one) for one in made], False)
    elif isinstance(made, Converted):
        tell([*made.sentences(), f"`ujima pack check {folder}` says whether it is in order."], True)
    else:
        again = "Type it again with each answer behind --column, such as --column language=en."
        tell([*made.sentences(), again], False)


@packs.command("schema")
def pack_schema() -> None:
    """Print the JSON Schema of pack.toml."""
    from bot.packs.form import schema

    typer.echo(dumps(schema(), indent=2, ensure_ascii=False))


@packs.command("list")
def pack_list() -> None:
    """All packs, with their state and progress."""
    call("pack.list")


@packs.command("show")
def pack_show(name: Name) -> None:
    """One pack: quote, progress, money."""
    call("pack.show", name=name)


@packs.command("reports")
def pack_reports(name: Name) -> None:
    """What people reported and nobody has looked at, and the tasks it stopped."""
    call("pack.reports", name=name)


@packs.command("release")
def pack_release(
    name: Name, key: Annotated[str, typer.Argument(help="The task's id in tasks.csv, as `reports` shows it.")]
) -> None:
    """Serve a task again that a report stopped, once you have looked at it."""
    call("pack.release", name=name, key=key)


@packs.command("launch")
def pack_launch(
    name: Name,
    pilot: Annotated[
        bool, typer.Option("--pilot", help="Only the first ten tasks, to see what people need.")
    ] = False,
) -> None:
    """Lock the pack's money and show it to workers; after a pilot, the rest of it."""
    call("pack.launch", name=name, **({"pilot": "yes"} if pilot else {}))


@packs.command("pause")
def pack_pause(name: Name) -> None:
    """Offer the pack to nobody new; `launch` goes on with it."""
    call("pack.pause", name=name)


@packs.command("close")
def pack_close(name: Name) -> None:
    """End the pack and give its unused money back."""
    call("pack.close", name=name)


@people.command("list")
def role_list() -> None:
    """All requesters; those who wait for a decision say who they are."""
    call("role.list")


@people.command("approve")
def role_approve(name: Requester) -> None:
    """Let somebody who asked in the chat bring work; they hear of it."""
    call("role.approve", name=name)


@people.command("decline")
def role_decline(
    name: Requester, why: Annotated[str, typer.Option(help="The reason, which they read.")]
) -> None:
    """Do not let somebody bring work who asked; they hear why, and may ask again."""
    call("role.decline", name=name, why=why)


@people.command("link")
def role_link(name: Requester) -> None:
    """Make a code by which a person speaks for this requester in the chat: once, within a day."""
    call("role.link", name=name)


@verbs.command()
def results(
    name: Name,
    out: Annotated[
        Path, typer.Option(help="A new folder for everything, or a file such as answers.csv.")
    ] = Path("results"),
    format: Annotated[
        str,
        typer.Option(
            help="csv, jsonl, mturk, toloka, label-studio, doccano, open-assistant, crowd-kit or parquet; "
            "not said: as the file's name ends, csv for a folder."
        ),
    ] = "",
    aggregate: Annotated[
        str, typer.Option(help="A method such as dawid-skene; what suits the kind when not said; none.")
    ] = "",
    report: Annotated[bool, typer.Option("--report", help="The report beside a single file, too.")] = False,
    language: Annotated[str, typer.Option(help="The report's language.")] = "en",
    aside: Annotated[
        str, typer.Option(help="Leave this worker's answers out of what is made of the pack; pay stays.")
    ] = "",
    back: Annotated[bool, typer.Option("--back", help="With --aside: take them in again.")] = False,
) -> None:
    """A pack's final answers as files, single and agreed, with a report. What is read out is accepted."""
    if back and not aside:
        raise typer.BadParameter("say with --aside whose answers count again.", param_hint="--back")
    if aside:
        call("results.aside", name=name, worker=aside, **({"back": "yes"} if back else {}))
    wanted = {"method": aggregate, "report": "yes" if report else "", "language": language}
    said = {one: value for one, value in wanted.items() if value}
    work("results", name=name, out=str(out.absolute()), format=format, **said)


@verbs.command()
def invoice(
    name: Name,
    out: Annotated[
        Path, typer.Option(help="A folder for both forms, or a file such as invoice.pdf or invoice.csv.")
    ] = Path("invoices"),
    language: Annotated[str, typer.Option(help="The PDF's language.")] = "en",
) -> None:
    """What a pack has cost its requester, part by part, as a PDF and a table; every number is the book's."""
    call("invoice", name=name, out=str(out.absolute()), language=language)


@payouts.command("list")
def payout_list(
    state: Annotated[
        str, typer.Option(help="requested, unknown, sent, confirmed, failed or returned; all when not said.")
    ] = "",
) -> None:
    """The newest payouts: where each stands and what it waits for."""
    call("payout.list", state=state)


@payouts.command("run")
def payout_run(
    rail: RailName = "list",
    out: Annotated[
        Path, typer.Option(help="The list to be marked; the payer's file comes beside it.")
    ] = Path("payouts.csv"),
    number: Annotated[str, typer.Option("--list", help="Write this list once more; else what is due.")] = "",
) -> None:
    """Write what is due by hand as a list: one file for whoever pays, one to be marked. Other rails pay by themselves."""
    call("payout.run", rail=rail, out=str(out.absolute()), number=number)


@payouts.command("settle")
def payout_settle(
    what: Annotated[str, typer.Argument(help="A list that came back, marked; or one payout's number.")],
    rail: RailName = "list",
    paid: Annotated[str, typer.Option(help="The provider's reference of a payout that is there.")] = "",
    failed: Annotated[
        str, typer.Option(help="Why one is not there: destination, limit, funds, account or refused.")
    ] = "",
    by: Annotated[str, typer.Option(help="Who you are; needed for a single payout.")] = "",
) -> None:
    """Book what became of payouts: a marked list, all or nothing, or one payout that you looked into."""
    if not what.isdigit():
        call("payout.settle_list", rail=rail, file=str(Path(what).absolute()))
    if not by:
        raise typer.BadParameter("say who you are.", param_hint="--by")
    call("payout.settle", payout=what, by=by, paid=paid, failed=failed)


@payouts.command("let")
def payout_let(payout: Payout, by: By) -> None:
    """Let a payout go now that waits for a person's look, or for the first payout's 48 hours."""
    call("payout.let", payout=payout, by=by)


@payouts.command("reconcile")
def payout_reconcile(
    file: Annotated[Path, typer.Argument(help="The provider's statement as CSV.")],
    rail: RailName,
    days: Annotated[int, typer.Option(min=1, max=3660, help="Payouts of so many days.")] = 31,
) -> None:
    """Compare a provider's statement with the book: what is missing, extra, different; 1 unless all is alike."""
    call("payout.reconcile", rail=rail, file=str(file.absolute()), days=str(days))


@keys.command("rotate")
def key_rotate() -> None:
    """Seal every place anew with the newest key of UJIMA_KEYS, so that older ones can be taken away."""
    call("key.rotate")


@deposits.command("add")
def deposit_add(
    requester: Requester,
    amount: Amount,
    reference: Reference,
    new: Annotated[bool, typer.Option("--new", help="The requester is a new one, not a slip.")] = False,
    by: Annotated[str, typer.Option(help="Who you are; needed where a second person must approve.")] = "",
) -> None:
    """Book money that a requester has paid in; a large sum waits for a second person."""
    chosen = {**({"new": "yes"} if new else {}), **({"by": by} if by else {})}
    call("deposit", requester=requester, amount=amount, reference=reference, **chosen)


@deposits.command("list")
def deposit_list() -> None:
    """Deposits that wait for somebody, then the newest others."""
    call("deposit.list")


@deposits.command("approve")
def deposit_approve(words: DepositWords, by: By, requester: Whose = "") -> None:
    """Book a deposit that another person entered; you have seen the money too."""
    call("deposit.approve", reference=words, by=by, requester=requester)


@deposits.command("withdraw")
def deposit_withdraw(words: DepositWords, by: By, requester: Whose = "") -> None:
    """End a deposit that waits and was a slip; it is never booked."""
    call("deposit.withdraw", reference=words, by=by, requester=requester)


@deposits.command("refund")
def deposit_refund(words: DepositWords, by: By, requester: Whose = "") -> None:
    """Take a deposit out of the book again, if none of it is spent, and say what to do at the provider."""
    call("deposit.refund", reference=words, by=by, requester=requester)


@deposits.command("give")
def deposit_give(words: DepositWords, requester: Requester, by: By) -> None:
    """Book a payment that was set aside to the requester whose it is."""
    call("deposit.give", reference=words, requester=requester, by=by)


@verbs.command()
def goodwill(amount: Amount, reference: Reference) -> None:
    """Book money the house gives, for what nobody else should pay."""
    call("goodwill", amount=amount, reference=reference)


@book.command("check")
def ledger_check() -> None:
    """Prove the whole book: every sum, balance, chain and seal."""
    call("ledger.check")


@book.command("statement")
def ledger_statement(
    account: Annotated[
        str,
        typer.Argument(
            help="The name of a pack or a requester, or an account such as goodwill's, house:goodwill."
        ),
    ],
) -> None:
    """The movements of an account, or of all accounts of a pack or requester, newest first."""
    call("ledger.statement", account=account)


@book.command("verify")
def ledger_verify(
    receipt: Annotated[Path, typer.Option(help="The receipt's file, as the bot sent it.")],
) -> None:
    """Say whether a receipt is genuine: by itself, in the book, and under the seal it names."""
    if not receipt.is_file():
        tell([f"There is no file {receipt}."], False)
    with receipt.open(encoding="utf-8", errors="replace") as file:
        text = file.read(receipt_chars_max)
    call("ledger.verify", receipt=text)


@book.command("export")
def ledger_export(
    out: Annotated[Path, typer.Option(help="The file to write.")],
    format: Annotated[str, typer.Option(help="beancount, or csv.")] = "beancount",
) -> None:
    """Write the whole book into a file for other programs."""
    work("ledger.export", out=str(out.absolute()), format=format)


@questions.command("list")
def questions_list() -> None:
    """The questions that wait for an answer, oldest first."""
    call("questions.list")


@questions.command("answer")
def questions_answer(
    requester: Annotated[str, typer.Argument(help="Whose question it is: the requester's name.")],
    number: Annotated[str, typer.Argument(help="The question's number, as `list` shows it.")],
    words: Annotated[str, typer.Argument(help="The answer.")] = "",
    private: Annotated[bool, typer.Option("--private", help="Only who asked gets it.")] = False,
    decline: Annotated[bool, typer.Option("--decline", help="No answer; perhaps a word why.")] = False,
) -> None:
    """Answer a worker's question: who asked gets it, and all who work in the pack may read it."""
    if not words.strip() and not decline:
        raise typer.BadParameter(
            "Write whose question it is, its number, and the answer or --decline.", param_hint="WORDS"
        )
    how = "declined" if decline else "private" if private else "shared"
    call("questions.answer", requester=requester, number=number, words=words, how=how)


@verbs.command()
def bonus(
    name: Name,
    worker: Annotated[str, typer.Argument(help="Their name in the pack's results.")],
    amount: Amount,
    reason: Annotated[str, typer.Option(help="Why; they read it. The same reason twice pays once.")],
) -> None:
    """Pay somebody who worked in a pack a bonus, from its requester's money; a tenth comes on top as the fee."""
    call("bonus", name=name, worker=worker, amount=amount, reason=reason)


@packs.command("became")
def pack_became(
    name: Name,
    text: Annotated[str, typer.Option(help="What became of the work, in its requester's words.")],
    link: Annotated[str, typer.Option(help="An https address, shown as text.")] = "",
) -> None:
    """Tell all who worked in a pack what became of it; a person looks at it first."""
    call("pack.became", name=name, words=text, link=link)


NewsNumber = Annotated[str, typer.Argument(help="The number, as `list` shows it.")]


@news.command("list")
def news_list() -> None:
    """What requesters told of their packs and nobody has looked at."""
    call("news.list")


@news.command("send")
def news_send(number: NewsNumber) -> None:
    """You have looked at it: all who worked there are told, each when they are here next."""
    call("news.look", number=number, yes="yes")


@news.command("drop")
def news_drop(number: NewsNumber) -> None:
    """You have looked at it: nobody is told."""
    call("news.look", number=number)


@webhook.command("set")
def webhook_set(requester: Requester, url: Annotated[str, typer.Argument(help="An https address.")]) -> None:
    """Send a requester's final answers to an address, and show the secret that signs them."""
    call("webhook", requester=requester, url=url)


@webhook.command("show")
def webhook_show(requester: Requester) -> None:
    """How a requester's webhook does."""
    call("webhook", requester=requester)


@webhook.command("on")
def webhook_on(requester: Requester) -> None:
    """Let a webhook go on that is paused or off."""
    call("webhook", requester=requester, turn="on")


@webhook.command("off")
def webhook_off(requester: Requester) -> None:
    """Send nothing any more; what waits is kept."""
    call("webhook", requester=requester, turn="off")


@verbs.command()
def gallery(
    lang: Annotated[
        list[str] | None, typer.Option(help="A language such as ar; all when there is none.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("gallery.html"),
) -> None:
    """Write every screen people see into one HTML page."""
    from bot import app

    typer.echo(app.gallery(tuple(lang or ()), out))


@verbs.command()
def version() -> None:
    """The program's version."""
    typer.echo(f"ujima {version_of('ujima')}")


def settings() -> Settings:
    """Read the settings and begin logging as they say."""
    from bot import config

    found = config.read()
    log(found.log_level, found.secrets)
    return found


def log(level: str, secrets: tuple[str, ...] = ()) -> None:
    """Log to stderr: plain at a terminal, JSON for whatever collects it."""
    from bot import logs

    logs.begin(level, sys.stderr, as_json=not sys.stderr.isatty(), secrets=secrets)


@verbs.command()
def review(
    name: Name,
    out: Annotated[Path | None, typer.Option(help="Write what waits into this file.")] = None,
    file: Annotated[Path | None, typer.Option(help="Do what this marked file says.")] = None,
) -> None:
    """Answers that wait for their requester's word: written into a file, and taken back with marks."""
    if (out is None) == (file is None):
        raise typer.BadParameter("give --out to write the file, or --file to take it back")
    given = {"out": str(out.absolute())} if out is not None else {"file": str((file or Path()).absolute())}
    call("review", name=name, **given)


@claims.command("list")
def claim_list() -> None:
    """What somebody neutral has to look at."""
    call("claim.list")


@claims.command("show")
def claim_show(code: Annotated[str, typer.Argument(help="The claim's code, such as 4F2K.")]) -> None:
    """One claim, with all that is needed to rule on it."""
    call("claim.show", code=code)


@claims.command("decide")
def claim_decide(
    code: Annotated[str, typer.Argument(help="The claim's code, such as 4F2K.")],
    ruling: Annotated[str, typer.Argument(help="stands, or unusable.")],
    why: Annotated[str, typer.Option(help="Both read it.")],
) -> None:
    """Rule on a claim, as somebody who is neither worker nor requester."""
    if ruling not in ("stands", "unusable"):
        raise typer.BadParameter("write stands or unusable")
    call("claim.decide", code=code, ruling=ruling, why=why)


@packs.command("floor")
def pack_floor(name: Name) -> None:
    """Lock what a pack's reserve for the hourly floor lacks; a pack that paused for it goes on."""
    call("pack.floor", name=name)


def call(verb: str, **arguments: str) -> None:
    """Do one verb of the running program, or of the database when nobody runs, and print its sentences."""
    from bot import app

    _do(lambda found: app.call(found, verb, **arguments))


def work(verb: str, **arguments: str) -> None:
    """Do a verb that leaves a job, say on stderr how far it is, and print its sentences when it is over."""
    from bot import app

    _do(lambda found: app.work(found, verb, note, **arguments))


def _do(verb: Callable[[Settings], dict[str, Any]]) -> None:
    """Ask with the settings, and print what comes of it; a verb that begins a house says so, for that may be a slip."""
    found = settings()
    if found.log_level != "debug":
        log("error", found.secrets)  # a verb says what it has to say by itself
    new = not found.data.exists()
    done = verb(found)
    if new:
        note(f"Made a new house in {found.data}/.")
    tell(done["lines"], done["ok"])


def there(folder: Path) -> None:
    """End with a sentence where a pack's folder or zip is neither."""
    from zipfile import is_zipfile

    if not folder.exists():
        tell([f"There is no folder or zip {folder}."], False)
    if not folder.is_dir() and not is_zipfile(folder):
        made = f"`ujima pack from {folder} FOLDER` makes a pack of another platform's file or a table."
        tell([f"{folder} is neither a folder nor a zip. {made}"], False)


def note(line: str) -> None:
    """Say on stderr what goes on."""
    typer.echo(line, err=True)


def tell(lines: list[str], well: bool) -> None:
    """Print sentences; exit with 1 unless all is well."""
    typer.echo("\n".join(lines))
    raise typer.Exit(0 if well else 1)


def sentence_of(error: Exception) -> str:
    """The sentence for trouble that can be expected; "" for a bug."""
    from bot.config import WrongSettings
    from bot.domain.refusals import Refusal
    from bot.storage.lock import AlreadyRunning, AskRefused, NobodyRunning
    from bot.storage.troubles import DatabaseTrouble

    told = (WrongSettings, Refusal, DatabaseTrouble, AlreadyRunning, AskRefused, NobodyRunning)
    if isinstance(error, told):
        return str(error)
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return "Another program uses this port. Choose a free one with --port, or stop the other program."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    from bot.chat.api import WrongToken  # last: it brings Telegram's library in
    from bot.chat.intake import SecondPoller

    return str(error) if isinstance(error, SecondPoller | WrongToken) else ""


def main() -> None:
    """Run one verb. A mistake of ours goes through the log, which hides secrets, and never to the screen as it is."""
    log("info")
    try:
        verbs(prog_name="ujima")
    except Exception as error:
        from bot.logs import Scrubber

        if said := sentence_of(error):
            typer.echo(Scrubber()(said), err=True)
        else:
            structlog.get_logger("bot").critical("mistake in ujima", exc_info=error)
        sys.exit(1)
