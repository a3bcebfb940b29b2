"""People: who someone is, as one value."""

import dataclasses

import pytest

from bot.domain.people import Who

AMINA = Who(account=1, bot=7000, telegram=1001, person=2, book=3, language="en", agreed=True, paused=False)


def test_somebody_is_not_blocked_and_saves_data_unless_told_otherwise() -> None:
    """The careful choice is the default one."""
    assert not AMINA.blocked and AMINA.data_mode == "saver"


def test_who_someone_is_does_not_change_on_the_way() -> None:
    """An action gets a value that nobody else can alter."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        AMINA.person = 9  # type: ignore[misc]
