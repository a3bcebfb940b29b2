"""What the tasks of a pack cost on the wire, each by its own words, keys and media, and which pass their budget.

What surrounds an item is rendered as people will see it, once for each language and way of showing, and answered as
its kind wants: several keys, several questions. A row's own words are then added, so that a million rows take no longer
than their words. Counted by size, so memory stays flat too. What people send themselves (photographs, voices) isn't counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot import kinds
from bot.domain import wire
from bot.domain.events import Event, Pressed, Wrote
from bot.domain.marks import MARKS
from bot.domain.outcomes.worker import Hard, Look, Saved, Shot, Task
from bot.domain.wellbeing import level_of
from bot.kinds import Done, Draft, Kind, More
from bot.media.thrift import likeness_least
from bot.packs.form import PackForm
from bot.packs.spool import Row
from bot.rounds import media
from bot.rounds.fitting import Fitted
from bot.screen import Screen, plain
from bot.screens import show
from bot.screens.words import Installation
from bot.texts import Texts, Translator

modes = ("text", "saver", "full")
named_most = 5
messages_most = 40  # no kind needs so many presses
typed = ("7", "one", "1 2 3 4")  # something that a kind whose answers are written takes
stand_in = "x"
size_told, seconds_told, balance_told = 10_000, 10, 10
"""What stands in a message of those: a digit more or less."""

Sizes = tuple[int, int, int]
"""Bytes: (the median, the 95th of a hundred, the worst)."""

Way = tuple[str, bool, bool, tuple[tuple[str, int], ...]]
"""How a row is shown, of which there are few: its first medium's form or "", with a clip?, with a text?, its flags."""

_house = Installation("", "", "", "", "", 0)  # a task says nothing of it


@dataclass(frozen=True, slots=True)
class Named:
    """How many there are of something, and the first few by name."""

    count: int = 0
    names: tuple[str, ...] = ()

    def and_one(self, name: str) -> Named:
        """With one more."""
        return Named(self.count + 1, (*self.names, name)[:named_most])


@dataclass(frozen=True, slots=True)
class _Frame:
    """What surrounds an item: its bytes without the item's words, and how many messages have these."""

    bytes: int
    times: int


@dataclass(slots=True)
class Costs:
    """Adds up rows, in the order of the spool: `offset` is the place behind the last one.

    `bytes` is mode → size → how many; `words` language → size of a task without its medium → how many. A row counts once
    for each language of the pack. `over` is mode → the rows that pass its budget in one of them, by their keys. Practice is
    among these alone: there is little of it, and it says nothing of what a task costs.
    """

    form: PackForm
    texts: Texts
    offset: int = 0
    bytes: dict[str, Counter[int]] = field(default_factory=lambda: {mode: Counter() for mode in modes})
    words: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    over: dict[str, Named] = field(default_factory=lambda: dict.fromkeys(modes, Named()))
    _frames: dict[tuple[str, bool, Way], _Frame] = field(default_factory=dict)

    def add(self, row: Row, made: Fitted | None) -> None:
        """A row, with what became of its files."""
        way, counts = _way(row, made), row["role"] != "practice"
        shown = [self._words(row, language, way, False) for language in self.form.languages]
        held = (
            [self._words(row, language, way, True) for language in self.form.languages] if way[0] else shown
        )
        for language, words in zip(self.form.languages, shown, strict=True):
            if counts:
                self.words[language][words] += 1
        for mode in modes:
            budget: int = getattr(self.form.byte_budget, mode)
            medium = media.medium_bytes(made, budget, full=mode == "full") if made and mode != "text" else 0
            sizes = [words + medium for words in (held if mode == "text" else shown)]
            if counts:
                self.bytes[mode].update(sizes)
            if max(sizes) > budget:
                self.over[mode] = self.over[mode].and_one(row["key"])

    def sizes(self) -> dict[str, Sizes]:
        """Mode → what a task costs."""
        return {mode: (_at(found, 50), _at(found, 95), _at(found, 100)) for mode, found in self.bytes.items()}

    def middling_words(self) -> dict[str, int]:
        """Language → what a middling task costs without its medium."""
        return {language: _at(found, 50) for language, found in self.words.items()}

    def passing(self) -> dict[str, Named]:
        """Mode → the rows that pass its budget, where there are some."""
        return {mode: found for mode, found in self.over.items() if found.count}

    def _words(self, row: Row, language: str, way: Way, held: bool) -> int:
        """What a row costs in a language without its medium."""
        item, t = row["item"], self.texts.speak(language)
        key = language, held, way
        if (frame := self._frames.get(key)) is None:
            frame = self._frames[key] = self._frame(t, held, way)
        own = len(t.own(item.get("text", {})).encode())
        if question := item.get("question"):
            own += len(t.own(question).encode()) - len(t.own(self.form.question).encode())
        said = len(t.own(item.get("description", {})).encode()) if row["flags"] else 0
        return frame.bytes + (own * frame.times + said) * 16 // 15

    def _frame(self, t: Translator, held: bool, way: Way) -> _Frame:
        """All messages of a task, up to the press that answers it, with a letter in the place of its item's words."""
        form, clip, worded, flags = way
        pack, shot = self.form, Shot("", size_told, form, seconds_told) if form else None
        letter = {t.language: stand_in}
        sound, picture = (shot, None) if form == "audio" else (None, shot)
        asked = Task(
            pack=0,
            assignment=0,
            kind=pack.kind,
            settings=pack.settings,
            languages=pack.languages,
            question=pack.question,
            text=letter if worded else {},
            picture=picture,
            audio=sound,
            held=held and shot is not None,
            clip=Shot("", size_told, "video", seconds_told) if clip else None,
            mark=MARKS[0],
        )
        before, presses, again = list[Task](), *_answered(pack, t)
        if flags:  # described first; then a press shows it
            hard = Hard(letter, level_of(dict(flags)), tuple(dict(flags)), pack.price)
            before = [replace(asked, hard=hard)]
            asked = replace(asked, hard=replace(hard, look=Look(0, picture=picture, text=asked.text)))
        shown = [replace(asked, draft=draft) for draft in ({}, *again)]
        tasks = [*before, *shown]
        tasks[0] = replace(tasks[0], saved=Saved(pack.price, balance_told * pack.price))
        silent = (presses - len(shown)) * wire.press_bytes
        stood_in = (len(shown) * worded + len(before)) * len(stand_in)
        return _Frame(
            sum(message_bytes(show(one, t, _house)) for one in tasks) + silent - stood_in, len(shown)
        )


