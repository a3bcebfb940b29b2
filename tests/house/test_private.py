"""What is about one person and hard content is read for that person alone: no query of a requester's knows those tables."""

import re

from tests.house.sources import BOT, modules

TABLES = ("chosen", "care", "exposures", "erasures", "leftovers")
OWN_SQL = {"care.sql", "forgetting.sql", "alarms.sql"}  # their own diary and settings, and their going
OWN_MODULES = {  # what serves, counts, erases, and tells them themselves
    "bot/actions/accounting.py",
    "bot/actions/caring.py",
    "bot/actions/choosing.py",
    "bot/actions/delivering.py",
    "bot/actions/erasing.py",
    "bot/actions/forgetting.py",
    "bot/actions/looking.py",
    "bot/actions/raising.py",
    "bot/actions/reporting.py",
    "bot/actions/serving.py",
    "bot/actions/uncovering.py",
    "bot/actions/viewing.py",
    "bot/actions/working.py",
}


def test_the_tables_of_hard_content_are_read_in_few_places() -> None:
    """Their names stand in no other room's SQL, so neither in results, exports, statements nor anything a requester sees."""
    named = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(" + "|".join(TABLES) + r")\b")
    files = (BOT / "storage" / "sql").glob("*.sql")
    assert {file.name for file in files if named.search(file.read_text("utf-8"))} <= OWN_SQL


def test_their_queries_are_asked_in_few_places() -> None:
    """Whatever works for requesters asks none of them."""
    asked = re.compile(r'"care\.\w+"')
    assert {
        path for path, _ in modules() if asked.search((BOT.parent / path).read_text("utf-8"))
    } <= OWN_MODULES


def test_how_often_somebody_was_shown_something_is_read_for_them_alone() -> None:
    """The counts beside a reader, which the paid pauses follow from."""
    counts = re.compile(r"\b(flagged|pauses_paid)\b")
    files = {file.name: file.read_text("utf-8") for file in (BOT / "storage" / "sql").glob("*.sql")}
    of_readers = {
        name
        for name, text in files.items()
        for query in text.split("-- name: ")
        if re.search(r"\breaders\b", query) and counts.search(query)
    }
    assert of_readers <= {"care.sql", "forgetting.sql", "work.sql"}


def test_who_gave_which_marks_is_read_for_that_person_alone() -> None:
    """The table of marks stands in the queries of records and of forgetting; of them only /mydata's names a person."""
    named = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+ratings\b")
    found = {
        f"{file.stem}.{query.split()[0]}"
        for file in (BOT / "storage" / "sql").glob("*.sql")
        for query in file.read_text("utf-8").split("-- name: ")[1:]
        if named.search(query)
    }
    assert found == {"records.ratings", "records.rate", "records.rated_by", "forgetting.unname_ratings"}
    askers = {path for path, _ in modules() if '"records.rated_by"' in (BOT.parent / path).read_text("utf-8")}
    assert askers == {"bot/actions/accounting.py"}


def test_a_ballot_knows_no_person_and_no_time() -> None:
    """Its table has three columns, and no query reads it beside another table."""
    schema = (BOT / "storage" / "migrations" / "0001_house.sql").read_text("utf-8")
    found = re.search(r"CREATE TABLE ballots \((.*?)\n\);", schema, re.DOTALL)
    assert found is not None
    columns = {line.split()[0] for line in found[1].strip().splitlines()}
    assert columns == {"proposal", "token", "vote", "PRIMARY"}
    for file in (BOT / "storage" / "sql").glob("*.sql"):
        for query in file.read_text("utf-8").split("-- name: ")[1:]:
            if re.search(r"\bballots\b", query):
                assert len(re.findall(r"\b(?:FROM|JOIN|INTO|UPDATE)\b", query)) == 1, query
