"""Stating: what each side says of a claim, all of it in order, for whoever decides (P10).

A side may speak as long as the claim is not over, so often (`claims.statements_max`), and both once more after an appeal. What was said stays
as it was said; it goes when whoever said it is forgotten.
"""

from __future__ import annotations

from bot.domain import claims
from bot.domain.marks import normal
from bot.domain.outcomes.cases import Statement
from bot.domain.refusals.claims import ClaimSaidEnough
from bot.storage import Row, Tx


def state(tx: Tx, claim: Row, side: claims.Side, words: str, person: int | None) -> str:
    """Keeps what a side said (`person`, where it is known who), and returns it; "" where nothing can be seen, and when it is over.

    Raises ClaimSaidEnough.
    """
    kept = words.strip()[: claims.words_characters_max]  # a refusal would lose what came late over a bad line
    if not normal(kept) or claim["decided_at"] is not None:
        return ""
    most = claims.statements_max + bool(claim["found"])
    if sum(one.side == side for one in of_claim(tx, claim["id"])) >= most:
        raise ClaimSaidEnough(code=claim["code"], most=claims.statements_max)
    about = {"claim": claim["id"], "side": side, "person": person}
    tx.run("claims.state", id=tx.new_id(), words=kept, now=tx.now, **about)
    return kept


def cut(words: str, most: int = claims.words_characters_max) -> int:
    """How many characters are kept of words that are too long, as whoever wrote them is told; 0 where all are."""
    return most if len(words.strip()) > most else 0


def of_claim(tx: Tx, claim: int) -> tuple[Statement, ...]:
    """What both sides said, in order. A read."""
    rows = tx.all("claims.statements", claim=claim)
    return tuple(Statement(row["side"], row["words"], row["at"]) for row in rows)


def joined(statements: tuple[Statement, ...], side: claims.Side) -> str:
    """All that one side said, a line each."""
    return "\n".join(one.words for one in statements if one.side == side)
