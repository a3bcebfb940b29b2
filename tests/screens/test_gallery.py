"""The gallery shows every outcome and every sentence; its screens are the snapshots."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tdjson
from babel.messages.catalog import Catalog

from bot import screens
from bot.domain import outcomes
from bot.domain.outcomes.worker import Money, Welcome
from bot.domain.refusals.accounts import (
    LimitDays,
    LimitReason,
    LimitWhat,
    NoSuchLimit,
    NoSuchPerson,
)
from bot.domain.refusals.alarms import (
    NoIllegalContact,
    NoSuchVerdict,
    NotTheContact,
    RequesterFirst,
    StillAlarmed,
)
from bot.domain.refusals.amendments import NotADay, NotRules, RulesBefore, RulesBind, RulesTooSoon
from bot.domain.refusals.cases import ModeratorThere, NoReason, NoSuchModerator
from bot.domain.refusals.claims import NoSuchGround
from bot.domain.refusals.deposits import (
    DepositInState,
    FeesLess,
    LessLeft,
    NoSuchDeposit,
    NotAnAmount,
    NothingOwed,
    ReferenceUsed,
    SayWho,
    SecondPerson,
    Unspent,
    WhichDeposit,
)
from bot.domain.refusals.helplines import NoSuchCountry, NoSuchHelpline, NotAPost
from bot.domain.refusals.packs import (
    MustBeSeen,
    NewWordsUnseen,
    NoSuchJob,
    NotAName,
    NotStopped,
    PackFaulty,
    PackNotJob,
    TooLateToEnd,
    TooManyAccounts,
    WrongPackState,
)
from bot.domain.refusals.papers import BookNotWritten, PaperNotWritable
from bot.domain.refusals.payouts import (
    ListFaulty,
    NoSuchPayout,
    NoSuchRail,
    NothingHeld,
    NotStatement,
    PayoutBeingAsked,
    PayoutIsOver,
    PayoutNotByHand,
    PayoutWords,
    ReferenceOfAnother,
)
from bot.domain.refusals.proposals import NotToAnswer
from bot.domain.refusals.requesters import NameMistyped, NoSuchRequester, RoleDecided, RoleTaken
from bot.domain.refusals.results import (
    FiguresNotWritable,
    MethodUnfit,
    NoSuchFormat,
    NoSuchWorker,
    NotAMonth,
    NotWritable,
    TooManyAnswers,
)
from bot.domain.refusals.voices import NoSuchNews
from bot.results import default_for
from bot.results.summary import summary
from bot.screens.report import How, report
from bot.screens.samples import sample_house, samples
from bot.texts import Texts, Translator
from tests.house.catalogs import extracted, sentence_of
from tests.results.makers import reported

SNAPSHOTS = Path(__file__).parent / "snapshots"
SAMPLES = samples()
TO_OPERATORS = {  # refusals that only a command line shows, as plain English
    LimitDays,
    LimitReason,
    LimitWhat,
    NoSuchLimit,
    NoSuchPerson,
    NoSuchGround,
    NoReason,
    NoSuchModerator,
    ModeratorThere,
    NoSuchRequester,
    NameMistyped,
    NoSuchWorker,
    MethodUnfit,
    TooManyAnswers,
    NoSuchFormat,
    NotWritable,
    NotAMonth,
    FiguresNotWritable,
    BookNotWritten,
    PaperNotWritable,
    WrongPackState,
    PackFaulty,
    NotStopped,
    NotToAnswer,
    NotRules,
    NotADay,
    RulesTooSoon,
    RulesBefore,
    RulesBind,
    TooManyAccounts,
    NotAnAmount,
    ReferenceUsed,
    NoSuchJob,
    TooLateToEnd,
    MustBeSeen,
    NotAName,
    PackNotJob,
    NewWordsUnseen,
    RoleTaken,
    RoleDecided,
    NoSuchPayout,
    PayoutIsOver,
    PayoutNotByHand,
    NothingHeld,
    PayoutBeingAsked,
    PayoutWords,
    ReferenceOfAnother,
    NoSuchRail,
    NotStatement,
    ListFaulty,
    SayWho,
    SecondPerson,
    NoSuchDeposit,
    WhichDeposit,
    DepositInState,
    FeesLess,
    LessLeft,
    NothingOwed,
    Unspent,
    NoSuchNews,
    NoSuchHelpline,
    NoSuchCountry,
    NotAPost,
    NoIllegalContact,
    NotTheContact,
    NoSuchVerdict,
    RequesterFirst,
    StillAlarmed,
}


class Listening(Translator):
    """English that writes down every sentence said through it."""

    def __init__(self, spoken: Translator) -> None:
        super().__init__(spoken.language, Catalog(locale=spoken.language), spoken.currency)
        self.said: set[str] = set()

    def _message(self, sentence: str) -> str:
        self.said.add(sentence)
        return super()._message(sentence)

    def n(self, one: str, many: str, count: int, /, **values: object) -> str:
        self.said.add(one)
        return super().n(one, many, count, **values)


@pytest.fixture(scope="module", autouse=True)
def quiet() -> None:
    """TDLib writes nothing to the terminal."""
    tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')


def tdlib(request: dict[str, Any]) -> Any:
    """What TDLib answers to a request that needs no network."""
    return json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"")


def test_every_outcome_has_a_sample() -> None:
    """Nothing can be shown that the gallery does not show."""
    assert {type(outcome) for _, outcome in SAMPLES} == set(outcomes.OUTCOMES.values())


def test_samples_have_names_of_their_own() -> None:
    """A name in a snapshot says which screen it is."""
    names = [name for name, _ in SAMPLES]
    assert len(set(names)) == len(names)


def test_every_sentence_of_the_program_is_in_the_gallery(english: Translator) -> None:
    """Whoever reviews a language sees each sentence on a screen, except those of the operator's command line."""
    t = Listening(english)
    for _, outcome in SAMPLES:
        screens.show(outcome, t, sample_house)
    screens.commands_of_requesters(t)
    screens.show(Welcome(("en",), 640, "🐟"), t, replace(sample_house, payout_least=0))
    screens.show(Money(40_000, 0, 40_000, True), t, replace(sample_house, payout_least=0))
    screens.commands(t), screens.description(t), screens.short_description(t), screens.bare(t)
    for pack in reported():
        method = default_for(pack.kind, pack.settings)
        how = How(method.name, "a paper") if method else How()
        report(pack, summary(pack, method.aggregate(pack) if method else ()), how, 5_000_000, t)
    for amount in (640, 10_000, 3_100_000):
        t.size(amount)
    for span in (60_000, 3_600_000 * 3, 86_400_000 * 3):
        t.span(span)
    everything = {sentence_of(message) for message in extracted() if message.id}
    assert everything - t.said == {refusal.sentence for refusal in TO_OPERATORS}
    assert t.said - everything == set(), "a sentence the catalogs' tool did not find"


