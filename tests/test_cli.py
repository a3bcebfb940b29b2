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
from bot.domain.refusals.packs import NoSuchPack
from bot.papers.record import Signer, signed
from bot.payouts.vault import Vault
from bot.storage.lock import Lock
from bot.storage.troubles import DiskFull, NewerDatabase
from tests.house.sources import typed_verbs
from tests.pretend import start

TOKEN = "7000:" + "A" * 35
SOURCES = {
    "PYTHONPATH": str(Path(__file__).parents[1])
}  # these are tested, wherever another copy is installed
OPERATOR = {
    "UJIMA_OPERATOR_NAME": "Ujima Society",
    "UJIMA_OPERATOR_ADDRESS": "1 Market Road, Kisumu",
    "UJIMA_OPERATOR_LAW": "Kenya",
    "UJIMA_COMPLAINTS_BODY": "Labour Office, Kisumu",
}


def ujima(*words: str | Path, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Type `ujima …` in a folder with some settings and nothing else in the environment."""
    environment = {
        "PATH": os.defpath,
        "HOME": str(cwd),
        "LANG": "C.UTF-8",
        "COLUMNS": "200",
        **SOURCES,
        **settings,
    }
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


def test_a_key_is_made(tmp_path: Path) -> None:
    """Each call prints another key that the setting takes; no settings are needed."""
    made = {ujima("key", "new", cwd=tmp_path).stdout.strip() for _ in range(2)}
    assert len(made) == 2 and all(Vault(key) for key in made)


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


def test_a_new_house_is_told_once(tmp_path: Path) -> None:
    """The first verb in a folder says where it made a house, the second nothing: a slip of UJIMA_DATA is seen."""
    assert ujima("pack", "list", cwd=tmp_path).stderr == "Made a new house in data/.\n"
    assert ujima("pack", "list", cwd=tmp_path).stderr == ""


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


NOTES = "sentence,village\nThe pump gives water.,Awendo\nIt is dry.,Rongo\n"


def test_a_file_becomes_a_pack_by_questions_and_answers(tmp_path: Path) -> None:
    """What the file does not know is asked, with how to answer; then what is left to write is named."""
    (tmp_path / "notes.csv").write_text(NOTES, "utf-8")
    asked = ujima("pack", "from", "notes.csv", "notes", cwd=tmp_path)
    assert asked.returncode == 1 and asked.stdout.splitlines()[0].startswith("How do people answer?")
    assert asked.stdout.endswith(
        "Type it again with each answer behind --column, such as --column language=en.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["notes.csv"]
    answers = [f"--column={one}" for one in ("text=sentence", "options=Water|Dry", "language=en")]
    made = ujima("pack", "from", "notes.csv", "notes", *answers, cwd=tmp_path)
    assert made.returncode == 0 and "as kind choice: 2 tasks" in made.stdout, made.stderr
    assert "Please write into pack.toml: price, " in made.stdout
    assert made.stdout.endswith("`ujima pack check notes` says whether it is in order.\n")
    checked = ujima("pack", "check", "notes", cwd=tmp_path)
    assert checked.returncode == 1 and "pack.toml: “price” is missing." in checked.stdout


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["notes.csv", "new", "--column", "text=sentnce"], 1, "no column “sentnce” for text; did you mean “sentence”?"),
        (["notes.csv", "new", "--as", "excel"], 1, "“excel” is no format; known: crowd-kit, csv, "),
        (["notes.csv", "new", "--as", "parquet"], 1, "Parquet only goes out."),
        (["gone.csv", "new"], 1, "gone.csv: this file is not there."),
        (["notes.csv", "."], 1, "this folder is there already and is not empty."),
        (["notes.csv", "new", "--column", "sentence"], 2, "sentence is no answer; write it as name=value"),
    ],
)  # fmt: skip
def test_a_file_that_makes_no_pack_is_told(
    words: list[str], code: int, sentence: str, tmp_path: Path
) -> None:
    """Each reason is a sentence, and nothing is written."""
    (tmp_path / "notes.csv").write_text(NOTES, "utf-8")
    done = ujima("pack", "from", *words, cwd=tmp_path)
    assert done.returncode == code and sentence in done.stdout + done.stderr, done.stdout + done.stderr
    assert "Traceback" not in done.stderr and [path.name for path in tmp_path.iterdir()] == ["notes.csv"]


def test_a_new_pack_is_good_and_its_results_can_be_read(tmp_path: Path) -> None:
    """The example is checked, also without a bad row, brought in and read out; what can't be is refused."""
    assert ujima("pack", "new", "choice", "mine", cwd=tmp_path).returncode == 0
    assert "is there already" in ujima("pack", "new", "choice", "mine", cwd=tmp_path).stdout
    unknown = ujima("pack", "new", "chioce", "other", cwd=tmp_path)
    assert unknown.returncode == 1 and "“chioce” is not a kind of task" in unknown.stdout
    with (tmp_path / "mine" / "tasks.csv").open("a", encoding="utf-8") as rows:
        rows.write("broken\n")
    assert ujima("pack", "check", "mine", cwd=tmp_path).returncode == 1
    found = json.loads(ujima("pack", "check", "mine", "--json", cwd=tmp_path).stdout)["faults"]
    assert [one["file"] for one in found] == ["tasks.csv"] and found[0]["line"] > 1
    assert ujima("pack", "check", "mine", "--skip-invalid", cwd=tmp_path).returncode == 0
    added = ujima("pack", "add", "mine", "--skip-invalid", "--requester", "Archive", cwd=tmp_path)
    assert added.returncode == 0 and "my-choice-pack" in added.stdout
    read = ujima("results", "my-choice-pack", "--out", "out", cwd=tmp_path)
    assert read.returncode == 0 and "nothing is final yet" in read.stdout
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".csv", ".csv", ".html"]
    for words, sentence in (
        (["nowhere"], "There is no pack nowhere."),
        (["my-choice-pack", "--format", "excel"], "There is no format excel; there are: crowd-kit, csv, "),
        (["my-choice-pack", "--aggregate", "median"], "median can't be used on a pack of the kind choice"),
        (["my-choice-pack", "--format", "mturk", "--aggregate", "majority"], "has no file of agreed answers"),
        (["my-choice-pack", "--aside", "w123"], "w123"),
        (["my-choice-pack", "--out", "a.xlsx"], "a.xlsx tells no format: .csv, .jsonl, .parquet do;"),
        (
            ["my-choice-pack", "--out", "a.csv", "--format", "parquet"],
            "is no name for a file of parquet; write --out a.parquet",
        ),
        (["my-choice-pack", "--out", "mine/tasks.csv/new"], "The results can't be written so. "),
    ):
        done = ujima("results", *words, cwd=tmp_path)
        said = done.stdout + done.stderr
        assert done.returncode == 1 and sentence in said and "Traceback" not in said, said
    assert ujima("results", "my-choice-pack", "--back", cwd=tmp_path).returncode == 2
    assert ujima("results", "my-choice-pack", "--out", "a.jsonl", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a.jsonl").read_bytes() == b""
    seen = ujima("pack", "look", "my-choice-pack", cwd=tmp_path).stdout
    assert "title: What is in the picture?" in seen and "  first (practice): " in seen and "at most" in seen
    ended = ujima("pack", "cancel", "my-choice-pack", cwd=tmp_path)
    assert "is a pack, not a job. `ujima pack close my-choice-pack`" in ended.stderr
    closed = ujima("pack", "close", "my-choice-pack", cwd=tmp_path).stdout
    assert closed == "my-choice-pack is closed. It was never launched, so nothing was locked.\n"


@pytest.mark.parametrize("verb", [["check"], ["add", "--requester", "Archive"]])
def test_a_pack_that_is_not_there_is_one_sentence(verb: list[str], tmp_path: Path) -> None:
    """No folder of that name, or a file that is no zip: said before anything is opened."""
    (tmp_path / "notes.csv").write_text(NOTES, "utf-8")
    gone = ujima("pack", verb[0], "nothere", *verb[1:], cwd=tmp_path)
    assert gone.returncode == 1 and gone.stdout == "There is no folder or zip nothere.\n"
    table = ujima("pack", verb[0], "notes.csv", *verb[1:], cwd=tmp_path)
    assert (
        table.returncode == 1 and "notes.csv is neither a folder nor a zip. `ujima pack from" in table.stdout
    )
    assert [path.name for path in tmp_path.iterdir()] == ["notes.csv"]


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


def test_a_work_record_is_proved_without_any_installation(tmp_path: Path) -> None:
    """A new key signs; the file alone tells whose it is and what it says; whatever is wrong is a sentence."""
    key = ujima("key", "new", "--signing", cwd=tmp_path).stdout.strip()
    public = ujima("record", "key", cwd=tmp_path, UJIMA_SIGNING_KEY=key).stdout.strip()
    work = [{"title": "Streets\x1b[2J", "asks": "Maps", "first": "2026-01-01", "last": "2026-01-02", "answers": 120,
             "known": 9, "right": 8, "earned": "4.80", "currency": "USD"}]  # fmt: skip
    told_in_it = {
        "house": {"name": "Ujima Society"},
        "name": "Amina",
        "made_at": "2026",
        "says": "120.",
        "work": work,
    }
    file = tmp_path / "work-record.json"
    file.write_bytes(signed(Signer(key), told_in_it))
    for typed in (("record", "verify", file), ("record", "verify", file, "--key", public)):
        done = ujima(*typed, cwd=tmp_path, UJIMA_TOKEN="no token at all")
        assert done.returncode == 0 and "whole" in done.stdout and "Ujima Society" in done.stdout, done.stderr
        assert "answers: 120; right of those that were known: 8 of 9; earned: 4.80 USD." in done.stdout
        assert "\x1b" not in done.stdout and "Amina" in done.stdout
    other = ujima("record", "verify", file, "--key", "A" * 43 + "=", cwd=tmp_path)
    assert other.returncode == 1 and "another key" in other.stdout
    file.write_bytes(file.read_bytes().replace(b"120", b"121"))
    changed = ujima("record", "verify", file, cwd=tmp_path)
    assert changed.returncode == 1 and "changed since it was signed" in changed.stdout


def test_a_signing_key_is_read_strictly(tmp_path: Path) -> None:
    """Without one there is a sentence; a wrong one is refused by name, unseen."""
    none = ujima("record", "key", cwd=tmp_path)
    assert none.returncode == 1 and "ujima key new --signing" in none.stdout
    wrong = told(ujima("record", "key", cwd=tmp_path, UJIMA_SIGNING_KEY="nonsense"))
    assert "UJIMA_SIGNING_KEY can't be used" in wrong and "nonsense" not in wrong
    channel = told(ujima("record", "key", cwd=tmp_path, UJIMA_SEAL_CHANNEL="seals"))
    assert "@ujima_seals" in channel
    assert "No such file" in told(ujima("record", "verify", "nowhere.json", cwd=tmp_path))
