"""Samples of money on its way out, for the gallery: every question, every sentence, every piece of news."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome, cashing
from bot.payouts import refusals

_at = 1_790_000_000_000
_leg = cashing.Leg(1_274_132, 38_611, False, 160_000_000, "KES")
_purse = cashing.Purse(
    balance=1_280_000,
    rail="mpesa",
    hint="···456",
    legs=(_leg,),
    least=1_000_000,
    free_on=_at,
    working=True,
    mark="⚓",
)
_waits = cashing.OnItsWay("waits", 386_000_000, "KES", "···456", _at, "first")
_news = cashing.PayoutNews(
    "confirmed", 1_274_132, 160_000_000, "KES", "···456", 5_868, "QK71ABCD23", receipt=812
)
_rails = ("list mpesa", "mpesa", "list paypal", "paypal", "africas_talking")


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    free = replace(_leg, amount=1_280_000, house=True, arrives=165_000_000)
    rest = replace(_leg, amount=2_980_000, arrives=386_000_000, at=_at)
    return (
        ("Money to take out", _purse),
        ("Money to take out, no fee", replace(_purse, legs=(free,), free_on=0, note="place", working=False)),
        ("Money to take out, the first time", replace(_purse, balance=5_000_000, legs=(free, rest), note="other")),
        ("Money to take out, nowhere to", cashing.Purse(1_280_000, least=1_000_000, mark="⚓")),
        ("Too little money to take out", cashing.Purse(40_000, least=1_000_000, mark="⚓")),
        ("Too little to be sent there", replace(_purse, legs=(), note="same")),
        ("Paid out just now", replace(_purse, balance=5_868, legs=(), open=(cashing.OnItsWay("sent", 160_000_000, "KES", "···456"), _waits), note="asked")),
        ("A payout that waits for a look", replace(_purse, open=(replace(_waits, why="look"),), note="kept")),
        ("A payout nobody knows of", replace(_purse, open=(replace(_waits, state="unknown", why=""),))),
        ("Another place takes over", replace(_purse, next_hint="···111", next_at=_at, note="changed")),
        ("Where to", cashing.WhereTo(_rails[1:], "⚓")),
        ("Where to, by hand", cashing.WhereTo(("list mpesa", "list paypal", "list sepa"), "⚓")),
        ("Where to, a rail of another house", cashing.WhereTo(("pigeon",), "⚓")),
        ("Which number", cashing.WhichPlace("mpesa", mark="⚓")),
        ("Which address", cashing.WhichPlace("paypal", mark="⚓")),
        ("Which account", cashing.WhichPlace("list sepa", mark="⚓")),
        *(
            (f"No place to be paid at: {name}", cashing.WhichPlace("mpesa", getattr(refusals, name), "⚓"))
            for name in ("no_phone", "no_kenyan_phone", "other_country", "no_mail", "no_account")
        ),
        ("Is this number yours", cashing.IsItYours(7, "mpesa", "···456", "⚓", "+254712345456")),
        ("Is this address yours", cashing.IsItYours(7, "paypal", "a···@example.org", "⚓", "amina@example.org")),
        ("Is this account yours", cashing.IsItYours(7, "list sepa", "···000", "⚓", "DE89370400440532013000")),
        ("Is it yours, asked again", cashing.IsItYours(7, "mpesa", "···456", "⚓")),
        ("Is it shared", cashing.IsItShared(7, "mpesa", "···456", "⚓")),
        ("Paid out, it is there", _news),
        ("Paid out, it is there without a reference", replace(_news, reference="")),
        ("Paid out, not known", replace(_news, state="unknown")),
        *(
            (f"Not paid out: {reason}", replace(_news, state="failed", reason=reason, balance=1_280_000))
            for reason in ("destination", "limit", "funds", "refused")
        ),
        ("Paid out, came back", replace(_news, state="returned", reason="unclaimed", amount=1_235_521, balance=1_241_389)),
        ("The place was changed", cashing.PlaceChanged("···456", "···111", _at)),
    )  # fmt: skip
