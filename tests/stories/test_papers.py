"""A person's papers, in the chat only: statement, receipt, seal, signed record; and at the end they are forgotten."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from bot.papers.record import prove
from tests.stories.program import LOG_NAME, Person, Program, ended_well, logged, spawned, until_true
from tests.stories.requester import worked_off

TELEGRAM, NAME = 7_654_321_012, "Zebunnisa"


@pytest.fixture
def amina(program: Program) -> Person:
    """Somebody who has answered once, and is at her next task."""
    person = program.person()
    person.joins()
    person.takes_up("What covers the photo?")
    person.answers()
    return person


def file_of(person: Person) -> bytes:
    """The file that came last."""
    document: Any = person.phone.last()["document"]
    return bytes(person.phone.sandbox.http.get(document["url"]).content)


def test_a_statement_comes_as_pdf_and_as_table(amina: Person) -> None:
    """Both say what there is; the open question keeps its keys."""
    keys = amina.labels()
    amina.writes("/statement_pdf")
    amina.hears("Your money, line by line.")
    said = PdfReader(io.BytesIO(file_of(amina))).pages[0].extract_text()
    assert "Statement" in said and "+$0.04" in said and "Ujima Society" in said
    amina.writes("/statement_csv")
    amina.hears("for programs")
    table = list(csv.DictReader(io.StringIO(file_of(amina).decode(), newline="")))
    assert table[0]["balance"] == "0.04" and amina.balance() == 40_000
    amina.writes(f"/receipt_{table[0]['transfer']}")
    amina.hears("when the packs you worked in since are closed")
    amina.writes("/seal")
    assert re.search(r"[0-9a-f]{64}|Nothing is sealed yet", amina.hears())
    assert amina.labels() == keys


def test_a_signed_record_is_chosen_and_proved(amina: Person) -> None:
    """Two messages; the name stands in it as it was typed."""
    amina.writes("/record")
    assert "/record_send" in amina.hears("check without us")
    amina.writes("/record_pay_send Amina Yusuf")
    amina.hears("It shows what you chose")
    found = prove(file_of(amina))
    assert found.fault == "" and found.record["name"] == "Amina Yusuf"
    assert found.record["house"]["name"] == "Ujima Society"
    amina.writes("/about")
    assert found.record["key"] in amina.hears("Our key")


def test_whoever_was_forgotten_is_a_stranger(amina: Person) -> None:
    """The number is typed; they hear it once; nothing of them is in the tables; the keys of before start anew."""
    amina.writes("/forget")
    code = re.search(r"/forget (\d{4})", amina.hears("To go on"))
    assert code is not None
    amina.writes(f"/forget {code[1]}")
    amina.hears("You are forgotten.")
    program = amina.program
    program.quiet()
    for table in ("accounts", "questions", "dues", "consents"):
        assert program.rows(f"SELECT * FROM {table}") == []
    until_true(
        lambda: program.rows("SELECT state FROM jobs WHERE kind = 'forget'") == [{"state": "done"}], 30
    )
    amina.writes("/tasks")
    amina.hears("Hello")
    assert len(program.rows("SELECT * FROM accounts")) == 1


def test_no_log_and_no_export_knows_whoever_was_forgotten(program: Program) -> None:
    """The program as a process of its own, its log in a file: what it wrote from start to end has no trace of them."""
    her = program.person(TELEGRAM, NAME)
    her.joins()
    her.takes_up("What covers the photo?")
    her.answers()
    program.clock.advance(11 * 60)
    data = program.settings.data
    (data / "exports").mkdir()
    done = worked_off(program, "results", name="street-photos", out=str(data / "exports" / "answers.csv"))
    assert done["ok"], done
    program.quiet()
    program.stop()
    polls = program.polled()
    child = spawned(program)
    program.polls_after(polls)
    her.writes("/history")
    her.hears()
    assert traces(data), "they are there before"
    her.writes("/forget")
    code = re.search(r"/forget (\d{4})", her.hears("To go on"))
    assert code is not None
    her.writes(f"/forget {code[1]}")
    her.hears("You are forgotten.")
    assert ended_well(child), logged(program)
    program.start()
    until_true(
        lambda: program.rows("SELECT state FROM jobs WHERE kind = 'forget'") == [{"state": "done"}], 30
    )
    program.stop()
    assert (data / LOG_NAME).stat().st_size and (data / "exports" / "answers.csv").stat().st_size
    assert traces(data) == []


def traces(folder: Path) -> list[str]:
    """Which of a name, a Telegram id and its bytes stand in which file."""
    sought = {"name": NAME.encode(), "id": str(TELEGRAM).encode(), "its bytes": TELEGRAM.to_bytes(6, "big")}
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [
        f"{what} in {path.name}" for path in files for what, one in sought.items() if one in path.read_bytes()
    ]
