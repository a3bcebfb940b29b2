"""Every kind against the contract of `bot.kinds`: the same sentences hold for all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.bundles import letters_max
from bot.domain.events import Event, Pressed, SentFile, SentPhoto, SentVoice, Wrote
from bot.domain.marks import normal
from bot.kinds import (
    Done,
    Draft,
    Fault,
    Json,
    Kind,
    More,
    OwnKey,
    Wanted,
    kinds,
    narrow_characters_max,
    narrow_keys_max,
    option_characters_max,
    own_keys_max,
    say_characters_max,
    source_of,
    spec,
)
from bot.texts import Texts, Translator

LANGUAGES = ("en", "sw")
PACK_LANGUAGES = {language: Translator(language, Catalog(locale=language), "USD") for language in LANGUAGES}
CATALOGS = Texts(Path(__file__).parents[2] / "locales", "USD")
SPOKEN = [CATALOGS.speak(language) for language in CATALOGS.languages] + [PACK_LANGUAGES["sw"]]
STOPS = (".", "।")  # how a sentence ends, in Bengali and Hindi too

SETTINGS = sorted({setting for one in kinds().values() for setting in one.example["settings"]} | {"x"})

stray_events = st.one_of(
    st.builds(Pressed, st.sampled_from(["", "/", "undo", "a" * 64, "\0"]) | st.text(max_size=30)),
    st.builds(
        Wrote, st.text(max_size=60) | st.sampled_from(["", " ", "\0", "\ud800", ",", ",,,", "-", "x" * 4096])
    ),
    st.builds(
        SentPhoto, st.text(max_size=9), st.integers(0, 9999), st.integers(0, 9999), st.integers(0, 1 << 31)
    ),
    st.builds(SentVoice, st.text(max_size=9), st.integers(0, 9999), st.integers(0, 1 << 31)),
    st.builds(SentFile, st.text(max_size=9), st.text(max_size=9), st.integers(0, 1 << 31)),
)


@pytest.fixture(params=sorted(kinds()))
def name(request: pytest.FixtureRequest) -> str:
    """Each kind's name in turn."""
    return str(request.param)


@pytest.fixture
def kind(name: str) -> Kind[Any]:
    """Each kind in turn."""
    return kinds()[name]


def example(kind: Kind[Any]) -> Any:
    """The Spec of a kind's example."""
    return spec(kind.name, kind.example["settings"], LANGUAGES)


class Marking(Translator):
    """Puts ⟦ ⟧ around all that passed through it."""

    def __init__(self) -> None:
        super().__init__("en", Catalog(locale="en"), "USD")

    def _message(self, sentence: str) -> str:
        return f"⟦{sentence}⟧"

    def n(self, one: str, many: str, count: int, /, **values: object) -> str:
        return f"⟦{super().n(one, many, count, **values)}⟧"

    def own(self, texts: Any) -> str:
        return f"⟦{super().own(texts)}⟧"


def outside(marked: str) -> str:
    """What of a text did not pass through the translator; a bare number need not."""
    while (inner := re.sub("⟦[^⟦⟧]*⟧", "", marked)) != marked:
        marked = inner
    return "" if marked.isdecimal() else marked.strip()  # a key with a number is the same in every language


def fits(row: tuple[OwnKey, ...]) -> bool:
    """Two keys of words, or up to four of a few characters."""
    narrow = all(len(key.label) <= narrow_characters_max for key in row)
    return 1 <= len(row) <= (narrow_keys_max if narrow else 2)


def walk(kind: Kind[Any], choices: list[int]) -> Iterator[tuple[Draft, Event]]:
    """Drafts met while pressing keys, the n-th of those shown each time, with the next press."""
    draft: Draft = {}
    for choice in choices:
        keys = kind.show(example(kind), draft, PACK_LANGUAGES["en"]).keys
        if not keys:
            return
        press = Pressed(keys[choice % len(keys)].code)
        yield draft, press
        taken = kind.take(example(kind), draft, press)
        if isinstance(taken, Done):
            return
        draft = taken.draft