def test_screens_are_as_they_were_reviewed(t: Translator) -> None:
    """`UJIMA_SNAPSHOTS=write` writes them anew; then the change is there to be read."""
    own = samples(t.language)
    shown = "\n\n".join(f"== {name}\n{screens.show(outcome, t, sample_house)}" for name, outcome in own)
    path = SNAPSHOTS / f"{t.language}.txt"
    if os.environ.get("UJIMA_SNAPSHOTS") == "write":
        path.write_text(shown + "\n", "utf-8")
    assert path.read_text("utf-8") == shown + "\n", "UJIMA_SNAPSHOTS=write pytest tests/screens"


def test_no_message_shouts_or_praises(english: Translator) -> None:
    """No exclamation marks, no praise, no hurry."""
    for name, outcome in SAMPLES:
        said = str(screens.show(outcome, english, sample_house)).lower()
        for word in ("!", "great", "well done", "congratulations", "hurry", "quick", "only today", "bonus"):
            assert word not in said, (name, word)


def test_commands_are_commands_in_every_language(t: Translator) -> None:
    """Telegram finds as many commands in a translated message as in the English one, so each can be tapped."""
    english = Texts(Path(), "USD").speak("en")
    for (name, outcome), (_, own) in zip(SAMPLES, samples(t.language), strict=True):
        there, here = (
            sum(
                entity["type"]["@type"] == "textEntityTypeBotCommand"
                for entity in tdlib({"@type": "getTextEntities", "text": str(screen)})["entities"]
            )
            for screen in (
                screens.show(outcome, english, sample_house),
                screens.show(own, t, sample_house),
            )
        )
        assert there == here, name


def test_the_page_has_every_screen_and_says_what_no_speaker_has_reviewed(
    english: Translator, t: Translator
) -> None:
    """One page without scripts; each language in its own direction."""
    page = screens.gallery_page([english, t])
    assert page.count("<section>") == 2 * len(SAMPLES)
    assert "<script" not in page and "<main lang=en dir=ltr>" in page
    assert ("<mark>machine-made" in page) == bool(t.machine_made)
    assert (f"<main lang={t.language} dir=rtl class=beside>" in page) == t.right_to_left


def test_a_reviewer_reads_each_sentence_once_beside_its_english() -> None:
    """What no speaker has read is marked; what somebody has is not; each screen stands beside the English one."""
    catalog = Catalog(locale="sw")
    catalog.add("Skip", "Ruka", user_comments=["machine-made"])
    catalog.add(("{count} minute", "{count} minutes"), ("a", "b"))
    page = screens.gallery_page([Translator("sw", catalog, "USD")])
    assert "1 sentences wait" in page and page.count("<mark>machine-made</mark>") == 1
    assert "<dt lang=en dir=ltr>Skip <mark>machine-made</mark></dt><dd class=machine-made>Ruka</dd>" in page
    assert page.count("<dt lang=en dir=ltr>Skip <mark") == 1
    assert "<dt lang=en dir=ltr>{count} minute</dt><dd>a | b</dd>" in page
    assert page.count("<div class=phone lang=sw") == page.count("<div class=phone lang=en") == len(SAMPLES)
