"""The form of a pack: everything pack.toml says, as one frozen value with its limits.

Limits follow the product's rules; where they bound a message they come from `bot.screen`'s figures. The
faults of a form in plain sentences are made by `header`; this module only knows what a right one is.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    Tag,
)

from bot import money
from bot.domain.limits import practice_further
from bot.domain.quote import practice_per_reader
from bot.domain.wellbeing import CATEGORIES, levels
from bot.packs import values

languages_max = 12
estimate_s_max = 3_600
overlap_max = 20
confidence_min, confidence_max = 0.5, 0.999  # half is a coin; all of certainty is never reached
lease_h_min = 1 / 6  # ten minutes
lease_h_max = 168  # seven days
review_window_h_max = 120  # five days: longer nobody waits for money they have earned
per_person_tasks_max = 1_000_000
readers_max_max = 100_000
gold_share_max = 0.5
practice_needed_max = practice_per_reader  # money is locked for as many for everybody
practice_rows_max = practice_needed_max + practice_further  # and for some who need more of them
wire_bytes_min = 500  # below it no question fits
wire_bytes_max = 2_000_000
title_characters_max = 60
name_characters_max = 60  # of who asks, on whose behalf, a licence
purpose_characters_max = 240  # what it trains, what becomes of the data
question_characters_max = 200
instruction_characters_max = 1_500  # one message with keys; languages without spaces have no words to count
instruction_words_max = 200
characters_per_word = 5  # where spaces do not tell
examples_max = 6
item_characters_max = 600
says_characters_max = 160  # of what a category of hard content means here
reason_characters_max = 240
not_binding = frozenset({"readers_max", "schedule", "source"})  # says nothing to the worker who does a task

shapes = {
    "^[a-z0-9-]{3,40}$": "3 to 40 of a–z, 0–9 and -",
    "^[A-Z]{3}$": "a currency's three capital letters, such as USD",
    "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$": "a language's code, such as en or zh-Hant",
}
_name, _currency, _language = shapes

_Words = Annotated[str, AfterValidator(values.readable), Field(min_length=1)]
_Table = Annotated[dict[str, Any], AfterValidator(values.plain)]
_in_order = BeforeValidator(values.in_order, json_schema_input_type=str | dict[str, str])
_Name = Annotated[_Words, Field(max_length=name_characters_max)]
_Price = Annotated[
    int,
    BeforeValidator(values.micro, json_schema_input_type=str),
    PlainSerializer(money.plain, return_type=str, when_used="json"),
]
_Titles = Annotated[dict[str, Annotated[_Words, Field(max_length=title_characters_max)]], _in_order]
_Purposes = Annotated[dict[str, Annotated[_Words, Field(max_length=purpose_characters_max)]], _in_order]
_Questions = Annotated[dict[str, Annotated[_Words, Field(max_length=question_characters_max)]], _in_order]
_Instructions = Annotated[
    dict[str, Annotated[_Words, Field(max_length=instruction_characters_max)]], _in_order
]
_Says = Annotated[dict[str, Annotated[_Words, Field(max_length=says_characters_max)]], _in_order]
_Reasons = Annotated[dict[str, Annotated[_Words, Field(max_length=reason_characters_max)]], _in_order]
_WireBytes = Annotated[int, Field(ge=wire_bytes_min, le=wire_bytes_max)]
_Overlap = Annotated[int, Field(ge=1, le=overlap_max)]
_Codes = Annotated[
    tuple[Annotated[str, Field(pattern=_language)], ...],
    Field(strict=False, max_length=languages_max),
    AfterValidator(values.different),
]


def _shape(written: Any) -> str:
    """Which of two shapes an overlap is written in."""
    return "table" if isinstance(written, dict | Dynamic) else "number"


class _Form(BaseModel):
    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


class ByteBudget(_Form):
    """Bytes one task may cost on the wire, by the worker's data mode (product's rules: 3, 15 and 80 kB)."""

    text: _WireBytes = 3_000
    """For people who take words only."""
    saver: _WireBytes = 15_000
    """For people who save data, as most do."""
    full: _WireBytes = 80_000
    """For people who don't need to save."""


class Example(_Form):
    """One answered item for the instruction, right or wrong, with the reason. `item` is a text or a media file."""

    right: bool
    """Is the answer right?"""
    item: Annotated[_Words, Field(max_length=item_characters_max)]
    """A text, or a path that begins with media/."""
    answer: Annotated[_Words, Field(max_length=item_characters_max)]
    """The answer, as column gold writes it."""
    reason: _Reasons
    """Why it is right or wrong."""


