"""The report: one page that holds by itself, says whose the data is, and names nobody."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.domain.results import Results
from bot.results import default_for
from bot.results.summary import summary
from bot.screens import plots
from bot.screens.report import How, report
from bot.texts import Texts
from tests.results.makers import results, streets

LOCALES = Path(__file__).parents[2] / "locales"
FLOOR = 5_000_000


def page(pack: Results, language: str = "en") -> str:
    """A pack's report with the method that suits it."""
    method = default_for(pack.kind, pack.settings)
    t = Texts(LOCALES, "USD").speak(language)
    if method is None:
        return report(pack, summary(pack), How(), FLOOR, t)
    return report(pack, summary(pack, method.aggregate(pack)), How(method.name, method.paper), FLOOR, t)


def words(html: str) -> str:
    """What a reader sees."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_card_says_who_asked_what_for_and_what_was_paid() -> None:
    """Names are escaped; versions have their hashes; the hourly pay follows from the median time of 11.5 seconds."""
    said = page(streets())
    assert "Harbour &amp; Sons &lt;Maps&gt;" in said
    seen = words(said)
    for words_there in (
        "Night Market Maps",
        "A free map",
        "CC-BY-4.0",
        "1 (abababababab…), 2 (cdcdcdcdcdcd…)",
        "$0.04",
    ):
        assert words_there in seen
    assert "$12.52" in seen


def test_nobody_is_named_and_few_people_are_not_told_of() -> None:
    """No pseudonym stands in the page, and a language that one person uses is among the others."""
    said = page(streets())
    assert not re.search(r"\bw\d+\b", words(said))
    assert "French" not in said and "English" in said and "others" in said


def test_numbers_of_what_was_left_out_are_told() -> None:
    """Thirty answers of the person who was set aside, a hundred and twenty to gold, a skip, a report, a late one."""
    seen = words(page(streets()))
    assert "30 answers that were set aside; they were paid." in seen
    assert "120 answers to tasks whose answer is known." in seen
    assert "1 skip; skipping is free" in seen and "1 report that" in seen and "1 answer came late" in seen


def test_the_page_fetches_nothing_runs_nothing_and_its_drawings_are_whole() -> None:
    """No scripts, no addresses, every drawing is well-formed and has a title; the page stays small."""
    said = page(streets())
    assert "<script" not in said and "http" not in said and "url(" not in said
    drawings = re.findall(r"<svg.*?</svg>", said)
    assert len(drawings) >= 6
    for drawn in drawings:
        assert ElementTree.fromstring(drawn).find("title") is not None
    assert len(said.encode()) < 40_000


def test_an_arabic_report_runs_from_right_to_left() -> None:
    """Its sentences are Arabic, its drawings stay as numbers run."""
    said = page(streets(), "ar")
    assert "<html lang=ar dir=rtl>" in said and "عن هذه البيانات" in said
    assert "About this data" not in said


def test_a_pack_without_answers_has_a_report_too() -> None:
    """Nothing is divided by nothing; what is not known is said to be so."""
    seen = words(page(results("choice", {"a": [], "b": []})))
    assert "not known yet" in seen and "0 of 2 tasks have answers." in seen
    assert "There are too few answers to tasks whose answer is known." in seen


@pytest.mark.parametrize(
    ("kind", "given", "settings"),
    [
        ("number", ["1", "2.5", "40"], {"decimals": 1}),
        ("multi", [["price"], ["quality", "price"], ["price"]], None),
        ("text", ["Fresh fish", "fresh  fish", "Closed"], None),
        ("pair", ["1", "2", "1"], {"same": True}),
        ("rank", [[1, 2, 3], [2, 1, 3]], {"count": 3}),
    ],
)
def test_every_sort_of_answer_has_its_report(
    kind: str, given: list[object], settings: dict[str, object] | None
) -> None:
    """Numbers, lists, texts, comparisons and orders: each page holds what people answered or how alike it is."""
    pack = results(kind, {"a": given, "b": given}, settings=settings)
    seen = words(page(pack))
    assert "How far people agree" in seen and "are not compared" not in seen


def test_replies_are_not_compared() -> None:
    """Two good replies may have no word in common, so nothing is told of how far people agree."""
    seen = words(page(results("reply", {"a": ["Put it here.", "There, please."]})))
    assert (
        "Answers of this sort, or so few to one task, are not compared." in seen
        and "none were made one" in seen
    )


def test_a_forms_questions_each_have_a_part() -> None:
    """Two questions, two parts with their names."""
    ends = {"least": {"en": "no", "sw": "a"}, "most": {"en": "yes", "sw": "b"}}
    settings = {
        "questions": [
            {
                "name": name,
                "question": {"en": name, "sw": name},
                "kind": "scale",
                "settings": {"points": 3, **ends},
            }
            for name in ("damage", "hurry")
        ]
    }
    pack = results("form", {"a": [{"damage": 1, "hurry": 2}, {"damage": 1, "hurry": 3}]}, settings=settings)
    said = page(pack)
    assert "<h2 dir=auto>damage</h2>" in said and "<h2 dir=auto>hurry</h2>" in said


def test_without_a_method_none_is_told() -> None:
    """A report of single answers says that none were made one."""
    pack = replace(streets(), answers=())
    t = Texts(LOCALES, "USD").speak("en")
    assert "none were made one" in report(pack, summary(pack), How(), FLOOR, t)


def test_drawings_hold_the_smallest_and_the_strangest_numbers() -> None:
    """One point, equal values, none above zero, and labels with markup in them."""
    assert "&lt;b&gt;" in plots.bars([("<b>", 0.0, "0")], "t")
    for drawn in (
        plots.line([(5.0, 0.0), (5.0, 0.0)], "t", "a", "b", "0"),
        plots.histogram([3.0, 3.0], "t", "3", "3"),
        plots.scatter([], "t", ("0", "", "1"), "0", None),
        plots.table(["a"], [[0]], "t"),
        plots.bars([], "t"),
    ):
        assert "nan" not in drawn and ElementTree.fromstring(drawn).tag == "svg"
