"""Guesses which kind of task fits the answers that a file shows, and its settings; what can't be told is asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain.cells import Box, box
from bot.kinds import kinds, option_characters_max, own_keys_max
from bot.packs.faults import quoted
from bot.packs.foreign._values import compact

values_kept_max = 50  # different answers remembered per field
fields_max = 6  # questions of a form
points_default = 5
grid_columns, grid_rows = 4, 3  # the kind's own defaults; finer cells are half as wide and high
labelled = ("choice", "multi", "audio", "video")  # kinds whose settings are options
about_two = ("pair", "rank")

_number = re.compile(r"[+-]?\d{1,12}(\.\d{1,6})?")


@dataclass(slots=True)
class Tally:
    """What answers to one question were seen: the first different ones, and how they look."""

    told: str = ""  # the kind, where the file itself says it
    values: dict[str, int] = field(default_factory=dict)
    count: int = 0
    several: bool = False
    numbers: bool = True

    def add(self, value: Any, told: str = "") -> None:
        """Count one answer: a text, a number or a list of texts."""
        self.told = "multi" if "multi" in (told, self.told) else told or self.told
        parts = value if isinstance(value, list) else [value]
        if told == "grid":
            parts = [one["label"] for one in parts]
        self.several |= isinstance(value, list) and len(value) > 1
        self.count += 1
        for part in map(written, parts):
            self.numbers &= bool(_number.fullmatch(part))
            if part in self.values or len(self.values) < values_kept_max:
                self.values[part] = self.values.get(part, 0) + 1

    @property
    def labels(self) -> list[str]:
        """The different answers, in the order seen."""
        return [value for value in self.values if value]


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind with its settings. `codes` are label → code, per question of a form ("" for a kind by itself)."""

    kind: str
    settings: Mapping[str, Any]
    codes: Mapping[str, Mapping[str, str]]
    parts: tuple[str, ...]  # the file's fields behind it, in order
    note: str = ""


def written(value: Any) -> str:
    """An answer's part as text; a number without needless zeros."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else str(value)


def guess(tallies: Mapping[str, Tally], told: Mapping[str, str], shown: Collection[str]) -> Guess | None:
    """The kind and settings for fields of answers; None when nothing tells.

    `told` is what the requester said: "kind", "options" ("Yes|No"), "receiver", "points", "count". `shown` is what
    an item has: "picture", "picture_b", "audio", "video", "two texts".
    """
    if len(tallies) > 1 and told.get("kind", "form") == "form":
        return _form(tallies)
    name, tally = next(iter(tallies.items()), ("", Tally()))
    two = {"picture_b", "two texts"} & set(shown)
    kind = told.get("kind") or tally.told or ("pair" if two else _by_values(tally))
    options = [one.strip() for one in told.get("options", "").split("|") if one.strip()]
    if not kind and options:
        kind = "choice"
    if not kind:
        return None
    medium = next((one for one in ("audio", "video") if one in shown), "")
    if medium and kind in ("choice", "text"):
        kind = medium
    settings, codes = _settings(kind, options or tally.labels, told)
    if kind == "pair" and "picture_b" in shown:
        settings = {"item": "pictures"}
    note = ""
    if kind == "text" and not told.get("kind") and not tally.told:
        note = f"There are {len(tally.labels)} different answers and a phone has {own_keys_max} keys, so people type."
    if kind == "scale":
        note = "Say in pack.toml what the lowest and the highest step mean: least and most."
    return Guess(kind, settings, {"": codes}, (name,) if name else (), note)


def _by_values(tally: Tally) -> str:
    """The kind that answers suggest; "" when there are too few."""
    if len(tally.labels) < 2:
        return ""
    if len(tally.labels) <= own_keys_max and all(map(_fits, tally.labels)):
        return "multi" if tally.several else "choice"
    return "number" if tally.numbers else "text"


def _fits(label: str) -> bool:
    return len(label) <= option_characters_max and "\n" not in label


def _settings(
    kind: str, labels: Sequence[str], told: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Settings of a kind, and the codes its labels got."""
    heard = kind in ("audio", "video")
    if heard and not (2 <= len(labels) <= own_keys_max and all(map(_fits, labels))):
        return {"answer": "text"}, {}
    if kind in labelled:
        codes = coded(labels)
        options = [{"code": code, "label": label} for label, code in codes.items()]
        return ({"answer": "choice"} if heard else {}) | {"options": options}, codes
    match kind:
        case "scale":
            seen = [int(label) for label in labels if label.isdecimal() and len(label) < 3]
            points = told.get("points", "")
            most = int(points) if points.isdecimal() else max([points_default, *seen])
            return {"points": most, "least": "the least", "most": "the most"}, {}
        case "rank":
            return {"count": int(told["count"]) if told.get("count", "").isdecimal() else 2}, {}
        case "reply":
            return {"receiver": told.get("receiver", "nobody")}, {}
        case "number":
            return _bounds(labels), {}
        case "grid":
            label = next(iter(coded(labels).values()), "thing")
            return {
                "columns": grid_columns,
                "rows": grid_rows,
                "finer": True,
                "none": True,
                "label": label,
            }, {}
    return {}, {}


