"""The documentation of the book is a story; here it is played on both engines and compared word for word."""

import inspect
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot import ledger, money
from bot.domain import quote as quote_module
from bot.domain.quote import Plan, Quote, quote
from bot.ledger import Transfer
from bot.storage import Database
from bot.storage.transaction import Tx

pytestmark = pytest.mark.anyio

example = Plan(tasks=100, overlap=3, price=40_000, estimate_s=20, readers=30, words=150, flagged_tasks=40)


def _line(transfer: Transfer) -> str:
    """A transfer as the docstrings write it."""
    return f"{transfer.movement:<18} {transfer.source} -> {transfer.target}  {money.plain(transfer.amount)}"


def play(tx: Tx) -> list[Transfer]:
    """Every movement once, in an order that could happen."""
    locked = quote(example)
    assert isinstance(locked, Quote)
    told: list[Transfer] = [
        ledger.deposit(tx, requester=3, amount=100_000_000, currency="USD", about=1),
        ledger.endow_goodwill(tx, amount=20_000_000, currency="USD", about=2),
        *ledger.lock(tx, pack=7, requester=3, quote=locked, about=3),
        ledger.pay_practice(tx, pack=7, worker=5, amount=40_000, about=11),
        ledger.pay_answer(tx, pack=7, worker=5, amount=40_000, about=12),
        ledger.pay_reading(tx, pack=7, worker=5, amount=120_000, about=12),
        ledger.pay_gold(tx, pack=7, worker=5, amount=40_000, about=13),
        ledger.pay_side(tx, pack=7, worker=5, amount=40_000, about=14),
        ledger.refill_late(tx, pack=7, amount=40_000, about=15),
        ledger.pay_late(tx, pack=7, worker=5, amount=40_000, about=15),
        ledger.pay_goodwill(tx, pack=7, worker=5, amount=40_000, about=16),
        ledger.pay_floor(tx, pack=7, worker=5, amount=10_000, about=17),
        ledger.pay_care(tx, pack=7, worker=5, amount=1_200_000, about=18),
        agreed := ledger.pay_answer(tx, pack=7, worker=5, amount=40_000, about=19, review=True),
        ledger.release(tx, transfer=agreed.id),
        refused := ledger.pay_answer(tx, pack=7, worker=5, amount=40_000, about=20, review=True),
        ledger.reverse(tx, transfer=refused.id),
        ledger.freeze(tx, worker=5, amount=1_000_000, about=21),
        ledger.thaw(tx, about=21),
        *ledger.top_up(tx, pack=7, requester=3, amounts={"late": 400_000}, about=23),
        ledger.pay_fix(tx, pack=7, worker=5, amount=20_000, about=25),
        *ledger.pay_bonus(tx, requester=3, worker=5, amount=2_000_000, about=26),
        ledger.pay_moderator(tx, worker=5, amount=1_170_000, about=27),
        ledger.pay_look(tx, pack=7, requester=3, worker=5, amount=40_000, about=38),
        ledger.pay_unwarned(tx, pack=7, requester=3, worker=5, amount=1_200_000, about=38),
        ledger.hold_resale(tx, pack=7, requester=3, amount=1_000_000, about=39),
        ledger.pay_resale(tx, pack=7, worker=5, amount=600_000, about=40),
        ledger.return_resale(tx, pack=7, requester=3, amount=400_000, about=39),
        *_claims(tx),
        *ledger.collect_fee(tx, pack=7),
        *ledger.refund(tx, pack=7, requester=3),
        ledger.withdraw_deposit(tx, requester=3, amount=10_000_000, about=24),
        *_payouts(tx),
        ledger.withdraw_fees(tx, amount=100_000, about=35),
        *_called_back(tx),
    ]
    return told


def _called_back(tx: Tx) -> list[Transfer]:
    """A deposit is called back after a part of it was spent; the house bears what its requester can't repay."""
    paid = ledger.deposit(tx, requester=4, amount=5_000_000, currency="USD", about=36)
    return [
        paid,
        *ledger.pay_bonus(tx, requester=4, worker=5, amount=2_000_000, about=37),
        ledger.call_back(tx, transfer=paid.id),
        *ledger.repay(tx, requester=4),
        *ledger.bear(tx, requester=4),
    ]


def _claims(tx: Tx) -> list[Transfer]:
    """Three claims: one wrong, one right, one right whose new answer the pot bought; and an advance nobody needed."""
    told: list[Transfer] = []
    for about in (27, 28, 29):
        paid = ledger.pay_answer(tx, pack=7, worker=5, amount=40_000, about=about, review=True)
        told += [paid, ledger.claim(tx, transfer=paid.id)]
        if about == 27:
            told.append(ledger.overturn(tx, transfer=paid.id))
        elif about == 28:
            told.append(ledger.uphold(tx, transfer=paid.id))
        else:
            told.append(ledger.advance(tx, pack=7, amount=40_000, about=about))
            told.append(ledger.pay_answer(tx, pack=7, worker=5, amount=40_000, about=30))
            told.append(ledger.uphold(tx, transfer=paid.id, advanced=True))
    return [
        *told,
        ledger.advance(tx, pack=7, amount=40_000, about=31),
        ledger.return_advance(tx, about=31),
    ]


