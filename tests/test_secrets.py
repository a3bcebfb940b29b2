"""Secrets stay where they are: no log, sentence, error, child or image of the process has one; files are their owner's."""

import asyncio
import ctypes
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import structlog
from pydantic import SecretStr

from bot import logs
from bot.app import unread
from bot.config import Settings, WrongSettings, prefix, read
from bot.doctor import examine
from bot.media.fence import Fence
from bot.packs import fence as packs_fence
from bot.packs.bounds import upload
from tests.cli.typed import NOTES, OPERATOR, TOKEN, ujima
from tests.conftest import Clock

SECRETS = sorted(
    name for name, field in Settings.model_fields.items() if isinstance(field.default, SecretStr)
)
PR_GET_DUMPABLE = 3


def secret(name: str) -> str:
    """A value that is nowhere else, of the form that its setting wants."""
    filler = "".join(one for one in name if one.isalpha())
    if name == "token":
        return f"7000:{filler:A<35}"
    return (
        f"{filler}{'Q' * (43 - len(filler))}="
        if name in ("keys", "signing_key")
        else f"{filler}-Zq81-secret-words"
    )


def full(folder: Path) -> Settings:
    """Settings with every secret set, each to words of its own; the database's are a password."""
    given = {name: SecretStr(secret(name)) for name in SECRETS if name != "database"}
    return Settings(data=folder, **given)


def test_settings_with_secrets_are_known() -> None:
    """A new one is a SecretStr like these, and so in every test here."""
    named = {
        name
        for name in Settings.model_fields
        if name.endswith(("secret", "token", "credential", "keys", "signing_key"))
    }
    assert named <= {*SECRETS} and {"token", "database", "keys", "signing_key", "mpesa_credential"} <= {
        *SECRETS
    }


@pytest.mark.parametrize("name", [one for one in SECRETS if one != "database"])
def test_no_secret_is_printed_or_logged(name: str, tmp_path: Path) -> None:
    """Neither with the settings, nor in a line, nor in an exception, as text or as JSON."""
    settings = full(tmp_path)
    assert secret(name) in settings.secrets
    assert secret(name) not in f"{settings!r} {settings} {settings.model_dump_json()}"
    for as_json in (True, False):
        stream = StringIO()
        logs.begin("info", stream, as_json=as_json, secrets=settings.secrets)
        log = structlog.get_logger("bot.test")
        try:
            raise ValueError(f"refused: {secret(name)}")
        except ValueError as error:
            log.error(f"said {secret(name)}", value=secret(name), exc_info=error)
        assert stream.getvalue() and secret(name) not in stream.getvalue()


def test_the_doctor_s_sentences_have_none(tmp_path: Path) -> None:
    """Whatever it finds; nobody answers at the addresses."""
    nowhere = dict.fromkeys(
        ("api_url", "mpesa_url", "paypal_url", "africas_talking_url"), "http://127.0.0.1:9"
    )
    settings = full(tmp_path / "data").model_copy(update=nowhere)
    said = "\n".join(one.sentence for one in asyncio.run(examine(settings, Clock(0))))
    assert "does not answer" in said and [name for name in SECRETS if secret(name) in said] == []


def test_a_wrong_setting_is_named_without_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every secret set to what it can't be, or to what is left as it is."""
    for name in SECRETS:
        monkeypatch.setenv(f"{prefix}{name.upper()}", f"wrong words {name}\n")
    with pytest.raises(WrongSettings) as told:
        read(tmp_path)
    assert "wrong words" not in str(told.value)


def surroundings() -> tuple[bytes, bytes, bytes, tuple[int, int]]:
    """In a child: its environment as it was begun and as it is, its words, and how large an image it may leave."""
    place = Path("/proc/self")
    now = repr(dict(os.environ)).encode()
    words = (place / "cmdline").read_bytes()
    return (place / "environ").read_bytes(), now, words, resource.getrlimit(resource.RLIMIT_CORE)


