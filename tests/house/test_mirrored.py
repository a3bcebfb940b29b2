"""Where a person can be harmed by a mistake, every module has a file of tests under its own name."""

import pytest

from tests.house.sources import BOT, ROOT

ROOMS = ("actions", "media", "packs", "rounds", "wellbeing")


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_has_tests_of_its_own(room: str) -> None:
    """Who looks for the tests of a rule finds them by its name."""
    modules = {path.stem for path in (BOT / room).glob("*.py")} - {"__init__"}
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / room).glob("test_*.py")}
    assert modules and modules <= tested, sorted(modules - tested)