def message_bytes(screen: Screen) -> int:
    """A screen on the wire, with the press that asked for it, without its medium."""
    return wire.message_bytes(plain(screen.text), [[key.label for key in row] for row in screen.keyboard])


def unlike_of(made: Mapping[media.Key, Fitted | str]) -> Named:
    """The files whose pictures are less like than they should be at every size that has room, by name."""
    found = Named()
    for files, one in sorted(made.items()):
        if isinstance(one, Fitted) and any(small.likeness < likeness_least for small in one.renditions):
            found = found.and_one(" ".join(name.partition("=")[2] for name in files))
    return found


def _way(row: Row, made: Fitted | None) -> Way:
    form = made.shown[0].form if made and made.shown else ""
    clip = made is not None and any(one.form == "video" for one in made.renditions)
    return form, clip, bool(row["item"].get("text")), tuple(sorted(row["flags"].items()))


def _answered(form: PackForm, t: Translator) -> tuple[int, list[Draft]]:
    """(how many inputs it takes until a task is answered, the drafts with which it is shown again between them)."""
    kind, spec = kinds.kinds()[form.kind], kinds.spec(form.kind, form.settings, form.languages)
    draft, pressed, inputs, again = dict[str, Any](), set[str](), 0, list[Draft]()
    while inputs < messages_most:
        taken, code = _next(kind, spec, draft, pressed, t)
        inputs += 1
        if not isinstance(taken, More):
            return inputs, again
        pressed.add(code)
        draft = taken.draft
        if taken.step or taken.again:
            again.append(draft)
            pressed.clear()
    return inputs, again


def _next(
    kind: Kind[Any], spec: Any, draft: Draft, pressed: set[str], t: Translator
) -> tuple[More | Done | None, str]:
    """What the next input comes to, and its code: Done as soon as it does, else a key, else something typed.

    None: what a kind wants is nothing that can be guessed, a photograph or a word of its own; it is one message.
    """
    shown = kind.show(spec, draft, t)
    keys = [key.code for row in shown.rows for key in row if key.code not in pressed]
    last = [shown.last.code] if shown.last and pressed else []
    events: list[Event] = [*map(Pressed, [*last, *keys]), *map(Wrote, typed)]
    for event in events:
        taken = kind.take(spec, draft, event)
        if not isinstance(taken, More) or not taken.nudge:
            return taken, event.code if isinstance(event, Pressed) else ""
    return None, ""


def _at(found: Counter[int], of_hundred: int) -> int:
    """The size that so many of a hundred do not pass; a rough one where there are none."""
    place, sizes = -(-of_hundred * found.total() // 100), sorted(found)
    for size in sizes:
        place -= found[size]
        if place <= 0:
            return size
    return wire.word_bytes_about
