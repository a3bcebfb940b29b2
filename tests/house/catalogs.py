"""The catalogs' tool: `python -m tests.house.catalogs` reads the code's sentences into `locales/`.

`--reviewed sw approved.po` takes the mark "machine-made" from what speakers have approved elsewhere (docs/languages.md).

`bot.pot` is every sentence of the code, sorted, without lines and dates, so that the same code gives the same
file. Each language's `bot.po` keeps its translations, gets what is new (empty) and loses what is gone.
An empty file at that place begins a language.
"""

import ast
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from bot.screen import label_half_characters_max
from bot.texts import MACHINE_MADE
from tests.house.sources import BOT, ROOT, dotted, modules

LOCALES = ROOT / "locales"
KEYWORDS = {"t": None, "label": None, "n": (1, 2), "N_": None}
ARABIC_PLURALS = (  # the order translators know from gettext; babel's own has the last two the other way round
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
)
POT_HEAD = "# Ujima's sentences, as the code has them. Written by `make catalogs`.\n"


def extracted() -> Catalog:
    """Every sentence of the program, with the files it stands in."""
    catalog = Catalog(charset="utf-8")
    for path in sorted(BOT.rglob("*.py")):
        for _, sentence, _, _ in extract_from_file("python", path, keywords=KEYWORDS):
            catalog.add(sentence, locations=[(str(path.relative_to(ROOT)), 0)])
    for sentence in on_keys():
        catalog[sentence].flags.add(f"max-length:{label_half_characters_max}")
    return catalog


def on_keys() -> set[str]:
    """The sentences that stand alone on a key of two columns: what `marked` and `Key` are given, without a value in it."""
    calls = [node for _, tree in modules() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    given = [part for call in calls if dotted(call.func) in ("marked", "Key") for part in call.args]
    return {
        str(label.args[0].value)
        for part in given
        for label in ast.walk(part)
        if isinstance(label, ast.Call) and dotted(label.func).endswith("t.label")
        if isinstance(label.args[0], ast.Constant) and "{" not in str(label.args[0].value)
        if len(str(label.args[0].value)) <= label_half_characters_max
    }


def languages() -> list[str]:
    """The languages with a catalog."""
    return sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/bot.po"))


def path_of(language: str) -> Path:
    """Where a language's catalog is."""
    return LOCALES / language / "LC_MESSAGES" / "bot.po"


def load(language: str) -> Catalog:
    """A language's catalog; raises babel's PoFileError when it is broken."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def untranslated(catalog: Catalog) -> list[str]:
    """The sentences a catalog has no translation of, or not in every plural form."""
    return [
        sentence_of(message)
        for message in catalog
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def sentence_of(message: Message) -> str:
    """A message's English, its first form when it has two."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def template() -> str:
    """The text of `bot.pot`."""
    head = f'{POT_HEAD}msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head + _messages(extracted())


def updated(language: str) -> str:
    """The text of a language's catalog, brought up to the code; its own head is kept, or made."""
    old = load(language)
    old.update(extracted(), no_fuzzy_matching=True)
    old.obsolete.clear()
    text = path_of(language).read_text("utf-8")
    head = text.partition("\n\n")[0] + "\n\n" if 'msgid ""' in text.partition("\n\n")[0] else _head(old)
    return head + _messages(old)


def reviewed(text: str, catalog: Catalog, approved: Catalog) -> str:
    """A catalog's text without the mark on what is approved and stands in it in the same words."""
    for message in catalog:
        theirs = approved.get(message.id, message.context) if message.id else None
        if theirs is not None and theirs.string == message.string:
            message.user_comments = [one for one in message.user_comments if one != MACHINE_MADE]
    return text.partition("\n\n")[0] + "\n\n" + _messages(catalog)


def _head(catalog: Catalog) -> str:
    plurals = ARABIC_PLURALS if catalog.locale_identifier == "ar" else catalog.plural_forms
    name = catalog.locale.english_name if catalog.locale else ""
    return (
        f"# Ujima in {name}: machine-made until a speaker has reviewed it.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale_identifier}\\n"\n"Plural-Forms: {plurals}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )


def _messages(catalog: Catalog) -> str:
    out = BytesIO()
    write_po(out, catalog, width=110, omit_header=True, sort_output=True, include_lineno=False)
    return out.getvalue().decode("utf-8").lstrip("\n")


def main() -> None:
    """Write `bot.pot` and bring every catalog up to it; or take marks away."""
    if sys.argv[1:2] == ["--reviewed"]:
        language, file = sys.argv[2:]
        with Path(file).open("rb") as approved:
            text = path_of(language).read_text("utf-8")
            path_of(language).write_text(reviewed(text, load(language), read_po(approved)), "utf-8")
        return
    (LOCALES / "bot.pot").write_text(template(), "utf-8")
    for language in languages():
        path_of(language).write_text(updated(language), "utf-8")
        print(f"{language}: {len(untranslated(load(language)))} sentences to translate")


if __name__ == "__main__":
    main()
