"""Samples of what requesters see, for the gallery."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome, requester, worker
from bot.screens.samples import facts

_title = {"en": "What kind of shoe is it?", "ar": "ما نوع هذا الحذاء؟"}
_name = "street-shoes"
_ready = requester.PackReady(
    name=_name,
    title=_title,
    tasks=212,
    task_bytes=6_600,
    overlap=3,
    price=30_000,
    at_most=33_050_000,
    likely=23_870_000,
    there=50_000_000,
    days=2,
    pilot=10,
    pilot_at_most=2_310_000,
    mark="🔑",
)
_described = {
    "en": "A man lies beside a motorcycle; blood on the road.",
    "ar": "رجل ملقى بجانب دراجة نارية، ودم على الطريق.",
}
_hard = replace(_ready, levels=(120, 80, 12), care=9_000_000, overlap=1, pilot=0)
_status = requester.PackStatus(
    name=_name,
    title=_title,
    state="running",
    answers=412,
    wanted=636,
    people=31,
    spent=13_600_000,
    locked=19_450_000,
    price=30_000,
    median_ms=10_000,
    agreement=81,
    skipped=17,
    reported=4,
    stopped=1,
    by_day=(30, 120, 202, 60),
    done_at=1_790_000_000_000,
)
_pilot = requester.PilotOver(_name, 30, 4, 30_000, 15, 31_000, 6_600, 81, 2, 1, 70_000, 30_740_000)
_states = ("reading", "draft", "running", "paused", "closed", "refunded")
_refused: tuple[tuple[str, dict[str, object]], ...] = (
    ("NotARequester", {}),
    ("NotThisCode", {}),
    ("PackTooBig", {"file": "shoes.zip", "megabytes": 20}),
    ("NoPackFile", {"file": "shoes.doc"}),
    ("NotNow", {"name": _name, "command": "/status_street_shoes"}),
    ("SeenFirst", {"name": _name}),
    ("SeenBeforeAdded", {"name": _name}),
    ("NoCareContact", {"name": _name}),
    ("CareContactPays", {"name": _name, "care": "Grace Wanjiru"}),
    ("NoPilot", {"name": _name}),
    ("PilotFirst", {"name": _name}),
    ("NoPrice", {"name": "street_shoes"}),
    ("NotAdded", {"name": _name}),
    ("FilesWait", {"count": 5}),
    ("FileNotRead", {"file": "shoes.zip"}),
    ("NoSuchPack", {"name": _name}),
    ("NotOneLine", {}),
    ("TooLong", {"count": 240, "most": 200}),
    ("PackNameTaken", {"name": _name}),
    ("PackNotReady", {"name": _name}),
    ("OtherCurrency", {"what": _name, "currency": "KES", "house": "USD"}),
    ("NotFunded", {"name": _name, "wanted": "33.05", "there": "20.00", "missing": "13.05"}),
    ("BelowFloor", {"price": "0.01", "seconds": 15, "hourly": "2.40", "floor": "5.00", "enough": "0.03"}),
    ("StillComing", {"name": _name, "job": 7}),
    ("NotTheSame", {"name": _name, "field": "price"}),
    ("RowsChanged", {"name": _name, "count": 2, "lines": "3, 4"}),
    ("NoQuote", {"name": _name, "why": "the pack would lock more than one pack may"}),
)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    reading = worker.Reading(7, facts.title, facts.instruction(), 20_000, 3, 2, "🔑")
    task = replace(facts.task, mark="🔑")
    faults = (
        "tasks.csv line 14: picture media/014.jpg is not in the zip (there is media/014.JPG).",
        "tasks.csv line 30: gold answer “sneaker” is not an option; did you mean “Sneakers”?",
        "pack.toml line 6: $0.01 for 15 s is $2.40 an hour; the floor here is $5.00. $0.03 would be enough.",
    )
    asked = requester.RoleAsked("name", mark="🐟")
    lines = tuple(requester.PackLine(_name, state, 412, 636) for state in _states)
    waits = requester.RowsWait("shoes.zip", _name, 12, True, 2_100_000)
    return (
        ("Requester: asking for the role", asked),
        ("Requester: the name is taken", replace(asked, taken=True)),
        ("Requester: who they are", replace(asked, step="about", name="Night Market Maps")),
        ("Requester: what work", replace(asked, step="work", name="Night Market Maps", about="We map markets.")),
        ("Requester: the operator looks", requester.RoleWaits("Night Market Maps", "🔑")),
        ("Requester: has the role", requester.RoleStands("Night Market Maps")),
        ("Requester: was given the role", requester.RoleGiven("Night Market Maps")),
        ("Requester: was declined", requester.RoleDeclined("We bring no work about people's papers.")),
        ("Requester: a file begins", requester.FileProgress("shoes.zip")),
        ("Requester: a file goes on", requester.FileProgress("shoes.zip", 64, 212)),
        ("Requester: faults", requester.FileFaulty("shoes.zip", 3, faults)),
        ("Requester: many faults", requester.FileFaulty("shoes.zip", 50, faults * 17)),
        ("Requester: a pack came", requester.FileCame("shoes.zip", _ready)),
        ("Requester: a first pack came", requester.FileCame("shoes.zip", replace(_ready, waits=True, days=0))),
        ("Requester: a pack was looked at", requester.PackSeen(_name, True)),
        ("Requester: new rows were looked at", requester.PackSeen(_name, False)),
        ("Requester: rows would come", waits),
        ("Requester: rows would come, no new words", replace(waits, worded=False)),
        (
            "Requester: a pack came that might be better",
            requester.FileCame(
                "shoes.zip",
                _ready,
                requester.Remarks(1, ("row-7",), 7, ("media/1.jpg", "media/2.jpg", "media/3.jpg", "media/4.jpg", "media/5.jpg")),
            ),
        ),
        ("Requester: rows came", requester.RowsCame("shoes.zip", _name, 12, True)),
        ("Requester: nothing new came", requester.RowsCame("shoes.zip", _name, 0, False)),
        ("Requester: a table came", requester.TableCame("shoes.csv", "choice", 212, ("price", "title"), (), "# Made from shoes.csv")),
        ("Requester: a table is unclear", requester.TableCame("shoes.csv", "", 0, (), ("Which column has the text? text, note",), "")),
        ("Requester: which example", requester.Template("", ("choice", "multi", "text"))),
        ("Requester: an example", requester.Template("choice", ("choice", "multi", "text"))),
        ("Requester: a quote", _ready),
        ("Requester: a quote, hard content", _hard),
        ("Requester: a pack without a care contact is paused", requester.PackUnminded(_name)),
        ("Requester: a quote, dynamic overlap", replace(_ready, overlap_likely=240, pilot=0)),
        ("Requester: a quote that waits", replace(_ready, waits=True)),
        ("Requester: the rest behind a pilot", replace(_ready, piloted=True, pilot=0)),
        ("Requester: before a preview", requester.Previewed(_name)),
        ("Requester: a preview, the offer", requester.Preview(offer=facts.offer)),
        ("Requester: a preview, the instruction", requester.Preview(reading=reading)),
        ("Requester: a preview, a task", requester.Preview(task=task)),
        (
            "Requester: a preview, hard content with a picture",
            requester.Preview(described=_described, covered=True),
        ),
        ("Requester: a preview, hard content in words", requester.Preview(described=_described)),
        ("Requester: money is missing", requester.MoneyShort(20_000_000, _name, 33_050_000)),
        ("Requester: launched", requester.Launched(_name, 33_050_000)),
        ("Requester: a pilot", requester.Launched(_name, 2_310_000, 10)),
        ("Requester: a pilot is over", _pilot),
        ("Requester: a pilot is over, the price is right", replace(_pilot, median_ms=0, enough=0, agreement=-1, skipped=0, reported=0, people=1)),
        ("Requester: the rest at another price", requester.RepriceAsked(_name, "street-shoes-2", 202, 70_000, 45, 120_000, 74_210_000, "🌽")),
        ("Requester: the rest at another price is copied", requester.RepriceBegun(_name, "street-shoes-2")),
        ("Requester: topped up", requester.ToppedUp(_name, 1_320_000)),
        ("Requester: nothing to top up", requester.ToppedUp(_name, 0)),
        ("Requester: paused", requester.PackMoved(_name, True)),
        ("Requester: goes on", requester.PackMoved(_name, False)),
        ("Requester: close it?", requester.CloseAsked(_name, 19_450_000, 2, mark="🌽")),
        ("Requester: close it, answers doubted?", requester.CloseAsked(_name, 19_450_000, 0, 160_000, 1, "🌽")),
        ("Requester: close a draft?", requester.CloseAsked(_name, 0, 0, mark="🌽")),
        ("Requester: closed", requester.PackClosed(_name, 19_450_000, False)),
        ("Requester: closed, some comes later", requester.PackClosed(_name, 0, True)),
        ("Requester: packs", requester.Packs(lines, 50_000_000, 3)),
        ("Requester: no packs", requester.Packs((), 0)),
        ("Requester: status", _status),
        ("Requester: status of a pilot", replace(_status, pilot=10, state="paused", median_ms=0, agreement=-1, skipped=0, reported=0, done_at=0, stopped=0)),
        ("Requester: status with answers to look at", replace(_status, waits=12)),
        ("Requester: status of an ended pack", replace(_status, state="refunded", done_at=0)),
        ("Requester: results begin", requester.ResultsBegun(_name)),
        ("Requester: no results", requester.ResultsNone(_name)),
        ("Requester: a result file", requester.ResultFile(_name, "street-shoes-answers.csv", "0" * 64, 48_000)),
        ("Requester: a result file that is too large", requester.ResultFile(_name, "street-shoes-media.zip", "", 81_000_000)),
        ("Requester: a result file that is gone", requester.ResultFile(_name, "street-shoes-answers.csv", "0" * 64, 48_000, gone=True)),
        *((f"Requester: {name}", worker.Refused(name, values)) for name, values in _refused),
    )  # fmt: skip
