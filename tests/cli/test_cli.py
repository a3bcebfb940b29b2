"""The command line as a whole: help, words that make no verb, expected trouble and mistakes."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import sentence_of, verbs
from bot.config import WrongSettings
from bot.domain.refusals.packs import NoSuchPack
from bot.storage.troubles import DiskFull, NewerDatabase
from tests.cli.typed import TOKEN, ujima
from tests.house.sources import typed_verbs


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


@pytest.mark.parametrize("out", [".", "no folder/list.csv"])
def test_a_list_that_could_not_be_written_is_not_begun(out: str, tmp_path: Path) -> None:
    """A folder in the file's place is bad usage, before any payout is put on a list."""
    done = ujima("payout", "run", "--out", out, cwd=tmp_path)
    assert done.returncode == 2 and "--out" in done.stderr and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", typed_verbs())
def test_every_verb_has_a_help_of_its_own(verb: str) -> None:
    """Each verb says in a sentence what it does."""
    shown = CliRunner().invoke(verbs, [*verb.split()[1:], "--help"])
    assert shown.exit_code == 0 and re.search(r"[A-Z][a-z' ]+.*\.", shown.output)


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
    program = "from bot import cli; import os\n"
    program += "def fail(): raise ValueError('no answer from /bot' + os.environ['FAILING'] + '/getMe')\n"
    program += "cli.verbs.command('fail')(fail); cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "fail"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "FAILING": TOKEN},
    )
    assert done.returncode == 1 and "mistake in ujima" in done.stderr and "ValueError" in done.stderr
    assert TOKEN not in done.stderr and "[hidden]" in done.stderr
