"""Words in any language: sentences, plurals, money, dates, sizes, and directions."""

import unicodedata
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import Texts, Translator, harmless

LOCALES = Path(__file__).parents[1] / "locales"
NOON = 1_790_000_000_000  # 21 September 2026, 14:13 UTC
TEXTS = Texts(LOCALES, "USD")
LEFT, FIRST, END = "\u2066", "\u2068", "\u2069"
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


@pytest.fixture
def english() -> Translator:
    """English dollars."""
    return TEXTS.speak("en")


@pytest.fixture
def arabic() -> Translator:
    """Arabic dollars."""
    return TEXTS.speak("ar")


def catalog(folder: Path, language: str, entries: str) -> Texts:
    """The texts of a folder with one catalog in it."""
    path = folder / language / "LC_MESSAGES" / "bot.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + entries, "utf-8")
    return Texts(folder, "USD")


# ---- sentences


def test_a_sentence_is_said_in_the_readers_language(english: Translator, arabic: Translator) -> None:
    """English is its own message id."""
    assert english("Skip") == "Skip" and arabic("Skip") == "تخطي" == arabic.label("Skip")


def test_a_value_cannot_change_the_markup(english: Translator) -> None:
    """Values are escaped in HTML, and plain in a label."""
    assert english("Hello {name}.", name="<b>&") == "Hello &lt;b&gt;&amp;."
    assert english.label("Hello {name}.", name="<b>&") == "Hello <b>&."
    assert english.n("{count} {x}", "{count} {x}", 2, x="<") == "2 &lt;"
    assert english.html("<b>&\u202e") == "&lt;b&gt;&amp;"


def test_braces_of_a_value_are_only_text(english: Translator) -> None:
    """What somebody writes is never a pattern."""
    assert english("Hello {name}.", name="{name} {0.__class__}") == "Hello {name} {0.__class__}."


def test_a_sentence_without_a_translation_is_english(tmp_path: Path) -> None:
    """A new sentence is understood before it is translated."""
    t = catalog(tmp_path, "sw", 'msgid "Skip"\nmsgstr ""\n').speak("sw")
    assert t("Skip") == "Skip" and t("Never heard of") == "Never heard of"
    assert t.n("{count} task", "{count} tasks", 3) == "3 tasks"


@pytest.mark.parametrize("wrong", ["Habari {jina}.", "Habari {}.", "Habari {name", "Habari {0}."])
def test_a_translation_with_a_wrong_placeholder_is_said_in_english(tmp_path: Path, wrong: str) -> None:
    """A slip in a catalog never costs somebody their message."""
    t = catalog(tmp_path, "sw", f'msgid "Hello {{name}}."\nmsgstr "{wrong}"\n').speak("sw")
    assert t("Hello {name}.", name="Amina") == "Hello Amina."
    assert t.label("Hello {name}.", name="Amina") == "Hello Amina."


def test_a_plural_with_a_wrong_placeholder_is_said_in_english(tmp_path: Path) -> None:
    """The same for each form."""
    entry = (
        'msgid "{count} day"\nmsgid_plural "{count} days"\nmsgstr[0] "siku {n}"\nmsgstr[1] "siku {count}"\n'
    )
    t = catalog(tmp_path, "sw", entry).speak("sw")
    assert [t.n("{count} day", "{count} days", count) for count in (1, 2)] == ["1 day", "siku 2"]


def test_arabic_has_six_forms_in_gettexts_order(arabic: Translator) -> None:
    """Zero, one, two, few, many, other: CLDR's forms for 0, 1, 2, 3–10, 11–99 and 100."""
    said = {
        count: arabic.n("{count} hour", "{count} hours", count)
        for count in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)
    }
    assert said == {
        0: "0 ساعة",
        1: "ساعة واحدة",
        2: "ساعتين",
        3: "3 ساعات",
        10: "10 ساعات",
        11: "11 ساعة",
        99: "99 ساعة",
        100: "100 ساعة",
        102: "102 ساعة",
        103: "103 ساعات",
    }


def test_numbers_are_in_western_digits_everywhere(arabic: Translator) -> None:
    """As on the phones' own keys and in the money."""
    said = arabic.number(1_234_567) + arabic.money(1_280_000) + arabic.moment(NOON) + arabic.size(3_100_000)
    assert all(one.isascii() for one in said if one.isdigit()) and "1,234,567" in said


