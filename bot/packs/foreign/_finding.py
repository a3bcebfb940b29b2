"""What a file holds, whatever platform it comes from: one look through all of it, then rows as they are wanted.

A format turns its file into entries. The look counts, gathers every fault and remembers a few figures per column;
then it is decided which column is what, asked where that can't be told, and rows are made of a second reading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from bot.packs.columns import media
from bot.packs.faults import Faults, Found, meant, quoted
from bot.packs.files import medium_of
from bot.packs.foreign import Answered, Contents, Question, Row
from bot.packs.foreign._guessing import Guess, Tally, about_two, gold, guess, told_wrong
from bot.packs.foreign._tables import name_of
from bot.packs.foreign._values import visible
from bot.packs.form import overlap_max, shapes
from bot.packs.rows import id_characters_max

columned = ("id", "text", *media, "question", "explanation", "gold", "practice", "overlap")
said = ("kind", "options", "receiver", "points", "count", "language", "task", "labels")
nothing = "-"  # said of a role that no column has

_named = {
    "id": ("id", "task_id", "item_id", "uid", "key"),
    "text": ("text", "sentence", "content", "body", "review", "tweet", "comment"),
    "picture": ("picture", "image", "image_url", "img", "photo", "picture_url"),
    "picture_b": ("picture_b", "image_b", "image2"),
    "audio": ("audio", "audio_url", "recording", "sound"),
    "video": ("video", "video_url", "clip"),
    "question": ("question",),
    "explanation": ("explanation",),
    "gold": ("gold", "golden", "gold_label", "golden_label", "expected"),
    "practice": ("practice",),
    "overlap": ("overlap",),
}
_empty = (None, "", "[]", "null")  # no known answer
_yes = ("1", "yes", "true")
_low = (1 << 32) - 1
_address = re.compile(r"https?://", re.IGNORECASE)
_language = re.compile(list(shapes)[2])

NO_LANGUAGE = "In which language are the texts? Write its code, such as en: language=en."
NO_TEXT = "Which column holds the text that workers read? There are: {columns}. Write for example text={one}, or text=- for none."
NO_RECEIVER = "Does a living person get the replies? Write receiver=nobody, or receiver=knows when somebody does and knows that strangers write."
NO_KIND = "How do people answer? Write kind=choice with options=Yes|No, or kind=text, number, scale, multi, pair or another."


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as its format understood it. `columns` are the originals; the rest is what it said beyond them."""

    line: int
    columns: Mapping[str, str]
    key: str = ""  # the file's own name for the task; the same one again adds answers to it
    text: str = ""  # what is shown, where that is composed and no column
    gold: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)  # answer field → the kind it is of
    answers: tuple[Answered, ...] = ()
    hints: tuple[Answered, ...] = ()  # nobody's answers: they only tell which there may be
    explanation: str = ""
    practice: bool = False
    overlap: int | None = None
    language: str = ""


Entries = Callable[[Faults], Iterator[Entry]]


@dataclass(slots=True)
class _Column:
    filled: int = 0
    links: Counter[str] = field(default_factory=Counter)  # by medium: "picture", "sound", "film"


class _Look:
    """One look through all entries."""

    def __init__(self, file: str, mapping: Mapping[str, str], faults: Faults) -> None:
        self._file = file
        self._faults = faults
        self._mapping = mapping
        self.columns: dict[str, _Column] = {}
        self.tallies: dict[str, Tally] = {}
        self.count = 0  # tasks
        self._keys: dict[int, int] = {}  # hash of a key → its line, and 32 bits of its columns' hash below it
        self.named = False  # some tasks have keys of the file's own
        self.languages: set[str] = set()
        self.composed = self.known = 0
        self.id_column: tuple[str, ...] | None = None
        self.gold_column: tuple[str, ...] = ()
        self.overlap_column: tuple[str, ...] = ()

    def take(self, entry: Entry) -> None:
        """Count one entry."""
        own = visible(entry.columns)
        if not self.columns:
            self.id_column = () if entry.key else picked("id", own, self._mapping)
            self.gold_column = picked("gold", own, self._mapping) or ()
            self.overlap_column = picked("overlap", own, self._mapping) or ()
        for name, text in own.items():
            self._count(self.columns.setdefault(name, _Column()), text)
        golds = known_of(entry, self.gold_column)
        self.known += bool(golds) and self._mapping.get("gold") != nothing
        for fields in (golds, *(answer.fields for answer in (*entry.answers, *entry.hints))):
            for name, value in fields.items():
                if value not in ("", [], None):
                    self.tallies.setdefault(name, Tally()).add(value, entry.told.get(name, ""))
        self.composed += bool(entry.text)
        if entry.language:
            self.languages.add(entry.language)
        self._note_key(entry, own)
        for name in self.overlap_column:
            if own.get(name) and overlap_of(own[name]) is None:
                sentence = (
                    f"column {name}: {quoted(own[name])} is not a whole number from 1 to {overlap_max}."
                )
                self._faults.add(self._file, sentence, line=entry.line)

    def _count(self, column: _Column, text: str) -> None:
        column.filled += bool(text)
        path = text.split("?")[0].split("#")[0] if "." in text and len(text) < 2_000 else ""
        if path and not any(one.isspace() for one in path):
            column.links[medium_of(path)] += 1

    def _note_key(self, entry: Entry, own: Mapping[str, str]) -> None:
        key = entry.key or (own.get(self.id_column[0], "") if self.id_column else "")
        where, place = (
            self._faults.at(self._file, entry.line),
            entry.line << 32 | (hash(tuple(own.items())) & _low),
        )
        before = self._keys.get(hash(key), 0) if key else 0
        said_so = "id" in self._mapping
        wrong = not key or len(key) > id_characters_max or not key.isprintable() or key != key.strip()
        if entry.key:
            self.named = True
            if before and before & _low != place & _low:
                where.add(f"task {quoted(key)} has other contents than on line {before >> 32}.")
        elif self.id_column and not said_so and (wrong or before):
            self.id_column = ()  # a column that only looked like one; rows are numbered instead
        elif self.id_column and before:
            where.add(f"id {quoted(key)} is on line {before >> 32} already.")
        if wrong and (entry.key or (self.id_column and said_so)):
            sentence = f"id {quoted(key)} is not one line of 1 to {id_characters_max} characters."
            where.add(sentence)
        self.count += not (entry.key and before)
        if not before and (entry.key or self.id_column):
            self._keys[hash(key)] = place


