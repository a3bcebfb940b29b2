"""What reading a pack gave: its form, its counts, or everything that is wrong with it; as a value and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from bot.packs.faults import Found, whole
from bot.packs.form import PackForm


@dataclass(frozen=True, slots=True)
class Report:
    """One reading of a pack. Without faults it has a form and may be brought in.

    `faults` are at most 50 in full, then one that counts the rest; `fault_count` is all of them. With
    `skip_invalid` rows with faults are `skipped_rows`, and `skipped` says what was wrong with them, cut alike.
    `needs_person`: reasons for which a person must look before the pack runs.
    """

    form: PackForm | None = None
    tasks: int = 0  # rows to answer
    gold: int = 0
    practice: int = 0
    levels: tuple[int, int, int] = (0, 0, 0)  # of the tasks, those with hard content of level 1, 2 and 3
    media: int = 0  # files that rows and examples name
    faults: tuple[Found, ...] = ()
    fault_count: int = 0
    skipped_rows: int = 0
    skipped: tuple[Found, ...] = ()
    warnings: tuple[str, ...] = ()
    needs_person: tuple[str, ...] = ()
    digest: str = ""  # SHA-256; see source.Source.digest

    @property
    def rows(self) -> int:
        """All rows that would be brought in."""
        return self.tasks + self.gold + self.practice

    @property
    def flagged(self) -> int:
        """Tasks with hard content."""
        return sum(self.levels)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; `from_dict` is its opposite."""
        found: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        for name in ("faults", "skipped"):
            found[name] = [asdict(one) for one in found[name]]
        for name in ("warnings", "needs_person", "levels"):
            found[name] = list(found[name])
        found["form"] = self.form.model_dump(mode="json") if self.form else None
        return found

    @classmethod
    def from_dict(cls, table: dict[str, Any]) -> Report:
        """A report from what `as_dict` gave."""
        found = dict(table)
        for name in ("faults", "skipped"):
            found[name] = tuple(Found(**one) for one in found[name])
        for name in ("warnings", "needs_person", "levels"):
            found[name] = tuple(found[name])
        form = found["form"]
        found["form"] = PackForm.model_validate_json(json.dumps(form)) if form else None
        return cls(**found)


def refused(sentence: str, file: str = "") -> Report:
    """A report with one fault of the whole."""
    return Report(faults=(whole(file, sentence),), fault_count=1)
