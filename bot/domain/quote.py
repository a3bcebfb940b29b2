"""What a pack costs before it starts: every part that is locked away, at most and likely.

The parts are the money table of the product. Each is a bound: no course of events can need more than its
part, so a task is shown only when everything it can cost is there. What is not used returns at close.

Worked example: 100 tasks, 3 answers each at $0.04 for 20 seconds ($7.20 an hour), 5 % gold,
at most 30 people, an instruction of 150 words, 40 tasks with flagged content, floor $5.00 an hour.

    answers   100 × 3 × 0.04                                            12.00
    gold      5 % of 300 answers = 15, × 0.04                            0.60
    practice  3 × 30 people × 0.04                                       3.60
    reading   150 words ÷ 150 a minute = 60 s = 0.12, × 30 people        3.60
    side      5 % of 300 answers = 15, × 0.04                            0.60
    late      10 % of 300 answers = 30, × 0.04                           1.20
    floor     20 % of 12.00                                              2.40
    care      30 + (40 × 3 - 30) ÷ 20 = 34 sets, × 10 minutes = 1.20    40.80
    fee       10 % of 12.00 + 0.60 + 3.60 + 3.60 + 0.60 + 1.20           2.16
    at most                                                             66.96

    Likely 300 ÷ 20 = 15 people read it: 12.00 + 0.60 + 15 × (3 × 0.04 + 0.12) = 16.20, a fee of 1.62 on that,
    and 15 + (120 - 15) ÷ 20 = 20 pauses of 1.20.
    likely    16.20 + 1.62 + 24.00                                      41.82
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from bot import money
from bot.domain import wellbeing

Part = Literal["answers", "gold", "practice", "reading", "side", "late", "floor", "care", "fee"]
parts: Final[tuple[Part, ...]] = get_args(Part)
"""The parts of a pack's escrow, in the order of the table."""

fee_bearing: Final[tuple[Part, ...]] = ("answers", "gold", "practice", "reading", "side", "late")
"""The parts on whose payments the requester also pays the fee."""

fee_points: Final = 10
"""Fee, in hundredths of what the fee-bearing parts pay; on top of it, never out of it."""
platform_tenths: Final = 7
"""Of ten points of fee the platform keeps seven; the guarantee pot gets the other three."""

practice_per_reader: Final = 3
words_per_minute: Final = 150
side_points: Final = 5
late_points: Final = 10
late_answers_min: Final = 5
floor_points: Final = 20
care_set_tasks: Final = wellbeing.set_tasks
care_pause_s: Final = wellbeing.pause_ms // 1000
person_points_max: Final = 10
"""At most a tenth of a pack for one person, so at least ten people read a pack (P13)."""
answers_per_reader_likely: Final = 20
"""How many answers one reader likely gives: the least a person may always give a day (P13)."""

count_max: Final = 10_000_000
"""Upper bound of tasks, overlap, readers and words: beyond it a number is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be quoted. Amounts are micro-units; ValueError for numbers outside their range.

    `overlap` is the maximum when it is dynamic; then `overlap_likely` is what a task will likely need, in hundredths of
    an answer (`bot.domain.posterior.answers_likely`), else 0. `readers` is the most people the pack will be offered to.
    `words` counts the instruction: words, or characters ÷ 5 where that is more (`bot.packs.form.reading_words`). `flagged_tasks` are those shown under the rules for hard content.
    `floor` is the least pay for an hour here; `minor` the micro-units of the currency's smallest coin.
    """

    tasks: int
    overlap: int
    price: int
    estimate_s: int
    readers: int
    words: int
    gold_points: int = 5
    flagged_tasks: int = 0
    floor: int = 5 * money.unit_micro
    minor: int = money.cent_micro
    overlap_likely: int = 0

    def __post_init__(self) -> None:
        for name, least, most in _ranges:
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} is {getattr(self, name)}; it must be from {least} to {most}")
        if self.flagged_tasks > self.tasks:
            raise ValueError(f"{self.flagged_tasks} flagged tasks are more than all {self.tasks} tasks")