def test_a_packs_own_text_is_in_the_readers_language_or_its_first(
    english: Translator, arabic: Translator
) -> None:
    """And it is known whether it speaks it."""
    texts = {"ar": "طريق", "en": "Road"}
    assert arabic.own(texts) == "طريق" and english.own(texts) == "Road"
    assert english.own({"sw": "Barabara"}) == "Barabara" and english.own({}) == ""
    assert english.speaks(texts) and not english.speaks({"sw": "Barabara"})


def test_languages_are_named_in_themselves_and_in_the_readers(
    english: Translator, arabic: Translator
) -> None:
    """An unknown one by its code."""
    assert english.name_in_itself("ar") == "العربية" and english.language_name("ar") == "Arabic"
    assert arabic.language_name("en") == "الإنجليزية"
    assert [english.name_in_itself(code) for code in ("xx", "?", "")] == ["xx", "?", ""]
    assert english.language_name("xx") == "xx"


# ---- money, sizes, times


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "$0.00"),
        (40_000, "$0.04"),
        (2_500, "$0.0025"),
        (1, "$0.000001"),
        (1_280_000, "$1.28"),
        (1_234_567_890_000, "$1,234,567.89"),
        (-1_280_000, "-$1.28"),
    ],
)
def test_money_is_exact(english: Translator, amount: int, said: str) -> None:
    """At least the currency's decimals, as many as it takes."""
    assert english.money(amount) == said


def test_a_currency_without_cents_has_none() -> None:
    """Unless the amount has a part of a unit."""
    ugandan = Translator("en", Catalog(locale="en"), "UGX")
    assert ugandan.money(165_000_000) == "UGX\xa0165" and ugandan.money(500_000) == "UGX\xa00.5"


def test_a_change_has_its_sign(english: Translator) -> None:
    """What came, what went, and nothing."""
    assert [english.change(amount) for amount in (40_000, -1_280_000, 0)] == ["+$0.04", "−$1.28", "$0.00"]


def test_an_arabic_amount_is_one_piece_with_its_sign_before_the_number(arabic: Translator) -> None:
    """Set apart from left to right, so that no full stop or sign wanders to its other end."""
    assert arabic.money(1_280_000) == f"{LEFT}1.28\xa0US${END}"
    assert arabic.money(-1_280_000) == f"{LEFT}-1.28\xa0US${END}"
    assert arabic.change(40_000) == f"{LEFT}+0.04\xa0US${END}"
    assert arabic("You have {balance}.", balance=arabic.money(1_280_000)) == f"لديك {LEFT}1.28\xa0US${END}."


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 B"),
        (640, "640 B"),
        (1_000, "1 kB"),
        (9_600, "10 kB"),
        (999_999, "1,000 kB"),
        (3_100_000, "3.1 MB"),
    ],
)
def test_sizes_are_short(english: Translator, count: int, said: str) -> None:
    """1 kB is 1,000 bytes."""
    assert english.size(count) == said


@pytest.mark.parametrize(
    ("milliseconds", "said"),
    [
        (0, "1 minute"),
        (90_000, "2 minutes"),
        (59 * 60_000, "59 minutes"),
        (60 * 60_000, "1 hour"),
        (47 * 3_600_000, "47 hours"),
        (48 * 3_600_000, "2 days"),
    ],
)
def test_spans_are_in_their_largest_unit(english: Translator, milliseconds: int, said: str) -> None:
    """At least a minute; days from the second one on."""
    assert english.span(milliseconds) == said


def test_times_are_in_the_persons_offset(english: Translator, arabic: Translator) -> None:
    """UTC where it is not known."""
    assert english.moment(NOON) == "21 Sep 14:13" and english.moment(NOON, 180) == "21 Sep 17:13"
    assert english.date(NOON) == "21 September" and english.date(NOON, 600) == "22 September"
    assert arabic.date(NOON) == "21 سبتمبر"
    assert english.day_and_time(NOON) == "21 Sep 2026 14:13"


