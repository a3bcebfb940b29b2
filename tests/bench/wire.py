"""What a first visit and a further task cost on the wire, both ways: the whole program, and phones that count what comes and goes.

Nothing is reckoned here: people join and answer as in the stories, and each phone's counters are read before and after. What
the counters count is the sandbox's model of the wire (`bot/sandbox/wire.py`: type-language sizes, MTProto, TCP/IP, receipts, read
marks, file requests; photographs re-encoded at quality 87), not a live line. `content` is text and pictures alone. Reconnecting,
push and other chats come on top. The first visit is the sample pack street-photos, with its instruction read; the
further photo tasks are the free photographs of the part "pictures", each once.
"""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.config import carried
from bot.domain import marks
from bot.sandbox import wire as model
from tests.bench import label_studio, pictures
from tests.bench.figures import Figures, percentile
from tests.bench.part import Part, Row, at_most
from tests.stories import program
from tests.stories.program import Person, Program

photo_title = "What covers the photo?"
text_packs = {
    "polite-notes": "How friendly is the note?",
    "plain-words": "Which is easier to read?",
    "harvest-notes": "How much was sold?",
    "market-reviews": "What is the review about?",
}
each_person = 14  # further tasks of a pack: under what newcomers get in a day
practice = 3  # its answers explain themselves, and are left out
people_max = 30


@dataclass(frozen=True, slots=True)
class Size:
    """How many of the free photographs and further text tasks."""

    photographs: int = len(pictures.samples())
    texts: int = 8
    packs: tuple[str, ...] = tuple(text_packs)


@dataclass(frozen=True, slots=True)
class Counted:
    """Bytes over a phone's line, and the content of what came."""

    down: int
    up: int
    content: int

    @property
    def wire(self) -> int:
        """Both ways."""
        return self.down + self.up


def counted(person: Person, before: Counted | None = None) -> Counted:
    """What a phone has counted, since another time."""
    seen, since = person.phone.look(), before or Counted(0, 0, 0)
    return Counted(
        seen["bytes_down"] - since.down, seen["bytes_up"] - since.up, seen["content_down"] - since.content
    )


@contextmanager
def opened(folder: Path, packs: Iterable[str | Path]) -> Iterator[Program]:
    """A running program with these packs, in a folder of its own; proved at the end."""
    stocked = folder / "stocked"
    asyncio.run(program.stock(program.settings_for(stocked, "http://127.0.0.1:9"), packs))
    with program.opened(stocked, folder / "data") as running:
        yield running