def answers_of(kind: Kind[Any]) -> st.SearchStrategy[Json]:
    """Answers a person can reach: by pressing, by typing, by the gold of the example."""
    gold = kind.read_gold(example(kind), kind.example["gold"])

    def pressed(choices: list[int]) -> Json:
        found = [kind.take(example(kind), draft, press) for draft, press in walk(kind, choices)]
        return next((one.answer for one in found if isinstance(one, Done)), gold)

    def typed(text: str) -> Json:
        taken = kind.take(example(kind), {}, Wrote(text))
        return taken.answer if isinstance(taken, Done) else gold

    words = st.text(max_size=20) | st.from_regex(r"K[A-Z]{2} ?[0-9]{3}[A-Z]", fullmatch=True)
    return st.lists(st.integers(0, 9), max_size=8).map(pressed) | words.map(typed)


def test_a_kind_is_found_under_its_own_name(name: str, kind: Kind[Any]) -> None:
    """The registry's names are the kinds' names, and those are words a pack can write."""
    assert kind.name == name and re.fullmatch("[a-z]{2,20}", name)


def test_hard_content_is_one_item_answered_in_one_step(kind: Kind[Any]) -> None:
    """A kind that takes it shows one medium in one way, and is never answered part by part."""
    if not kind.hard:
        return
    wanted = kind.media(example(kind))
    assert len({one.column for one in wanted}) <= 1 and not any(one.variant for one in wanted)
    assert all(one.form in ("picture", "audio", "video") for one in wanted)
    assert kind.measures(SentPhoto("file", 9, 9, 9)) == kind.measures(SentVoice("file", 9, 9)) == ()
    for choices in ([0] * 8, [1] * 8, [0, 1, 2, 3, 4, 5]):
        taken = [kind.take(example(kind), draft, press) for draft, press in walk(kind, choices)]
        assert not any(isinstance(one, More) and one.step for one in taken)


def test_the_three_first_kinds_are_there() -> None:
    """Files that begin with an underscore are no kinds."""
    assert {"choice", "multi", "text"} <= set(kinds()) and not [
        name for name in kinds() if name.startswith("_")
    ]


def test_the_example_reads_and_its_gold_too(kind: Kind[Any]) -> None:
    """A kind's example is in order: settings, item and known answer."""
    assert not isinstance(kind.read(kind.example["settings"], LANGUAGES), list)
    assert not isinstance(kind.read_gold(example(kind), kind.example["gold"]), Fault)
    assert not isinstance(kind.read_item(example(kind), kind.example["item"].get("text", "")), Fault)
    assert set(kind.example["item"]) <= {"text", "picture", "picture_b", "audio", "video"} and json.dumps(
        kind.example
    )


