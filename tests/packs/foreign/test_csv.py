"""Plain tables: which column is what, what is asked, and spreadsheets."""

import csv
import io
import re
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from bot.domain.results import Agreed
from bot.packs.foreign import formats
from tests.packs.foreign.makers import out, read, results, sentences

LEAVES = "image,id,note\nhttps://leaves.example/1.jpg,leaf-1,from the east field\nhttps://leaves.example/2.png?w=9,leaf-2,\n"
SAID = {"language": "en", "kind": "choice", "options": "Healthy|Sick"}


def sheet(rows: list[list[object]]) -> bytes:
    """A spreadsheet with one sheet."""
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_a_picture_is_told_by_its_address() -> None:
    """A column of links to pictures is what is shown."""
    found = read("csv", LEAVES, SAID)
    assert found.questions == () and found.count == 2
    assert [(one.id, one.picture) for one in found.rows()] == [
        ("leaf-1", "https://leaves.example/1.jpg"),
        ("leaf-2", "https://leaves.example/2.png?w=9"),
    ]
    assert list(found.rows())[1].source == {
        "image": "https://leaves.example/2.png?w=9",
        "id": "leaf-2",
        "note": "",
    }


def test_what_can_t_be_told_is_asked_in_words() -> None:
    """Nobody guesses a text, a language or options: the questions name the columns."""
    found = read("csv", "subject,remark,id\na,b,1\n")
    assert [one.name for one in found.questions] == ["text", "kind", "language"]
    assert "There are: “subject”, “remark”, “id”." in found.questions[0].sentence
    answered = read("csv", "subject,remark,id\na,b,1\n", {**SAID, "text": "subject+remark"})
    assert answered.questions == () and [one.text for one in answered.rows()] == ["a\nb"]


def test_known_answers_tell_the_kind_and_its_options() -> None:
    """Labels in the column gold become options, and gold is written by their codes."""
    found = read("csv", "text,gold\nfine,Très bon\nno,Bad\nmm,\n", {"language": "fr"})
    options = [{"code": "tres_bon", "label": "Très bon"}, {"code": "bad", "label": "Bad"}]
    assert (found.kind, found.settings, found.questions) == ("choice", {"options": options}, ())
    assert [one.gold for one in found.rows()] == ["tres_bon", "bad", ""]


@pytest.mark.parametrize(
    ("golds", "kind", "settings"),
    [
        (("1.5", "22", "-3", "7", "8"), "number", {"least": -10, "decimals": 1}),
        (("a", "b", "c", "d", "e"), "text", {}),
        (("a label that is much too long for a key", "b"), "text", {}),
    ],
)
def test_other_answers_become_other_kinds(
    golds: tuple[str, ...], kind: str, settings: dict[str, object]
) -> None:
    """Numbers are asked as numbers; more labels than keys are typed."""
    rows = "".join(f"item,{one}\n" for one in golds)
    found = read("csv", f"text,gold\n{rows}item,\n", {"language": "en"})
    assert (found.kind, found.settings) == (kind, settings)


def test_two_columns_are_compared_as_a_pair() -> None:
    """Two texts stand one under the other; where one has lines of its own, a line parts them."""
    found = read("csv", 'a,b\none,two\n"one\nmore",two\n', {"language": "en", "text": "a+b"})
    assert found.kind == "pair"
    assert [one.text for one in found.rows()] == ["one\ntwo", "one\nmore\n---\ntwo"]


def test_a_column_that_only_looks_like_an_id_is_none() -> None:
    """Rows whose ids come twice are numbered, unless the requester said that this is the id."""
    rows = "id,text\n7,a\n7,b\n8,c\n"
    assert [one.id for one in read("csv", rows, SAID).rows()] == ["1", "2", "3"]
    assert sentences("csv", rows, {**SAID, "id": "id"}) == ["work.csv line 3: id “7” is on line 2 already."]


def test_a_spreadsheet_is_read_like_a_table() -> None:
    """Numbers, yes and no are written as texts; a cell that is not there is empty."""
    content = sheet([["id", "text", "overlap", "x"], ["a", "hello", 3, True], ["b", 1.5, None, None]])
    first, second = read("csv", content, SAID, "work.xlsx").rows()
    assert (first.source, first.overlap) == ({"id": "a", "text": "hello", "overlap": "3", "x": "true"}, 3)
    assert second.source == {"id": "b", "text": "1.5", "overlap": "", "x": ""}


def test_a_spreadsheet_with_formulas_or_bombs_is_refused() -> None:
    """What would be reckoned, unpacks without end or is no spreadsheet at all gives a sentence."""
    assert sentences("csv", sheet([["text"], ["=1+1"]]), SAID, "w.xlsx") == [
        "w.xlsx row 2: a formula stands here; put in its value."
    ]
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 50_000_000)
    assert sentences("csv", bomb.getvalue(), SAID, "w.xlsx") == [
        "w.xlsx: xl/workbook.xml in this spreadsheet: this unpacks to more than 200 times its size, as bombs do."
    ]
    assert sentences("csv", sheet([["text"], ["a"]])[:-40], SAID, "w.xlsx") == [
        "w.xlsx: this is not a spreadsheet, or it is cut short."
    ]


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A spreadsheet with one part of it made different."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return made.getvalue()