_ranges: Final = (
    ("tasks", 1, count_max),
    ("overlap", 1, count_max),
    ("price", 1, money.amount_micro_max),
    ("estimate_s", 1, 24 * money.hour_s),
    ("readers", 1, count_max),
    ("words", 0, count_max),
    ("gold_points", 0, 100),
    ("flagged_tasks", 0, count_max),
    ("floor", 0, money.amount_micro_max),
    ("minor", 1, money.unit_micro),
    ("overlap_likely", 0, 100 * count_max),
)


@dataclass(frozen=True, slots=True)
class Quote:
    """The parts to lock, in micro-units, and the sum that likely leaves (`likely`)."""

    answers: int
    gold: int
    practice: int
    reading: int
    side: int
    late: int
    floor: int
    care: int
    fee: int
    likely: int
    overlap_likely: int = 0  # of dynamic overlap: answers a task will likely need, in hundredths; else 0

    def amount(self, part: Part) -> int:
        """What one part locks."""
        amount: int = getattr(self, part)
        return amount

    @property
    def at_most(self) -> int:
        """The sum of all parts: what the requester needs to have, and the most the pack can ever cost."""
        return sum(self.amount(part) for part in parts)


@dataclass(frozen=True, slots=True)
class BelowFloor:
    """Why a price is refused: `per_hour` is under `floor`; `enough` is the least price that is not.

    All micro-units but `estimate_s`: 10_000 for 15 s is 2_400_000 an hour; the floor is 5_000_000; 30_000 is enough.
    """

    price: int
    estimate_s: int
    per_hour: int
    floor: int
    enough: int


def quote(plan: Plan) -> Quote | BelowFloor:
    """Work out every part of a pack's money, or say why the price is refused.

    "Likely" is the likely answers (all of them, unless overlap is dynamic), the gold, reading, practice and care of the likely readers (`readers_likely`), and
    the fee on those; side answers, late answers and the floor reserve are for what usually does not happen.
    Raises ValueError when the sum is beyond `money.amount_micro_max`.
    """
    refusal = below_floor(plan.price, plan.estimate_s, plan.floor, plan.minor)
    if refusal is not None:
        return refusal
    answers = plan.tasks * plan.overlap
    readers = readers_likely(plan)
    every_answer = answers * plan.price
    gold = money.percent_up(answers, plan.gold_points) * plan.price
    reading = reading_pay(plan)
    practice = practice_per_reader * plan.price
    side = money.percent_up(answers, side_points) * plan.price
    late = max(money.percent_up(answers, late_points), late_answers_min) * plan.price
    bearing = every_answer + gold + plan.readers * (practice + reading) + side + late
    likely = money.divide_up(plan.tasks * overlap_likely(plan), 100)
    likely_gold = money.percent_up(likely, plan.gold_points) * plan.price
    expected = likely * plan.price + likely_gold + readers * (practice + reading)
    found = Quote(
        answers=every_answer,
        gold=gold,
        practice=plan.readers * practice,
        reading=plan.readers * reading,
        side=side,
        late=late,
        floor=money.percent_up(every_answer, floor_points),
        care=care(plan, plan.readers),
        fee=fee_up(bearing),
        likely=expected + care(plan, readers) + fee_up(expected),
        overlap_likely=plan.overlap_likely,
    )
    if found.at_most > money.amount_micro_max:
        raise ValueError(f"the pack would lock {money.plain(found.at_most)}, more than one pack may")
    return found


def at_most_with(found: Quote, readers: int, fewer: int) -> int:
    """What a quote for `readers` people locks when only `fewer` may read: practice, reading and their fee shrink.

    The pauses of care stay as they are. The example of this module with 20 people: 10 × (0.12 + 0.12) and its
    fee less are 66.96 - 2.64 = 64.32.
    """
    saved = (found.practice + found.reading) // readers * (readers - fewer)
    bearing = sum(found.amount(part) for part in fee_bearing)
    return found.at_most - saved - found.fee + fee_up(bearing - saved)


