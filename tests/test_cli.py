"""The command line as it is typed: real processes, their words and their exit codes."""

import errno
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import sentence_of, verbs
from bot.config import WrongSettings, carried
from bot.domain.refusals import NoSuchPack
from bot.storage.lock import Lock
from bot.storage.troubles import DiskFull, NewerDatabase
from tests.house.sources import typed_verbs
from tests.pretend import start

TOKEN = "7000:" + "A" * 35
OPERATOR = {
    "UJIMA_OPERATOR_NAME": "Ujima Society",
    "UJIMA_OPERATOR_ADDRESS": "1 Market Road, Kisumu",
    "UJIMA_OPERATOR_LAW": "Kenya",
    "UJIMA_COMPLAINTS_BODY": "Labour Office, Kisumu",
}


def ujima(*words: str | Path, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Type `ujima …` in a folder with some settings and nothing else in the environment."""
    environment = {"PATH": os.defpath, "HOME": str(cwd), "LANG": "C.UTF-8", "COLUMNS": "200", **settings}
    typed = [sys.executable, "-m", "bot", *map(str, words)]
    return subprocess.run(typed, cwd=cwd, env=environment, capture_output=True, text=True, timeout=30)


def told(done: subprocess.CompletedProcess[str]) -> str:
    """What stderr says of an expected trouble: exit code 1, a sentence, no traceback."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr.strip() and "Traceback" not in done.stderr and "mistake in ujima" not in done.stderr, (
        done.stderr
    )
    return done.stderr


def test_help_comes_at_once(tmp_path: Path) -> None:
    """`ujima --help` names the verbs and loads nothing of what they need."""
    done = ujima("--help", cwd=tmp_path)
    assert done.returncode == 0 and "Usage: ujima" in done.stdout and "demo" in done.stdout
    ask = "import sys, bot.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"telegram", "PIL", "psycopg", "pydantic", "babel", "starlette"} & set(loaded)


@pytest.mark.parametrize(
    "words", [["nope"], ["pack", "nope"], ["demo", "--port", "0"], ["deposit", "amina"], ["run", "x"]]
)
def test_words_that_make_no_verb_are_explained(words: list[str], tmp_path: Path) -> None:
    """Bad usage is exit code 2 and says how it is meant."""
    done = ujima(*words, cwd=tmp_path)
    assert done.returncode == 2 and "Usage: ujima" in done.stderr


@pytest.mark.parametrize("verb", typed_verbs())
def test_every_verb_has_a_help_of_its_own(verb: str) -> None:
    """Each verb says in a sentence what it does."""
    shown = CliRunner().invoke(verbs, [*verb.split()[1:], "--help"])
    assert shown.exit_code == 0 and re.search(r"[A-Z][a-z' ]+.*\.", shown.output)


def test_version_is_the_packages(tmp_path: Path) -> None:
    """The version on the command line is the installed one."""
    assert re.fullmatch(r"ujima \d+\.\d+\.\d+\n", ujima("version", cwd=tmp_path).stdout)


def test_wrong_settings_are_sentences(tmp_path: Path) -> None:
    """A wrong token and a misspelt name are told by name; the token is not repeated."""
    said = told(ujima("doctor", cwd=tmp_path, UJIMA_TOKEN="7000:wrong-secret", UJIMA_NODES="1"))
    assert (
        "UJIMA_TOKEN can't be used" in said
        and "did you mean UJIMA_NODE?" in said
        and "wrong-secret" not in said
    )


def test_run_asks_for_the_operators_names(tmp_path: Path) -> None:
    """Nobody is put to work for an unknown operator."""
    said = told(ujima("run", cwd=tmp_path, UJIMA_TOKEN=TOKEN))
    assert "UJIMA_OPERATOR_NAME is not set" in said and "UJIMA_COMPLAINTS_BODY is not set" in said


def test_a_wrong_token_is_a_sentence(tmp_path: Path) -> None:
    """Telegram does not know it; the program ends and does not repeat it."""
    with start(token=TOKEN) as pretend:
        wrong = "7001:" + "B" * 35
        said = told(ujima("run", cwd=tmp_path, UJIMA_API_URL=pretend.url, UJIMA_TOKEN=wrong, **OPERATOR))
    assert "does not know this token" in said and wrong not in said


def test_a_second_program_on_one_folder_is_a_sentence(tmp_path: Path) -> None:
    """Only one program serves a data folder; the second names the first."""
    (tmp_path / "data").mkdir()
    with Lock(tmp_path / "data"):
        said = told(ujima("run", cwd=tmp_path, UJIMA_TOKEN=TOKEN, **OPERATOR))
    assert f"already running on data (process {os.getpid()})" in said


