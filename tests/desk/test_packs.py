"""Packs at the desk: what keeps them from running, and how a name is given back."""

from bot.config import carried
from tests.desk.asked import REQUESTER, Call, over, refusal, said


def test_a_pack_needs_its_money_its_own_name_and_the_right_state(desk: Call) -> None:
    """Launching without money, adding twice, pausing a draft: each says what is missing."""
    pack = str(carried("taskpacks") / "digits")
    assert "pack.toml" in "".join(over(desk, "pack.add", path="/nowhere", requester=REQUESTER)["lines"])
    said(over(desk, "pack.add", path=pack, requester=REQUESTER))
    said(desk("pack.look", name="digits"))
    assert "0.00 is there. Pay in" in refusal(desk, "pack.launch", name="digits")
    assert refusal(desk, "pack.pause", name="digits") == "digits is draft; that is not possible now."
    again = said(over(desk, "pack.add", path=pack, requester=REQUESTER))
    assert "digits: is there already; nothing was added." in again
    other = over(desk, "pack.add", path=pack, requester="Somebody else")
    assert other["lines"] == ["There is a pack digits already."]
    assert "a copy of digits is there" in said(over(desk, "pack.clone", name="digits", new="digits-2"))
    assert said(desk("pack.jobs")) == "No job goes on."
    assert "is closed" in said(desk("pack.close", name="digits"))


def test_what_a_pilot_has_left_becomes_a_pack_at_another_price(desk: Call) -> None:
    """Only while the pilot is paused; then the old one is closed and the other a draft."""
    said(over(desk, "pack.add", path=str(carried("taskpacks") / "digits"), requester=REQUESTER))
    said(desk("pack.look", name="digits"))
    said(desk("deposit", requester=REQUESTER, amount="100.00", reference="bank 1"))
    assert "is draft" in refusal(desk, "pack.reprice", name="digits", price="0.05")
    said(desk("pack.launch", name="digits", pilot="yes"))
    assert "is running" in refusal(desk, "pack.reprice", name="digits", price="0.05")
    said(desk("pack.pause", name="digits"))
    assert "is not an amount" in refusal(desk, "pack.reprice", name="digits", price="five")
    done = said(over(desk, "pack.reprice", name="digits", price="0.05"))
    assert done.startswith("digits-2: what digits had left is there, and digits is closed.")
    assert f"digits-2 ({REQUESTER}): draft" in done
    assert f"digits ({REQUESTER}): refunded" in said(desk("pack.show", name="digits"))


def test_a_draft_that_is_closed_gives_its_name_back(desk: Call) -> None:
    """Nobody was ever shown it, so the same folder can be brought in again."""
    pack = str(carried("taskpacks") / "digits")
    for _ in range(2):
        said(over(desk, "pack.add", path=pack, requester=REQUESTER))
        assert "is closed" in said(desk("pack.close", name="digits"))
    assert (
        said(desk("pack.reports", name="digits")) == "digits: no report waits, and none has stopped a task."
    )
    assert "is refunded" in refusal(desk, "pack.release", name="digits", key="1")


def test_hard_content_is_looked_at_and_counted_before_it_starts(desk: Call) -> None:
    """Whoever looks sees what is said of it and of each row; the quote has its levels and what its pauses lock."""
    given = {"path": str(carried("taskpacks") / "stand-ins"), "requester": REQUESTER}
    said(over(desk, "pack.add", **given))
    seen = said(desk("pack.see", name="stand-ins"))
    assert "violence 2: Stand-ins for violence: drawings of dropped toys" in seen
    assert "toy-1 (task): en: A stuffed bear lies on its side on the floor; ar: دب" in seen
    assert seen.count("violence 1") == 1
    assert "A person must look at it first: It has hard content" in seen
    assert "Hard content: 4 tasks of level 1, 4 tasks of level 2, 4 tasks of level 3; 24.00 USD" in seen
    assert said(desk("pack.unminded")) == ""
