"""Samples of paying in."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome, deposits, worker


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    ask = deposits.PayIn(
        1_280_000,
        (10_000_000, 20_000_000, 50_000_000, 100_000_000),
        ("telegram", "paypal"),
        1_000_000,
        10_000_000_000,
        mark="🔑",
    )
    until = 1_790_000_000_000
    spent = {"days": 60, "most": "50.00", "free": "30.00", "wanted": "33.05"}
    refusals = ("NotARequester", "InvoiceUnknown", "InvoicePaid", "InvoiceOver")
    return (
        ("Paying in", ask),
        *((f"Paying in: {unfit}", replace(ask, unfit=unfit)) for unfit in ("amount", "minor", "least", "most")),
        ("Paying in: which way", replace(ask, amount=20_000_000)),
        ("Paying in by hand", deposits.PayByHand(0)),
        ("An invoice", deposits.PayByCard("word", 2_000, "USD")),
        ("A link is coming", deposits.PayLinkComing(20_000_000)),
        ("A link", deposits.PayLink(20_000_000, "https://example.org/checkoutnow?token=5O190127TN364715T", until)),
        ("No link from PayPal", deposits.PayLink(20_000_000, "", until)),
        ("Paid in", deposits.PaidIn(20_000_000, 21_280_000)),
        ("Paid in, limited", deposits.PaidIn(100_000_000, 101_280_000, limited=True)),
        ("Paid in, after one was called back", deposits.PaidIn(20_000_000, 17_800_000, repaid=2_200_000)),
        ("Sent back", deposits.SentBack(60_000_000, 41_280_000)),
        ("Called back", deposits.CalledBack(5_000_000, 0)),
        ("Called back when it was spent", deposits.CalledBack(5_000_000, 2_200_000)),
        ("Paid in, for nobody known", deposits.PaidAside("5O190127TN364715T")),
        *((f"A deposit refused: {name}", worker.Refused(name, {})) for name in refusals),
        ("Too many invoices", worker.Refused("TooManyInvoices", {"most": 20})),
        ("Money that can be called back", worker.Refused("ReversibleSpent", spent)),
    )  # fmt: skip
