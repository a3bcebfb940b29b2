"""Every screen once, with sample facts: for snapshots, for reviewers of a language, for a look before a change.

`samples()` is the list; a test asserts that every outcome is in it. `page` draws it as one HTML page without
scripts, phones side by side, right-to-left where the language is.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot import kinds
from bot.domain import outcomes as o
from bot.domain.outcomes import Outcome
from bot.domain.papers import Entry, InvoicePaper, InvoicePart, RecordPaper, StatementPaper, Worked
from bot.papers.record import Signer
from bot.screen import Screen
from bot.screens import cashing_samples, samples_requester
from bot.screens.words import Installation
from bot.texts import Translator

sample_house = Installation(
    name="Ujima Cooperative",
    address="12 River Road, Nairobi",
    law="Kenya",
    complaints="Office of the Data Protection Commissioner, Nairobi",
    version="0.1.0",
    floor_hourly=5_000_000,
    rulings_by="Achieng Otieno",
    pays_out=True,
    signer=Signer("A" * 43 + "="),
    seal_channel="@ujima_seals",
)
_changes = {"en": [["gone", "Skip what you cannot see."], ["new", "Skip what you cannot see well."]]}
_saved = o.Saved(amount=40_000, balance=1_280_000)
_title = {"en": "What is in the picture?", "ar": "ما الذي في الصورة؟"}
_question = {"en": "What covers most of the picture?", "ar": "ما الذي يغطي معظم الصورة؟"}
_settings = {
    "options": [
        {"code": "road", "label": {"en": "Road", "ar": "طريق"}},
        {"code": "building", "label": {"en": "Building", "ar": "مبنى"}},
        {"code": "people", "label": {"en": "People", "ar": "ناس"}},
        {"code": "plants", "label": {"en": "Plants", "ar": "نباتات"}},
    ]
}
_languages = ("en", "ar")
_use = {"en": "Maps for people who walk.", "ar": "خرائط للمشاة."}
_shot = o.Shot("0" * 64, 6_600)
_sound = o.Shot("1" * 64, 18_000, "audio", 12)
_clip = o.Shot("2" * 64, 240_000, "video", 8)
_task = o.Task(
    pack=7,
    assignment=1,
    kind="choice",
    settings=_settings,
    languages=_languages,
    question=_question,
    text={},
    picture=_shot,
    larger=_shot,
    mark="🐘",
)
_offer = o.Offer(
    pack=7,
    title=_title,
    asks="Open Streets Archive",
    on_behalf_of="",
    trains={"en": "A free search of street photographs.", "ar": "بحث مجاني في صور الشوارع."},
    afterwards={"en": "The results are published.", "ar": "تُنشر النتائج."},
    licence="CC-BY-4.0",
    kind="choice",
    settings=_settings,
    price=40_000,
    seconds=12,
    measured=True,
    task_bytes=8_100,
    places=212,
    answers=890,
    answers_paid=890,
    mark="🔑",
    languages=_languages,
)

_statement_paper = StatementPaper(
    at=1_795_000_000_000,
    balance=1_280_000,
    earned=1_280_000,
    entries=(
        Entry(2, 1_794_990_000_000, "available", "pay_answer", 40_000, 1_280_000, "streets", _title, 12),
        Entry(
            1,
            1_794_980_000_000,
            "available",
            "pay_reading",
            20_000,
            1_240_000,
            "streets",
            _title,
            hash="5f" * 32,
        ),
    ),
    earlier=30,
)

_invoice_paper = InvoicePaper(
    at=1_795_000_000_000,
    pack="streets",
    title=_title,
    number="7-312",
    requester="Open Streets Archive",
    parts=tuple(
        InvoicePart(part, 12_000_000, 40_000, 9_000_000, 225, 3_000_000, 40_000)
        for part in ("answers", "gold", "practice", "reading", "side", "late", "floor", "care", "fee")
    ),
    goodwill=80_000,
)

_record_packs = (
    o.RecordPack(1, _title, 120, True, "1"),
    o.RecordPack(2, {"en": "Prices of maize"}, 48, True, "2"),
)
_record_paper = RecordPaper(
    at=1_795_000_000_000,
    name="Amina Yusuf",
    work=(
        Worked(
            _title,
            "choice",
            "Open Streets Archive",
            1_790_000_000_000,
            1_794_000_000_000,
            120,
            9,
            8,
            4_800_000,
        ),
        Worked(
            {"en": "Prices of maize"},
            "number",
            "Maize Watch",
            1_794_000_000_000,
            1_795_000_000_000,
            48,
            None,
            None,
        ),
    ),
)


_nudges = (
    ("choice", "press"),
    ("multi", "press"),
    ("multi", "least"),
    ("multi", "most"),
    ("find", "address"),
    ("find", "https"),
    ("form", "0 press"),
    ("number", "write"),
    ("number", "range"),
    ("number", "decimals"),
    ("number", "unclear"),
    ("audio", "press"),
    ("grid", "cells 12"),
    ("pair", "press"),
    ("photo", "photo"),
    ("photo", "looking"),
    ("photo", "blurred"),
    ("photo", "small 320"),
    ("photo", "file"),
    ("photo", "dark"),
    ("photo", "bright"),
    ("photo", "twin"),
    ("voice", "twin"),
    ("video", "press"),
    ("voice", "voice"),
    ("voice", "looking"),
    ("voice", "short"),
    ("voice", "long 95"),
    ("voice", "quiet"),
    ("voice", "clipped"),
    ("voice", "silent"),
    ("voice", "file"),
    ("rank", "press"),
    ("reply", "write"),
    ("scale", "press"),
    ("text", "write"),
    ("text", "voice"),
    ("text", "photo"),
    ("text", "form"),
    ("reply", "long 523"),
    ("reply", "short 3"),
)


def _practised(right: bool | None) -> o.Saved:
    why = {"en": "The tarmac fills the lower half.", "ar": "الإسفلت يملأ النصف الأسفل."}
    return o.Saved(
        amount=40_000,
        balance=80_000,
        practised=o.Practised(right, "choice", _settings, _languages, "road", why, "🐟"),
    )


def _of_kind(name: str) -> o.Task:
    kind = kinds.kinds()[name]
    settings, text, languages = (
        dict(kind.example["settings"]),
        kind.example["item"].get("text", ""),
        ("en", "sw"),
    )
    return o.Task(
        7,
        2,
        name,
        settings,
        languages,
        _question,
        {"en": str(kind.read_item(kinds.spec(name, settings, languages), text))} if text else {},
        picture=_shot if {"picture", "video"} & set(kind.example["item"]) else None,
        audio=_sound if "audio" in kind.example["item"] else None,
        clip=_clip if "video" in kind.example["item"] else None,
        mark="🏠",
    )


def _offer_of(name: str) -> o.Offer:
    """An offer of a kind that has something to say before one agrees."""
    task = _of_kind(name)
    return replace(_offer, kind=name, settings=task.settings, languages=task.languages)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome) for every screen and every sentence that a screen may say."""
    more = o.More(True, True, "choice", _settings, _languages, {}, "🐘")
    line = o.Line(1_790_000_000_000, "pay_answer", 40_000, 1_280_000)
    answered = o.Answered(
        1_790_000_000_000, _title, "choice", _settings, _languages, "road", 40_000, "answered"
    )
    multi = _of_kind("multi")
    nothing = replace(answered, kind="multi", settings=multi.settings, languages=multi.languages, answer=[])
    movements = ("pay_gold", "pay_practice", "pay_reading", "pay_side", "pay_late", "pay_goodwill", "payout")
    lines = (line, *(o.Line(1_790_000_000_000, name, 20_000, 1_240_000) for name in movements))
    example = o.Example(
        True, "A wide street with two cars.", "road", {"en": "The street fills it.", "ar": "الشارع يملؤها."}
    )
    return (
        ("The first message", o.Welcome(("en", "ar"), 10_000, "🐟", "Amina")),
        ("The first message, one language", o.Welcome(("en",), 640, "🐟")),
        ("The first message, many languages", o.Welcome(("en", "ar", "es", "sw"), 10_000, "🐟")),
        ("Before Start", o.Welcome(("en", "ar"), 10_000, "🐟", again=True)),
        ("Languages", o.Languages(("en", "ar"), "🐟")),
        ("An offer", _offer),
        ("An offer by somebody new", replace(_offer, answers=0, measured=False, seconds=1, places=1)),
        ("An offer in another language", replace(_offer, title={"sw": "Picha ina nini?"}, on_behalf_of="Map Trust", saved=_saved)),
        ("An offer with its use and languages", replace(_offer, use=_use, needed={"ar": "rw", "sw": "s"})),
        *((f"An offer: {name}", _offer_of(name)) for name in ("find", "photo", "reply", "voice")),
        ("The instruction, one practice", o.Reading(7, _title, _instruction(), 0, 1, 0, "🌽")),
        ("The instruction, no practice", o.Reading(7, _title, _instruction(), 20_000, 0, 0, "🌽")),
        ("The instruction", o.Reading(7, _title, _instruction(), 20_000, 3, 2, "🌽")),
        ("The instruction, changed", o.Reading(7, _title, _instruction(), 10_000, 0, 2, "🌽", _changes, _saved)),
        ("The instruction, quite new", o.Reading(7, _title, _instruction(), 20_000, 0, 2, "🌽", {"en": [["new", "Look twice. " * 300]]})),
        ("A task", _task),
        ("The next task", replace(_task, saved=_saved)),
        ("The first answer, with reading", replace(_task, saved=o.Saved(60_000, 60_000, reading=20_000))),
        ("Practice, right", replace(_task, role="practice", saved=_practised(True))),
        ("Practice, one answer of many", replace(_task, saved=_practised(None))),
        ("Practice, not right", replace(_task, saved=_practised(False))),
        ("An answer that had waited", replace(_task, saved=o.Saved(40_000, 1_280_000, waited_ms=172_800_000))),
        ("A report, paid", replace(_task, saved=o.Saved(40_000, 1_280_000, reported=True))),
        ("A report, paid later", replace(_task, saved=o.Saved(0, 1_280_000, reported=True, later=True))),
        ("A report beside an answer that stands", replace(_task, saved=o.Saved(0, 1_280_000, paid_before=True, reported=True))),
        ("Pay that comes later", replace(_task, saved=o.Saved(0, 1_280_000, later=True))),
        ("Answered once more", replace(_task, saved=o.Saved(0, 1_280_000, paid_before=True))),
        ("A lost sound", replace(_of_kind("audio"), audio=None, note="lost audio")),
        ("A lost clip", replace(_of_kind("video"), picture=None, clip=None, note="lost video")),
        ("A lost picture", replace(_task, picture=None, larger=None, note="lost")),
        ("Undone", replace(_task, note="undone")),
        ("A text", replace(_task, picture=None, text={"en": "Cheap, but two days late.", "ar": "رخيص، لكنه تأخر يومين."})),
        ("More, without a picture", o.More(False, False, "choice", _settings, _languages, {}, "🐘")),
        *((f"Kind: {name}", _of_kind(name)) for name in kinds.kinds()),
        ("Kind: audio, text only until asked", replace(_of_kind("audio"), held=True)),
        ("Kind: audio, written down", replace(_of_kind("audio"), settings={"answer": "text"})),
        ("Kind: video, the clip", replace(_of_kind("video"), note="clip")),
        ("Kind: video, written down", replace(_of_kind("video"), settings={"answer": "text"})),
        ("Kind: grid, smaller squares", replace(_of_kind("grid"), draft={"fine": True})),
        ("Kind: pair, pictures", replace(_of_kind("pair"), settings={"item": "pictures"}, text={}, picture=_shot)),
        ("Kind: photo, of oneself", replace(_of_kind("photo"), settings={"people": "self"})),
        ("Kind: voice, an answer", replace(_of_kind("voice"), settings={"seconds_max": 1})),
        ("Practice, a photograph", replace(_of_kind("photo"), saved=_made("photo"))),
        ("Practice, a recording", replace(_of_kind("voice"), saved=_made("voice"))),
        ("More, before the sound is played", replace(more, kind="audio", settings=_of_kind("audio").settings, languages=("en", "sw"), held=True)),
        ("More, with a clip", replace(more, kind="video", settings=_of_kind("video").settings, languages=("en", "sw"), clip_bytes=240_000)),
        ("Kind: find, the address", replace(_of_kind("find"), draft={"value": "5199"})),
        ("Kind: form, the second question", replace(_of_kind("form"), draft={"answers": [3]})),
        ("Kind: multi, some pressed", replace(multi, draft={"chosen": ["price", "quality"]})),
        ("Kind: multi, at least one", replace(multi, settings={**multi.settings, "chosen_min": 1})),
        ("Kind: rank, some pressed", replace(_of_kind("rank"), draft={"ranked": [2]})),
        ("Kind: rank, only the best", replace(_of_kind("rank"), settings={"count": 6, "top": 1})),
        ("Kind: reply, to a person", replace(_of_kind("reply"), settings={"receiver": "knows"})),
        ("Kind: scale, no middle", replace(_of_kind("scale"), settings=_without("scale", "middle"))),
        ("Kind: number, whole, no unit", replace(_of_kind("number"), settings={})),
        ("A nudge: number decimals, whole", o.Nudge("number", {}, _languages, "decimals", "🏠")),
        ("Kind: text, any", replace(_of_kind("text"), settings={})),
        ("More, some pressed", replace(more, kind="multi", settings=multi.settings, draft={"chosen": ["price"]}, languages=multi.languages)),
        ("More", more),
        ("Something is wrong", o.Wrong("🐘")),
        ("Is this your answer?", o.IsThis("road", "🏠")),
        ("Is this photo your answer?", o.IsThis("", "🏠")),
        ("Is this your answer, and not the other", o.IsThis("road", "🏠", unfit=True)),
        ("Paused", o.Paused(1_280_000, "🍀")),
        ("Paused, and an answer came", o.Paused(1_280_000, "🍀", _saved)),
        ("Nothing left", o.NothingLeft(1_280_000, _saved, False, "🍀")),
        ("Nothing left today", o.NothingLeft(1_280_000, None, False, "🍀", tomorrow=True)),
        ("Practice that may help", replace(_task, role="practice", note="help", saved=_saved)),
        ("Other work may suit better", replace(_offer, saved=replace(_saved, elsewhere=True))),
        ("Only passed over", o.NothingLeft(1_280_000, None, True, "🍀")),
        ("Saved already", o.AlreadySaved("🐟", "answer", "🏠")),
        ("Skipped already", o.AlreadySaved("🐟", "skip", "🏠")),
        ("Reported already", o.AlreadySaved("🐟", "report", "🏠")),
        ("Over", o.AlreadySaved("🐟", "replaced", "")),
        ("A waiting one saved", o.SavedElsewhere(_saved, "🐟", "🏠")),
        ("A waiting one saved, nothing open", o.SavedElsewhere(_saved, "🐟", "")),
        *((f"A nudge: {kind} {code}", _nudge(kind, code)) for kind, code in _nudges),
        ("Not understood", o.NotUnderstood("🏠")),
        ("Not understood, nothing open", o.NotUnderstood()),
        ("A refusal", o.Refused("UndoTooLate", {})),
        ("No such receipt", o.Refused("NoSuchReceipt", {})),
        ("A receipt that comes later", o.Refused("ReceiptLater", {})),
        ("A refusal without words", o.Refused("Refusal", {})),
        ("A file that is too large", o.Refused("FileTooBig", {"megabytes": 20})),
        ("A file that is gone", o.Refused("FileGone", {})),
        ("A file that can't be opened", o.Refused("FileUnreadable", {})),
        ("A file that was not looked at", o.Refused("FileNotLookedAt", {})),
        ("A voice where nobody listens", o.Refused("NoVoicesHere", {})),
        ("No question open", o.Refused("NoQuestionOpen", {})),
        ("Nothing to undo", o.Refused("NothingToUndo", {})),
        ("Our fault", o.Sorry(304_118, "🏠")),
        ("Who asks", o.WhoAsks(_offer)),
        *((f"Who asks: a language to know, {skills}", o.WhoAsks(replace(_offer, needed={"ar": skills}, use=_use, source="People of Nairobi")))
          for skills in ("r", "w", "rs", "ws", "rws")),
        ("Who asks, in their words", o.WhoAsks(_offer, requester="Night Market Maps", about="A club in Nairobi that maps markets.")),
        ("Who asks, for whom", o.WhoAsks(replace(_offer, on_behalf_of="Map Trust", answers=0))),
        ("No examples", o.Examples((), "choice", _settings, _languages)),
        ("Examples with a picture", o.Examples((example, o.Example(False, "media/1.jpg", "plants", example.why)), "choice", _settings, _languages, _shot)),
        ("Examples of photographs", o.Examples(tuple(o.Example(right, "media/1.jpg", "-", example.why) for right in (True, False)), "photo", {}, _languages, _shot)),
        ("Examples", o.Examples((example, o.Example(False, "media/1.jpg", "plants", example.why)), "choice", _settings, _languages)),
        ("Money", o.Money(1_280_000, 400_000, 3_200_000, True)),
        ("No money yet", o.Money(0, 0, 0, False)),
        ("Statement", o.Statement(lines, 1_280_000)),
        ("Empty statement", o.Statement((), 0)),
        ("History", o.History((answered, replace(answered, state="undone"), nothing), 3)),
        ("History of what was made", o.History((_of_making(answered, "photo"), _of_making(answered, "voice"), _nowhere(answered)), 3)),
        ("History of every kind", o.History(tuple(_of_history(answered, name) for name in kinds.kinds()), 3)),
        ("Empty history", o.History((), 0)),
        ("Own data", o.MyData("{}")),
        ("Statement as a PDF", o.StatementFile("pdf", _statement_paper)),
        ("Invoice of a pack", o.InvoiceFile(7, "pdf", _invoice_paper)),
        ("Invoice as a table", o.InvoiceFile(7, "csv", _invoice_paper)),
        ("Work record", o.RecordChoice(_record_packs, "", False)),
        ("Work record without one pack", o.RecordChoice((replace(_record_packs[0], shown=False, change=""), _record_packs[1]), "1", True)),
        ("Work record without work", o.RecordChoice((), "", False)),
        ("Work record as a file", o.RecordFile((7,), True, "Amina Yusuf", _record_paper)),
        ("Receipt", o.ReceiptFile(2, "{}", "5f" * 32, "a0" * 32)),
        ("Receipt without a seal", o.ReceiptFile(2, "{}", "5f" * 32)),
        ("Seal", o.SealTold(1_795_000_000_000, "a0" * 32)),
        ("No seal", o.SealTold(0, "")),
        ("Forget me", o.ForgetTold(1_280_000, 0, (), 0, "4821")),
        ("Forget me, with nothing left", o.ForgetTold(0, 0, (), 0, "0312")),
        ("Forget me, later", o.ForgetTold(1_280_000, 2_000_000, ("streets", "wells"), 5_000_000, "")),
        ("Forgotten", o.Forgotten(1001, "en")),
        ("Statement as a table", o.StatementFile("csv", _statement_paper)),
        ("The rules", o.Rules()),
        ("Help", o.Help(True)),
        ("Somebody to talk to", o.Support()),
        ("About", o.About()),
        *samples_requester.samples(_offer, o.Reading(7, _title, _instruction(), 20_000, 3, 2, "🔑"), replace(_task, mark="🔑")),
        *_deposits(),
        *cashing_samples.samples(),
        *_voices(),
        *_claims(),
    )  # fmt: skip


