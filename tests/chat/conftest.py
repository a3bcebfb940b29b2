"""The edge is tested where it stands: in the running program, against the pretend Telegram."""

import pytest

from tests.screens.conftest import english
from tests.stories.conftest import hasty, program, stocked
from tests.stories.program import Person, Program

__all__ = ["english", "hasty", "program", "stocked"]


@pytest.fixture
def amina(program: Program) -> Person:
    """Somebody at her first task of the photographs."""
    person = program.person()
    person.joins()
    person.takes_up("What covers the photo?")
    return person
