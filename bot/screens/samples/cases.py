"""Samples of cases: what a moderator sees, and what those read whom a decision is about."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import cases as numbers
from bot.domain.claims import Copied
from bot.domain.outcomes import Outcome, cases, claims, worker
from bot.screens.samples.facts import languages, settings, shot, task, title

day_ms = 24 * 3_600_000


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    given = claims.Given("choice", settings, languages, task.question, {}, "people", shot)
    breaks = {"en": "Choose what covers most of the picture.", "ar": "اختر ما يغطي معظم الصورة."}
    board = cases.Cases(3, "4F2K", "claim", 2 * day_ms, 14, "🐘")
    case = cases.Case(
        code="4F2K",
        kind="claim",
        ground="breaks",
        name="streets",
        given=given,
        version=1,
        sentence=breaks,
        statements=(
            cases.Statement("worker", "The two women fill the picture.", 1_782_864_000_000),
            cases.Statement("requester", "It shows a road.", 1_782_907_200_000),
            cases.Statement("worker", "The road is behind them.", 1_782_910_800_000),
        ),
        waited_ms=7_200_000,
        mark="🔔",
    )
    hard = replace(case, given=replace(given, picture=None, text={"en": "A broken vase."}), hard=True)
    covered = worker.Hard({"en": "A broken vase."}, 2, ("gore",), 0)
    look, item = worker.Look(0, "first", picture=shot), cases.CaseItem(7, "4F2K", covered, "🐘")
    found = replace(case, before="unusable", why_before="It shows a roof.")
    words = replace(given, picture=None, text={"en": "Cheap, but two days late."}, answer=None)
    opinion = cases.Opinion(
        "4F2K", "stands", given, ("people", "road"), Copied(True, True, 3, 2, 1, 9, 4), "🏠"
    )
    ruled = cases.CaseRuled("report", "4F2K", "streets, 12", "item", "unanswerable", "It is all black.")
    ruling = claims.Ruled("4F2K", True, "ruling", "", 40_000, theirs=True, appeal_ms=numbers.appeal_ms)
    sought = cases.InterpreterSought("4F2K", "sw", "en", True)
    asked = cases.InterpreterAsked("4F2K", "sw", "en", 500_000)
    said = cases.Read("Bakuli ni la rangi ya kahawia.", "Maneno yanasema nyekundu.", "Bakuli ni jeusi.", 7)
    read = cases.Interpreting("4F2K", "sw", "en", said, 500_000, mark="🐘")
    missed = cases.Missed(
        "choice", settings, languages, "market-07", {"en": "A stall of cloth."}, "road", "people"
    )
    past = cases.PastRuling(
        "4F2K", "claim", "streets", "stands", "open", "The women fill it.", 1_782_864_000_000
    )
    return (
        ("Cases", board),
        *((f"Cases: {kind}", replace(board, kind=kind, alike=0, due_ms=0)) for kind in numbers.KINDS[1:]),
        ("No cases", cases.NoCases()),
        ("No cases, with a limit", cases.NoCases(10)),
        ("A limit of cases", cases.CasesDaily(10)),
        ("No limit of cases", cases.CasesDaily(0)),
        ("Past rulings", cases.Rulings((past, replace(past, name="", words="", reason="mostly_wrong", kind="requester", outcome="keep")))),
        ("No past rulings", cases.Rulings(())),
        ("A moderator", cases.ModeratorGiven()),
        ("A case that ended meanwhile", cases.CaseLeft("4F2K", 500_000)),
        *(
            (f"A report was looked at: {one}", cases.ReportRuled("4F2K", title, one, "", "It asks for a name."))
            for one in numbers.OUTCOMES["report"]
        ),
        ("A report was looked at, by a reason", cases.ReportRuled("4F2K", title, "item", "harmful", "")),
        ("A case", case),
        ("A case about hard content", replace(hard, paid=40_000, waits=True, right=8, known=9, missed=(missed,))),
        ("A case whose item is not shown now", replace(hard, paid=40_000, why="night")),
        ("The item of a case", replace(item, hard=replace(covered, look=look))),
        ("The words of a case", replace(item, hard=replace(covered, look=replace(look, picture=None, text=words.text)))),
        ("The item of a case, told of", item),
        ("An answer called copied", replace(case, ground="copied", sentence=None, copied=Copied(True, True, 3, 2, 1, 9, 4))),
        ("A case in second instance", found),
        ("A limit that is doubted", replace(case, kind="account", ground="copied", name="", given=None, waited_ms=0,
            statements=(cases.Statement("setter", "12 of 14 answers are another account's.", 1_782_864_000_000),
                cases.Statement("worker", "We learn together, and write alone.", 1_782_907_200_000)),
            right=6, known=10, missed=(missed,) * 4)),
        ("A case that was won before", replace(found, ground="machine", before="stands", why_before="")),
        *((f"A report: {ground}", replace(case, kind="report", ground=ground, given=words, statements=(), waited_ms=0))
          for ground in ("nothing_fits", "unclear", "cannot_see", "my_data")),
        *((f"A report: {ground}", replace(case, kind="report", ground=ground, given=None, statements=(), waited_ms=0))
          for ground in ("violent", "illegal")),
        ("A requester who claims too much", cases.Case("4F2K", "requester", "row", "", None, mark="🔔")),
        ("People complain about a pack", replace(case, kind="grievance", ground="", sentence=None, given=replace(words, text=breaks), statements=(), waited_ms=0, reasons=(("pay", 4), ("harm", 1)))),
        ("A message in the room to look at", cases.Case("4F2K", "room", "", "", None, words="Work for me: call my brother.", mark="🔔")),
        ("A payout to look at", cases.Case("4F2K", "payout", "", "", None, mark="🔔")),
        *((f"An opinion: {outcome}", replace(opinion, outcome=outcome)) for outcome in numbers.REASONS),
        ("A case is decided", cases.CaseDone("4F2K", True, 14, 2)),
        ("A case waits for another person", cases.CaseDone("4F2K", False)),
        ("Cases alike", cases.AlikeDone("4F2K", 14)),
        ("A jury is asked", cases.JuryAsked("4F2K")),
        ("A case in another language", replace(case, unread="sw", target="en")),
        ("A case, and nobody to interpret it", replace(case, unread="sw", target="en", nobody=True)),
        ("A case with an interpreter's words", replace(case, unread="sw", target="en", words="Wanawake wawili wanajaza picha.",
            interpreted=(cases.Wording("sw", "en", "The two women fill the picture."),))),
        ("An interpreter is sought", sought),
        ("An interpreter was asked already", replace(sought, already=True)),
        ("A case is interpreted", cases.Interpreted("4F2K", "sw", "en", True)),
        ("A case is not interpreted", cases.Interpreted("4F2K", "sw", "en", False)),
        ("An interpreter is asked", asked),
        ("An interpreter is asked about hard content", replace(asked, hard=True)),
        ("To be interpreted", read),
        ("To be interpreted, about hard content", replace(read, read=cases.Read(words="Chombo kilichovunjika."), hard=True)),
        ("Interpreted", cases.InterpretingOver(500_000)),
        ("Not interpreted", cases.InterpretingOver(declined=True)),
        ("Interpreted by another", cases.InterpretingOver()),
        ("Refused: nothing to interpret", worker.Refused("NothingToInterpret", {"code": "4F2K"})),
        ("An appeal", cases.Appealed("4F2K")),
        ("An appeal with many words", cases.Appealed("4F2K", 1_000)),
        ("The worker appeals", cases.AppealCame("4F2K", "streets", True)),
        ("The requester appeals", cases.AppealCame("4F2K", "streets", False)),
        ("The worker appeals, and says why", cases.AppealCame("4F2K", "streets", True, "Look at the left half.")),
        *((f"A report decided: {outcome}", replace(ruled, outcome=outcome, reason=numbers.REASONS[outcome][0]))
          for outcome in numbers.OUTCOMES["report"]),
        *((f"A grievance decided: {outcome}, {reason}", replace(ruled, kind="grievance", name="streets", outcome=outcome, reason=reason))
          for outcome in numbers.OUTCOMES["grievance"] for reason in numbers.REASONS[outcome]),
        *((f"Claiming decided: {outcome}", replace(ruled, kind="requester", name="", outcome=outcome, reason=reason))
          for outcome, reason in (("stands", ""), ("keep", "mostly_wrong"), ("warn", "careless"))),
        *((f"Ruled for the worker: {outcome}", replace(ruling, outcome=outcome, reason=numbers.REASONS[outcome][0]))
          for outcome in ("stands", "item", "instruction", "warn")),
        *((f"Ruled against the worker: {reason}", replace(ruling, right=False, theirs=False, frozen=True, reason=reason))
          for reason in numbers.REASONS["unusable"]),
        *((f"Ruled for the worker: {reason}", replace(ruling, theirs=False, reason=reason))
          for reason in ("open", "other_sentence", "harmful", "contradicts", "seen")),
        ("Refused: no moderator", worker.Refused("NotAModerator", {})),
        ("Refused: no such case", worker.Refused("NoSuchCase", {"code": "4F2K"})),
        ("Refused: not their case", worker.Refused("NotYourCase", {"code": "4F2K"})),
        ("Refused: another has it", worker.Refused("CaseTaken", {"code": "4F2K"})),
        ("Refused: nothing to appeal", worker.Refused("NothingToAppeal", {"code": "4F2K"})),
        ("Refused: enough today", worker.Refused("EnoughToday", {"most": 10})),
    )  # fmt: skip
