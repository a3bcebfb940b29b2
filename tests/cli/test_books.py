"""The book, work records and keys as they are typed."""

from pathlib import Path

from bot.papers.record import Signer, signed
from bot.payouts.vault import Vault
from tests.cli.typed import told, ujima


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


def test_a_key_is_made(tmp_path: Path) -> None:
    """Each call prints another key that the setting takes; no settings are needed."""
    made = {ujima("key", "new", cwd=tmp_path).stdout.strip() for _ in range(2)}
    assert len(made) == 2 and all(Vault(key) for key in made)


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