def _claims() -> tuple[tuple[str, o.Outcome], ...]:
    """Reviews and claims, to both sides."""
    given = o.Given("choice", _settings, _languages, _task.question, {}, "people", _shot)
    words = replace(given, picture=None, text={"en": "Cheap, but two days late."})
    breaks = {"en": "Choose what covers most of the picture.", "ar": "اختر ما يغطي معظم الصورة."}
    claimed = o.Claimed("4F2K", "Night Market Maps", given, "breaks", breaks, 40_000, False)
    ruled = o.Ruled("4F2K", True, "ruling", "The people cover two thirds.", 40_000, False, 160_000)
    reviewing = o.Reviewing("streets", 7, given, 1_767_571_200_000, 12, "🐟", "accepted")
    reasoning = o.Reasoning(7, "streets", tuple(breaks.values()), mark="🐟", price=40_000)
    refused_rows = (
        o.RowRefused(2, "NoSuchAnswer", {"answer": 7}),
        o.RowRefused(5, "NoSuchSentence", {"sentence": 9}),
    )
    stands = [
        (f"Ruled: {how}", replace(ruled, how=how, frozen=True)) for how in ("gave_in", "silence", "overdue")
    ]
    return (
        ("An answer is called unusable", claimed),
        *((f"Called unusable: {ground}", replace(claimed, given=words, ground=ground, sentence={}, frozen=True))
          for ground in ("empty", "copied", "machine")),
        ("Disagreeing", o.Disagreeing(1, "4F2K", "Achieng Otieno", "🍀")),
        ("Disagreed", o.Disagreed("4F2K")),
        ("Ruled: it stands", ruled),
        *stands,
        ("Ruled: it can't be used", replace(ruled, right=False, frozen=True)),
        ("Ruled: it can't be used, the money stays", replace(ruled, right=False, why="")),
        ("Ruled, to the requester", replace(ruled, theirs=True)),
        ("Ruled against the worker, to the requester", replace(ruled, right=False, theirs=True)),
        ("An answer is sent back", o.Mending("4F2K", "Night Market Maps", given, breaks, 40_000)),
        ("A task to mend", replace(_task, note="mend")),
        ("The floor paid more", o.Floored(120_000, (_title,))),
        ("The worker disagrees", o.Objection("4F2K", "streets", given, "The women fill the picture.", 96)),
        ("The requester keeps to it", o.Insisting(1, "4F2K", "🍀")),
        ("The floor reserve is used up", o.FloorNeeds("streets", 36, 10_000, 4_200_000)),
        ("Reviewing", reviewing),
        ("Reviewing, claimed", replace(reviewing, note="claimed", code="4F2K")),
        ("Reviewing, sent back", replace(reviewing, note="sent", until=0)),
        ("Why it can't be used", reasoning),
        ("What to mend", replace(reasoning, fix=True)),
        ("Nothing to review", o.Reviewed("streets", note="accepted")),
        ("All accepted", o.Reviewed("streets", 12)),
        ("A review file", o.ReviewFile("streets", 12, b"answer,task")),
        ("A review file of nothing", o.ReviewFile("streets")),
        ("A review file came back", o.ReviewDone("review-streets.csv", "streets", 9, 1)),
        ("A review file without marks", o.ReviewDone("review-streets.csv", "streets", 0, 0)),
        ("A review file with rows that can't be followed", o.ReviewRefused("review-streets.csv", refused_rows)),
        ("A review file with many of those", o.ReviewRefused("review-streets.csv", refused_rows * 60)),
        ("An offer with a check", replace(_offer, window_h=120)),
        ("Saved, to be checked", replace(_task, saved=replace(_saved, checked_h=120))),
        ("Saved, to be checked, and reading", replace(_task, saved=replace(_saved, checked_h=24, amount=60_000, reading=20_000))),
        ("Refused: another's answer", o.Refused("NoSuchAnswer", {"answer": 7})),
        ("Refused: no such sentence", o.Refused("NoSuchSentence", {"sentence": 9})),
        ("Refused: claimed before", o.Refused("AnswerClaimed", {"answer": 7})),
        ("Refused: accepted", o.Refused("AnswerAccepted", {"answer": 7})),
        ("Refused: claims are open", o.Refused("ClaimsOpen", {"most": 5})),
        ("Refused: claims are suspended", o.Refused("ClaimsSuspended", {})),
        ("Refused: another's claim", o.Refused("NoSuchClaim", {"code": "4F2K"})),
        ("Refused: decided", o.Refused("ClaimDecided", {"code": "4F2K"})),
        ("Refused: nobody neutral", o.Refused("NoNeutralPerson", {})),
        ("Refused: the floor", o.Refused("FloorShort", {"name": "streets", "missing": "4.20"})),
        ("Money that waits", o.Money(1_280_000, 400_000, 3_200_000, True, 80_000)),
    )  # fmt: skip


