"""Every kind of work, through its sample pack: read, practised, answered; the line goes in the middle, and nothing is lost.

A pack that is added to `taskpacks/` is played here by itself; what its question wants is found on the keyboard, or
in `TYPED` where it is typed or sent.
"""

import asyncio
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.app import built
from bot.config import carried
from bot.desk import Desk, deposits, jobs, packs
from bot.domain import marks
from tests.makers_media import sound_file, speech
from tests.stories.program import (
    DAY_S,
    REQUESTER,
    Person,
    Program,
    StoryClock,
    opened,
    promised,
    settings_for,
    until_true,
)
from tests.stories.test_made import photograph

PACKS = sorted(path.parent.name for path in carried("taskpacks").glob("*/pack.toml"))
REAL_ANSWERS = 3
STEPS_MAX = 12

Deed = Callable[[Person], None]


def says(words: str) -> Deed:
    """Types an answer, when it is certain that it answers the question on the phone."""
    return lambda person: person.writes(words)


def sends_photograph(person: Person) -> None:
    """Sends a sharp photograph of its own: the same one twice is asked about."""
    person.phone.attach("photo", photograph(5 + len(person.answered())))


def sends_voice(person: Person) -> None:
    """Reads aloud for three seconds, never twice the same."""
    spoken = speech(3, seed=len(person.answered()))
    person.phone.attach("voice", sound_file(spoken, "ogg"), "a.ogg", "audio/ogg")


TYPED: dict[str, tuple[Deed, ...]] = {
    "kitchen-photos": (sends_photograph,),
    "read-aloud": (sends_voice,),
    "clear-answers": (says("2 1 3"),),
    "kitchen-replies": (says("Wash the rice first, and use a small fire."),),
    "look-it-up": (says("5199"), says("https://en.wikipedia.org/wiki/Mount_Kenya")),
}


async def stocked_with(data: Path, pack: str) -> None:
    """A data folder with one launched sample pack."""
    settings = settings_for(data, "http://127.0.0.1:9")
    async with built(settings, StoryClock(-DAY_S * 1000)) as home:
        desk = Desk(home.house, home.steps, StoryClock(-DAY_S * 1000))
        await deposits.deposit(desk, REQUESTER, "2000.00", "bank 1", new="yes")
        await deposits.goodwill(desk, "20.00", "grant 1")
        begun = await packs.add(desk, str(carried("taskpacks") / pack), REQUESTER)
        added = await jobs.work(desk, begun["job"])
        assert added["ok"], added["lines"]
        await packs.look(desk, pack)
        await packs.launch(desk, pack)


@contextmanager
def playing(pack: str, folder: Path) -> Iterator[Program]:
    """The program with this pack alone, on SQLite."""
    asyncio.run(stocked_with(folder / "stocked", pack))
    with opened(folder / "stocked", folder / "data") as running:
        yield running
    shutil.rmtree(folder / "stocked")


def is_saved(said: str) -> bool:
    """Does a message say that an answer was saved and paid?"""
    return "Saved, +" in said or bool(re.search(r"\+\$", said))


def does_one_step(person: Person, pack: str, step: int) -> None:
    """Answers the question on the phone, or one step of it."""
    person.program.quiet()  # that it was shown is written down a moment later
    person.program.clock.advance(3)
    if pack in TYPED:
        TYPED[pack][min(step, len(TYPED[pack]) - 1)](person)
        return
    keys = [marks.split(one)[1] for one in person.labels()]
    if keys == ["Skip", "More"]:
        person.writes("4")
    elif "Done" in keys:
        person.presses(keys[0])
        person.presses("Done")
    else:
        person.presses(keys[0])


def answers(person: Person, pack: str, around: Callable[[Deed], None]) -> str:
    """Answers one task, however many steps it takes, each step as `around` does it; what is said when it is saved."""
    for step in range(STEPS_MAX):
        mark = person.mark()
        around(lambda one, step=step: does_one_step(one, pack, step))  # type: ignore[misc]
        said = person.hears()
        until_true(lambda mark=mark: person.mark() != mark)  # type: ignore[misc]
        if is_saved(said):
            return said
    raise AssertionError(f"{STEPS_MAX} steps and no answer")


def without_a_line(person: Person) -> Callable[[Deed], None]:
    """Does something while the phone has no connection, quits the app, starts it again, and finds the line."""

    def around(deed: Deed) -> None:
        person.program.quiet()
        person.phone.offline()
        deed(person)
        person.phone.restart()
        person.phone.online()

    return around


@pytest.mark.parametrize("pack", PACKS)
def test_every_sample_pack_is_played_with_the_line_gone_in_the_middle(pack: str, tmp_path: Path) -> None:
    """Practice, an answer on the line, one without it, one more: each saved once, and told = balance = book."""
    with playing(pack, tmp_path) as program:
        amina = program.person()
        amina.joins()
        amina.presses("Start")
        amina.hears()
        amina.presses("Go on")
        amina.hears()
        told, real, rounds = 0, 0, 0
        while real < REAL_ANSWERS:
            practice = "Practice" in amina.shown()
            around = without_a_line(amina) if not practice and real == 1 else lambda deed: deed(amina)
            told += promised(answers(amina, pack, around))
            real += not practice
            rounds += 1
            assert rounds <= 2 * REAL_ANSWERS, "practice never ends"
        program.quiet()
        assert len(amina.answered()) == rounds
        assert amina.balance() == told
        amina.writes("/money")
        assert f"You have ${amina.balance() / 1_000_000:.2f}." in amina.hears()
