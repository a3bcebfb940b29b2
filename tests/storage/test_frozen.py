"""Migrations that have left the house are never changed: a house that has them would refuse the program."""

import pytest

from bot.storage.migrate import FOLDER, read_migrations

FROZEN = {
    "sqlite": (
        "81d3ee9ee8509873cd7395223374416f28099b8c186f5ad5443696b91bd4f491",
        "8c65396f774b87d4d897a7fc3e16b306c08d6e7e6e5ff8ea8c04ee4dca0ed40d",
    ),
    "postgres": (
        "81d3ee9ee8509873cd7395223374416f28099b8c186f5ad5443696b91bd4f491",
        "1f2d384fa4b01146fc27c98764b6368c8a798d42063eb5f43672e468829c89f9",
    ),
}
"""The SHA-256 of each, in order. A new need is one migration more; its hash comes in here when it is released."""


@pytest.mark.parametrize("engine", FROZEN)
def test_a_migration_is_never_changed(engine: str) -> None:
    """Houses run on these; what they lack is added by the next number."""
    found = read_migrations(FOLDER, engine)
    assert len(found) >= len(FROZEN[engine])
    changed = [one for one, known in zip(found, FROZEN[engine], strict=False) if one.hash != known]
    names = ", ".join(f"{one.number:04}_{one.name} ({one.hash})" for one in changed)
    assert not changed, f"{names} changed: put it back, and add {len(found) + 1:04}_….sql"