SHEET = {  # a day, a day with a time, a number, money, local money, an amount that goes, a span
    "ar": ("21 سبتمبر", "21 سبتمبر 14:13", "1,234.5", "⁦1.28 US$⁩", "⁦165 KES⁩", "⁦−0.04 US$⁩", "ساعتين"),
    "bn": ("21 সেপ্টেম্বর", "21 সেপ 14:13", "1,234.5", "1.28 US$", "165 KES", "−0.04 US$", "2 ঘণ্টা"),
    "de": ("21. September", "21. Sept. 14:13", "1.234,5", "1,28 $", "165 KES", "−0,04 $", "2 Stunden"),
    "en": ("21 September", "21 Sep 14:13", "1,234.5", "$1.28", "KES 165", "−$0.04", "2 hours"),
    "es": ("21 de septiembre", "21 sept 14:13", "1.234,5", "1,28 US$", "165 KES", "−0,04 US$", "2 horas"),
    "fil": ("Setyembre 21", "Set 21 14:13", "1,234.5", "$1.28", "KES 165", "−$0.04", "2 oras"),
    "fr": ("21 septembre", "21 sept. 14:13", "1 234,5", "1,28 $US", "165 KES", "−0,04 $US", "2 heures"),
    "hi": ("21 सितंबर", "21 सित॰ 14:13", "1,234.5", "$1.28", "KES 165", "−$0.04", "2 घंटे"),
    "nl": ("21 september", "21 sep 14:13", "1.234,5", "US$ 1,28", "KES 165", "−US$ 0,04", "2 uur"),
    "pt": ("21 de setembro", "21 de set. 14:13", "1.234,5", "US$ 1,28", "KES 165", "−US$ 0,04", "2 horas"),
    "sw": ("21 Septemba", "21 Sep 14:13", "1,234.5", "US$ 1.28", "Ksh 165", "−US$ 0.04", "masaa 2"),
}


@pytest.mark.parametrize("language", TEXTS.languages)
def test_each_language_writes_days_numbers_and_money_its_own_way(language: str) -> None:
    """The sheet that was read through once; spaces that must not break are shown as spaces."""
    t = TEXTS.speak(language)
    said = (
        t.date(NOON), t.moment(NOON), t.number(1234.5), t.money(1_280_000), t.money_of(165_000_000, "KES"),
        t.change(-40_000), t.span(7_200_000),
    )  # fmt: skip
    assert tuple(one.replace("\u00a0", " ").replace("\u202f", " ") for one in said) == SHEET[language]


# ---- directions


def test_a_name_that_goes_the_other_way_is_set_apart(english: Translator, arabic: Translator) -> None:
    """Whole words of the other direction only; numbers and marks stay as they are."""
    assert english("Hello {name}.", name="أمينة") == f"Hello {FIRST}أمينة{END}."
    assert arabic("Hello {name}.", name="Amina") == f"مرحبًا {FIRST}Amina{END}."
    assert (
        english("Hello {name}.", name="Zoë") == "Hello Zoë."
        and arabic("{mark} is over.", mark="🐟")[-2] == "🐟"
    )


@pytest.mark.parametrize("place", ["+254 712 345 678", "···678", "0712 345 678", "DE"])
def test_a_number_in_groups_is_read_from_left_to_right(
    english: Translator, arabic: Translator, place: str
) -> None:
    """Its groups would stand the other way round in an Arabic line, so that another number is confirmed."""
    isolate = FIRST if place.isalpha() else LEFT
    assert arabic("Hello {name}.", name=place) == f"مرحبًا {isolate}{place}{END}."
    assert english("Hello {name}.", name=place) == f"Hello {place}."


def test_a_sentence_goes_its_own_way_whatever_it_begins_with(english: Translator, arabic: Translator) -> None:
    """A phone looks at its first letter: one that begins with a name, or has none of its own, is told; English is not."""
    said = arabic("{rail}: {place}", rail="M-Pesa", place="+254 712 345 678")
    assert said == f"\u200f{FIRST}M-Pesa{END}: {LEFT}+254 712 345 678{END}"
    assert arabic("M-Pesa pays to Kenyan numbers. Write yours like 0712 345 678.")[0] == "ت"
    assert arabic("Nobody has translated this {name}.", name="yet")[0] == "N"
    assert english("{rail}: {place}", rail="M-Pesa", place="1") == "M-Pesa: 1"


