"""Samples of somebody to talk to."""

from __future__ import annotations

from bot.domain.helplines import Helpline, Helplines, Number
from bot.domain.outcomes import Outcome, worker

_at = 1_793_577_600_000  # 2 November 2026
_emergency = Helpline("Emergency", (Number("999"), Number("112")), "24/7")
_befrienders = Helpline(
    "Befrienders Kenya", (Number("+254 722 178 177"),), "Mo-Fr 09:00-17:00", ("en", "sw"), "free", _at
)
_red_cross = Helpline("Kenya Red Cross", (Number("1199"),), "24/7", ("en", "sw"), "free", _at)
_every_way = (
    Helpline(
        "NCMH", (Number("1553", "landline"), Number("0917-899-8727")), "Th 08:00-17:00", ("fil",), "", _at
    ),
    Helpline(
        "Crisis Text Line", (Number("741741", "text", "HOME"), Number("85258", "text")), "", (), "free", _at
    ),
    Helpline(
        "Línea 106", (Number("+57 300 754 8933", "whatsapp", where="Bogotá"),), "", ("es",), "free", _at
    ),
    Helpline("Kaan Pete Roi", (Number("+880 9612 119911"),), "15:00-03:00", ("bn", "en"), "charged", _at),
)
_rescue = (Helpline("Ambulance", (Number("123"),)), Helpline("Rescue", (Number("1122"),)))

kenya = Helplines("KE", (_emergency,), (_befrienders, _red_cross))


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    return (
        ("Somebody to talk to", worker.Support()),
        ("Somebody to talk to, anywhere", worker.Support(countries=("KE", "UG", "PH"))),
        ("Somebody to talk to, they would rather not say where", worker.Support(Helplines(), "", ("KE", "UG"))),
        ("Somebody to talk to in Kenya", worker.Support(kenya, "KE")),
        ("Somebody to talk to in Kenya, not kept", worker.Support(kenya)),
        ("Somebody to talk to where there is no line", worker.Support(Helplines("SY"), "SY")),
        ("Somebody to talk to, every way to do so", worker.Support(Helplines("PH", _rescue, _every_way), "PH")),
        ("Somebody to talk to, in the demo", worker.Support(Helplines("KE", (_emergency,), (_red_cross,), demo=True), "KE")),
        ("Where help should be near", worker.SupportWhere(("KE", "UG", "SY"))),
        ("Where help should be near, said before", worker.SupportWhere(("KE", "UG", "SY"), "KE")),
    )  # fmt: skip