def _deposits() -> tuple[tuple[str, Outcome], ...]:
    ask = o.PayIn(
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
        ("Paying in by hand", o.PayByHand(0)),
        ("An invoice", o.PayByCard("word", 2_000, "USD")),
        ("A link is coming", o.PayLinkComing(20_000_000)),
        ("A link", o.PayLink(20_000_000, "https://example.org/checkoutnow?token=5O190127TN364715T", until)),
        ("No link from PayPal", o.PayLink(20_000_000, "", until)),
        ("Paid in", o.PaidIn(20_000_000, 21_280_000)),
        ("Paid in, limited", o.PaidIn(100_000_000, 101_280_000, limited=True)),
        ("Paid in, for nobody known", o.PaidAside("5O190127TN364715T")),
        *((f"A deposit refused: {name}", o.Refused(name, {})) for name in refusals),
        ("Too many invoices", o.Refused("TooManyInvoices", {"most": 20})),
        ("Money that can be called back", o.Refused("ReversibleSpent", spent)),
    )  # fmt: skip


def _voices() -> tuple[tuple[str, Outcome], ...]:
    """What worker and requester say to each other."""
    asks, said, answer = "Open Streets Archive", "Is a bridge a road?", "Yes, when cars go over it."
    news = o.Became(asks, _title, "Two streets got lamps. Thank you.", "https://example.org/lamps")
    parts = ("answers", "reading", "side", "late", "floor", "care")
    low = tuple(o.LowPart(one, 80, 480_000, 2_400_000) for one in parts)
    came = o.QuestionCame(7, _title, "photo-12", said)
    return (
        ("Who is this, and others asked", o.WhoAsks(_offer, faq=True)),
        ("Ask them", o.AskThem(7, _title, asks, "🐝")),
        ("A question was sent", o.QuestionSent(asks, "🐘")),
        ("A question was sent, before the next task", replace(_task, note="asked")),
        ("A question came", came),
        ("A question came, at no task", replace(came, task="")),
        ("Answer for all", o.AnswerThis(7, _title, "photo-12", said, False, "🐓")),
        ("Answer for one", o.AnswerThis(7, _title, "photo-12", said, True, "🐓")),
        *((f"An answer was sent: {how}", o.AnswerSent(7, how)) for how in ("shared", "private", "declined")),
        ("An answer came", o.AnswerCame(asks, said, answer, "shared")),
        ("No answer", o.AnswerCame(asks, said, "", "declined")),
        ("No answer yet", o.AnswerCame(asks, said, "", "silent")),
        ("What others asked", o.Faq(_title, (o.Asked(said, answer),))),
        ("Nobody asked", o.Faq(_title, ())),
        ("How to thank", o.BonusHow("street-photos")),
        ("How to thank, no pack named", o.BonusHow("")),
        ("Thanked", o.BonusPaid("w4zwomk6fojju", 2_000_000, 17_800_000)),
        (
            "A bonus came",
            o.BonusCame(asks, _title, 2_000_000, "You found the bridge that is on no map.", 3_280_000),
        ),
        ("What became of it, how", o.BecameHow("street-photos")),
        ("What became of it, sent", o.BecameSent("street-photos")),
        ("What became of it", news),
        ("What became of all of it", o.BecameList((replace(news, link=""), news))),
        ("Nothing became known", o.BecameList(())),
        ("An offer, and what became of others", replace(_offer, packs=3, packs_told=2)),
        (
            "History, and what became of it",
            o.History(
                (
                    o.Answered(
                        1_790_000_000_000, _title, "choice", _settings, _languages, "road", 40_000, "answered"
                    ),
                ),
                1,
                became=True,
            ),
        ),
        ("Money runs low", o.MoneyLow("street-photos", _title, low, 12, 17_800_000)),
        ("A webhook is set", o.HookSet("https://example.org/ujima", "5e0c" * 16)),
        ("No webhook", o.HookShown()),
        ("A webhook, new", o.HookShown("https://example.org/ujima", "on")),
        (
            "A webhook in trouble",
            o.HookShown("https://example.org/ujima", "on", 500, "<h1>Oh</h1>", 1_790_000_000_000, 3),
        ),
        (
            "A webhook, paused",
            o.HookShown(
                "https://example.org/ujima",
                "paused",
                0,
                "The address can't be reached.",
                1_790_000_000_000,
                1,
            ),
        ),
        ("A webhook, off", o.HookShown("https://example.org/ujima", "off", 200, "ok", 1_790_000_000_000)),
        ("A webhook was paused", o.HookPaused("https://example.org/ujima", 0)),
        ("A bonus too large", o.Refused("BonusTooLarge", {"most": 50})),
        ("Bonuses enough", o.Refused("BonusesEnough", {"count": 50})),
        ("Not a link", o.Refused("NotALink", {"link": "http://example.org"})),
        ("On its way already", o.Refused("BecameWaits", {"name": "street-photos"})),
        ("No webhook's address", o.Refused("NotAWebhook", {"written": "http://example.org"})),
        ("No webhook is there", o.Refused("NoWebhook", {})),
        ("Nothing to ask about", o.Refused("NothingToAsk", {})),
        ("Questions that wait", o.Refused("QuestionsWait", {"count": 5})),
        ("Questions enough", o.Refused("QuestionsEnough", {"count": 20})),
        ("No such question", o.Refused("NoSuchQuestion", {"number": 8})),
        ("Answered already", o.Refused("AnsweredAlready", {"number": 7, "minutes": 10})),
    )


