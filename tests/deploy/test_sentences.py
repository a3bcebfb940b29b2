"""What the program says when a backup, a database, the clock, a certificate or the token is wrong is in the runbook."""

import inspect
import re
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import get_type_hints

import pytest
from psycopg import errors

from bot import doctor
from bot.backup import troubles
from bot.backup.troubles import BackupTrouble
from bot.chat.api import WrongToken
from bot.storage import (
    ChangedMigration,
    DiskFull,
    NewerDatabase,
    migrate,
    open_database,
    postgres,
    sqlite_file,
)
from tests.conftest import START_MS, Clock
from tests.house.sources import ROOT

ROW = re.compile(r"^\| (?P<says>.+?) \| (?P<do>.+) \|$", re.MULTILINE)
TEXT = (ROOT / "deploy" / "RUNBOOK.md").read_text("utf-8")
CHAPTER = TEXT.partition("## It refuses")[2].partition("\n## ")[0]
ROWS = {
    found["says"]: found["do"] for found in ROW.finditer(CHAPTER) if found["says"] not in ("it says", "---")
}
GIVEN: dict[object, object] = {Path: Path("/srv/a"), str: "one", int: 7, list[str]: ["a fault"]}
TROUBLES = [
    make
    for _, make in inspect.getmembers(troubles, inspect.isfunction)
    if get_type_hints(make).get("return") is BackupTrouble
]


def answered(sentence: str) -> str:
    """What the runbook says to do: the one row that the sentence matches."""
    matching = [
        says
        for says in ROWS
        if re.search(".*".join(map(re.escape, says.split("…"))).replace(r"\ .*", ".*"), sentence, re.DOTALL)
    ]
    assert len(matching) == 1, (sentence, matching)
    return ROWS[matching[0]]


@pytest.mark.parametrize("make", TROUBLES, ids=lambda make: make.__name__)
def test_what_a_backup_can_be_refused_for_has_its_row(make: Callable[..., BackupTrouble]) -> None:
    """A new trouble fails here until somebody has written what to do."""
    hints = get_type_hints(make)
    given = [GIVEN[hints[name]] for name in inspect.signature(make).parameters]
    assert answered(str(make(*given)))


@pytest.mark.parametrize("hours", [2, -2])
def test_a_clock_that_is_two_hours_off_has_its_row(hours: int) -> None:
    """As the doctor finds it beside the time in Telegram's answer."""
    theirs = format_datetime(datetime.fromtimestamp(START_MS / 1000, UTC), usegmt=True)
    (found,) = doctor._clock(theirs, START_MS + hours * 3_600_000)
    assert not found.well and "#the-clock-is-off" in answered(found.sentence)


def full_disk() -> sqlite3.Error:
    """As SQLite says it."""
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


@pytest.mark.parametrize(
    "said", [sqlite_file.translated(full_disk()), postgres.translated(errors.DiskFull("no space left"))]
)
def test_a_full_disk_of_either_engine_has_its_row(said: Exception) -> None:
    """Of the database; the backup's own is among the troubles."""
    assert isinstance(said, DiskFull) and "comes again" in answered(str(said))


def test_a_webhook_whose_certificate_expired_has_its_row() -> None:
    """As the doctor repeats what Telegram says of it."""
    url = "https://bot.example.org/updates"
    about = {
        "url": url,
        "pending_update_count": 2,
        "last_error_message": "SSL error {certificate has expired}",
    }
    (found,) = doctor._webhook(url, about)
    assert not found.well and "#a-certificate" in answered(found.sentence)


def test_a_changed_migration_has_its_row() -> None:
    """As a start refuses it."""
    first, *_ = migrate.read_migrations(migrate.FOLDER, "sqlite")
    with pytest.raises(ChangedMigration) as told:
        migrate.outstanding([first], [migrate.Applied(1, first.name, "of another file")])
    assert answered(str(told.value))


def test_a_token_that_was_revoked_has_its_row() -> None:
    """Both sentences: of the doctor, and of a program that ends with it."""
    assert "#the-token" in answered(str(WrongToken()))
    assert "Telegram does not know this token." in inspect.getsource(doctor)


def test_an_expired_certificate_has_its_row() -> None:
    """The doctor's sentence; tests/test_doctor.py meets it at a real server."""
    assert "The certificate of {settings.api_url} is not taken: {refused}." in inspect.getsource(doctor)
    assert "#a-certificate" in answered("The certificate of https://a is not taken: certificate has expired.")


@pytest.mark.anyio
async def test_a_newer_database_has_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    """As a start refuses it."""
    url = f"sqlite://{tmp_path / 'ujima.db'}"
    await (await open_database(url, clock=clock)).close()
    older = tmp_path / "older"
    older.mkdir()
    shutil.copy(migrate.FOLDER / "0001_house.sql", older)
    monkeypatch.setattr(migrate, "FOLDER", older)
    with pytest.raises(NewerDatabase) as told:
        await open_database(url, clock=clock)
    assert "newer program" in answered(str(told.value))


def test_every_chapter_that_a_row_names_is_there() -> None:
    """Its link is a heading, as Markdown makes one of it."""
    anchors = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    }
    linked = set(re.findall(r"\]\(#([\w-]+)\)", TEXT))
    assert linked and linked <= anchors
