"""How a running program is, in sentences, and as a screen of 80 columns."""

import pytest

from bot.metrics import METRICS
from bot.screens.operator import seeing, top
from bot.screens.operator.top import Sample
from bot.screens.operator.words import Finding

WELL = {
    ("ujima_up_seconds", ""): 4_000.0,
    ("ujima_intake_age_seconds", ""): 3.0,
    ("ujima_round_age_seconds", ""): 0.4,
    ("ujima_book_check_age_seconds", ""): 240.0,
    ("ujima_book_faults", ""): 0.0,
    ("ujima_delivery_age_seconds", ""): 12.0,
    ("ujima_database_seconds", ""): 0.002,
}


def sentences(**others: float) -> list[Finding]:
    """What is said of a program that is well but for this."""
    return seeing.health(WELL | {(f"ujima_{name}", ""): number for name, number in others.items()})


def test_a_program_that_is_well_needs_no_hand() -> None:
    """Ready, a sentence for each thing looked at, none marked."""
    found = sentences()
    assert seeing.lines(found) == [
        "ready",
        "  The database answers (2 ms).",
        "  Telegram was heard of 3 s ago.",
        "  The last message arrived 12 s ago; none is due.",
        "  The book was in order 4 min ago.",
    ]


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"webhook_refused": 1, "updates_at_telegram": 7}, "Telegram can't deliver 7 updates"),
        ({"messages_due": 2, "messages_due_oldest_seconds": 900}, "2 due, the oldest for 15 min."),
        ({"round_age_seconds": 600}, "The rounds have not gone round for 10 min"),
        ({"deadlines_late_seconds": 7_200}, "A deadline that ended 2.0 h ago has not been met."),
        ({"book_faults": 1}, "The book has 1 fault."),
        ({"book_check_age_seconds": 7_200}, "The book was in order 2.0 h ago."),
        ({"payouts_held_seconds": 300_000}, "Payouts are held since a restore 3.5 days ago."),
        ({"cases_open": 2, "cases_oldest_seconds": 6.5 * 86_400}, "2 cases open, the oldest for 6.5 days."),
        ({"reports_open": 1}, "1 reported task to look at."),
        ({"disk_bytes": 1e11, "disk_free_bytes": 4e9}, "Only 4.0 GB of the disk are free."),
        ({"backup_age_seconds": 200_000}, "The newest backup is 2.3 days old."),
        ({"backup_age_seconds": 2e9}, "There is no backup where UJIMA_BACKUPS says"),
        ({"certificate_left_seconds": 86_400}, "The certificate of UJIMA_WEBHOOK_URL ends in 24.0 h."),
        ({"certificate_left_seconds": -1}, "The certificate of UJIMA_WEBHOOK_URL is not taken."),
    ],
)  # fmt: skip
def test_what_needs_a_hand_comes_first_and_stops_no_work(numbers: dict[str, float], sentence: str) -> None:
    """Marked, above all that is well; the program stays ready, for sending it away would mend nothing."""
    lines = seeing.lines(sentences(**numbers))
    assert lines[0] == "ready" and lines[1].startswith("! ") and sentence in lines[1]
    assert sum(line.startswith("!") for line in lines) == 1


def test_without_database_or_telegram_it_is_not_ready() -> None:
    """It says why; a program that has just begun is not ready either, and that is no fault."""
    assert seeing.lines(seeing.health(WELL, "the disk is full."))[:2] == [
        "not ready",
        "! The database does not answer: the disk is full.",
    ]
    assert seeing.lines(sentences(intake_age_seconds=400))[:2] == [
        "not ready",
        "! Telegram was not heard of for 7 min.",
    ]
    begun = seeing.health({("ujima_up_seconds", ""): 2.0})
    assert all(one.well for one in begun) and not all(one.ready for one in begun)


def test_payouts_nobody_knows_the_end_of_need_a_hand_after_a_day() -> None:
    """Before that they are looked up by themselves."""
    for age, well in ((3_600.0, True), (90_000.0, False)):
        numbers = {("ujima_payouts_open", "unknown"): 1, ("ujima_payouts_oldest_seconds", "unknown"): age}
        found = [
            one for one in seeing.health(WELL | numbers) if "Nobody knows the end of 1 payout" in one.sentence
        ]
        assert [one.well for one in found] == [well]


def test_the_screen_fits_whatever_it_shows() -> None:
    """80 columns with numbers as large as they get, rates from the last minute, bars of each look."""
    large = {(one.name, value): 9_876_543.21 for one in METRICS.values() for value in one.values}
    samples = [
        Sample(second, large | {("ujima_answers_total", "paid"): 10.0 * second}) for second in range(0, 70, 2)
    ]
    lines = [top.plain(line) for line in top.screen(samples, 1_767_225_600_000)]
    assert max(map(len, lines)) <= top.columns and "2026-01-01 00:00 UTC" in lines[0]
    answers = next(line for line in lines if line.startswith("answers"))
    assert "10.0/s" in answers and answers.count("█") == top.shown_max
    assert any("payouts nobody knows of" in line and "days" in line for line in lines)
    assert next(line for line in lines if line.startswith("!"))


def test_an_idle_program_s_screen_is_short() -> None:
    """Nothing waits, nothing needs a hand, no wait is made up."""
    lines = [top.plain(line) for line in top.screen([Sample(0, WELL)], 0)]
    assert "Nothing needs a hand." in lines and "queues      nothing waits" in lines
    assert sum("–" in line for line in lines) == 3 and len(lines) <= 24


def test_waits_are_those_of_the_last_minute() -> None:
    """What came before it is not in them; half and 19 of 20 are within a bucket's bound."""

    def counted(fast: int, slow: int) -> dict[tuple[str, str], float]:
        name = "ujima_commit_wait_seconds"
        buckets = {
            (f"{name}_bucket", f"{bound:g}"): fast + (slow if bound >= 10 else 0) for bound in top.waits_s
        }
        return {
            **WELL,
            **buckets,
            (f"{name}_bucket", "+Inf"): fast + slow,
            (f"{name}_count", ""): fast + slow,
        }

    samples = [Sample(0, counted(0, 500)), Sample(30, counted(90, 510))]
    line = next(one for one in map(top.plain, top.screen(samples, 0)) if one.startswith("update → committed"))
    assert line.split()[3:] == ["5", "ms", "10", "s", "100"]


def test_a_program_that_began_anew_has_its_waits_from_there_on() -> None:
    """Its counters are smaller than a look ago: the screen is drawn all the same."""
    name = "ujima_commit_wait_seconds"

    def counted(many: int) -> dict[tuple[str, str], float]:
        buckets = {(f"{name}_bucket", f"{bound:g}"): float(many) for bound in top.waits_s}
        return {**WELL, **buckets, (f"{name}_bucket", "+Inf"): many, (f"{name}_count", ""): many}

    for many, half in ((0, ["–", "–", "0"]), (3, ["5", "ms", "5", "ms", "3"])):
        lines = map(top.plain, top.screen([Sample(0, counted(10)), Sample(2, counted(many))], 0))
        assert next(one for one in lines if one.startswith("update → committed")).split()[3:] == half
