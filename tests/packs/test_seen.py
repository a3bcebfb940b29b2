"""Ids are remembered in little room, with the line on which each was first."""

from hypothesis import given
from hypothesis import strategies as st

from bot.packs.seen import Seen


@given(st.lists(st.text(max_size=3), max_size=300))
def test_an_id_is_known_by_its_first_line(keys: list[str]) -> None:
    """As a dictionary would know it."""
    seen, first = Seen(), dict[str, int]()
    for line, key in enumerate(keys, 1):
        assert seen.before(key, line) == first.get(key, 0)
        first.setdefault(key, line)


def test_it_grows_and_forgets_nothing() -> None:
    """Ten thousand ids outgrow the first table twice."""
    seen = Seen()
    assert not any(seen.before(f"row-{number}", number + 1) for number in range(10_000))
    assert all(seen.before(f"row-{number}", 1) == number + 1 for number in range(10_000))
