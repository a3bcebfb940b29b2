"""Claims: how many a requester may make, and what they are called."""

from hypothesis import given
from hypothesis import strategies as some

from bot.domain import claims
from bot.domain.claims import Decided, too_many


def test_eight_in_a_hundred_is_not_too_many() -> None:
    """Over eight across five people or more is; across four people it is not."""

    def last(claimed: int, people: int) -> list[Decided]:
        """A hundred answers, the claimed ones apart from one another."""
        return [Decided(place % people, place % 11 == 0 and place // 11 < claimed) for place in range(100)]

    assert too_many(last(8, 9), 0) == "" and too_many(last(9, 9), 0) == "share"
    assert too_many([Decided(place % 4, place % 10 == 0) for place in range(100)], 0) == ""


def test_eight_in_a_row_across_three_people_are_too_many() -> None:
    """However few answers there are; across two people they are not, and seven are not."""
    row = [Decided(place % 3, True) for place in range(8)]
    assert too_many(row, 0) == "row"
    assert too_many([Decided(place % 2, True) for place in range(8)], 0) == ""
    assert too_many([*row[:7], Decided(9, False), *row[:1]], 0) == ""


def test_who_failed_known_answers_counts_once() -> None:
    """A requester may call all of somebody's answers unusable who does not do the work."""
    failed = [Decided(7, True, True)] * 60
    assert too_many([*failed, *(Decided(place, False) for place in range(100))], 0) == ""


def test_only_the_last_two_hundred_count() -> None:
    """What was claimed before those is forgotten."""
    before = [Decided(place, True) for place in range(100)]
    assert too_many([*(Decided(place, False) for place in range(200)), *before], 99) == ""


def test_a_new_requester_has_five_open_at_most() -> None:
    """Until a hundred of their answers are decided."""
    few = [Decided(place, False) for place in range(99)]
    assert (too_many(few, 4), too_many(few, 5), too_many([*few, Decided(1, False)], 5)) == ("", "open", "")


@given(claim=some.integers(0, 2**63 - 1))
def test_codes_can_be_typed_in_a_command(claim: int) -> None:
    """Digits and capitals; a longer one begins like the shorter one."""
    code = claims.code(claim, 7)
    assert code.isascii() and code.isalnum() and code.upper() == code and code.startswith(claims.code(claim))


def test_one_in_ten_is_checked() -> None:
    """As near as a hash comes to it."""
    assert 50 < sum(claims.is_checked(claim) for claim in range(1_000)) < 150
