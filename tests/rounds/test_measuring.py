"""What workers made is fetched, measured and kept without place and time, and answers once, whatever goes wrong between."""

import asyncio
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from bot.actions import queueing
from bot.actions.queueing import measure_job
from bot.actions.telling import Told
from bot.domain.events import SentPhoto, SentVoice
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import Nudge, Refused, Task
from bot.domain.refusals.working import FileGone, FileTooBig
from bot.media import containers
from bot.media.fence import Fence
from bot.media.store import Store
from bot.rounds import measuring
from bot.rounds.measuring import Measuring, photo, voice
from bot.storage import Database, is_shared
from tests.conftest import Clock
from tests.makers import RULES, Worker, make_pack, prove
from tests.sandbox.made import sound

pytestmark = pytest.mark.anyio
FENCE = Fence()
"""The tests' own, so that its process is started once."""


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine takes its time to start a process; nobody is told of that here."""
    monkeypatch.setattr(measuring, "word_after_s", 60.0)


@pytest.fixture(scope="module", autouse=True)
def fence() -> Iterator[None]:
    """Its processes end with the tests of this file."""
    yield
    FENCE.close()


def picture(step: int = 40) -> bytes:
    """A sharp picture, 1,000 × 800, as a camera with a position writes it."""
    drawn = Image.new("RGB", (1000, 800), "#a0c0a0")
    pen = ImageDraw.Draw(drawn)
    for at in range(0, 1000, step):
        pen.line((at, 0, 1000 - at // 2, 800), "black", 3)
    facts = Image.Exif()
    facts[0x0110] = "Model of a camera"
    facts.get_ifd(0x8825)[1] = "S"
    written = io.BytesIO()
    drawn.save(written, "JPEG", exif=facts)
    return written.getvalue()


@dataclass(slots=True)
class Telegram:
    """Files by their ids, each a content or what is raised; and what was fetched and shown."""

    files: dict[str, bytes | Exception]
    fetched: list[str] = field(default_factory=list)
    shown: list[Told] = field(default_factory=list)
    slow_s: float = 0.0
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def fetch(self, file: str) -> bytes:
        """A file's content."""
        self.fetched.append(file)
        await asyncio.sleep(self.slow_s)
        found = self.files[file]
        if isinstance(found, Exception):
            raise found
        return found

    def show(self, told: Told) -> None:
        """It reaches her phone."""
        self.shown.append(told)
        self.heard.set()

    @property
    def said(self) -> list[Outcome]:
        """What was shown."""
        return [one.outcome for one in self.shown]


@dataclass(slots=True)
class Place:
    """Somebody at a task that wants something made, and who looks at it."""

    amina: Worker
    task: Task
    telegram: Telegram
    rounds: Measuring
    store: Store

    async def sends(self, file: str, content: bytes | Exception, form: str = "photo") -> None:
        """She answers with a file."""
        self.telegram.files[file] = content
        event = SentPhoto(file, unique=f"u-{file}") if form == "photo" else SentVoice(file)
        assert await self.amina.answer(self.task.mark, event) is None


async def place_of(kind: str, database: Database, clock: Clock, tmp_path: Path) -> Place:
    """A person at the first task of a pack of a kind."""
    amina = await Worker.met(database, clock)
    task = await amina.begins(await make_pack(database, kind=kind))
    telegram, store = Telegram({}), Store(tmp_path / "kept")
    rounds = Measuring(database, store, RULES, telegram.fetch, telegram.show, FENCE)
    return Place(amina, task, telegram, rounds, store)


@pytest.fixture
async def pots(database: Database, clock: Clock, tmp_path: Path) -> Place:
    """A photograph is wanted."""
    return await place_of("photo", database, clock, tmp_path)


async def test_a_photograph_is_kept_clean_and_paid(pots: Place) -> None:
    """The next task comes by itself; what is kept says nothing of camera or place."""
    await pots.sends("a", picture())
    assert await pots.rounds.turn() and not await pots.rounds.turn()
    (told,) = pots.telegram.said
    assert (
        isinstance(told, Task) and told.saved is not None and told.saved.balance == await pots.amina.balance()
    )
    (path,) = [one for one in pots.store.folder.glob("*/*") if one.is_file()]
    with Image.open(path) as kept:
        assert kept.format == "JPEG" and not kept.getexif() and b"camera" not in path.read_bytes()
    await prove(pots.rounds.database)


async def test_a_voice_is_kept_and_paid(database: Database, clock: Clock, tmp_path: Path) -> None:
    """Two seconds of a clear tone."""
    booth = await place_of("voice", database, clock, tmp_path)
    await booth.sends("v", sound("ogg", 3), "voice")
    assert await booth.rounds.turn()
    (told,) = booth.telegram.said
    assert isinstance(told, Task) and told.saved is not None
    assert voice(sound("ogg", 3)).facts["seconds"] == 3


