"""The directory's files, read behind a fence: whatever is wrong with one hides that one alone, with a sentence for the operator.

A country's file is named by its ISO 3166 code and has `[[emergency]]` and `[[line]]` tables; `world.toml` has `[[directory]]`
tables. Each has a `key` of its own, a `name`, `source` (where it was found) and `confidence` (how sure its name and number are
together), perhaps `from_memory` (what no source gave), `note` (for whoever checks it), `url`, `checked_on` (a date) and `checked_by`.
A line and an emergency number have `numbers`, `hours` as `bot.domain.helplines` writes them, `languages` (ISO 639), `cost` and `topics`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel import Locale

from bot.domain.helplines import Helpline, Number, hours_of

FOLDER: Final = Path(__file__).parent
file_bytes_max: Final = 65_536
entries_max: Final = 20
texts_max: Final = 20
text_characters_max: Final = 600
topics: Final = ("crisis", "youth", "violence")
ways: Final = ("call", "landline", "text", "whatsapp")
costs: Final = ("", "free", "charged")
emergencies: Final = ("Emergency", "Ambulance", "Rescue")
confidences: Final = ("low", "low-medium", "medium", "medium-high", "high")

_key = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_dial = re.compile(r"\+?[0-9(][0-9 ()-]{1,18}[0-9]", re.ASCII)
_digits = range(2, 16)  # E.164 has fifteen at most; emergency numbers have two or three
_address = re.compile(r"https://[^\s<>\"]+", re.ASCII)
_shown = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[\w./-]*)?", re.ASCII)
_language = re.compile(r"[a-z]{2,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that can't be used, and why: a sentence for the operator."""

    file: str
    why: str

    def __str__(self) -> str:
        return f"{self.file} is hidden: {self.why}."


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file. `key` names it among all ("KE/befrienders"); `kind` is "line", "emergency" or "directory".

    `line` is what is shown of it; of a directory its name is the address. `checked_at` (ms) and `checked_by` are the file's own.
    """

    key: str
    kind: str
    line: Helpline
    confidence: str
    source: tuple[str, ...]
    topics: tuple[str, ...] = ()
    url: str = ""
    note: str = ""
    from_memory: tuple[str, ...] = ()
    checked_at: int = 0
    checked_by: str = ""

    @property
    def content(self) -> str:
        """What a check was of: 16 hexadecimal digits that change with the name, a number, the hours or the cost."""
        said = repr((self.line.name, self.line.numbers, self.line.hours, self.line.cost))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Country:
    """A country's entries, emergency numbers first. `note` says what was looked for where there is no line."""

    code: str
    entries: tuple[Entry, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Directory:
    """All that could be read: countries by code, the lists of all countries, best first, and what could not be."""

    countries: dict[str, Country] = field(default_factory=dict)
    world: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, country by country, the lists of all countries last."""
        return (
            *(entry for code in sorted(self.countries) for entry in self.countries[code].entries),
            *self.world,
        )


class _Wrong(Exception):
    """Something in a file is not as it must be; its text ends a sentence that begins with the file's name."""


@cache
def carried() -> Directory:
    """The directory that the program brings along; read once."""
    return read(FOLDER)


def read(folder: Path) -> Directory:
    """The directory of a folder with `countries/` and `world.toml`. Never raises: what can't be read is a fault."""
    countries, faults = dict[str, Country](), list[Fault]()
    for path in sorted((folder / "countries").glob("*.toml")):
        try:
            countries[path.stem] = _country(path)
        except _Wrong as wrong:
            faults.append(Fault(f"countries/{path.name}", str(wrong)))
    if not countries and not faults:
        faults.append(Fault("countries/", "there is no country in it"))
    world: tuple[Entry, ...] = ()
    try:
        given = _tables(folder / "world.toml", {"directory"})
        world = tuple(_directory(one) for one in _list(given, "directory"))
        if not world:
            raise _Wrong("it lists no directory")
        _no_two(world)
    except _Wrong as wrong:
        faults.append(Fault("world.toml", str(wrong)))
    return Directory(countries, world, tuple(faults))


def _country(path: Path) -> Country:
    if path.stem not in _territories():
        raise _Wrong(f"{path.stem} is no country's code (ISO 3166: two capital letters)")
    given = _tables(path, {"line", "emergency", "note", "source"})
    entries = (
        *(_line(path.stem, "emergency", one) for one in _list(given, "emergency")),
        *(_line(path.stem, "line", one) for one in _list(given, "line")),
    )
    note = _text(given, "note")
    if not entries and not note:
        raise _Wrong("it has neither a line nor a note that says what was looked for")
    _no_two(entries)
    return Country(path.stem, entries, note)


@cache
def _territories() -> frozenset[str]:
    """Countries' codes as CLDR knows them."""
    names = map(str, Locale("en").territories)
    return frozenset(code for code in names if len(code) == 2 and code.isalpha()) - {"ZZ", "EU", "UN", "EZ"}


def _tables(path: Path, known: set[str]) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(file_bytes_max + 1)
        if len(content) > file_bytes_max:
            raise _Wrong(f"it has more than {file_bytes_max} bytes")
        given = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise _Wrong(f"it can't be opened ({error.strerror})") from None
    except UnicodeDecodeError:
        raise _Wrong("it is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise _Wrong(f"it is not TOML ({error})") from None
    except RecursionError:
        raise _Wrong("it is nested too deeply") from None
    _only(given, known)
    return given


def _only(given: dict[str, Any], known: set[str]) -> None:
    if unknown := sorted(given.keys() - known):
        raise _Wrong(f"it has {unknown[0]}, which nothing reads")


def _list(given: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = given.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _Wrong(f"{name} is not [[{name}]]")
    if len(found) > entries_max:
        raise _Wrong(f"it has more than {entries_max} of {name}")
    return found


_COMMON: Final = {
    "key",
    "name",
    "source",
    "confidence",
    "from_memory",
    "note",
    "url",
    "checked_on",
    "checked_by",
}


def _line(code: str, kind: str, given: dict[str, Any]) -> Entry:
    _only(given, _COMMON | {"numbers", "hours", "languages", "cost", "topics"})
    key = _known_by(given)
    hours, cost = _text(given, "hours"), _text(given, "cost")
    if hours not in ("", "24/7") and hours_of(hours) is None:
        raise _Wrong(f"{key}: hours {hours} are not like 24/7 or Mo-Fr 09:00-17:00")
    if cost not in costs:
        raise _Wrong(f"{key}: cost is free or charged, not {cost}")
    about, languages = _texts(given, "topics"), _texts(given, "languages")
    if kind == "emergency" and given.get("name") not in emergencies:
        raise _Wrong(f"{key}: an emergency number's name is one of {', '.join(emergencies)}")
    if kind == "line" and (not about or not set(about) <= set(topics)):
        raise _Wrong(f"{key}: topics are some of {', '.join(topics)}")
    if wrong := [one for one in languages if not _language.fullmatch(one)]:
        raise _Wrong(f"{key}: {wrong[0]} is no language's code (ISO 639)")
    numbers = tuple(_number(key, one) for one in _list(given, "numbers"))
    if not numbers:
        raise _Wrong(f"{key} has no number")
    shown = Helpline(_name(given, key), numbers, hours, languages, cost)
    return _entry(f"{code}/{key}", kind, shown, given, about)


def _directory(given: dict[str, Any]) -> Entry:
    _only(given, _COMMON | {"shown"})
    key, shown = _known_by(given), _text(given, "shown")
    if not _shown.fullmatch(shown):
        raise _Wrong(f"{key}: shown is an address without https://, such as findahelpline.com")
    _name(given, key)
    return _entry(f"world/{key}", "directory", Helpline(shown, ()), given, ())


def _entry(key: str, kind: str, line: Helpline, given: dict[str, Any], about: tuple[str, ...]) -> Entry:
    source, confidence, url = _texts(given, "source"), _text(given, "confidence"), _text(given, "url")
    if not source:
        raise _Wrong(f"{key} has no source")
    if confidence not in confidences:
        raise _Wrong(f"{key}: confidence is one of {', '.join(confidences)}")
    if url and not _address.fullmatch(url):
        raise _Wrong(f"{key}: url is an address that begins with https://")
    checked_at, checked_by = _checked(key, given), _text(given, "checked_by")
    if bool(checked_at) != bool(checked_by):
        raise _Wrong(f"{key}: checked_on and checked_by go together")
    return Entry(
        key, kind, line, confidence, source, about, url, _text(given, "note"), _texts(given, "from_memory"), checked_at, checked_by
    )  # fmt: skip


def _number(key: str, given: dict[str, Any]) -> Number:
    _only(given, {"dial", "by", "word", "where"})
    dial, by = _text(given, "dial"), _text(given, "by") or "call"
    if not _dial.fullmatch(dial) or sum(one.isdigit() for one in dial) not in _digits:
        raise _Wrong(f"{key}: {dial or 'nothing'} is no telephone number")
    if by not in ways:
        raise _Wrong(f"{key}: a number is dialled by {', '.join(ways)}, not {by}")
    return Number(dial, by, _text(given, "word"), _text(given, "where"))


def _checked(key: str, given: dict[str, Any]) -> int:
    """The file's own check, UTC midnight in ms; 0 for none."""
    on = given.get("checked_on")
    if on is None:
        return 0
    if not isinstance(on, date) or isinstance(on, datetime) or on.year < 2000:
        raise _Wrong(f"{key}: checked_on is a date such as 2026-11-02, without quotation marks")
    return int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp() * 1000)


def _known_by(given: dict[str, Any]) -> str:
    key = _text(given, "key")
    if not _key.fullmatch(key) or len(key) > 40:
        raise _Wrong(f"{key or 'an entry without a key'}: a key is lower-case letters, digits and -")
    return key


def _name(given: dict[str, Any], key: str) -> str:
    name = _text(given, "name")
    if not name or len(name) > 80:
        raise _Wrong(f"{key} needs a name of at most 80 characters")
    return name


def _text(given: dict[str, Any], name: str) -> str:
    found = given.get(name, "")
    if not isinstance(found, str) or len(found) > text_characters_max or not (found.isprintable()):
        raise _Wrong(f"{name} is not one line of text")
    return found.strip()


def _texts(given: dict[str, Any], name: str) -> tuple[str, ...]:
    found = given.get(name, [])
    if not isinstance(found, list) or len(found) > texts_max:
        raise _Wrong(f"{name} is not a list of texts")
    return tuple(_text({name: one}, name) for one in found)


def _no_two(entries: tuple[Entry, ...]) -> None:
    keys = [entry.key for entry in entries]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise _Wrong(f"two entries are called {twice[0]}")