@given(name=st.text(st.characters(codec="utf-8"), max_size=30))
def test_no_value_turns_what_comes_after_it(name: str) -> None:
    """Whatever a name brings along, every isolate is closed again and no override is left."""
    for language in ("en", "ar"):
        said = TEXTS.speak(language).label("Hello {name}.", name=name)
        depth = 0
        for one in said:
            depth += {"LRI": 1, "RLI": 1, "FSI": 1, "PDI": -1}.get(unicodedata.bidirectional(one), 0)
            assert depth >= 0 and unicodedata.bidirectional(one) not in ("LRO", "RLO", "LRE", "RLE", "PDF")
        assert depth == 0


def test_a_closed_isolate_of_somebodys_own_stays() -> None:
    """Only what is left open is taken out."""
    assert harmless("\u2067a\u2069b") == "\u2067a\u2069b"
    assert harmless("\u2067ab") == "ab" == harmless("a\u2069\u2067b") == harmless("a\u202eb")


# ---- catalogs


def test_languages_are_those_with_a_catalog() -> None:
    """English first."""
    assert TEXTS.languages[0] == "en" and "ar" in TEXTS.languages


@pytest.mark.parametrize(
    ("asked", "found"),
    [("ar-EG", "ar"), ("AR_eg", "ar"), ("en-GB", "en"), ("tl", "fil"), ("xx", "en"), ("", "en")],
)
def test_a_phones_language_finds_the_nearest(asked: str, found: str) -> None:
    """English when nothing is near."""
    assert TEXTS.nearest(asked) == found


@pytest.mark.parametrize("language", ["xx", "", "../en", "zz-ZZ"])
def test_an_unknown_language_speaks_english(language: str, english: Translator) -> None:
    """One translator serves them all."""
    assert TEXTS.speak(language) is english and english.language == "en"


def test_a_catalog_is_read_when_somebody_needs_it(tmp_path: Path) -> None:
    """Neither the building nor the list of languages reads one; the second asking reads it no more."""
    texts = catalog(tmp_path, "sw", 'msgid "Skip"\nmsgstr "Ruka"\n')
    assert texts.languages == ("en", "sw")
    (tmp_path / "sw" / "LC_MESSAGES" / "bot.po").write_text(HEAD + 'msgid "Skip"\nmsgstr "Pita"\n', "utf-8")
    assert texts.speak("sw")("Skip") == "Pita"
    (tmp_path / "sw" / "LC_MESSAGES" / "bot.po").unlink()
    assert texts.speak("sw")("Skip") == "Pita"


@pytest.mark.parametrize("broken", ["no catalog at all", 'msgstr "x"\nmsgid', "\0"])
def test_a_broken_catalog_is_named(tmp_path: Path, broken: str) -> None:
    """The file and what is wrong with it."""
    with pytest.raises(ValueError, match=r"bot\.po can't be read"):
        catalog(tmp_path, "sw", broken).speak("sw")


def test_a_folder_that_is_no_language_is_named(tmp_path: Path) -> None:
    """A catalog needs a language that CLDR knows."""
    with pytest.raises(ValueError, match=r"bot\.po can't be read"):
        catalog(tmp_path, "klingon", 'msgid "Skip"\nmsgstr "x"\n').speak("klingon")


def test_a_catalog_says_what_no_speaker_has_reviewed(tmp_path: Path, english: Translator) -> None:
    """A translator's comment marks an entry; a reviewer takes it away."""
    entries = '# machine-made\nmsgid "Skip"\nmsgstr "Ruka"\n\nmsgid "More"\nmsgstr "Zaidi"\n'
    assert len(catalog(tmp_path, "sw", entries).speak("sw").machine_made) == 1 and not english.machine_made


def test_money_to_be_read_is_rounded_and_other_money_has_its_own_sign(english: Translator) -> None:
    """Half a cent of a fee goes up, of a balance down; whole shillings have no decimals, a half one has."""
    assert (english.about(1_274_132), english.about(38_611), english.about(5_000)) == (
        "$1.27",
        "$0.04",
        "$0.01",
    )
    assert [english.coins(one) for one in (1_279_999, 5_868, 0)] == ["$1.27", "$0.00", "$0.00"]
    assert english.money_of(160_000_000, "KES") == "KES\u00a0160"
    assert (english.money_of(160_500_000, "KES"), english.money_of(1_280_000, "USD")) == (
        "KES\u00a0160.50",
        "$1.28",
    )