class Dynamic(_Form):
    """Overlap that ends early: from `least` answers on, a task is done when its answer is `confidence` certain.

    Or, with `doubt`, a second person is asked only where the first gave that answer. It has one of the two.
    """

    least: _Overlap
    """Answers that every task gets."""
    most: _Overlap
    """Answers after which a task is done in any case; money is locked for as many."""
    confidence: Annotated[float, Field(ge=confidence_min, le=confidence_max)] | None = None
    """How certain an answer must be, 0.5 to 0.999."""
    doubt: Annotated[str, AfterValidator(values.readable), Field(max_length=item_characters_max)] = ""
    """The answer that asks for a second opinion, as column gold writes it; with least = 1 and most = 2."""


class Needed(_Form):
    """Languages that a person must know for the tasks themselves, whatever the instruction is in."""

    read: _Codes = ()
    """To read."""
    written: _Codes = ()
    """To write."""
    spoken: _Codes = ()
    """To speak, or to understand when heard."""

    def by_language(self) -> dict[str, str]:
        """Language → which of "rws" it takes: read, write, speak.

        >>> Needed(read=("ar", "sw"), written=("ar",)).by_language()
        {'ar': 'rw', 'sw': 'r'}
        """
        found: dict[str, str] = {}
        for skill, languages in (("r", self.read), ("w", self.written), ("s", self.spoken)):
            for language in languages:
                found[language] = found.get(language, "") + skill
        return found


class Flag(_Form):
    """Hard content of one category: how hard it can be, and what that means in this pack."""

    level: Annotated[int, Field(ge=levels[0], le=levels[-1])]
    """1 (mild) to 3 (the hardest)."""
    says: _Says
    """A plain sentence about what is to be seen, such as "People hurt in road accidents. No faces."."""


class Schedule(_Form):
    """When the pack is offered; each end may be left open. It may change while the pack runs."""

    opens: Annotated[AwareDatetime, AfterValidator(values.utc)] | None = None
    """Not offered before this moment, such as 2026-12-01T06:00:00Z."""
    closes: Annotated[AwareDatetime, AfterValidator(values.utc)] | None = None
    """Not offered after this moment; what is begun may be finished."""