async def test_without_a_reader_of_sound_a_voice_is_said_to_be_not_wanted(
    database: Database, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where `ujima[av]` is not installed: a sentence, the question stays open."""
    monkeypatch.setattr(containers, "available", lambda: False)
    booth = await place_of("voice", database, clock, tmp_path)
    await booth.sends("v", sound("ogg", 3), "voice")
    await booth.rounds.turn()
    assert booth.telegram.said == [Refused("NoVoicesHere", {})]
    assert await booth.amina.mark() == booth.task.mark


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no picture", Refused("FileUnreadable", {})),
        (FileTooBig(megabytes=20), Refused("FileTooBig", {"megabytes": 20})),
    ],
)
async def test_what_can_not_be_taken_is_said_at_once(
    pots: Place, content: bytes | Exception, said: Outcome
) -> None:
    """The question stays open, and another file answers it."""
    await pots.sends("a", content)
    await pots.rounds.turn()
    assert pots.telegram.said == [said] and await pots.amina.mark() == pots.task.mark
    await pots.sends("b", picture())
    await pots.rounds.turn()
    assert await pots.amina.balance() > 0


async def test_a_file_that_is_gone_is_looked_for_twice(pots: Place, clock: Clock) -> None:
    """Telegram says so also of what is away for a moment; then she is asked to send it again."""
    await pots.sends("a", FileGone())
    await pots.rounds.turn()
    assert pots.telegram.said == []
    clock.now_ms += 10_000
    await pots.rounds.turn()
    assert pots.telegram.said == [Refused("FileGone", {})]


async def test_a_bad_line_costs_tries_and_nothing_else(pots: Place, clock: Clock) -> None:
    """The file is fetched when the line is back."""
    await pots.sends("a", OSError("no line"))
    for _ in range(3):
        await pots.rounds.turn()
        clock.now_ms += 300_000
    pots.telegram.files["a"] = picture()
    await pots.rounds.turn()
    assert pots.telegram.fetched == ["a"] * 4 and await pots.amina.balance() > 0


async def test_after_five_tries_she_is_asked_to_send_it_again(pots: Place, clock: Clock) -> None:
    """Nobody's pay is lost: the question is open."""
    await pots.sends("a", OSError("no line"))
    for _ in range(6):
        await pots.rounds.turn()
        clock.now_ms += 3_600_000
    assert pots.telegram.said == [Refused("FileNotLookedAt", {})]
    assert len(pots.telegram.fetched) == queueing.attempts_max
    await pots.sends("b", picture())
    await pots.rounds.turn()
    assert await pots.amina.balance() > 0


async def test_a_file_that_takes_the_program_down_is_given_up_with_a_word(pots: Place, clock: Clock) -> None:
    """Five programs took the job and never came back; the sixth says so and does not touch the file."""
    await pots.sends("a", picture())
    for _ in range(queueing.attempts_max):
        assert await pots.rounds.database.write(queueing.take, measure_job) is not None
        await pots.rounds.database.write(queueing.released, measure_job)
    await pots.rounds.turn()
    assert pots.telegram.said == [Refused("FileNotLookedAt", {})] and pots.telegram.fetched == []


async def test_a_crash_before_the_job_s_end_pays_once(pots: Place) -> None:
    """The answer was written, the job's end was not: the next program finds the question settled."""
    await pots.sends("a", picture())
    job = await pots.rounds.database.write(queueing.take, measure_job)
    assert job is not None
    await pots.rounds.step(job)
    balance = await pots.amina.balance()
    await pots.rounds.database.write(queueing.released, measure_job)
    await pots.rounds.turn()
    assert await pots.amina.balance() == balance > 0 and len(pots.telegram.said) == 1
    await prove(pots.rounds.database)


async def test_what_is_settled_already_is_not_fetched(pots: Place) -> None:
    """What came while the first was looked at, which is the answer, costs no bytes and is told."""
    await pots.sends("a", picture())
    first = await pots.rounds.database.write(queueing.take, measure_job)
    assert first is not None
    await pots.sends("b", picture(50))
    await pots.rounds.step(first)
    await pots.rounds.turn()
    assert pots.telegram.fetched == ["a"]
    assert [type(one).__name__ for one in pots.telegram.said] == ["Task", "AlreadySaved"]


async def test_a_slow_line_is_said_once(pots: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a moment without an end she hears that it is here; the second try says it no more."""
    monkeypatch.setattr(measuring, "word_after_s", 0.01)
    pots.telegram.slow_s = 0.1
    await pots.sends("a", OSError("no line"))
    await pots.rounds.turn()
    clock.now_ms += 60_000
    pots.telegram.files["a"] = picture()
    await pots.rounds.turn()
    first, last = pots.telegram.said
    assert isinstance(first, Nudge) and first.code == "looking" and isinstance(last, Task)


async def test_what_was_in_hand_when_the_program_ended_is_taken_up(pots: Place, clock: Clock) -> None:
    """Alone a program takes it up at once; where there may be others, when a minute is over."""
    await pots.sends("a", picture())
    assert await pots.rounds.database.write(queueing.take, measure_job) is not None
    assert not await pots.rounds.turn()
    if is_shared(pots.rounds.database):
        clock.now_ms += queueing.looked_lease_ms
    running = asyncio.create_task(pots.rounds.run())
    await pots.telegram.heard.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert isinstance(pots.telegram.said[0], Task)


async def test_nothing_of_what_was_sent_stays_in_a_job(pots: Place) -> None:
    """Its file's id is forgotten with the job's end."""
    await pots.sends("a", picture())
    job = await pots.rounds.database.write(queueing.take, measure_job)
    assert job is not None and "u-a" in str(job.input)
    await pots.rounds.database.write(queueing.released, measure_job)
    await pots.rounds.turn()
    row = await pots.rounds.database.read(lambda tx: tx.one("jobs.job", job=job.id))
    assert row is not None and row["input"] == "{}" and row["state"] == "done"


def test_a_photograph_is_measured() -> None:
    """Width, height and sharpness as the kind reads them, and a fingerprint."""
    clean = photo(picture())
    assert (clean.facts["width"], clean.facts["height"]) == (1000, 800) and clean.facts["blur"] > 100
    assert len(clean.fingerprint) == 16