def _payouts(tx: Tx) -> list[Transfer]:
    """One payout arrives and comes back less a fee, one fails, and the rest is given up."""
    return [
        ledger.request_payout(tx, worker=5, amount=1_000_000, about=32),
        ledger.confirm_payout(tx, about=32),
        ledger.pay_transfer_fee(tx, amount=20_000, about=32),
        ledger.return_payout(tx, about=32, amount=950_000),
        ledger.request_payout(tx, worker=5, amount=500_000, about=33),
        ledger.fail_payout(tx, about=33),
        ledger.write_off(tx, worker=5, amount=10_000, about=34),
    ]


def _left(tx: Tx) -> dict[str, int]:
    return {
        name: amount
        for prefix in ("world", "requester:", "owed:", "worker:", "house:", "pack:")
        for name, amount in ledger.balances(tx, prefix).items()
        if amount
    }


def _indented(lines: Iterable[str]) -> str:
    return "".join(f"    {line}\n" for line in lines)


async def test_the_story_in_the_documentation_is_what_happens(database: Database) -> None:
    """Playing the story gives the lines and the balances of the room's docstring, and the book proves itself."""
    told = _indented(_line(transfer) for transfer in await database.write(play))
    left = await database.read(_left)
    shown = _indented(f"{name:<20} {money.plain(amount):>7}" for name, amount in left.items())
    assert told in f"{ledger.__doc__}\n", told
    assert shown in f"{ledger.__doc__}\n", shown
    assert sum(left.values()) == 0
    assert await database.read(ledger.check, whole=True) == []


def test_every_movement_has_its_lines_in_the_story() -> None:
    """Each movement's docstring ends with worked lines, and all of them are in the story."""
    story = f"{ledger.__doc__}"
    for name in ledger.movement_names:
        lines = re.findall(r"^\w+ +\S+ -> \S+  [0-9.]+$", inspect.getdoc(getattr(ledger, name)) or "", re.M)
        assert lines, f"{name} has no worked example"
        for line in lines:
            assert f"    {line}\n" in story, line


page = (Path(__file__).parents[2] / "docs" / "money.md").read_text("utf-8")
a_line = re.compile(r"^    (\w+ +\S+ -> \S+  [0-9.]+)$", re.M)


async def test_the_page_about_money_tells_what_happens(database: Database) -> None:
    """Each worked example happens in the story, line after line."""
    told = [_line(transfer) for transfer in await database.write(play)]
    examples = [a_line.findall(block) for block in page.split("\n\n") if a_line.search(block)]
    assert len(examples) == 10
    for example in examples:
        starts = range(len(told) - len(example) + 1)
        assert any(told[start : start + len(example)] == example for start in starts), example


def general(account: str) -> str:
    """An account as the page's table names it."""
    kind, *rest = account.split(":")
    return {
        "requester": kind,
        "owed": kind,
        "resale": kind,
        "worker": rest[-1] if rest else "",
        "world": kind,
    }.get(kind, f"{kind}:{rest[-1] if rest else ''}")


async def test_the_page_about_money_names_every_movement(database: Database) -> None:
    """One line each, and between the accounts that it moves money between in the story."""
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|", page, re.M)
    assert sorted(name for name, _ in rows) == sorted(ledger.movement_names)
    ways = {name: set(cell.split("; ")) for name, cell in rows}
    names = {"pay_bonus_fee": "pay_bonus", "reverse_pay_answer": "reverse"}
    for one in await database.write(play):
        found = {f"{general(one.source)} → {general(one.target)}"}
        if one.movement in ("lock", "top_up", "refund"):
            found = {re.sub(r"pack:\w+", "pack:part", way) for way in found}
        assert found <= ways[names.get(one.movement, one.movement)], one


def test_the_page_about_money_has_the_quotes_example() -> None:
    """The quote and what it comes to stand there as in the module that works it out."""
    example = f"{quote_module.__doc__}".partition("    answers ")[2].partition('\n"')[0].rstrip()
    assert f"    answers {example}\n" in page


async def test_playing_the_story_again_changes_nothing(database: Database) -> None:
    """Every cause is known the second time; only what is derived from balances has nothing left to do."""
    first = await database.write(play)
    again = await database.write(play)
    derived = ("collect_fee", "refund", "repay", "bear")
    assert again == [transfer for transfer in first if transfer.movement not in derived]
    assert await database.read(ledger.check, whole=True) == []