def test_a_spreadsheet_that_says_it_is_endless_costs_nothing() -> None:
    """Entities that unfold, a million empty cells that are only said, and a cell at the far edge."""
    small, part = sheet([["text"], ["a"]]), "xl/worksheets/sheet1.xml"
    entities = changed(
        small,
        part,
        lambda xml: b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xml.replace(b">a<", b">&b;<"),
    )
    assert sentences("csv", entities, SAID, "w.xlsx") == [
        "w.xlsx row 1: from here on the spreadsheet can't be read; save it as “CSV UTF-8”."
    ]
    said_wide = changed(small, part, lambda xml: re.sub(rb'ref="A1:A2"', b'ref="A1:XFD1048576"', xml))
    assert said_wide != small and read("csv", said_wide, SAID, "w.xlsx").count == 1
    far = changed(small, part, lambda xml: xml.replace(b'r="A2"', b'r="XFD2"'))
    assert sentences("csv", far, SAID, "w.xlsx") == ["w.xlsx: there is no task in this file."]


def test_a_spreadsheet_of_toloka_s_is_told_by_its_columns() -> None:
    """Its beginning does not show them, so the requester is told which format to say."""
    assert sentences("csv", sheet([["INPUT:text"], ["a"]]), SAID, "w.xlsx") == [
        "w.xlsx: these are Toloka's columns; say toloka as the format."
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "work.csv: this file is empty."),
        ("text\n", "work.csv: there is no task in this file."),
        ("a;b\n1;2\n", "work.csv line 1: columns are separated by semicolons here; save the file as “CSV UTF-8 (comma)”."),
        ("a,a\n1,2\n", "work.csv line 1: column “a” is there twice."),
        ("a,\n1,2\n", "work.csv line 1: column 2 has no name. The first line names the columns."),
        ("a,b\n1,2\n1\n", "work.csv line 3: 1 fields, but 2 columns; count the commas, and put a text that has one in quotes."),
        ('a,b\n1,"2\n', "work.csv line 2: from here on the file can't be read; is a quote left open?"),
        ("text\nx".encode("utf-16"), "work.csv line 1: this is UTF-16; save the file as “CSV UTF-8” or as UTF-8 text."),
        ("text\ncafé".encode("cp1252"), "work.csv line 2: this is not UTF-8; save the file as “CSV UTF-8” or as UTF-8 text."),
        ("text\na\0b\n", "work.csv line 2: a character here is NUL; a text file has none."),
        ("text\n" + "x" * 140_000, "work.csv line 2: from here on the file can't be read; is a quote left open?"),
        ("x" * 101 + "\n1\n", f"work.csv line 1: column “{'x' * 39}…” is not one line of 1 to 100 characters."),
        ("text,overlap\na,many\n", "work.csv line 2: column overlap: “many” is not a whole number from 1 to 20."),
    ],
)  # fmt: skip
def test_a_broken_table_is_named_by_file_and_line(content: str | bytes, sentence: str) -> None:
    """Each way to be broken has a sentence of its own."""
    assert sentences("csv", content, SAID) == [sentence]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"text": "sentense"}, "work.csv: there is no column “sentense” for text; did you mean “sentence”?"),
        ({"txt": "sentence"}, "“txt” is nothing that can be said about a file; did you mean “text”?"),
        ({"language": "English"}, "language=“English” is not a language's code, such as en or zh-Hant."),
        ({"points": "99"}, "points must be a whole number from 2 to 7."),
    ],
)
def test_what_is_said_wrongly_is_named(said: dict[str, str], sentence: str) -> None:
    """A mapping is checked like a file."""
    assert sentences("csv", "sentence\nx\n", said) == [sentence]


def test_results_have_a_row_per_answer_and_defused_cells() -> None:
    """A skip is a row without an answer; a formula of the requester's comes out as text, a number as number."""
    found = read("csv", "sentence\n=1+1\n-5\n", {**SAID, "text": "sentence"})
    made = results(found, lambda task, place: None if place else "sick")
    rows = list(csv.DictReader(io.StringIO(out("csv", made).decode())))
    assert [(one["task"], one["status"], one["answer"], one["source.sentence"]) for one in rows] == [
        ("1", "accepted", "sick", "'=1+1"),
        ("1", "skipped", "", "'=1+1"),
        ("2", "accepted", "sick", "-5"),
        ("2", "skipped", "", "-5"),
    ]
    assert (rows[0]["paid"], rows[0]["offered_at"]) == ("0.04", "2026-11-22T01:25:48.123Z")


def test_agreed_answers_have_a_row_per_task() -> None:
    """What was agreed, how surely, and on how many answers it rests."""
    made = results(read("csv", LEAVES, SAID), lambda task, place: "sick")
    opened = io.BytesIO()
    formats()["csv"].write_agreed(made, [Agreed("leaf-1", "sick", {"answer": "sick"}, 0.97, 2)], opened)
    (row,) = csv.DictReader(io.StringIO(opened.getvalue().decode()))
    assert (row["task"], row["answer"], row["confidence"], row["answers"]) == ("leaf-1", "sick", "0.97", "2")
    assert row["source.note"] == "from the east field"
