"""Photographs and voices made for a task: over a bad line, asked for again, killed in between; answered and paid once."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from bot.actions import queueing
from bot.config import carried
from bot.rounds import measuring
from tests.sandbox.made import sound
from tests.stories.killed import MADE_POINTS, killed_at
from tests.stories.program import PATIENCE_S, REQUESTER, Person, Program

PRICE = 100_000
PACK = """\
name = "{name}"
kind = "{kind}"
languages = ["en"]
currency = "USD"
estimate_s = 60
price = "0.10"
asks = "Night Market Maps"
licence = "CC-BY-4.0"
title = "{title}"
question = "{question}"
instruction = "Do what the question asks, in daylight and without a hurry."
trains = "A free search of things people use."
afterwards = "Results are published."
"""


def brought(program: Program, folder: Path, name: str, kind: str, title: str) -> None:
    """A pack of this kind comes in while the program runs, is paid for and launched."""
    place = folder / name
    place.mkdir(parents=True)
    said = PACK.format(name=name, kind=kind, title=title, question=f"{title}?")
    (place / "pack.toml").write_text(said + ("[settings]\nseconds_min = 2\n" if kind == "voice" else ""))
    rows = [f"{number},Thing {number}" for number in range(1, 13)]
    (place / "tasks.csv").write_text("\n".join(["id,text", *rows]) + "\n")
    added = program.works("pack.add", path=str(place), requester=REQUESTER)
    assert added["ok"], added["lines"]
    assert program.desk("pack.look", name=name)["ok"]
    assert program.desk("pack.launch", name=name)["ok"]


@pytest.fixture(autouse=True)
def no_word_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with much to do says that it still looks; here it says nothing before it has looked."""
    monkeypatch.setattr(measuring, "word_after_s", PATIENCE_S)


@pytest.fixture
def amina(either: Program, tmp_path: Path) -> Person:
    """Somebody at the first task of a pack that wants photographs."""
    brought(either, tmp_path, "pots", "photo", "Photograph a pot")
    person = either.person()
    person.joins()
    person.takes_up("Photograph a pot")
    return person


def photograph(number: int = 0, blur: float = 0.0) -> bytes:
    """One of the sample photographs, enlarged to what phones send, sharp or blurred."""
    path = sorted((carried("taskpacks") / "street-photos" / "media").iterdir())[number]
    with Image.open(path) as source:
        large = source.convert("RGB").resize((1000, 750))
    drawn = large.filter(ImageFilter.GaussianBlur(blur)) if blur else large.filter(ImageFilter.SHARPEN)
    written = io.BytesIO()
    drawn.save(written, "JPEG", quality=90)
    return written.getvalue()


def ready(person: Person) -> None:
    """The question is known to be shown, and a moment passes: what is sent now is its answer."""
    person.program.quiet()
    person.program.clock.advance(3)


def test_a_photograph_taken_offline_is_sent_answered_and_paid_once(amina: Person) -> None:
    """The line drops while it is sent, the phone is started anew, and it goes out when the line is back."""
    ready(amina)
    amina.phone.offline(after_bytes=20_000)
    amina.phone.attach("photo", photograph())
    assert amina.phone.look()["outbox"] == 1
    amina.phone.restart()
    amina.phone.online()
    said = amina.hears("Saved, +$0.10")
    assert "Thing" in said
    assert [one["paid"] for one in amina.answered()] == [PRICE]
    made = amina.program.rows("SELECT form, hash FROM made")
    assert [one["form"] for one in made] == ["photo"]
    assert (amina.program.settings.data / "media" / made[0]["hash"][:2] / made[0]["hash"]).is_file()


def test_a_blurred_photograph_is_kindly_asked_for_again_and_the_next_is_paid(amina: Person) -> None:
    """Nothing is kept of the first; the same photograph for the next task is told to be there already."""
    ready(amina)
    amina.phone.attach("photo", photograph(blur=6))
    amina.hears("blurred")
    assert amina.answered() == []
    ready(amina)
    amina.phone.attach("document", photograph(), "IMG_1.jpg", "image/jpeg")
    amina.hears("Saved, +$0.10")
    ready(amina)
    amina.phone.attach("photo", photograph())
    amina.hears("before")
    ready(amina)
    amina.phone.attach("photo", photograph(1))
    amina.hears("Saved, +$0.10")
    assert len(amina.answered()) == 2


def test_an_album_is_one_answer(amina: Person) -> None:
    """One of its photographs answers and is paid; another that was looked at too finds the question settled."""
    ready(amina)
    mark = amina.mark()
    amina.phone.album(("photo", photograph()), ("photo", photograph(1)))
    amina.hears("Saved, +$0.10")
    assert all(f"{mark} is saved already" in said for said in amina.heard())
    assert len(amina.answered()) == 1


def test_a_voice_recorded_offline_is_answered_and_paid_once(program: Program, tmp_path: Path) -> None:
    """A short one is asked for once more, in words."""
    brought(program, tmp_path, "read", "voice", "Read it aloud")
    baraka = program.person(1002, "Baraka")
    baraka.joins()
    baraka.takes_up("Read it aloud")
    ready(baraka)
    baraka.phone.attach("voice", sound("ogg", 1), "a.ogg", "audio/ogg")
    baraka.hears("speak a little longer")
    ready(baraka)
    baraka.phone.offline()
    baraka.phone.attach("voice", sound("ogg", 4), "b.ogg", "audio/ogg")
    baraka.phone.online()
    baraka.hears("Saved, +$0.10")
    assert [one["paid"] for one in baraka.answered()] == [PRICE]


@pytest.mark.chaos
@pytest.mark.parametrize("point", MADE_POINTS)
def test_a_kill_while_it_is_looked_at_loses_and_doubles_nothing(point: str, amina: Person) -> None:
    """Between the message and the job's end: after a restart it is looked at again, and paid once."""
    ready(amina)
    program = amina.program
    program.stop()
    amina.phone.attach("photo", photograph())
    killed_at(point, program)
    program.clock.advance(queueing.looked_lease_ms / 1000)  # another program may have it in hand
    program.start()
    amina.hears("Saved, +$0.10")
    assert [one["paid"] for one in amina.answered()] == [PRICE] and amina.heard() == []