def known_of(entry: Entry, columns: Sequence[str]) -> Mapping[str, Any]:
    """The known answer by field: as the format read it, else what stands in the columns."""
    return entry.gold or {
        name: entry.columns[name] for name in columns if entry.columns.get(name) not in _empty
    }


def picked(role: str, columns: Mapping[str, Any], mapping: Mapping[str, str]) -> tuple[str, ...] | None:
    """The columns of a role, by what was said or else by their names; None when nothing names them."""
    if role in mapping:
        names = [] if mapping[role] == nothing else mapping[role].split("+")
        whole = [mapping[role]] if mapping[role] in columns else names
        return tuple(found for name in whole if (found := _column(name, columns)))
    for name in columns:
        if _bare(name).casefold() in _named[role]:
            return (name,)
    return None


def _bare(name: str) -> str:
    """A column's name without a platform's prefix: "INPUT:image" is image."""
    return re.sub(r"^(INPUT:|Input\.)", "", name)


def _column(name: str, columns: Mapping[str, Any]) -> str:
    return name if name in columns else next((one for one in columns if _bare(one) == name), "")


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which columns are what, and the kind."""

    roles: Mapping[str, tuple[str, ...]]
    guess: Guess
    parted: bool  # the text is several parts to compare
    all_asked: bool  # known answers are not used


def find(
    file: BinaryIO, entries: Entries, mapping: Mapping[str, str], notes: Sequence[str] = ()
) -> Contents | list[Found]:
    """What a file holds. `entries` reads it from its beginning each time it is called."""
    faults = Faults()
    name = name_of(file)
    _check_said(mapping, faults)
    look = _Look(name, mapping, faults)
    if not faults:
        for entry in entries(faults):
            look.take(entry)
    _check_columns(name, look, mapping, faults)
    if look.count and not look.columns and not faults:
        faults.add(name, "the tasks in this file are empty.")
    if not look.count and not faults:
        faults.add(name, "there is no task in this file.")
    if faults:
        return faults.listed()
    roles, questions = _roles(look, mapping)
    parted = mapping.get("kind") in about_two or any(one.told in about_two for one in look.tallies.values())
    two = bool(roles["picture_b"]) or len(roles["text"]) == 2
    shown = {role for role in media if roles[role]} | ({"two texts"} if len(roles["text"]) == 2 else set())
    guessed = guess(look.tallies, mapping, shown)
    if guessed is None:
        questions.append(Question("kind", NO_KIND))
    elif guessed.kind == "reply" and "receiver" not in mapping:
        questions.append(Question("receiver", NO_RECEIVER))
    fallback = Guess("text", {}, {}, ())
    plan = _Plan(roles, guessed or fallback, parted or two, mapping.get("gold") == nothing)
    languages = (mapping["language"],) if "language" in mapping else tuple(sorted(look.languages))
    if len(languages) != 1:
        questions.append(Question("language", NO_LANGUAGE))
        languages = languages[:1] or ("en",)
    if look.known >= look.count:
        said_gold = (
            "Every task has a known answer already, so none is left to ask. Write gold=- to ask them all."
        )
        questions += [Question("gold", said_gold)] if "gold" not in mapping else []
    return Contents(
        kind=plan.guess.kind,
        settings=plan.guess.settings,
        languages=languages,
        count=look.count,
        questions=tuple(questions),
        notes=(*notes, *filter(None, (plan.guess.note, *_told(roles)))),
        rows=lambda: _rows(entries, plan, look),
        answers=lambda: _answers(entries, look),
    )


def _check_said(mapping: Mapping[str, str], faults: Faults) -> None:
    for name in mapping:
        if name not in columned + said:
            faults.add(
                "", f"{quoted(name)} is nothing that can be said about a file{meant(name, columned + said)}"
            )
    if wrong := told_wrong(mapping):
        faults.add("", wrong)
    if not _language.search(mapping.get("language", "en")):
        faults.add(
            "", f"language={quoted(mapping['language'])} is not a language's code, such as en or zh-Hant."
        )
    for name, most in (("points", 7), ("count", 6)):
        value = mapping.get(name, "2")
        if not (value.isascii() and value.isdecimal() and 2 <= int(value[:4]) <= most):
            faults.add("", f"{name} must be a whole number from 2 to {most}.")


def _check_columns(name: str, look: _Look, mapping: Mapping[str, str], faults: Faults) -> None:
    """Every column that was said must be there."""
    for role in columned:
        value = mapping.get(role, nothing)
        if value == nothing or not look.columns or value in look.columns:
            continue
        for one in value.split("+"):
            if not _column(one, look.columns):
                faults.add(
                    name, f"there is no column {quoted(one)} for {role}{meant(one, list(look.columns))}"
                )


def _roles(look: _Look, mapping: Mapping[str, str]) -> tuple[dict[str, tuple[str, ...]], list[Question]]:
    """The columns of each role, and what must be asked about them."""
    roles: dict[str, tuple[str, ...]] = {"id": look.id_column or (), "gold": look.gold_column}
    for role in ("picture", "audio", "video"):
        links = [
            one for one, column in look.columns.items() if 0 < column.filled == column.links[media[role]]
        ]
        found = picked(role, look.columns, mapping)
        roles[role] = tuple(links[:1]) if found is None else found
        if role == "picture":
            second = picked("picture_b", look.columns, mapping)
            others = [one for one in links if one not in roles["picture"]]
            roles["picture_b"] = (
                second if second is not None else tuple(others[:1]) if len(links) == 2 else ()
            )
    for role in ("question", "explanation", "practice", "overlap"):
        roles[role] = picked(role, look.columns, mapping) or ()
    taken = {name for names in roles.values() for name in names}
    left = [name for name, column in look.columns.items() if name not in taken and column.filled]
    text, shown = picked("text", look.columns, mapping), any(roles[role] for role in media)
    alone = tuple(left) if len(left) == 1 and not (shown or look.composed) else ()
    roles["text"] = alone if text is None else text
    if text is not None or roles["text"] or shown or look.composed:
        return roles, []
    names = ", ".join(map(quoted, list(look.columns)[:20]))
    return roles, [Question("text", NO_TEXT.format(columns=names, one=(left or list(look.columns))[0]))]


def _told(roles: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Sentences about which column became what."""
    for role in ("text", *media):
        if roles[role]:
            yield f"Workers see column {', '.join(map(quoted, roles[role]))} as {role}."


