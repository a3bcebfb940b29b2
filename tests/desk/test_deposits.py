"""Deposits at the desk."""

from tests.desk.asked import REQUESTER, Call, refusal, said


def test_a_mistyped_name_makes_no_new_requester(desk: Call) -> None:
    """Money for a name that nobody has is refused, with the name that is nearest; a new one is made when it is meant."""
    first = refusal(desk, "deposit", requester=REQUESTER, amount="1.00", reference="1")
    assert first == f"There is no requester {REQUESTER}. With --new it is a new one."
    said(desk("deposit", requester=REQUESTER, amount="1.00", reference="1", new="yes"))
    slip = refusal(desk, "deposit", requester=REQUESTER[:-1], amount="1.00", reference="2")
    assert slip == f"There is no requester {REQUESTER[:-1]}. Is it {REQUESTER}? With --new it is a new one."
    assert "2.00 USD" in said(desk("deposit", requester=REQUESTER, amount="1.00", reference="2"))
