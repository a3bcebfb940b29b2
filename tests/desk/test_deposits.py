"""Deposits at the desk."""

import re

from bot.config import carried
from tests.desk.asked import REQUESTER, Call, over, refusal, said


def test_a_mistyped_name_makes_no_new_requester(desk: Call) -> None:
    """Money for a name that nobody has is refused, with the name that is nearest; a new one is made when it is meant."""
    first = refusal(desk, "deposit", requester=REQUESTER, amount="1.00", reference="1")
    assert first == f"There is no requester {REQUESTER}. `ujima deposit --new` makes a new one."
    said(desk("deposit", requester=REQUESTER, amount="1.00", reference="1", new="yes"))
    slip = refusal(desk, "deposit", requester=REQUESTER[:-1], amount="1.00", reference="2")
    assert slip == (
        f"There is no requester {REQUESTER[:-1]}. Is it {REQUESTER}? `ujima deposit --new` makes a new one."
    )
    assert "2.00 USD" in said(desk("deposit", requester=REQUESTER, amount="1.00", reference="2"))


def test_what_is_left_goes_back(desk: Call) -> None:
    """What is left then, and what is still to do outside of the book; more than there is is refused."""
    said(desk("deposit", requester=REQUESTER, amount="3.00", reference="1", new="yes"))
    given = {"requester": REQUESTER, "amount": "2.00", "reference": "2", "by": "Wanjiru"}
    assert said(desk("deposit.return", **given)).startswith(
        f"{REQUESTER} has 1.00 USD to spend.\nSend the money"
    )
    assert said(desk("deposit.return", **given)).endswith("was booked before; nothing has moved.")
    less = refusal(desk, "deposit.return", **{**given, "reference": "3"})
    assert less == f"{REQUESTER} has 1.00 that no pack holds, not 2.00. Nothing has moved."


def test_a_called_back_deposit_is_said_by_two_and_borne_by_the_house(desk: Call) -> None:
    """Each step says what moved and what comes next; what nothing was spent of leaves nobody in debt."""
    said(desk("deposit", requester=REQUESTER, amount="3.00", reference="1", new="yes"))
    first = said(desk("deposit.call_back", reference="1", by="Wanjiru"))
    assert "waits for a second person" in first and "ujima deposit called-back 1 --by NAME" in first
    taken = said(desk("deposit.withdraw", reference="1", by="Wanjiru"))
    assert taken == "What was said of the deposit 1 is withdrawn; nothing has moved."
    said(desk("deposit.call_back", reference="1", by="Wanjiru"))
    done = said(desk("deposit.call_back", reference="1", by="Otieno"))
    assert done.endswith(f"{REQUESTER} had as much and owes nothing.")
    assert "called back" in said(desk("deposit.list")) and "(Wanjiru, Otieno)" in said(desk("deposit.list"))
    nothing = refusal(desk, "deposit.bear", reference="1", by="Wanjiru")
    assert nothing == f"{REQUESTER} owes nothing, so there is nothing to bear."


def test_what_is_owed_is_borne_by_the_word_of_two(desk: Call) -> None:
    """What a pack holds is owed once its deposit was called back; without goodwill all of it stays owed."""
    said(desk("deposit", requester=REQUESTER, amount="200.00", reference="1", new="yes"))
    said(over(desk, "pack.add", path=str(carried("taskpacks") / "digits"), requester=REQUESTER))
    said(desk("pack.look", name="digits"))
    said(desk("pack.launch", name="digits"))
    for by in ("Wanjiru", "Otieno"):
        done = said(desk("deposit.call_back", reference="1", by=by))
    owed = re.search(r"owes ([0-9.]+)", done)
    assert owed and float(owed[1]) > 0
    assert "ujima deposit bear 1 --by NAME" in said(desk("deposit.bear", reference="1", by="Wanjiru"))
    borne = said(desk("deposit.bear", reference="1", by="Otieno"))
    assert borne.startswith(f"The house bore 0.00 USD; {REQUESTER} owes {owed[1]}.")
