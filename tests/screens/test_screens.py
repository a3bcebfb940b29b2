"""Every screen holds whatever strangers write, and every key that comes back finds its act."""

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import tdjson

from bot import kinds, screens
from bot.domain import limits, marks, outcomes
from bot.domain.events import Pressed
from bot.domain.limits import name_characters_max
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import IsThis, More, Practised, Refused, Task, Welcome, Wrong
from bot.kinds._options import our_labels
from bot.packs import form, rows
from bot.screen import Screen, cut, plain, text_utf16_max
from bot.screens import menus
from bot.screens.samples import sample_house, samples
from bot.texts import Translator, harmless

SAMPLES = dict(samples())
TASKS = [  # a description of hard content asks nothing yet
    one
    for one in SAMPLES.values()
    if isinstance(one, Task) and (one.hard is None or one.hard.look is not None)
]
QUESTIONS = [outcome for outcome in SAMPLES.values() if isinstance(outcome, outcomes.Question)]
FILLINGS = {
    "markup": "<b>&amp;\"'</b></i> ",
    "unclosed": '<a href="x" &#60; &lt',
    "turned": "\u202e\u2067\u2066abc ",
    "faces": "👩‍🌾",
    "arabic": "عربي <u> ",
    "wide": "W",
    "lines": "a\n<b>\n",
}
LONGEST = {  # characters that a pack's form, a name or an input may have
    "title": form.title_characters_max,
    "asks": form.name_characters_max,
    "on_behalf_of": form.name_characters_max,
    "licence": form.name_characters_max,
    "trains": form.purpose_characters_max,
    "afterwards": form.purpose_characters_max,
    "question": form.question_characters_max,
    "instruction": form.instruction_characters_max,
    "explanation": rows.explanation_characters_max,
    "why": form.reason_characters_max,
    "item": form.item_characters_max,
    "name": name_characters_max,
    "said": text_utf16_max,
    "wrote": limits.question_characters_max,
    "reason": limits.reason_characters_max,
    "words": limits.became_characters_max,
    "link": limits.link_characters_max,
    "url": limits.link_characters_max,
    "reply": 1_000,
    "answered": limits.answer_characters_max,
}


OWN_WORDS = {
    "hint": 120,
    "least": 40,
    "most": 40,
    "middle": 40,
    "unit": 12,
}  # a kind's own texts, in characters


@pytest.fixture(scope="module", autouse=True)
def quiet() -> None:
    """TDLib writes nothing to the terminal."""
    tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')


