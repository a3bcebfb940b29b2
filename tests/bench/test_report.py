"""The page of benchmarks, from figures: what is reached, what is not, what was not measured; and the month worked out from them."""

from pathlib import Path

from tests.bench import month, report
from tests.bench.machine import described
from tests.bench.part import Row, at_least, at_most, every, number

AT = {"date": "2026-11-22T12:00:00+00:00", "load_before": 0.5, "long": False}


def sized(wire: int, down: int = 1_000, up: int = 600, content: int = 100) -> dict[str, dict[str, int]]:
    """Figures of a task on the wire."""
    said = {"wire": wire, "down": down, "up": up, "content": content}
    return {name: {"median": value, "p95": value, "max": value} for name, value in said.items()}


WIRE = {
    "first_visit": sized(20_000, content=9_000),
    "first_visit_by_language": {"en": 20_000, "bn": 21_000},
    "further_photo": sized(10_000),
    "further_text": {"plain-words": sized(2_000, down=1_500)},
    "at": AT,
}


def test_a_row_knows_whether_its_goal_is_reached() -> None:
    """At least, at most, on the goal itself; and numbers as people read them."""
    assert at_most("bytes", 10, 10).reached and not at_most("bytes", 10, 11).reached
    assert at_least("ratio", 0.45, 0.45, unit=" ×") == Row("ratio", "0.45 ×", "", "≥ 0.45 ×", True)
    assert (number(18_000), number(0.45123)) == ("18,000", "0.451")


def test_the_page_marks_what_is_not_reached_and_names_every_part() -> None:
    """A first visit of 20,000 bytes misses its goal, in bold; parts without figures stand there too."""
    said = report.page(
        described() | {"parts": {"wire": WIRE, "postgres": {"not measured": "no server", "at": AT}}}
    )
    assert "| ≤ 18,000 | 20,000 |  | wire | **not reached** |" in said
    assert "| further photo task in saver, median bytes on the wire | ≤ 10,000 | 10,000 |" in said
    assert "not measured: no server" in said
    assert all(f"--only {name}" in said for name in every())
    assert (
        said.index("## Figures to reach") < said.index("4 of 7 are reached") < said.index("## Other figures")
    )


def test_a_month_is_what_its_bytes_carry() -> None:
    """(50,000,000 − 20,000) ÷ 10,000 = 4,998 photographs at $0.04 and 12 s; texts at $0.03 and 18 s."""
    text, photo = month.works(WIRE)
    assert (photo.tasks, round(photo.pay, 2), round(photo.hours, 2)) == (4_998, 199.92, 16.66)
    assert (text.pack, text.tasks, text.hour_mb) == ("plain-words", 24_990, 0.4)
    assert "other languages take up to 5 % more" in month.page(WIRE)
    assert "| a photograph, `street-photos` | 10.0 kB | 4,998 | $0.04 | $200 | 17 |" in month.page(WIRE)


def test_a_page_elsewhere_leaves_the_readme_alone(tmp_path: Path) -> None:
    """Only the repository's own page takes the README along."""
    before = report.README.read_text("utf-8")
    report.write(described() | {"parts": {"wire": WIRE}}, tmp_path / "BENCHMARKS.md")
    assert (tmp_path / "BENCHMARKS.md").read_text("utf-8").endswith(month.page(WIRE))
    assert report.README.read_text("utf-8") == before


def test_a_long_run_stays_until_it_is_measured_as_long_again(tmp_path: Path) -> None:
    """A short run leaves its rows; another long one writes them anew, in their place."""
    page = tmp_path / "BENCHMARKS.md"
    long, short_ = AT | {"long": True}, {"parts": {"wire": WIRE | {"first_visit": sized(9)}}}
    report.write(described() | {"parts": {"wire": WIRE | {"at": long}}}, page)
    report.write(described() | short_, page)
    assert "| ≤ 18,000 | 20,000 |  | wire | **not reached** |" in page.read_text("utf-8")
    assert "`python -m tests.bench --only wire --long`" in page.read_text("utf-8")
    short_["parts"]["wire"]["at"] = long
    report.write(described() | short_, page)
    said = page.read_text("utf-8")
    assert "| ≤ 18,000 | 9 |  | wire | reached |" in said and "20,000" not in said and "6 of 6" not in said
    assert said == report.page(described() | short_)


def test_a_row_whose_words_changed_does_not_stay_beside_the_new_one(tmp_path: Path) -> None:
    """What a part no longer says is gone with its next run."""
    page = tmp_path / "BENCHMARKS.md"
    report.write(described() | {"parts": {"wire": WIRE}}, page)
    said = page.read_text("utf-8")
    page.write_text(said.replace("| first visit in English", "| the first visit"), "utf-8")
    report.write(described() | {"parts": {"wire": WIRE}}, page)
    assert page.read_text("utf-8") == said


def test_what_is_not_measured_now_keeps_its_rows(tmp_path: Path) -> None:
    """The repository's own page with one part measured anew: every other line of its tables is as it was."""
    old, page = report.PAGE.read_text("utf-8"), tmp_path / "BENCHMARKS.md"
    page.write_text(old, "utf-8")
    report.write(described() | {"parts": {}}, page)
    assert page.read_text("utf-8").partition(report.GOALS)[2] == old.partition(report.GOALS)[2]
    report.write(described() | {"parts": {"wire": WIRE}}, page)
    before, after = (one.partition(report.MONTH)[0].splitlines() for one in (old, page.read_text("utf-8")))
    changed = [line for line in before if line.startswith("|") and line not in after]
    assert changed and all(line.startswith(("| first visit", "| further ", "| wire |")) for line in changed)
