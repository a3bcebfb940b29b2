"""The scenes that the guides' pictures are taken from: people with phones play them beside the whole program.

A scene says `snap(name, person, messages)` where a guide has a picture of that name: the person's phone with so many of its
newest messages. `make site` takes the pictures (`pictures.py`); the tests play the same scenes without a camera.
"""

import asyncio
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from bot import ledger
from bot.actions.joining import recognise
from bot.domain import marks
from bot.storage import Tx
from tests.pretend import start
from tests.stories.paid_out import mpesa
from tests.stories.program import (
    BOT,
    TOKEN,
    Person,
    Program,
    StoryClock,
    running,
    settings_for,
    stock,
    until_true,
)

Snap = Callable[[str, Person, int], None]

ASKS = "Night Market Maps"
NEW_WORK = "Choose the colour of the thing. Look at the words only. Skip what has no colour."
THINGS = (
    "A red bowl with a chip",
    "A green crate",
    "A blue basin",
    "A yellow jug",
    "A brown clay pot",
    "A red stool",
)
PACK = f"""name = "bowls"
kind = "choice"
languages = ["en"]
estimate_s = 60
price = "{{price}}"
readers_max = 10
gold_share = 0.0
overlap = 2
review_window_h = {{review_window_h}}
asks = "{ASKS}"
licence = "CC-BY-4.0"
title = "Colours of bowls"
question = "Which colour is it?"
instruction = "{NEW_WORK}"
trains = "A free search of market goods."
afterwards = "Results are published."

[settings]
options = ["Red", "Green", "Blue", "Yellow"]
"""


def stocked(data: Path) -> None:
    """A data folder with launched sample packs, as the stories have it."""
    asyncio.run(stock(settings_for(data, "http://127.0.0.1:9")))


@contextmanager
def opened(stock: Path, data: Path) -> Iterator[Program]:
    """The program on a copy of such a folder, paying out by a pretend M-Pesa; proved at the end."""
    shutil.copytree(stock, data)
    clock = StoryClock()
    with start(token=TOKEN, clock=clock) as sandbox:
        settings = settings_for(data, sandbox.url, **mpesa(sandbox.url))
        with running(Program(settings, sandbox, clock)) as program:
            yield program


def worker(program: Program, snap: Snap) -> None:
    """Amina's first day: the greeting, an offer, a task, a dead line, her money."""
    amina = program.person()
    amina.writes("/start")
    amina.hears("small paid tasks")
    snap("worker-hello", amina, 1)
    amina.presses("Start")
    amina.hears("each.")
    while "What covers the photo?" not in amina.shown():
        amina.presses("Something else")
        amina.hears("each.")
    snap("worker-offer", amina, 1)
    amina.takes_up("What covers the photo?")
    for _ in range(4):
        amina.answers()
    amina.presses("More")
    amina.hears()
    amina.presses("Something is wrong")
    amina.hears()
    snap("worker-wrong", amina, 1)
    amina.presses("Nothing fits")
    amina.hears("+$")
    amina.phone.offline()
    amina.presses("Sky")
    snap("worker-offline", amina, 1)
    program.clock.advance(40 * 60)
    amina.phone.online()
    amina.hears("Saved, +")
    snap("worker-task", amina, 1)
    program.do(program.home.house.database.write(_bonus, amina.number, 1_600_000))
    amina.writes("/money")
    amina.hears("Say where it should go")
    amina.presses("Where to?")
    amina.hears("Where should your money go?")
    amina.presses("M-Pesa")
    amina.hears("phone number")
    amina.writes("0712 345 456")
    amina.hears("+254 712 345 456")
    amina.presses("Yes, it is mine")
    amina.hears("···456")
    snap("worker-money", amina, 1)
    amina.presses("Pay out")
    amina.hears("On its way")
    program.clock.advance(20)
    amina.hears("It is there")
    snap("worker-paid", amina, 2)


def page(program: Program) -> None:
    """The page of phones as the README shows it: Amina at photographs, Salma at reviews, in Arabic."""
    amina, salma = program.person(), program.person(1002, "سلمى", "ar")
    amina.joins()
    amina.takes_up("What covers the photo?")
    for _ in range(3):
        amina.answers()
    salma.writes("/start")
    salma.hears()
    salma.presses(marks.split(salma.labels()[0])[1])
    while "عمّ تتحدث" not in salma.hears():
        salma.presses(marks.split(salma.labels()[1])[1])  # something else
    while len(salma.labels()) < 5:
        salma.presses(marks.split(salma.labels()[0])[1])
        salma.hears()
    for _ in range(2):
        salma.presses("السعر")
        salma.presses("تم")
        salma.hears()


def _bonus(tx: Tx, number: int, amount: int) -> None:
    who, _ = recognise(tx, BOT, number)
    assert who is not None
    ledger.deposit(tx, requester=77, amount=2 * amount, currency="USD", about=1)
    ledger.pay_bonus(tx, requester=77, worker=who.book, amount=amount, about=1)
    ledger.withdraw_fees(tx, amount=ledger.balance(tx, "house:fees"), about=1)


def requester(program: Program, snap: Snap) -> None:
    """Wanjiru brings a file: faults, the quote, the preview, a pilot, the launch, how it stands, the results."""
    her = _admitted(program, snap)
    _sends(her, price="0.01")
    snap("requester-faults", her, 1)
    _sends(her)
    snap("requester-quote", her, 1)
    program.desk("pack.look", name="bowls")
    her.hears("it can start")
    program.desk("deposit", requester=ASKS, amount="100.00", reference="bank 7")
    her.hears("$100.00 is here.")
    her.writes("/pack_bowls")
    her.hears("At most $")
    snap("requester-pack", her, 1)
    her.presses("Pilot of 10")
    her.hears("The pilot of bowls runs")
    for number, name in ((1011, "Amina"), (1012, "Baraka")):
        _works(program.person(number, name), 10)
    her.hears("The pilot of bowls is over")
    snap("requester-pilot", her, 1)
    her.writes("/launch_bowls")
    her.hears("bowls runs. $")
    her.writes("/status_bowls")
    her.hears("answers, 2 people.")
    snap("requester-status", her, 1)
    program.clock.advance(11 * 60)
    her.writes("/results_bowls")
    her.hears("What is sent is accepted.")
    for _ in range(3):
        her.hears("bowls: bowls-")
    snap("requester-results", her, 4)


