"""How votes are read, counted and ended."""

import doctest

from bot.domain import proposals


def test_the_examples_hold() -> None:
    """What the docstrings say is so."""
    assert doctest.testmod(proposals).failed == 0
