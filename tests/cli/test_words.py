"""What the verbs share: settings that are read, a house that is opened."""

from pathlib import Path

from tests.cli.typed import told, ujima


def test_wrong_settings_are_sentences(tmp_path: Path) -> None:
    """A wrong token and a misspelt name are told by name; the token is not repeated."""
    said = told(ujima("doctor", cwd=tmp_path, UJIMA_TOKEN="7000:wrong-secret", UJIMA_NODES="1"))
    assert (
        "UJIMA_TOKEN can't be used" in said
        and "did you mean UJIMA_NODE?" in said
        and "wrong-secret" not in said
    )


def test_a_new_house_is_told_once(tmp_path: Path) -> None:
    """The first verb in a folder says where it made a house, the second nothing: a slip of UJIMA_DATA is seen."""
    assert ujima("pack", "list", cwd=tmp_path).stderr == "Made a new house in data/.\n"
    assert ujima("pack", "list", cwd=tmp_path).stderr == ""


def test_a_data_folder_that_may_not_be_made_is_a_sentence(tmp_path: Path) -> None:
    """A file where the data folder should be is told."""
    (tmp_path / "data").write_text("", "utf-8")
    assert "data" in told(ujima("ledger", "check", cwd=tmp_path))