async def _inside() -> tuple[bytes, bytes, bytes, tuple[int, int]]:
    fence = Fence()
    try:
        return await fence.run(surroundings)
    finally:
        fence.close()


def test_who_opens_strangers_pictures_has_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that takes its process over finds no token there; the program keeps what it had."""
    monkeypatch.setenv("UJIMA_TOKEN", TOKEN)
    monkeypatch.setenv("PGPASSWORD", "kisumu-lake")
    begun, now, words, core = asyncio.run(_inside())
    assert not any(
        one in part for part in (begun, now, words) for one in (b"UJIMA_", b"PGPASSWORD", TOKEN.encode())
    )
    assert core == (0, 0) and os.environ["UJIMA_TOKEN"] == TOKEN


def test_who_reads_strangers_packs_has_no_settings(tmp_path: Path) -> None:
    """Its environment is written down, and what it is told are paths and bounds."""
    around = packs_fence._surroundings()["env"]
    assert set(around) == {"LC_ALL", "OPENBLAS_NUM_THREADS"}
    words = packs_fence._command(packs_fence._reviewing(tmp_path / "a.csv"), upload)
    assert not any(name in " ".join(words).lower() for name in ("token", "secret", "password"))


def test_a_running_program_leaves_no_image_and_is_not_read() -> None:
    """No core dump, and (Linux) no other process of its user may look into its memory or environment."""
    code = (
        "import ctypes, resource; from bot.app import unread; unread(); "
        f"print(ctypes.CDLL(None).prctl({PR_GET_DUMPABLE}), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split(maxsplit=1) == ["0" if sys.platform == "linux" else "1", "(0, 0)\n"]
    assert callable(unread) and ctypes.sizeof(ctypes.c_int)


# ---- files ------------------------------------------------------------------------------------------------------


@pytest.fixture
def easy_umask() -> Iterator[None]:
    """The usual umask of a shell: what nobody thinks of can be read by all."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """Whatever under a folder somebody else may read, write or enter."""
    found = [folder, *folder.rglob("*")]
    return [
        str(one)
        for one in found
        if not one.is_symlink() and one.lstat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]


def test_what_an_installation_writes_is_its_owner_s_alone(tmp_path: Path, easy_umask: None) -> None:
    """A house with a pack, its results, an export of the book, a key and a backup, all typed with umask 022."""
    (tmp_path / "notes.csv").write_text(NOTES)
    typed = {"cwd": tmp_path, "UJIMA_TOKEN": TOKEN, "UJIMA_DATA": "house", **OPERATOR}
    key = ujima("key", "new", **typed).stdout
    place = tmp_path / "key"
    place.touch(0o600)
    place.write_text(key)
    (tmp_path / "backups").mkdir(0o700)
    for words in (
        ("deposit", "Wells", "20.00", "--reference", "bank 1", "--new"),
        ("pack", "new", "text", "made"),
        ("ledger", "export", "--out", "book.beancount"),
        ("figures", "--month", "2026-10", "--out", "figures.csv"),
        ("gallery", "--lang", "en", "--out", "gallery.html"),
        ("backup", "backups", "--key", "key"),
    ):
        done = ujima(*words, **typed)
        assert done.returncode == 0, done.stdout + done.stderr
    assert open_to_others(tmp_path / "house") == []
    assert len(list((tmp_path / "backups").iterdir())) == 1
    for name in ("made", "book.beancount", "figures.csv", "gallery.html", "backups"):
        assert (tmp_path / name).exists() and open_to_others(tmp_path / name) == [], name


async def _folder_finding(settings: Settings) -> str:
    return "\n".join(one.sentence for one in await examine(settings, Clock(0)) if not one.well)


def test_a_folder_that_others_may_enter_is_told(tmp_path: Path) -> None:
    """One that somebody made by hand, say."""
    (tmp_path / "open").mkdir(0o755)
    said = asyncio.run(_folder_finding(Settings(data=tmp_path / "open")))
    assert f"chmod 700 {tmp_path / 'open'}" in said