def photo_pack(folder: Path, paths: Sequence[Path]) -> Path:
    """A pack of photographs, each in two rows with a place each, so that nobody's first task hides one."""
    made = folder / "free-photos"
    (made / "media").mkdir(parents=True)
    words = (carried("taskpacks") / "street-photos" / "pack.toml").read_text("utf-8")
    words = words.partition("[[examples]]")[0].replace('"street-photos"', '"free-photos"')
    words = words.replace("overlap = 3", "overlap = 1").replace("gold_share = 0.08", "gold_share = 0")
    (made / "pack.toml").write_text(words, "utf-8")
    with (made / "tasks.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "picture"))
        for time in ("first", "second"):
            rows.writerows((f"{path.stem}-{time}", f"media/{path.name}") for path in paths)
    for path in paths:
        (made / "media" / path.name).write_bytes(path.read_bytes())
    return made


def measure(folder: Path, size: Size) -> Figures:
    """A first visit, every photograph as a further task, and further tasks of text packs."""
    with opened(folder / "visit", ["street-photos"]) as running:
        amina = running.person()
        amina.joins()
        amina.takes_up(photo_title)
        running.quiet()
        visit = counted(amina)
        assert amina.phone.last()["photo"]["held"], "the first task shows its photograph"
        visits = {
            one: _visit(running, 2_000 + n, one) for n, one in enumerate(running.home.house.texts.languages)
        }
    photographs = pictures.samples()[-size.photographs :]
    with opened(folder / "further", [photo_pack(folder, photographs), *size.packs]) as running:
        shown = _photographs(running, len(photographs))
        texts = {name: _texts(running, 9_000 + n, name, size.texts) for n, name in enumerate(size.packs)}
    return {
        "first_visit": _figures([visit]),
        "first_visit_by_language": {language: one.wire for language, one in visits.items()},
        "photographs": len(shown),
        "further_photo": _figures(list(shown.values())),
        "further_text": {name: _figures(own) for name, own in texts.items()},
    }


def _visit(running: Program, number: int, language: str) -> Counted:
    """The same in another language, by the first key of each message; the pack's own words stay what they are."""
    person = running.person(number, "Amina", language)
    person.writes("/start")
    person.hears()
    while not person.phone.last().get("photo"):
        person.presses(marks.split(person.labels()[0])[1])
        person.hears()
    running.quiet()
    return counted(person)


def _photographs(running: Program, wanted: int) -> dict[str, Counted]:
    """What each photograph cost as a further task, by its source."""
    found = dict[str, Counted]()
    for number in range(people_max):
        person = _begun(running, 3_000 + number, photo_title)
        for _ in range(min(each_person, wanted)):
            cost = _answered(running, person)
            found.setdefault(_source(running, person), cost)
        if len(found) == wanted:
            return found
    raise AssertionError(f"{len(found)} of {wanted} photographs came")


def _texts(running: Program, number: int, pack: str, tasks: int) -> list[Counted]:
    person = _begun(running, number, text_packs[pack])
    return [_answered(running, person) for _ in range(practice + tasks)][practice:]


def _begun(running: Program, number: int, title: str) -> Person:
    person = running.person(number, f"Person {number}")
    person.joins()
    person.takes_up(title)
    running.quiet()
    return person


def _answered(running: Program, person: Person) -> Counted:
    """The press, and everything until the next task is there."""
    before = counted(person)
    person.answers()
    running.quiet()
    return counted(person, before)


def _source(running: Program, person: Person) -> str:
    """The picture of the task they hold."""
    (row,) = running.rows(
        "SELECT t.picture FROM assignments s JOIN tasks t ON t.id = s.task JOIN accounts c ON c.person = s.person"
        f" WHERE c.telegram = {person.number} AND s.state = 'open'"
    )
    return str(row["picture"])


def wordless() -> tuple[int, int]:
    """(down, up): the least that one message there and one back cost, by the model, whatever they say."""
    there = model.sending("")
    back = model.arriving(model.message("", 0, None, photo_sizes=0, document=False))
    return there[0] + back[0], there[1] + back[1]


def _figures(costs: list[Counted]) -> Figures:
    found: Figures = {"tasks": len(costs)}
    for name in ("wire", "down", "up", "content"):
        values = [int(getattr(one, name)) for one in costs]
        found[name] = {"median": round(median(values)), "p95": percentile(values, 0.95), "max": max(values)}
    return found


def lines(found: Figures) -> list[str]:
    """The main figures for people."""
    told = {"first visit": found["first_visit"], "photo": found["further_photo"], **found["further_text"]}
    return [
        f"  {name}: {one['wire']['median']:,} bytes on the wire ({one['down']['median']:,} down, {one['up']['median']:,} up),"
        f" content {one['content']['median']:,}; p95 {one['wire']['p95']:,}"
        for name, one in told.items()
    ]


def rows(found: Figures) -> list[Row]:
    """Beside the goals, and beside what the browser platform needs."""
    visit, photo = found["first_visit"], found["further_photo"]
    by: dict[str, int] = found["first_visit_by_language"]
    dearest = max(by, key=by.__getitem__)
    first = f"Label Studio: {label_studio.first_content:,}"
    further = f"Label Studio: {label_studio.photo:,}, hand-shrunk {label_studio.photo_shrunk:,}"
    told = [
        at_most("first visit in English, /start to first photo task, bytes on the wire", 18_000, visit["wire"]["median"]),
        at_most(f"first visit in the dearest of {len(by)} languages ({dearest})", 18_000, by[dearest], "all of them: docs/speed.md"),
        at_most("first visit, bytes of content", 13_000, visit["content"]["median"], first),
        at_most("further photo task in saver, median bytes on the wire", 10_000, photo["wire"]["median"], further),
    ]  # fmt: skip
    down, up = (f"a press and an answer without a word or key: {bytes_:,}" for bytes_ in wordless())
    for name, one in found["further_text"].items():
        told += [
            at_most(
                f"further text task ({name}, English), median bytes down", 1_400, one["down"]["median"], down
            ),
            at_most(f"further text task ({name}), median bytes up", 800, one["up"]["median"], up),
            at_most(f"further text task ({name}), median bytes of content", 500, one["content"]["median"]),
        ]
    return told


parts = (Part("wire", "Bytes on the wire", lambda folder, long: measure(folder, Size()), lines, rows),)