def _of_history(answered: o.Answered, name: str) -> o.Answered:
    """The known answer of a kind's example, as a line of the history."""
    task, kind = _of_kind(name), kinds.kinds()[name]
    answer = kind.read_gold(kinds.spec(name, task.settings, task.languages), kind.example["gold"])
    return replace(answered, kind=name, settings=task.settings, languages=task.languages, answer=answer)


def _made(name: str) -> o.Saved:
    """A practice answer of a kind whose answers nobody knows beforehand."""
    task, why = _of_kind(name), {"en": "The whole pot can be seen.", "ar": "يظهر القدر كله."}
    practised = o.Practised(None, name, task.settings, task.languages, {}, why, "🐟")
    return replace(_saved, practised=practised)


def _of_making(answered: o.Answered, name: str) -> o.Answered:
    """Something a person made, as a line of the history."""
    answer = {"file": "0" * 64, "width": 1280, "height": 960, "seconds": 12, "doubts": []}
    task = _of_kind(name)
    return replace(answered, kind=name, settings=task.settings, languages=task.languages, answer=answer)


def _nowhere(answered: o.Answered) -> o.Answered:
    """Nothing there, as a line of the history."""
    task, answer = _of_kind("grid"), {"cells": [], "columns": 4, "rows": 3}
    return replace(answered, kind="grid", settings=task.settings, languages=task.languages, answer=answer)


