"""The book's two migration files describe one schema."""

from bot.storage.migrate import FOLDER


def _tables(engine: str) -> str:
    """The statements of a migration before its first trigger or function, without comments and blanks."""
    text = (FOLDER / f"0002_book.{engine}.sql").read_text(encoding="utf-8").split("CREATE TRIGGER")[0]
    lines = [line.split("--")[0].strip() for line in text.split("CREATE FUNCTION")[0].splitlines()]
    return "\n".join(line for line in lines if line).replace(' COLLATE "C"', "")


def test_both_engines_have_the_same_tables() -> None:
    """SQLite's and PostgreSQL's files differ in triggers and the order of text only."""
    assert _tables("sqlite") == _tables("postgres")
