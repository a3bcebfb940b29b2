"""Strings people read: whole sentences, in few places, and the same in every catalog."""

import ast
import re
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from tests.house.catalogs import (
    LOCALES,
    extracted,
    languages,
    load,
    reviewed,
    sentence_of,
    template,
    untranslated,
    updated,
)
from tests.house.catalogs import path_of as catalog_of
from tests.house.sources import dotted, modules

SPEAKING_ROOMS = ("bot/screens/", "bot/kinds/", "bot/console/", "bot/domain/refusals/")
TRANSLATORS = re.compile(r"(^|\.)t(\.n|\.label)?$")
TAG = re.compile(r"</?[a-z]+[^<>]*>")


def speaks(path: str) -> bool:
    """May this file hold sentences for people? The translator itself knows units of size and time."""
    return path.startswith(SPEAKING_ROOMS) or path.endswith("/refusals.py") or path == "bot/texts.py"


def spoken() -> list[tuple[str, ast.Call]]:
    """Every call of a translator or of `N_` in the program, with its file."""
    calls = [
        (path, node) for path, tree in modules() for node in ast.walk(tree) if isinstance(node, ast.Call)
    ]
    return [
        (path, call) for path, call in calls if TRANSLATORS.search(name := dotted(call.func)) or name == "N_"
    ]


def fields(text: str) -> set[str]:
    """The placeholders of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def forms_of(message: Message) -> list[str]:
    """All that a catalog says for a message."""
    return list(message.string) if isinstance(message.string, tuple | list) else [str(message.string)]


def test_sentences_stand_only_where_people_are_spoken_to() -> None:
    """A translator is called in screens, kinds and refusals alone."""
    elsewhere = [f"{path}:{call.lineno}" for path, call in spoken() if not speaks(path)]
    assert elsewhere == []


def test_every_sentence_is_written_out_where_it_is_said() -> None:
    """A translator gets a literal, so that the catalogs' tool finds it; a refusal's own sentence was marked by N_."""
    hidden = [
        f"{path}:{call.lineno}"
        for path, call in spoken()
        if not (call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
        and not (call.args and dotted(call.args[0]).endswith("sentence"))
    ]
    assert hidden == []


def test_placeholders_are_named() -> None:
    """Translators see {count} and {name}, never {} or {0} or a format that only Python knows."""
    for message in extracted():
        for text in message.id if isinstance(message.id, tuple | list) else [message.id]:
            for _, name, form, conversion in Formatter().parse(str(text)):
                assert name is None or (name.isidentifier() and not form and not conversion), text


def test_the_template_is_current() -> None:
    """`locales/bot.pot` is what the code says now; `make catalogs` writes it."""
    assert (LOCALES / "bot.pot").read_text("utf-8") == template(), "run make catalogs"


def test_arabic_is_spoken() -> None:
    """There is a right-to-left language with six plural forms among the catalogs."""
    assert load("ar").num_plurals == 6


@pytest.mark.parametrize("language", languages())
def test_tools_are_told_what_a_translation_must_keep(language: str) -> None:
    """Placeholders, and how long a key may be: as flags that translators' programs (Weblate) check by."""
    there = {sentence_of(message): message for message in load(language) if message.id}
    assert {"max-length:18"} == there["Skip"].flags == there["Something is wrong"].flags
    for message in filter(lambda one: one.id, extracted()):
        sentence = sentence_of(message)
        assert not fields(sentence) or "python-brace-format" in message.flags, sentence
        assert message.flags == there[sentence].flags, sentence
        assert "max-length:18" not in message.flags or len(forms_of(there[sentence])[0]) <= 18, sentence


def test_what_a_speaker_has_approved_loses_its_mark() -> None:
    """Where it stands in the same words; what was approved in other words, or not at all, keeps it."""
    own, approved = Catalog(locale="sw"), Catalog(locale="sw")
    for sentence, said in (("Skip", "Ruka"), ("Start", "Anza"), ("Help", "Msaada")):
        own.add(sentence, said, user_comments=["machine-made", "a key"])
    approved.add("Skip", "Ruka")
    approved.add("Start", "Kuanza")
    text = reviewed('# A head.\nmsgid ""\n\nold', own, approved)
    assert text.startswith('# A head.\nmsgid ""\n\n') and text.count("# machine-made") == 2
    assert (
        text.count("# a key") == 3
        and "machine-made" not in text[text.index('"Skip"') - 30 : text.index('"Skip"')]
    )


@pytest.mark.parametrize("language", languages())
def test_a_catalog_says_everything(language: str) -> None:
    """Every sentence of the code has its translation, in every plural form, and nothing else is there."""
    catalog = load(language)
    assert untranslated(catalog) == []
    assert [sentence_of(message) for message in catalog if message.fuzzy and message.id] == []
    assert {sentence_of(message) for message in catalog} == set(map(sentence_of, extracted()))
    assert catalog_of(language).read_text("utf-8") == updated(language), "run make catalogs"


@pytest.mark.parametrize("language", languages())
def test_a_catalog_agrees_on_placeholders_plurals_and_markup(language: str) -> None:
    """A translation has the values and the markup of its English sentence and as many forms as its language."""
    catalog = load(language)
    for message in catalog:
        if not message.id:
            continue
        english = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = fields(english[-1]) - ({"count"} if len(english) > 1 else set())
        forms = forms_of(message)
        assert len(forms) == (1 if isinstance(message.id, str) else catalog.num_plurals), english
        for form in forms:
            assert wanted <= fields(form) <= fields(english[-1]), form
            assert sorted(TAG.findall(form)) == sorted(TAG.findall(english[-1])), form
