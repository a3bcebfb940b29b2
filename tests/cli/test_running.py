"""The program as it is started from the command line, and what keeps it from starting."""

import os
import re
import socket
from pathlib import Path

import pytest

from bot.storage.lock import Lock
from tests.cli.typed import OPERATOR, TOKEN, told, ujima
from tests.pretend import start


def test_version_is_the_packages(tmp_path: Path) -> None:
    """The version on the command line is the installed one."""
    assert re.fullmatch(r"ujima \d+\.\d+\.\d+\n", ujima("version", cwd=tmp_path).stdout)


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


def test_the_gallery_is_one_page(tmp_path: Path) -> None:
    """Every screen, written where it was asked for."""
    done = ujima("gallery", "--lang", "ar", "--out", tmp_path / "screens.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "dir=rtl" in (tmp_path / "screens.html").read_text("utf-8")