@given(
    raw=st.dictionaries(
        st.sampled_from(SETTINGS),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
            lambda inner: (
                st.lists(inner, max_size=5)
                | st.dictionaries(
                    st.sampled_from(["code", "label", "en", "sw", "fr", "kind", "question", "settings"]),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=12,
        ),
    )
)
@settings(deadline=None)
def test_settings_of_any_shape_give_a_spec_or_sentences(raw: dict[str, Any]) -> None:
    """Reading a stranger's settings never raises; every fault says where and is a sentence."""
    for kind in kinds().values():
        read = kind.read(raw, LANGUAGES)
        if isinstance(read, list):
            assert read and all(fault.where and fault.sentence[-1] in ".?" for fault in read)


@given(text=st.text(max_size=200) | st.lists(st.sampled_from(["a", "b) x", "---", ""])).map("\n".join))
@settings(deadline=None)
def test_a_text_of_any_shape_is_shown_or_has_a_sentence_against_it(text: str) -> None:
    """Reading an item never raises, and what is shown still says what was written."""
    for kind in kinds().values():
        read = kind.read_item(example(kind), text)
        last = [one for one in text if one.isalnum()][-1:]
        assert read.sentence.endswith(".") if isinstance(read, Fault) else "".join(last) in read


@given(choices=st.lists(st.integers(0, 9), max_size=6), name=st.sampled_from(sorted(kinds())))
@settings(deadline=None)
def test_every_key_shown_is_understood(choices: list[int], name: str) -> None:
    """Whatever was pressed before, each key on the phone is taken without a nudge about what is wanted."""
    kind = kinds()[name]
    for draft in [{}, *(draft for draft, _ in walk(kind, choices))]:
        for t in PACK_LANGUAGES.values():
            for key in kind.show(example(kind), draft, t).keys:
                taken = kind.take(example(kind), draft, Pressed(key.code))
                assert isinstance(taken, Done) or taken.nudge in ("", "most")


@given(choices=st.lists(st.integers(0, 9), max_size=6), name=st.sampled_from(sorted(kinds())))
@settings(deadline=None)
def test_keys_fit_a_small_phone_in_every_language(choices: list[int], name: str) -> None:
    """Two rows of two, one key more at the end and one under More; labels short, seen and distinct."""
    kind = kinds()[name]
    for draft in [{}, *(draft for draft, _ in walk(kind, choices))]:
        for t in SPOKEN:
            show = kind.show(example(kind), draft, t)
            labels = [normal(key.label) for key in show.keys] + [
                normal(t.label("Skip")),
                normal(t.label("More")),
            ]
            assert len(show.rows) <= own_keys_max // 2 and all(fits(row) for row in show.rows)
            assert len(show.more) <= 1 and all(labels) and len(set(labels)) == len(labels)
            assert all(len(key.label) <= option_characters_max for key in show.keys)
            assert len({key.code for key in show.keys}) == len(show.keys)


@given(
    choices=st.lists(st.integers(0, 9), max_size=6), event=stray_events, name=st.sampled_from(sorted(kinds()))
)
@settings(deadline=None)
def test_stray_input_nudges_and_keeps_the_draft(choices: list[int], event: Event, name: str) -> None:
    """Any event at any time is an answer, a step of one, or a kind sentence; nothing gathered is lost."""
    kind = kinds()[name]
    for draft in [{}, *(draft for draft, _ in walk(kind, choices))]:
        before = json.dumps(draft)
        taken = kind.take(example(kind), draft, event)
        assert json.dumps(draft) == before
        if isinstance(taken, More) and not taken.step:
            assert taken.draft == draft and taken.nudge
            for t in SPOKEN:
                sentence = kind.nudge(example(kind), taken.nudge, t)
                said = sentence.rstrip("\u2069")  # the end of a hint that goes the other way
                assert said.endswith(STOPS) and "!" not in said and len(said) <= 160


@given(
    choices=st.lists(st.integers(0, 9), max_size=6), event=stray_events, name=st.sampled_from(sorted(kinds()))
)
@settings(deadline=None)
def test_drafts_and_answers_survive_json(choices: list[int], event: Event, name: str) -> None:
    """What is stored comes back the same."""
    kind = kinds()[name]
    taken = [kind.take(example(kind), draft, press) for draft, press in walk(kind, choices)]
    for one in [*taken, kind.take(example(kind), {}, event)]:
        value = one.answer if isinstance(one, Done) else one.draft
        assert json.loads(json.dumps(value)) == value
        json.dumps(value, ensure_ascii=False).encode()


@given(data=st.data(), name=st.sampled_from(sorted(kinds())))
@settings(deadline=None)
def test_likeness_is_symmetric_bounded_and_whole_on_itself(data: st.DataObject, name: str) -> None:
    """`alike` is 1 on itself, the same both ways, within 0..1."""
    kind = kinds()[name]
    a, b = data.draw(answers_of(kind)), data.draw(answers_of(kind))
    there, back = kind.alike(example(kind), a, b), kind.alike(example(kind), b, a)
    assert there == back and (there is None or 0 <= there <= 1)
    assert kind.alike(example(kind), a, a) in (1, None)


@given(data=st.data(), name=st.sampled_from(sorted(kinds())))
@settings(deadline=None)
def test_an_answer_is_said_in_a_few_words_and_leaves_as_plain_values(data: st.DataObject, name: str) -> None:
    """`say` is one short line; `export` is plain, and what leaves reads again as a known answer."""
    kind = kinds()[name]
    answer = data.draw(answers_of(kind))
    for t in SPOKEN:
        said = kind.say(example(kind), answer, t)
        assert said.strip() and "\n" not in said and len(said) <= say_characters_max
    columns = kind.export(example(kind), answer)
    assert all(isinstance(value, str | int | float | bool | None) for value in columns.values())
    assert kind.read_gold(example(kind), columns["answer"]) == answer


@given(
    choices=st.lists(st.integers(0, 9), max_size=6), event=stray_events, name=st.sampled_from(sorted(kinds()))
)
@settings(deadline=None)
def test_all_words_pass_through_the_translator(choices: list[int], event: Event, name: str) -> None:
    """Hints, labels and nudges are translated, or the pack's own text in its language."""
    kind, t = kinds()[name], Marking()
    for draft in [{}, *(draft for draft, _ in walk(kind, choices))]:
        show = kind.show(example(kind), draft, t)
        words = [show.hint, *(key.label for key in show.keys)]
        taken = kind.take(example(kind), draft, event)
        if isinstance(taken, More) and taken.nudge:
            words.append(kind.nudge(example(kind), taken.nudge, t))
        assert [outside(word) for word in words] == [""] * len(words)


def test_input_that_needs_no_measuring_names_no_measure(kind: Kind[Any]) -> None:
    """A press or a text never waits for a job."""
    assert kind.measures(Pressed("road")) == () and kind.measures(Wrote("road")) == ()


def test_a_medium_is_wanted_with_edges_in_order(kind: Kind[Any]) -> None:
    """Renditions wanted are named with growing edges in pixels."""
    for wanted in kind.media(example(kind)):
        assert wanted.edges and list(wanted.edges) == sorted(set(wanted.edges))


def test_an_unknown_setting_is_named_with_the_one_that_was_meant(kind: Kind[Any]) -> None:
    """A slip of the pen is found, and the likeliest word offered."""
    known = next(iter(kind.example["settings"]))
    read = kind.read({**kind.example["settings"], known[:-1] + "zz": 1}, LANGUAGES)
    assert isinstance(read, list) and f"did you mean {known}?" in read[0].sentence


def test_what_is_said_before_agreeing_is_one_translated_line(kind: Kind[Any]) -> None:
    """A kind's facts stand in the offer: nothing, or a whole sentence in the reader's language."""
    assert outside(kind.facts(example(kind), Marking())) == ""
    for t in SPOKEN:
        said = kind.facts(example(kind), t)
        assert said == "" or (said.rstrip("\u2069").endswith(STOPS) and "\n" not in said)


@given(choices=st.lists(st.integers(0, 9), max_size=6), name=st.sampled_from(sorted(kinds())))
@settings(deadline=None)
def test_what_is_shown_is_a_rendition_that_was_wanted(choices: list[int], name: str) -> None:
    """Whatever was pressed, the variant due is one the kind asked to be made."""
    kind = kinds()[name]
    wanted = {one.variant for one in kind.media(example(kind))} | {""}
    assert {
        kind.variant(example(kind), draft) for draft in [{}, *(one for one, _ in walk(kind, choices))]
    } <= wanted


def test_a_picture_as_it_is_keeps_its_hash_and_what_is_made_of_it_has_a_name_of_its_own() -> None:
    """The same photograph in two packs: plain in one, a grid in the other, beside another in a third."""
    cells = (Wanted("picture", "grid", cells=(4, 3)),)
    pair = (Wanted("picture", "pair"),)
    found = [source_of((Wanted("picture"),), ["a"]), source_of(cells, ["a"]), source_of(pair, ["a", "b"])]
    found += [source_of(pair, ["b", "a"]), source_of((Wanted("picture", "grid", cells=(2, 2)),), ["a"])]
    assert found[0] == "a" and len(set(found)) == len(found)
    assert source_of((Wanted("picture", edges=(160,)),), ["a"]) == "a"


@given(data=st.data(), name=st.sampled_from(sorted(kinds())))
@settings(deadline=None)
def test_no_more_different_answers_come_than_there_are(data: st.DataObject, name: str) -> None:
    """`answers` counts at least two, and as many as can be given; or says that it can't."""
    kind = kinds()[name]
    count = kind.answers(example(kind))
    given_answers = data.draw(st.lists(answers_of(kind), max_size=30))
    assert count is None or count >= max(2, len({json.dumps(one) for one in given_answers}))


# ---- bundles ----------------------------------------------------------------------------------------------


def test_a_letter_stands_for_each_of_few_answers_or_for_none(kind: Kind[Any]) -> None:
    """A kind that can be answered by number and letter names every answer once, and each code is one."""
    one = example(kind)
    answers = kind.lettered(one)
    if not answers:
        return
    assert 2 <= len(answers) <= letters_max and len(answers) == kind.answers(one)
    taken = [kind.take(one, {}, Pressed(answer.code)) for answer in answers]
    assert all(isinstance(done, Done) for done in taken)
    assert len({json.dumps(done.answer) for done in taken if isinstance(done, Done)}) == len(answers)
    for answer in answers:
        assert all(label.strip() for label in answer.labels.values())
        for word in (answer.code, *answer.labels.values()):
            assert len(word) > 1 or kind.name == "scale"


def test_only_kinds_with_few_answers_and_nothing_to_write_have_letters() -> None:
    """A new kind says so by itself, and here it is looked at once more."""
    assert [one.name for one in kinds().values() if one.lettered(example(one))] == ["choice", "scale"]
