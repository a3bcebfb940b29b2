"""The worker's way: what is asked, and what is told before somebody says yes."""

from dataclasses import replace

import pytest

from bot.domain.outcomes.worker import Languages, NothingLeft, Offer, Reading, Task, Welcome
from bot.screen import plain
from bot.screens import show
from bot.screens.samples import sample_house, samples
from bot.texts import Translator

SAMPLES = dict(samples())


def test_an_offer_tells_what_somebody_should_know_before_saying_yes(english: Translator) -> None:
    """P7: pay, bytes, time, who asks and for whom, what for, what becomes of it, the record, what is left."""
    offer = SAMPLES["An offer"]
    assert plain(show(offer, english, sample_house).text).split("\n") == [
        "What is in the picture?",
        "Asked by: Open Streets Archive. The client is not named.",
        "$0.04 each. Others take 12 s. About 8 kB each. Yours when you answer.",
        "What for: A free search of street photographs. Afterwards: The results are published.",
        "212 left, shared by all. Open Streets Archive paid 890 of 890 answers. No measured pay and no marks yet.",
    ]


def test_an_offer_tells_its_use_and_the_languages_it_takes(english: Translator) -> None:
    """What it is used for in the end, and a sentence for each language; the person decides."""
    told = plain(show(SAMPLES["An offer with its use and languages"], english, sample_house).text)
    assert "Used for: Maps for people who walk. Afterwards: The results are published." in told
    assert "For people who read and write Arabic. For people who speak Swahili." in told


def test_an_estimate_is_not_called_what_others_take(english: Translator) -> None:
    """Until ten people's times are known."""
    offer = SAMPLES["An offer"]
    assert isinstance(offer, Offer)
    said = show(replace(offer, measured=False), english, sample_house).text
    assert "It should take 12 s." in said and "Others" not in said


def test_reading_that_is_not_paid_says_nothing_of_pay(english: Translator) -> None:
    """And an instruction without examples has no key for them."""
    reading = SAMPLES["The instruction"]
    assert isinstance(reading, Reading)
    assert (
        "Reading this: +$0.02, with your first answer after practice."
        in show(reading, english, sample_house).text
    )
    bare = show(replace(reading, pay=0, examples=0, practice=0), english, sample_house)
    assert bare.text.count("\n") == 0 and len(bare.keyboard[0]) == 1


@pytest.mark.parametrize("languages", [("en",), ("en", "ar"), ("en", "ar", "sw"), ("en", "ar", "sw", "fr")])
def test_the_first_message_shows_two_other_languages_or_leads_to_them(
    languages: tuple[str, ...], t: Translator
) -> None:
    """Each in its own name; never the one it is in."""
    screen = show(Welcome(languages, 10_000, "🐟"), t, sample_house)
    acts = [key.act for key in screen.keyboard[1]]
    others = [f"language:{one}" for one in languages if one != t.language]
    assert acts == (others if 1 <= len(others) <= 2 else ["languages"])


def test_more_than_six_languages_are_commands(t: Translator) -> None:
    """The seventh and on can be tapped in the text, each behind its own name."""
    languages = ("en", "ar", "sw", "fr", "ha", "am", "yo", "az")
    screen = show(Languages(languages, "🐟"), t, sample_house)
    assert sum(map(len, screen.keyboard)) == 6 and screen.text.endswith(" /language_az")
    assert "Èdè Yorùbá" in screen.text.split("\n")[1] and screen.text.split("\n")[1].endswith(" /language_yo")


def test_practice_is_called_practice_and_gold_is_not_told_apart(english: Translator) -> None:
    """A task whose answer is known looks like any other."""
    task = SAMPLES["A task"]
    assert isinstance(task, Task)
    practice, gold = (show(replace(task, role=role), english, sample_house) for role in ("practice", "gold"))
    assert practice.text.startswith("🐘 Practice: ") and gold == show(task, english, sample_house)


def test_before_start_what_this_is_is_told_once(english: Translator) -> None:
    """Then one line, under the same keys."""
    whole, again = (
        show(Welcome(("en", "ar"), 10_000, "🐟", again=one), english, sample_house) for one in (False, True)
    )
    assert again.text == "Please press Start first. Work and money come after it."
    assert again.keyboard == whole.keyboard


def test_an_answer_followed_by_no_question_says_how_it_is_taken_back(english: Translator) -> None:
    """An offer and the end of all work have no More; before an answer they say nothing of it."""
    offer, saved = SAMPLES["An offer"], SAMPLES["The next task"].saved  # type: ignore[union-attr]
    assert isinstance(offer, Offer)
    for after in (replace(offer, saved=saved), NothingLeft(0, saved, mark="🍀")):
        assert show(after, english, sample_house).text.endswith("Not what you meant? /undo")
        assert "/undo" not in show(replace(after, saved=None), english, sample_house).text


def test_the_clip_is_not_promised_under_the_clip(english: Translator) -> None:
    """Only beside its pictures."""
    for name, promised in (("Kind: video", True), ("Kind: video, the clip", False)):
        told = show(SAMPLES[name], english, sample_house).text
        assert ("The clip is under More." in told) == promised, name