def _admitted(program: Program, snap: Snap) -> Person:
    her = program.person(2001, "Wanjiru")
    her.joins()
    her.writes("/requester")
    her.hears("Under which name do you ask?")
    snap("requester-role", her, 1)
    for said, wanted in (
        (ASKS, "Who are you"),
        ("A club in Nairobi that maps markets, for nobody else.", "What work do you bring"),
        ("Colours of goods.", "the operator looks at it"),
    ):
        program.quiet()
        program.clock.advance(3)
        her.writes(said)
        her.hears(wanted)
    program.desk("role.approve", name=ASKS)
    her.hears("You can bring work now")
    return her


def pack(review_window_h: int = 0, price: str = "0.30") -> dict[str, str]:
    """A small pack's two files by name, with the price and the time for a review that are wanted."""
    rows = "\n".join(f"{number},{THINGS[(number - 1) % len(THINGS)]}" for number in range(1, 19))
    return {
        "pack.toml": PACK.format(price=price, review_window_h=review_window_h),
        "tasks.csv": f"id,text\n{rows}\n",
    }


def _sends(her: Person, **changed: Any) -> None:
    """A zip goes up; waits for what is said of it, past how far it is."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in pack(**changed).items():
            archive.writestr(name, text)
    her.phone.attach("document", out.getvalue(), "bowls.zip", "application/zip")
    while her.hears().startswith("Reading "):
        pass


def _works(person: Person, tasks: int) -> None:
    """Joins, takes up the bowls, answers so many."""
    person.joins()
    person.takes_up("Colours of bowls")
    for _ in range(tasks):
        person.answers()


def moderator(program: Program, snap: Snap, folder: Path) -> None:
    """An answer is called unusable, Amina disagrees, Otieno decides; her phone has the first and the last word."""
    folder.mkdir()
    for name, text in pack(review_window_h=48).items():
        (folder / name).write_text(text, "utf-8")
    job = program.desk("pack.add", path=str(folder), requester=ASKS)["job"]
    until_true(lambda: program.desk("pack.job", job=str(job))["over"])
    program.desk("deposit", requester=ASKS, amount="100.00", reference="bank 8")
    program.desk("pack.look", name="bowls")
    program.desk("pack.launch", name="bowls")
    amina = program.person()
    amina.joins()
    amina.takes_up("Colours of bowls")
    amina.presses("Red")
    amina.hears()
    program.clock.advance(11 * 60)
    waiting = folder / "waiting.csv"
    program.desk("review", name="bowls", out=str(waiting))
    head, row = waiting.read_text("utf-8").splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=True)) | {"Reject": "breaks 2"}
    waiting.write_text(f"{','.join(cells)}\n{','.join(cells.values())}\n", "utf-8")
    program.desk("review", name="bowls", file=str(waiting))
    notice = amina.hears("can't be used")
    snap("worker-doubted", amina, 1)
    code = re.search(r"/disagree_(\w+)", notice)[1]  # type: ignore[index]
    amina.writes(f"/disagree_{code} the words say red")
    amina.hears(f"Sent: {code}.")
    her = program.person(2001, "Wanjiru")
    her.joins()
    her.writes(program.desk("role.link", name=ASKS)["lines"][0].splitlines()[0])
    her.hears(ASKS)
    her.writes(f"/insist_{code} The chip in it is brown.")
    her.hears(f"Sent: {code}.")
    amina.hears("the requester keeps to it")
    otieno = program.person(3001, "Otieno")
    otieno.joins()
    program.desk("role.moderator", name="Otieno", by="Wanjiru", languages="en")
    otieno.writes(program.desk("role.agree", name="Otieno", by="Achieng")["lines"][0])
    otieno.hears("You decide cases here")
    snap("moderator-joined", otieno, 1)
    otieno.writes("/cases")
    otieno.hears("1 case waits.")
    snap("moderator-cases", otieno, 1)
    otieno.presses("Take it")
    otieno.hears("the words say red")
    snap("moderator-case", otieno, 1)
    otieno.presses("Answer stands")
    otieno.hears("why?")
    snap("moderator-why", otieno, 1)
    otieno.presses("It fits")
    otieno.hears("is decided")
    amina.hears("your answer stands")
    snap("worker-stands", amina, 1)


def played(stock: Path, folder: Path, snap: Snap) -> None:
    """All scenes, each on a copy of a stocked folder of its own."""
    for name, scene in {"worker": worker, "requester": requester, "operator": operator}.items():
        with opened(stock, folder / name) as program:
            scene(program, snap)
    with opened(stock, folder / "moderator") as program:
        moderator(program, snap, folder / "bowls")


def operator(program: Program, snap: Snap) -> None:
    """What people see of what an operator does: who runs it, and whom to call."""
    amina = program.person()
    amina.joins()
    amina.writes("/about")
    amina.hears("Ujima Society")
    snap("operator-about", amina, 1)
    for line in ("emergency", "befrienders", "red-cross"):
        assert program.desk("support.confirm", entry=f"KE/{line}", by="Achieng")["ok"]
    amina.writes("/support_KE")
    amina.hears("Befrienders")
    snap("operator-support", amina, 1)
