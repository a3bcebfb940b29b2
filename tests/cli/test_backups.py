"""Backups as they are typed: made, looked at, put back, and each trouble with its sentence and exit code 1."""

from pathlib import Path

from tests.cli.typed import told, ujima


def house(folder: Path) -> None:
    """A key, and a house with some money in it."""
    made = ujima("key", "new", cwd=folder)
    (folder / "backup.key").write_text(made.stdout)
    (folder / "backup.key").chmod(0o600)
    (folder / "backups").mkdir()
    assert ujima("deposit", "Open Streets", "10.00", "--reference", "b1", "--new", cwd=folder).returncode == 0


def test_a_house_is_backed_up_and_put_back_elsewhere(tmp_path: Path) -> None:
    """The four lines an operator types, and what each says."""
    house(tmp_path)
    made = ujima("backup", "backups", "--keep", "3", cwd=tmp_path)
    assert made.returncode == 0 and "read back and whole" in made.stdout and made.stderr == ""
    (file,) = (tmp_path / "backups").iterdir()
    looked = ujima("backup", "--check", file, cwd=tmp_path)
    assert looked.returncode == 0 and "is whole, of 20" in looked.stdout and "from sqlite" in looked.stdout
    back = ujima("restore", file, cwd=tmp_path, UJIMA_DATA="other")
    assert back.returncode == 0 and "the book proves itself" in back.stdout
    assert "ujima payout open --by NAME" in back.stdout
    shown = ujima("ledger", "statement", "Open Streets", cwd=tmp_path, UJIMA_DATA="other")
    assert "10.00" in shown.stdout
    assert ujima("payout", "open", "--by", "Otieno", cwd=tmp_path, UJIMA_DATA="other").stdout.startswith(
        "Payouts go"
    )


def test_what_goes_wrong_has_a_sentence(tmp_path: Path) -> None:
    """A lost key, another key, a place that is taken, an address that is none; no secret is repeated."""
    house(tmp_path)
    assert "There is no backup key" in told(ujima("backup", "backups", "--key", "lost.key", cwd=tmp_path))
    assert ujima("backup", "b.backup", "--key", "backup.key", cwd=tmp_path).returncode == 1, "it lies beside"
    file = tmp_path / "backups" / "one.backup"
    assert ujima("backup", file, cwd=tmp_path).returncode == 0
    assert "There is a database already" in told(ujima("restore", file, cwd=tmp_path))
    other = tmp_path / "other.key"
    other.write_text(ujima("key", "new", cwd=tmp_path).stdout)
    other.chmod(0o600)
    said = told(ujima("restore", file, "--key", other, cwd=tmp_path, UJIMA_DATA="else"))
    assert "sealed with another key" in said and other.read_text().strip() not in said
    said = told(ujima("move", "--to", "mysql://me:hunter2@host/x", cwd=tmp_path))
    assert "--to can't be used" in said and "hunter2" not in said
    assert "cannot be reached" in told(ujima("move", "--to", "postgresql://me@127.0.0.1:1/x", cwd=tmp_path))
    assert "No payouts are held." in told(ujima("payout", "open", "--by", "Otieno", cwd=tmp_path))
