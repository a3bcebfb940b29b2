"""What hard content asks of a pack, so that few people see it and nobody sees it unwarned (P9).

Of the form: a kind whose item is seen and answered in one step; one answer a task, and a second one on doubt alone; no
picture among the examples, for those come without a cover. Of its rows: each that is flagged says in a plain sentence
what is to be seen, before anybody sees it; distress of children is described and never shown; the same thing does not
come twice. What many people see (practice, tasks whose answer is known) is never flagged, at no level: a known
answer is known by being shown again and again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.wellbeing import CATEGORIES, level_of, levels
from bot.kinds import Kind, kinds
from bot.packs.faults import Faults, line_word, meant, quoted
from bot.packs.form import PackForm

description_characters_max = 160
flagged_rows_max = 50_000  # in one pack: what they say and show is compared with one another
alike_tenths_max = (
    1  # one description may stand on so many tenths of the flagged rows, and on one in any case
)
lines_named = 3

Place = tuple[str | int, ...]
_neutral = "none"
_only_described = "child_distress"


def hard_faults(form: PackForm, kind: Kind[Any] | None) -> list[tuple[Place, str]]:
    """What stands against a form's hard content, each with its place in pack.toml; [] where it has none."""
    found: list[tuple[Place, str]] = [
        (("flags", category), f"{quoted(category)} is not a category{meant(category, CATEGORIES)}")
        for category in form.flags
        if category not in CATEGORIES
    ]
    if not form.flags:
        return found
    if kind is not None and not kind.hard:
        able = ", ".join(one.name for one in kinds().values() if one.hard)
        said = (
            f"hard content can't be of kind {kind.name}, only what is seen and answered in one step: {able}."
        )
        found.append((("kind",), said))
    if form.overlap_most > 1 and not form.doubt:
        said = (
            "hard content is seen by as few as can be: overlap = 1, or {least = 1, most = 2, doubt = …}, where "
            "somebody else is asked only when the first answers with that doubt."
        )
        found.append((("overlap",), said))
    for index, example in enumerate(form.examples):
        if example.item.startswith("media/"):
            said = "examples come without a cover: a pack with hard content has them in words."
            found.append((("examples", index, "item"), said))
    return found


class HardRows:
    """Looks at the rows of one pack, one after the other, and remembers what only all of them can show."""

    def __init__(self, form: PackForm | None, file: str) -> None:
        self._whole = {category: one.level for category, one in form.flags.items()} if form else {}
        self._says = (
            {_compared(text) for one in form.flags.values() for text in one.says.values()} if form else set()
        )
        self._first = form.languages[0] if form else ""
        self._line = line_word(file)
        self._shown: dict[str, int] = {}  # what a flagged row shows → its line
        self._said: dict[str, int] = {}  # a description → the line it is on first
        self._uses: Counter[str] = Counter()
        self.levels = [0, 0, 0]  # flagged rows of levels 1, 2 and 3

    def flags(self, written: str) -> tuple[dict[str, int], str]:
        """A row's categories → levels, from its column; and what is wrong there ("": nothing), then the pack's own.

        >>> HardRows(None, "tasks.csv").flags("none")
        ({}, '')
        """
        if not written:
            return dict(self._whole), ""
        if written.casefold() == _neutral:
            return {}, ""
        if not self._whole:
            return {}, "pack.toml has no [flags], so no task has any; leave column flags empty."
        found: dict[str, int] = {}
        for part in written.split(",", len(CATEGORIES)):
            category, _, level = part.strip().rpartition(" ")
            category = category.strip()
            if trouble := self._trouble(category, level, part, found):
                return dict(self._whole), trouble
            found[category] = int(level)
        return found, ""

    def _trouble(self, category: str, level: str, part: str, before: Mapping[str, int]) -> str:
        if level not in map(str, levels) or not category:
            return f"flags are written “violence 2, gore 1”, or none; {quoted(part.strip())} is not."
        if category not in CATEGORIES:
            return f"{quoted(category)} is not a category{meant(category, CATEGORIES)}"
        if category in before:
            return f"flags name {category} twice."
        if category not in self._whole:
            return f"the pack has no {category}: write it into [flags] of pack.toml, or take it out here."
        if int(level) > self._whole[category]:
            return f"{category} {level} is more than the pack's own {self._whole[category]} in pack.toml."
        return ""

    def faults(
        self,
        number: int,
        flags: Mapping[str, int],
        role: str,
        texts: Mapping[str, str],
        media: Mapping[str, str],
        description: Mapping[str, str],
    ) -> Iterator[tuple[str, str]]:
        """What is wrong with one row as (column, sentence); a right one is remembered and counted."""
        if not flags:
            if description:
                yield (
                    "description",
                    "only flagged tasks are described before they are shown; this one is not flagged.",
                )
            return
        if role != "task":
            what = "a practice task" if role == "practice" else "a task whose answer is known"
            yield (
                "flags",
                f"{what} is shown to many people and can't be flagged: write none in its column flags.",
            )
            return
        if _only_described in flags and media:
            yield (
                next(iter(media)),
                "distress of children is described, never shown: this task must be words alone.",
            )
        yield from self._undescribed(texts, description)
        yield from self._seen_before(number, texts, media)
        self._remember(number, description)
        self.levels[level_of(flags) - 1] += 1

    def _undescribed(
        self, texts: Mapping[str, str], description: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        if not description:
            yield (
                "description",
                "this task is flagged: column description says what is to be seen, before it is seen.",
            )
        items = {_compared(text) for text in texts.values()}
        for language, text in description.items():
            column, said = f"description.{language}", _compared(text)
            if len(text) > description_characters_max:
                yield column, f"the description has {len(text)} characters; {description_characters_max} fit."
            elif said in self._says:
                yield (
                    column,
                    "the description says no more than pack.toml does: say what is to be seen in this one.",
                )
            elif said in items:
                yield (
                    column,
                    "the description is the item itself: say what it is about, so that people can choose.",
                )

    def _seen_before(
        self, number: int, texts: Mapping[str, str], media: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        shown = "|".join(sorted(media.values())) or _compared(texts.get(self._first, ""))
        if not shown or len(self._shown) >= flagged_rows_max:
            return
        before = self._shown.setdefault(shown, number)
        if before != number:
            yield "", f"this shows the same as {self._line} {before}: nobody is to see hard content twice."

    def _remember(self, number: int, description: Mapping[str, str]) -> None:
        said = _compared(description.get(self._first, ""))
        if said and len(self._said) < flagged_rows_max:
            self._said.setdefault(said, number)
            self._uses[said] += 1

    def judge_all(self, file: str, faults: Faults) -> None:
        """What is wrong with the flagged rows as a whole: too many, or descriptions that say nothing of each."""
        count = sum(self.levels)
        if count > flagged_rows_max:
            faults.add(file, f"there are {count:,} flagged tasks; {flagged_rows_max:,} fit in one pack.")
        most = max(1, count * alike_tenths_max // 10)
        for said, uses in self._uses.most_common():
            if uses <= most:
                break
            sentence = (
                f"the description {quoted(said)} stands on {uses:,} of {count:,} flagged tasks; it must say what is to be "
                "seen in each, and may stand on a tenth of them."
            )
            faults.add(file, sentence, line=self._said[said], column="description")

    def warnings(self, file: str) -> Iterator[str]:
        """What is allowed but probably not meant."""
        if self._whole and not sum(self.levels):
            yield f"{file}: pack.toml has [flags], but no task is flagged."


def _compared(text: str) -> str:
    """A text as it is compared: without case, spaces and what ends it."""
    return " ".join(text.casefold().split()).rstrip(".!?…؟。 ")