def _without(kind: str, *names: str) -> dict[str, Any]:
    """A kind's example settings without some of them."""
    return {
        name: value for name, value in kinds.kinds()[kind].example["settings"].items() if name not in names
    }


def _nudge(kind: str, code: str) -> o.Nudge:
    settings = dict(kinds.kinds()[kind].example["settings"])
    if code == "least":
        settings["chosen_min"] = 2
    return o.Nudge(kind, settings, ("en", "sw"), code, "🏠")


def _instruction() -> dict[str, str]:
    return {
        "en": "Choose what covers most of the picture. If nothing fits, say so: that is paid too.",
        "ar": "اختر ما يغطي معظم الصورة. إذا لم يناسب شيء فقل ذلك: هذا مدفوع أيضًا.",
    }


_STYLE = """
body{font:15px/1.4 system-ui,sans-serif;margin:1.5rem;background:#eef1f0;color:#12211d}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(340px,1fr));gap:1.2rem}
section{background:#dfe7e1;border-radius:14px;padding:.8rem;width:100%;max-width:360px;box-sizing:border-box}
h3{font-size:.8rem;margin:0 0 .5rem;color:#4b5c55;font-weight:600}
p{background:#fff;border-radius:12px;padding:.6rem .75rem;margin:0 0 .5rem;white-space:pre-line;overflow-wrap:anywhere;
unicode-bidi:plaintext}
small{font-size:.8rem;font-weight:400}
.photo{display:block;background:#b9c7bf;border-radius:10px;height:5rem;margin-bottom:.3rem}
.sound{display:block;background:#7fa392;border-radius:1rem;height:1.6rem;margin-bottom:.3rem}
.row{display:flex;gap:.3rem;margin-top:.3rem}
.row span{flex:1;background:#fff;border-radius:8px;text-align:center;padding:.45rem .2rem;font-weight:500}
"""