def _rows(entries: Entries, plan: _Plan, look: _Look) -> Iterator[Row]:
    """The tasks in the order of the file; a key that comes again is the same task."""
    seen: set[int] = set()
    for number, entry in enumerate(entries(Faults()), 1):
        key = _key(entry, number, look)
        if entry.key:
            if hash(key) in seen:
                continue
            seen.add(hash(key))
        yield _row(key, entry, plan)


def _key(entry: Entry, number: int, look: _Look) -> str:
    own = entry.columns.get(look.id_column[0], "") if look.id_column else ""
    return entry.key or own or (f"row {number}" if look.named else str(number))


def _row(key: str, entry: Entry, plan: _Plan) -> Row:
    columns = entry.columns

    def one(role: str) -> str:
        return next((columns.get(name, "") for name in plan.roles[role]), "")

    golds = {} if plan.all_asked else known_of(entry, plan.roles["gold"])
    return Row(
        id=key,
        text=entry.text or _joined([columns.get(name, "") for name in plan.roles["text"]], plan.parted),
        question=one("question"),
        picture=_placed(one("picture")),
        picture_b=_placed(one("picture_b")),
        audio=_placed(one("audio")),
        video=_placed(one("video")),
        gold=gold(plan.guess, golds) if golds else "",
        practice=entry.practice or one("practice").strip().casefold() in _yes,
        explanation=entry.explanation or one("explanation"),
        overlap=entry.overlap or overlap_of(one("overlap")),
        source=dict(columns),
    )


def _joined(texts: Sequence[str], parted: bool) -> str:
    """Several columns as one text: lines, or parts to compare where one of them has lines of its own."""
    filled = [text for text in texts if text]
    between = "\n---\n" if parted and any("\n" in text.strip() for text in filled) else "\n"
    return between.join(filled)


def _placed(name: str) -> str:
    """Where a medium is: an address as it is, a file's name in the pack's own folder."""
    if not name or _address.match(name) or name.startswith("media/"):
        return name
    return f"media/{name.removeprefix('./').lstrip('/')}"


def _answers(entries: Entries, look: _Look) -> Iterator[Answered]:
    for number, entry in enumerate(entries(Faults()), 1):
        for answer in entry.answers:
            yield Answered(_key(entry, number, look), answer.worker, answer.fields, answer.skipped)


def overlap_of(text: str) -> int | None:
    """A row's overlap: a whole number that a pack may have; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text[:4]) <= overlap_max else None