def _bounds(labels: Sequence[str]) -> dict[str, Any]:
    """Room for the numbers that were seen, below nothing and after the point."""
    numbers = [label for label in labels if _number.fullmatch(label)]
    decimals = max((len(one.partition(".")[2]) for one in numbers), default=0)
    least = min((float(one) for one in numbers), default=0.0)
    below = {"least": -(10 ** len(str(int(-least))))} if least < 0 else {}
    return below | ({"decimals": decimals} if decimals else {})


def coded(labels: Iterable[str]) -> dict[str, str]:
    """Label → code, the way `choice` makes codes; labels without Latin letters are numbered."""
    codes: dict[str, str] = {}
    for number, label in enumerate(labels, 1):
        code = _code(label)
        codes[label] = code if code and code not in codes.values() else f"option_{number}"
    return codes


def _code(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "_", plain).strip("_")[:24].strip("_")


def _form(tallies: Mapping[str, Tally]) -> Guess | None:
    """Several questions about one item, each of the kind that its own answers suggest."""
    if len(tallies) > fields_max:
        return None
    names = coded(tallies)
    questions, codes = [], {}
    for name, tally in tallies.items():
        kind = tally.told or _by_values(tally) or "text"
        known = kinds().get(kind)
        kind = kind if known and known.part else "text"
        settings, codes[name] = _settings(kind, tally.labels, {})
        questions.append({"name": names[name], "question": name, "kind": kind, "settings": settings})
    return Guess("form", {"questions": questions}, codes, tuple(tallies))


def gold(found: Guess, fields: Mapping[str, Any]) -> str:
    """A known answer as the guessed kind writes it; "" where a field of it is missing."""
    known = {name: value for name, value in fields.items() if value not in ("", [], None)}
    if found.kind == "form":
        names = coded(found.parts)
        if set(known) != set(found.parts):
            return ""
        kinds_of = {one["question"]: one["kind"] for one in found.settings["questions"]}
        parts = {
            names[name]: _written(kinds_of[name], found.codes[name], value) for name, value in known.items()
        }
        return compact(parts)
    value = next(iter(known.values()), "")
    return _written(found.kind, found.codes.get("", {}), value) if known else ""


def _written(kind: str, codes: Mapping[str, str], value: Any) -> str:
    if kind == "grid":
        return _cells(value if isinstance(value, list) else [])
    parts = [written(one) for one in (value if isinstance(value, list) else [value])]
    if kind in labelled:
        parts = [codes.get(part, part) for part in parts]
    return "|".join(parts)


def _cells(boxes: Sequence[Mapping[str, Any]]) -> str:
    """Boxes in percent as the cells that they cover at least half of: large ones where these say it exactly."""
    fine = _covered(boxes, grid_columns * 2, grid_rows * 2)
    large = _covered(boxes, grid_columns, grid_rows)
    area = {cell for one in large for cell in _quarters(one)}
    listed = (
        " ".join(map(str, large))
        if area == set(fine)
        else f"{2 * grid_columns}x{2 * grid_rows}: {' '.join(map(str, fine))}"
    )
    return listed if boxes else "-"


def _covered(boxes: Sequence[Mapping[str, Any]], columns: int, rows: int) -> list[int]:
    """The cells that a box covers at least half of; of a box smaller than that, the cell it covers most of."""
    cells = {number: box(number, columns, rows) for number in range(1, columns * rows + 1)}
    found: set[int] = set()
    for one in boxes:
        shares = {number: _share(one, cell) for number, cell in cells.items()}
        found |= {number for number, share in shares.items() if share >= 0.5} or {
            max(shares, key=shares.__getitem__)
        }
    return sorted(found)


def _share(one: Mapping[str, Any], cell: Box) -> float:
    """How much of a cell a box covers, 0 to 1. A ten-thousandth of a percent is forgiven."""
    x, y, width, height = cell
    wide: float = min(one["x"] + one["width"], x + width) - max(one["x"], x)
    high: float = min(one["y"] + one["height"], y + height) - max(one["y"], y)
    return round(max(0.0, wide) * max(0.0, high) / (width * height), 4)


def _quarters(cell: int) -> tuple[int, ...]:
    """The four finer cells of a large one."""
    row, column = divmod(cell - 1, grid_columns)
    first = row * 2 * grid_columns * 2 + column * 2 + 1
    return first, first + 1, first + grid_columns * 2, first + grid_columns * 2 + 1


def told_wrong(told: Mapping[str, str]) -> str:
    """What is wrong with what the requester said about kinds, as a sentence; else ""."""
    kind = told.get("kind", "")
    if kind and kind not in kinds():
        return f"kind={quoted(kind)} is not one of {', '.join(kinds())}."
    return ""