def page(spoken: Sequence[Translator], show: Callable[[Any, Translator, Installation], Screen]) -> str:
    """One HTML page with every screen in each language. `show(outcome, t, house)` gives a Screen."""
    parts = [
        "<!doctype html><meta charset=utf-8><title>Ujima: every screen</title>",
        f"<style>{_STYLE}</style>",
    ]
    for t in spoken:
        direction = "rtl" if t.right_to_left else "ltr"
        parts.append(
            f"<h1>{html.escape(t.name_in_itself(t.language))} <small>{_reviewed(t)}</small></h1>"
            f"<main lang={t.language} dir={direction}>"
        )
        for name, outcome in samples():
            parts.append(_section(name, show(outcome, t, sample_house)))
        parts.append("</main>")
    return "\n".join(parts)


def _reviewed(t: Translator) -> str:
    return f"machine-made: {t.machine_made} sentences wait for a speaker's review" if t.machine_made else ""


def _section(name: str, screen: Screen) -> str:
    photo = "<span class=photo></span>" if screen.picture or screen.video or screen.chart else ""
    photo = "<span class=sound></span>" if screen.audio else photo
    rows = "".join(
        f"<div class=row>{''.join(f'<span>{html.escape(key.label)}</span>' for key in row)}</div>"
        for row in screen.keyboard
    )
    return f"<section><h3 dir=ltr>{html.escape(name)}</h3><p>{photo}{screen.text}</p>{rows}</section>"