@pytest.mark.parametrize("verb", ["demo", "sandbox"])
def test_a_port_in_use_is_a_sentence(verb: str, tmp_path: Path) -> None:
    """The demo and the sandbox say that the port is taken."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert re.search(
            "in use|uses this port",
            told(ujima(verb, "--port", str(port), "--data", tmp_path / "data", cwd=tmp_path)),
        )


def test_a_data_folder_that_may_not_be_made_is_a_sentence(tmp_path: Path) -> None:
    """A file where the data folder should be is told."""
    (tmp_path / "data").write_text("", "utf-8")
    assert "data" in told(ujima("ledger", "check", cwd=tmp_path))


@pytest.mark.parametrize(
    "pack", sorted(path.parent for path in carried("taskpacks").glob("*/pack.toml")), ids=lambda p: p.name
)
def test_sample_packs_are_good(pack: Path, tmp_path: Path) -> None:
    """Checking a sample pack tells its quote and stores nothing."""
    done = ujima("pack", "check", pack, cwd=tmp_path)
    assert done.returncode == 0 and done.stdout.startswith(f"{pack.name} is a good pack: "), done.stderr
    assert "at most" in done.stdout and "an hour." in done.stdout and "Bytes a task" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_check_can_be_read_by_programs(tmp_path: Path) -> None:
    """`--json` gives plain values, good or bad."""
    done = ujima("pack", "check", carried("taskpacks") / "digits", "--json", cwd=tmp_path)
    assert done.returncode == 0 and json.loads(done.stdout)["rows"]["task"] == 43
    done = ujima("pack", "check", tmp_path, "--json", cwd=tmp_path)
    assert done.returncode == 1 and any(
        one["file"] == "pack.toml" for one in json.loads(done.stdout)["faults"]
    )


def test_a_pack_is_added_by_a_job_and_looked_at(tmp_path: Path) -> None:
    """What goes on is told on stderr, the quote on stdout; it waits for a person until one has looked."""
    pack = carried("taskpacks") / "digits"
    done = ujima("pack", "add", pack, "--requester", "Archive", cwd=tmp_path)
    assert done.returncode == 0 and "50 rows are in." in done.stdout, done.stdout + done.stderr
    assert "first pack" in ujima("pack", "look", "digits", cwd=tmp_path).stdout
    assert "first pack" in told(ujima("pack", "launch", "digits", cwd=tmp_path))
    assert ujima("pack", "look", "digits", "--yes", cwd=tmp_path).returncode == 0
    assert "Pay in" in told(ujima("pack", "launch", "digits", cwd=tmp_path))
    assert "a copy of digits" in ujima("pack", "clone", "digits", "digits-2", cwd=tmp_path).stdout
    assert "There is no job 17." in told(ujima("pack", "cancel", "17", cwd=tmp_path))
    assert not list((tmp_path / "data" / "imports").iterdir())


def test_the_schema_is_json(tmp_path: Path) -> None:
    """An editor can check a pack.toml with it."""
    assert json.loads(ujima("pack", "schema", cwd=tmp_path).stdout)["properties"]["price"]


def test_a_bad_pack_is_told_and_exits_with_one(tmp_path: Path) -> None:
    """An empty folder is no pack."""
    done = ujima("pack", "check", tmp_path, cwd=tmp_path)
    assert (
        done.returncode == 1 and "pack.toml" in done.stdout + done.stderr and "Traceback" not in done.stderr
    )


def test_money_goes_from_the_first_verb_to_the_book(tmp_path: Path) -> None:
    """A deposit is booked once however often its reference comes, shown in the statement, and the book is sound."""
    for _ in range(2):
        done = ujima(
            "deposit", "Open Streets Archive", "25.00", "--reference", "bank 1", "--new", cwd=tmp_path
        )
        assert done.returncode == 0, done.stderr
    assert ujima("goodwill", "10.00", "--reference", "grant 1", cwd=tmp_path).returncode == 0
    statement = ujima("ledger", "statement", "world", cwd=tmp_path)
    assert statement.returncode == 0 and statement.stdout.count("25.00") >= 1
    assert ujima("ledger", "check", cwd=tmp_path).returncode == 0
    assert "7000:" not in told(ujima("pack", "show", "nowhere", cwd=tmp_path))


def test_the_gallery_is_one_page(tmp_path: Path) -> None:
    """Every screen, written where it was asked for."""
    done = ujima("gallery", "--lang", "ar", "--out", tmp_path / "screens.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "dir=rtl" in (tmp_path / "screens.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NoSuchPack(name="roads"), "There is no pack roads."),
        (WrongSettings(("A.", "B.")), "A.\nB."),
        (NewerDatabase("The database is newer."), "The database is newer."),
        (DiskFull("The disk is full."), "The disk is full."),
        (
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "data/ujima.db"),
            "data/ujima.db: No space left on device.",
        ),
        (OSError(errno.EADDRINUSE, "Address already in use"), "Another program uses this port."),
        (ValueError("a bug"), ""),
        (KeyError("a bug"), ""),
    ],
)
def test_expected_trouble_has_a_sentence_and_a_bug_has_none(error: Exception, sentence: str) -> None:
    """Refusals and the world's troubles are said; what nobody expected goes to the log."""
    assert sentence_of(error).startswith(sentence) and bool(sentence_of(error)) == bool(sentence)


def test_a_mistake_of_ours_shows_no_secret(tmp_path: Path) -> None:
    """A bug is logged with its traceback, without the token in it, and exits with 1."""
    program = f"from bot import cli; cli.verbs.command('fail')(lambda: int('{TOKEN}')); cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "fail"], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 1 and "mistake in ujima" in done.stderr and "ValueError" in done.stderr
    assert TOKEN not in done.stderr and "[hidden]" in done.stderr