class PackForm(_Form):
    """What pack.toml says. Texts are tables language → text, in the order of `languages`.

    `price` is micro-units here and text ("0.04") in files and JSON. `model_dump_json` and
    `model_validate_json` are exact opposites, so a form can be stored as it is.
    """

    name: Annotated[str, Field(pattern=_name)]
    """The pack's own name: 3 to 40 of a-z, 0-9 and -."""
    kind: str
    """The form of the task: choice, multi, scale, number, text, …"""
    languages: Annotated[_Codes, Field(min_length=1)]
    """Codes of the languages the pack's texts are in; the first is shown to everybody else."""
    currency: Annotated[str, Field(pattern=_currency)] = "USD"
    """ISO 4217 code, the installation's."""
    price: _Price
    """Paid for each answer: a decimal number in quotes."""
    estimate_s: Annotated[int, Field(ge=1, le=estimate_s_max)]
    """Seconds one answer takes; price × 3600 ÷ this is the hourly pay, which has a floor."""
    overlap: Annotated[
        Annotated[_Overlap, Tag("number")] | Annotated[Dynamic, Tag("table")], Discriminator(_shape)
    ] = 3
    """Answers wanted for each task, by different people: a number, or {least = 2, most = 5, confidence = 0.9}."""
    lease_h: Annotated[float, Field(ge=lease_h_min, le=lease_h_max)] = 24.0
    """Hours a task is kept for a person before others may also get it."""
    review_window_h: Annotated[int, Field(ge=0, le=review_window_h_max)] = 0
    """Hours you may look at an answer before its pay is final; 0 pays at once."""
    readers_max: Annotated[int, Field(ge=1, le=readers_max_max)] = 200
    """People who may read the instruction; each is paid for reading it."""
    per_person_max: Annotated[int, Field(ge=1, le=per_person_tasks_max)] | None = None
    """Answers one person may give in this pack; left out, the house's share rules alone decide."""
    gold_share: Annotated[float, Field(ge=0, le=gold_share_max), AfterValidator(values.hundredths)] = 0.05
    """Share of served tasks whose answer you know, in whole hundredths."""
    gold_alike: Annotated[float, Field(gt=0, le=1)] = 1.0
    """How near an answer must be to the known one to count as right, for numbers, scales and texts: 1 is the same."""
    practice_needed: Annotated[int, Field(ge=0, le=practice_needed_max)] = practice_needed_max
    """Practice tasks a person does first, as far as there are so many."""
    languages_needed: Needed = Needed()
    """Languages a person must know to do the tasks: {read = ["sw"], written = [], spoken = []}."""
    schedule: Schedule = Schedule()
    """When the pack is offered: {opens = 2026-12-01T06:00:00Z, closes = …}."""
    byte_budget: ByteBudget = ByteBudget()
    """Bytes one task may cost on the wire, by the worker's data mode."""
    grey_pictures: bool = False
    """Are pictures shown without their colours? A sixth of the bytes less, where colour says nothing."""
    saver_audio: bool = False
    """May sound be made at 8 kbit/s for people who save data? Speech stays clear enough, music does not."""
    people: Literal["none", "self", "others"] = "none"
    """Who is in the items: nobody, the worker, or others."""
    flags: Annotated[dict[str, Flag], Field(max_length=len(CATEGORIES))] = {}
    """Hard content: category = {level = 1 to 3, says = "what is to be seen"}."""
    asks: _Name
    """Who asks; shown before anybody accepts."""
    on_behalf_of: Annotated[str, AfterValidator(values.readable), Field(max_length=name_characters_max)] = ""
    """Whose work it is; empty is shown as “client not named”."""
    trains: _Purposes
    """What the answers train."""
    use: _Purposes = {}
    """What that is used for in the end, and by whom."""
    afterwards: _Purposes
    """What becomes of the answers."""
    licence: _Name
    """SPDX identifier under which items and answers may be used."""
    resale_share: Annotated[float, Field(ge=0, le=1), AfterValidator(values.hundredths)] = 0.0
    """Share of what a resale of the answers brings that goes to the people who gave them."""
    title: _Titles
    """A few words."""
    instruction: _Instructions
    """What to do, at most 200 words; reading it is paid by its length."""
    question: _Questions
    """The question under each item; a row may bring its own."""
    settings: _Table = {}
    """What the kind needs."""
    examples: Annotated[tuple[Example, ...], Field(strict=False, max_length=examples_max)] = ()
    """Answered items with reasons, right and wrong."""
    source: _Table = {}
    """Where the items come from: by, url, licences, list."""

    @property
    def overlap_most(self) -> int:
        """Answers that one task can get at most: what money is locked for."""
        return self.overlap.most if isinstance(self.overlap, Dynamic) else self.overlap

    @property
    def overlap_least(self) -> int:
        """Answers that every task gets."""
        return self.overlap.least if isinstance(self.overlap, Dynamic) else self.overlap

    @property
    def confidence(self) -> float | None:
        """How certain an answer must be to end a task early; None where certainty ends none."""
        return self.overlap.confidence if isinstance(self.overlap, Dynamic) else None

    @property
    def dynamic(self) -> Dynamic | None:
        """The bounds of dynamic overlap; None where every task gets as many answers."""
        return self.overlap if isinstance(self.overlap, Dynamic) else None

    @property
    def doubt(self) -> str:
        """The answer that asks for a second opinion, as it is written; "" where none does."""
        return self.overlap.doubt if isinstance(self.overlap, Dynamic) else ""

    @property
    def level(self) -> int:
        """The highest level of the pack's hard content; 0 where it has none."""
        return max((one.level for one in self.flags.values()), default=0)

    @property
    def gold_points(self) -> int:
        """`gold_share` in hundredths, as quotes reckon."""
        return round(self.gold_share * 100)

    @property
    def instruction_words(self) -> int:
        """Words of the instruction in its longest language, as spaces part them: what a form may have of them."""
        return max((len(text.split()) for text in self.instruction.values()), default=0)

    @property
    def reading_words(self) -> int:
        """What reading is paid by: words, or a fifth of the characters where that is more, in the longest language.

        Thai, Chinese and Khmer put no spaces between words: 300 of their characters are paid like 60 words.
        Five letters are about a word of English, so its instructions are paid by their words as before.
        """
        return max(map(reading_words, self.instruction.values()), default=0)

    def version_hash(self) -> str:
        """SHA-256 (64 hex digits) of canonical JSON of all that binds a worker: everything but `not_binding`.

        The order of fields and tables does not matter, the order of languages and options does.
        """
        binding = self.model_dump(mode="json", exclude=set(not_binding))
        canonical = json.dumps(binding, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def reading_words(text: str) -> int:
    """Words of a text as reading is paid: parted by spaces, or its other characters ÷ 5, whichever is more.

    >>> reading_words("Look at the picture."), reading_words("请看图片并选择最合适的答案")
    (4, 3)
    """
    words = text.split()
    return max(len(words), money.divide_up(sum(map(len, words)), characters_per_word))


def texts_of(form: PackForm) -> dict[tuple[str, ...], dict[str, str]]:
    """Every text of a form that has languages, by its path in pack.toml."""
    names = ("title", "instruction", "question", "trains", *(("use",) if form.use else ()), "afterwards")
    found: dict[tuple[str, ...], dict[str, str]] = {(name,): getattr(form, name) for name in names}
    found |= {("flags", category, "says"): one.says for category, one in form.flags.items()}
    reasons = {("examples", str(index), "reason"): one.reason for index, one in enumerate(form.examples)}
    return found | reasons


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of pack.toml."""
    return PackForm.model_json_schema(mode="validation")