def below_floor(price: int, estimate_s: int, floor: int, minor: int = money.cent_micro) -> BelowFloor | None:
    """Why `price` for `estimate_s` seconds is too little where an hour pays at least `floor`; None when it is enough."""
    if price * money.hour_s >= floor * estimate_s:
        return None
    enough = money.up_to_minor(money.for_seconds(floor, money.hour_s, estimate_s), minor)
    return BelowFloor(price, estimate_s, money.per_hour(price, estimate_s), floor, enough)


def floor_difference(price: int, median_ms: int, floor: int) -> int:
    """What an answer that takes `median_ms` lacks to the floor of an hour, in micro-units, rounded up; 0 when nothing.

    $0.04 for 36 s is $4.00 an hour; at a floor of $5.00 each answer lacks a cent.

    >>> floor_difference(40_000, 36_000, 5_000_000), floor_difference(40_000, 20_000, 5_000_000)
    (10000, 0)
    """
    return max(0, money.divide_up(floor * median_ms, 1_000 * money.hour_s) - price)


def readers_likely(plan: Plan) -> int:
    """How many people will likely read the instruction: one for every 20 answers (`answers_per_reader_likely`).

    At least ten, because nobody may do more than a tenth of a pack, and at least as many as one task needs
    different people; never more than the pack's limit.
    """
    by_answers = money.divide_up(plan.tasks * overlap_likely(plan), 100 * answers_per_reader_likely)
    return min(plan.readers, max(by_answers, 100 // person_points_max, plan.overlap))


def overlap_likely(plan: Plan) -> int:
    """How many answers a task will likely need, in hundredths: never more than the most."""
    return min(plan.overlap_likely or 100 * plan.overlap, 100 * plan.overlap)


def reading_pay(plan: Plan) -> int:
    """What one person is paid for reading: words ÷ 150 a minute at the pack's hourly rate, up to the minor unit."""
    return reading_micro(plan.words, plan.price, plan.estimate_s, plan.minor)


def reading_micro(words: int, price: int, estimate_s: int, minor: int) -> int:
    """What reading so many words pays one person, in micro-units: at 150 words a minute and the pack's hourly rate.

    >>> reading_micro(150, 40_000, 20, 10_000)
    120000
    """
    return money.up_to_minor(money.divide_up(price * words * 60, words_per_minute * estimate_s), minor)


def care_pay(price: int, estimate_s: int, minor: int = money.cent_micro) -> int:
    """What one pause of ten minutes pays, at the pack's hourly rate, up to the minor unit."""
    return money.up_to_minor(money.for_seconds(price, estimate_s, care_pause_s), minor)


def care(plan: Plan, readers: int) -> int:
    """What the pauses of `readers` people cost at most, when flagged tasks come in sets of 20 and a set started counts.

    The worst case: everybody starts a set with one task, and only the rest fills sets. A flagged task is
    served only while the part has a pause left, so tasks that were skipped never cost more than this.
    """
    flagged = plan.flagged_tasks * plan.overlap
    started = min(flagged, readers)
    sets = started + (flagged - started) // care_set_tasks
    return sets * care_pay(plan.price, plan.estimate_s, plan.minor)


def fee_due(paid: int) -> int:
    """The fee owed once the fee-bearing parts have paid `paid` micro-units: 10 %, rounded down.

    Always worked out from the whole sum, so nothing is lost or gained by rounding each answer.
    """
    return money.percent(paid, fee_points)


def fee_up(bearing: int) -> int:
    """The fee to lock for `bearing` micro-units in fee-bearing parts: rounded up, so it covers `fee_due` always."""
    return money.percent_up(bearing, fee_points)


def with_fee(amounts: Mapping[Part, int]) -> int:
    """What locking these parts takes, fee and all, in micro-units.

    >>> with_fee({"answers": 40_000, "floor": 8_000})
    52000
    """
    return sum(amounts.values()) + fee_up(sum(amounts.get(part, 0) for part in fee_bearing))


def platform_share(fee: int) -> int:
    """The platform's part of a fee, seven tenths rounded down; the guarantee pot gets what remains."""
    return fee * platform_tenths // 10