def parsed(html: str) -> str:
    """A message's text as TDLib reads its HTML; fails when it refuses it."""
    asked = {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
    answer = json.loads(tdjson.td_execute(json.dumps(asked).encode()) or b"")
    assert answer["@type"] == "formattedText", (answer, html)
    return str(answer["text"])


def filled(name: str, value: Any, filling: str, picture: bool = False) -> Any:
    """A value of an outcome with every text of a stranger's in it as long as it may be, and hostile."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        inside = isinstance(value, Practised)
        picture = getattr(value, "picture", None) is not None
        return replace(
            value,
            **{
                field.name: filled(
                    "explanation" if inside and field.name == "why" else field.name,
                    getattr(value, field.name),
                    filling,
                    picture,
                )
                for field in dataclasses.fields(value)
                if field.name not in ("kind", "languages", "answer", "draft", "values")
                and not (field.name == "name" and isinstance(value, Refused))
            },
        )
    if isinstance(value, tuple):
        return tuple(filled(name, one, filling) for one in value)
    if name == "settings":
        return settings_with(value, filling)
    if name == "text" and value:
        most = rows.text_with_medium_utf16_max if picture else rows.text_utf16_max
        return {language: cut(filling * most, most) for language in value}
    if name in LONGEST and isinstance(value, dict):
        return {language: long(filling, LONGEST[name]) for language in value}
    if name in LONGEST and isinstance(value, str) and not value.startswith("media/"):
        return long(filling, LONGEST[name])
    return value


def long(filling: str, characters: int) -> str:
    """A filling repeated to a number of characters."""
    return (filling * characters)[:characters]


def settings_with(settings: dict[str, Any], filling: str) -> dict[str, Any]:
    """A kind's settings with hostile labels and a hostile hint, as far as its reader takes them."""
    line = " ".join(filling.split())
    found = {**settings}
    if "options" in settings:
        found["options"] = [
            {**one, "label": {language: long(f"{n}{line}", 18).strip() for language in one["label"]}}
            for n, one in enumerate(settings["options"])
        ]
    for name, characters in OWN_WORDS.items():
        if isinstance(settings.get(name), dict):
            found[name] = {language: long(line, characters).strip() for language in settings[name]}
    return found


@pytest.mark.parametrize("filling", FILLINGS)
def test_a_screen_holds_whatever_strangers_write(filling: str, t: Translator) -> None:
    """At its longest and worst, every screen is within Telegram's limits and TDLib reads what was meant."""
    for name, outcome in SAMPLES.items():
        screen = screens.show(filled("", outcome, FILLINGS[filling]), t, sample_house)
        assert parsed(screen.text) == plain(screen.text), name


@pytest.mark.parametrize("filling", FILLINGS)
def test_a_question_is_never_cut(filling: str, t: Translator) -> None:
    """However much was said before it, the question stands whole with its mark; feedback gives way."""
    for task in TASKS:
        task = filled("", task, FILLINGS[filling])
        said = plain(screens.show(task, t, sample_house).text)
        assert harmless(t.own(task.question)).strip() in said and task.mark in said


def test_a_practice_answers_reason_gives_way_to_the_next_question(t: Translator) -> None:
    """With a picture, 500 characters of reason and 600 of text, verdict and money stay and the reason is cut."""
    task = filled("", SAMPLES["Practice, not right"], "word ")
    said = plain(screens.show(replace(task, text={"en": "x" * 300}), t, sample_house).text)
    assert "0.08" in said.replace(",", ".") and "x" * 300 in said and "word…" in said


def test_a_text_that_leaves_no_room_is_shown_before_what_was_saved(t: Translator) -> None:
    """Money can be looked up; what is asked cannot."""
    task = replace(filled("", SAMPLES["Practice, not right"], "word "), text={"en": "x" * 600})
    said = plain(screens.show(task, t, sample_house).text)
    assert "x" * 600 in said


def test_a_bare_name_is_greeted_as_none(t: Translator) -> None:
    """A first name of spaces leaves no hole in the greeting."""
    welcome = SAMPLES["The first message"]
    assert isinstance(welcome, Welcome)
    nameless = screens.show(replace(welcome, name=" \n "), t, sample_house)
    assert nameless == screens.show(replace(welcome, name=""), t, sample_house)


def drafts(task: Task) -> Iterator[dict[str, Any]]:
    """The drafts a task can have after one press."""
    kind, spec = kinds.kinds()[task.kind], kinds.spec(task.kind, task.settings, task.languages)
    yield task.draft
    for option in task.settings.get("options", ()):
        taken = kind.take(spec, task.draft, Pressed(option["code"]))
        if isinstance(taken, kinds.More):
            yield taken.draft


def keyboards(question: Outcome, t: Translator) -> Iterator[Screen]:
    """Every screen that may be on the phone while a question is open."""
    yield screens.show(question, t, sample_house)
    if not isinstance(question, Task):
        return
    yield screens.show(Wrong(question.mark), t, sample_house)
    yield screens.show(IsThis("road", question.mark), t, sample_house)
    for draft in drafts(question):
        yield screens.show(replace(question, draft=draft), t, sample_house)
        for undo, larger in ((True, True), (False, False)):
            more = More(
                undo, larger, question.kind, question.settings, question.languages, draft, question.mark
            )
            yield screens.show(more, t, sample_house)


def test_every_key_comes_back_to_its_act(t: Translator) -> None:
    """A marked key, pressed hours later, means what it meant, whatever menu it was on; a bare one as well."""
    for question in QUESTIONS:
        acts = screens.acts(question, t, sample_house)
        for screen in keyboards(question, t):
            for key in (key for row in screen.keyboard for key in row):
                mark, label = marks.split(key.label)
                if mark:
                    assert mark == outcomes.marked(question) and acts[marks.normal(label)] == key.act
                else:
                    assert screens.bare(t)[marks.normal(label)] == key.act


def test_no_two_keys_of_a_question_share_a_label(t: Translator) -> None:
    """Over all its menus, a question's labels differ as labels are compared; so do the bare ones."""
    for task in TASKS:
        keys = {(marks.normal(marks.split(key.label)[1]), key.act) for key in menus.every_key(task, t)}
        assert len({label for label, _ in keys}) == len(keys)
    assert len(screens.bare(t)) == len(menus.bare_keys(t))


def test_an_option_with_the_words_of_our_own_key_stays_apart(t: Translator) -> None:
    """[Yes, it is] of a pack answers and ours confirms, in the reader's own language."""
    words = ("It is unclear", "Larger picture", "Yes, it is", "No, it is not")
    options = [
        {"code": f"c{n}", "label": {t.language: t.label(word)}}  # the catalog has them: they are on our keys
        for n, word in enumerate(words)
    ]
    task = replace(TASKS[0], settings={"options": options}, languages=(t.language,))
    acts = screens.acts(task, t, sample_house)
    ours = [acts[marks.normal(t.label(word))] for word in words]
    assert ours == ["wrong:unclear", "larger", "yes", "no"]
    shown = screens.show(task, t, sample_house).keyboard
    theirs = [acts[marks.normal(marks.split(key.label)[1])] for row in shown[:2] for key in row]
    assert theirs == ["kind:c0", "kind:c1", "kind:c2", "kind:c3"]


def test_the_words_options_keep_apart_from_are_those_on_our_keys(t: Translator) -> None:
    """The list the kinds know is the list of marked keys a task has, with More beside them."""
    found = {marks.normal(t.label("More"))}
    for task in [task for task in TASKS if "options" in task.settings]:
        options = {f"kind:{option['code']}" for option in task.settings["options"]}
        for key in menus.every_key(task, t):
            mark, label = marks.split(key.label)
            if mark and key.act not in options:
                found.add(marks.normal(label))
    assert found == our_labels(t)


def test_what_a_phone_lists_is_within_telegrams_limits(t: Translator) -> None:
    """Commands of 32 and descriptions of 256, 512 and 120 characters."""
    for name, said in screens.commands(t):
        assert name.isascii() and name.islower() and len(name) <= 32 and 1 <= len(said) <= 256
    assert len(screens.description(t)) <= 512 and len(screens.short_description(t)) <= 120
