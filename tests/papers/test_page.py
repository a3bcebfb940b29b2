"""The page: what it is given stands in it, in order, on as many pages as it takes."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.papers import page, press
from bot.papers.page import Column, Document

DOCUMENT = Document(
    title="Statement",
    under=("Ujima Cooperative, 12 River Road, Nairobi",),
    columns=(Column("When", 0.2), Column("What for", 0.6), Column("Amount", 0.2, right=True)),
    rows=[("1 Jan 2026 00:00", "Streets: Answer", "+$0.04")],
    sums=(("You have", "$1.28"),),
    notes=("Times are UTC.",),
    page="Page {number} of {pages}",
    author="Ujima Cooperative",
    at=1_767_225_600_000,
)


def words(pdf: bytes) -> list[str]:
    """What stands on each page."""
    return [one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages]


def test_a_paper_says_all_it_was_given() -> None:
    """Title, address, table, sum, note and page number."""
    (said,) = words(press.pdf(DOCUMENT))
    for one in (
        "Statement",
        "River Road",
        "What for",
        "Streets: Answer",
        "+$0.04",
        "$1.28",
        "Times are UTC.",
    ):
        assert one in said
    assert "Page 1 of 1" in said


def test_the_same_paper_is_the_same_bytes() -> None:
    """Nothing of the machine or of the moment goes into it."""
    assert press.pdf(DOCUMENT) == press.pdf(replace(DOCUMENT))
    assert b"2026" in press.pdf(DOCUMENT)


def test_a_long_table_goes_on_with_its_head_on_every_page() -> None:
    """200 lines take several pages; none is lost, and every page has its number."""
    rows = [("1 Jan", f"line {number}.", "+$0.04") for number in range(200)]
    pages = words(press.pdf(replace(DOCUMENT, rows=rows)))
    assert len(pages) > 3 and all("What for" in said for said in pages)
    assert [f"Page {number} of {len(pages)}" in said for number, said in enumerate(pages, 1)] == [True] * len(
        pages
    )
    whole = "\n".join(pages)
    assert all(f"line {number}." in whole for number in range(200))


def test_a_text_too_long_for_its_cell_is_cut() -> None:
    """It does not run into the amount."""
    (said,) = words(press.pdf(replace(DOCUMENT, rows=[("1 Jan", "long " * 40, "+$0.04")])))
    assert "…" in said and "long " * 40 not in said


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Kisumu: €2", "Kisumu: €2"),
        ("Łódź", "Lódz"),
        ("−$1.28", "–$1.28"),
        ("a\u2068b\u2069", "ab"),
        ("水", "?"),
    ],
)
def test_what_can_t_be_set_has_a_plain_form(text: str, written: str) -> None:
    """Accents go, marks of direction go, what has no Latin form is a question mark."""
    assert page.set_in(text) == written


def test_a_title_that_can_t_be_set_gives_way_to_a_name() -> None:
    """And only then."""
    assert page.set_in("شوارع", "streets") == "streets"
    assert page.set_in("Really?", "streets") == "Really?"
    assert page.fits("Ça va?") and not page.fits("شوارع")


@given(st.text(max_size=60))
def test_any_text_makes_a_paper(text: str) -> None:
    """No letter of anybody's stops a statement."""
    assert press.pdf(
        replace(DOCUMENT, title=f"x{text}", rows=[(text, text, text)], notes=(text,))
    ).startswith(b"%PDF")
