"""Words: translators and their catalogs, each read at first use; money, dates and sizes by locale (CLDR).

An English sentence is its own message id. Placeholders are `{named}`; every value is escaped by the
translator, so that no name, reason or answer can change a message's markup. Plurals go through the
catalog: `t.n("{count} task", "{count} tasks", 3)`. A translation whose placeholders are wrong is not
said: its English sentence is.

Directions: a value that is written the other way round than the language is set apart (U+2068 … U+2069),
and what a value brings along to turn text around is taken out, so that a name in Arabic leaves an English
sentence as it was, and an amount or a phone number stays whole in an Arabic one.

A catalog is `<folder>/<language>/LC_MESSAGES/bot.po`. A language without one speaks English. Reading
one takes 60 to 90 ms, so a language is loaded when somebody first needs it; its sentences alone stay in memory.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from gettext import c2py
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_currency, format_decimal, get_currency_precision

micro = 1_000_000
amounts_kept_max = 10_000
ENGLISH = "en"
MACHINE_MADE = "machine-made"  # the translator's comment of an entry that no speaker has reviewed

DAY_FIRST = "en_001"  # the order of English dates everywhere but in one country

ALIASES = {"tl": "fil"}  # what Telegram calls a language, and its catalog here

_OVERRIDES = re.compile("[\u202a-\u202e]")  # Telegram takes them out as well
_ISOLATES = re.compile("[\u2066-\u2069]")
_MARKS = re.compile("[\u200e\u200f\u061c]")
_BESIDE_LETTERS = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")  # CLDR wants a space: UGX 165
_GROUPS = re.compile(r"(?=.*[+·\s])[+·\d\s]*\d")  # +254 712 345 678, ···678: from left to right everywhere
_APART = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
_PLACES = re.compile(r"\{[^}]*\}")
_TAGS = re.compile("<[^>]*>")
_RIGHT_TO_LEFT = "\u200f"
_FIRST_STRONG, _LEFT_TO_RIGHT, _END = "\u2068", "\u2066", "\u2069"


def harmless(text: str) -> str:
    """A text without what would turn around the words after it: overrides, and isolates that are not closed."""
    if text.isascii():
        return text
    text = _OVERRIDES.sub("", text)
    depth = 0
    for one in _ISOLATES.findall(text):
        depth += -1 if one == _END else 1
        if depth < 0:
            break
    return text if depth == 0 else _ISOLATES.sub("", text)


class Translator:
    """Speaks one language. Calling it gives HTML with its values escaped; `label` gives plain text."""

    def __init__(self, language: str, catalog: Catalog, currency: str) -> None:
        self.language = language
        self.currency = currency
        self._locale = Locale.parse(language)
        self._said = {one.id: str(one.string) for one in catalog if isinstance(one.id, str) and one.string}
        self._forms = {one.id[0]: one.string for one in catalog if isinstance(one.string, tuple)}
        self._plural_expr = catalog.plural_expr
        self.machine_made = frozenset(
            one.id if isinstance(one.id, str) else one.id[0]
            for one in catalog
            if one.id and MACHINE_MADE in one.user_comments
        )
        """The sentences of the catalog whose translation no speaker has reviewed; of two forms the first."""

    @cached_property
    def right_to_left(self) -> bool:
        return self._locale.text_direction == "rtl"

    def name_in_itself(self, language: str) -> str:
        """A language's name in that language: "العربية". The code when CLDR does not know it."""
        try:
            return str(Locale.parse(language, sep="-").get_display_name(language) or language)
        except (UnknownLocaleError, ValueError):
            return language

    def language_name(self, language: str) -> str:
        """A language's name in this one: "Arabic"."""
        return str(self._locale.languages.get(language.split("-")[0]) or language)

    def __call__(self, sentence: str, /, **values: object) -> str:
        given = {name: self.value(str(value)) for name, value in values.items()}
        pattern = self._message(sentence)
        return self._turned(_filled(pattern, sentence, given), pattern)

    def label(self, sentence: str, /, **values: object) -> str:
        """Plain text: for keys, file contents and whatever is not HTML."""
        given = {name: self._set_in(str(value)) for name, value in values.items()}
        return _filled(self._message(sentence), sentence, given)

    def html(self, text: str) -> str:
        """Somebody else's paragraphs, as HTML: escaped, and turning nothing around."""
        return html.escape(harmless(text), quote=False)

    def value(self, text: str) -> str:
        """Somebody else's words in a line of ours, as HTML: set apart when they go the other way."""
        return self.html(self._set_in(text))

    def n(self, one: str, many: str, count: int, /, **values: object) -> str:
        """A sentence with a number in it, in the form its language wants. HTML; `{count}` is given."""
        forms, index = self._forms.get(one, ()), self._plural(count)
        pattern = (forms[index] if index < len(forms) else "") or (one if count == 1 else many)
        given = {name: self.value(str(value)) for name, value in values.items()}
        said = _filled(pattern, one if count == 1 else many, {**given, "count": self.number(count)})
        return self._turned(said, pattern)

    def _turned(self, said: str, pattern: str) -> str:
        """A sentence that a phone sets in its own direction: by the first letter outside of what is set apart (UAX #9, P2).

        One that begins with a name in other letters, or has no letter of its own, is told which way it goes.
        """
        if not self.right_to_left or not said or unicodedata.bidirectional(said[0]) in ("R", "AL"):
            return said
        bare = _APART.sub("", _APART.sub("", _TAGS.sub("", said)))  # an amount within a name
        own = _ways(_PLACES.sub("", pattern))
        goes_on = _ways(bare)[:1] in (["R"], ["AL"])
        not_ours = (
            not {"R", "AL"} & set(own) if own else pattern.count("{") == 1
        )  # not translated; words in quotes
        return said if goes_on or not_ours else f"{_RIGHT_TO_LEFT}{said}"

    def own(self, texts: Mapping[str, str]) -> str:
        """A pack's own text in this language, or in its first one. Plain: pass it as a value, or escape it."""
        return texts.get(self.language) or next(iter(texts.values()), "")

    def speaks(self, texts: Mapping[str, str]) -> bool:
        """Has a pack's text this language?"""
        return self.language in texts

    def money(self, amount: int) -> str:
        """Micro-units as money: at least the currency's decimals, as many as it takes to be exact.

        In a language that goes from right to left the amount is set apart, number first, its sign before it.

        >>> english.money(1_280_000), english.money(2_500)
        ('$1.28', '$0.0025')
        """
        exact = (Decimal(amount) / micro).normalize()
        digits = max(self._digits, -int(exact.as_tuple().exponent))
        return self._money(exact, self.currency, digits)

    def coins(self, amount: int) -> str:
        """Micro-units as money, down to the currency's decimals: what somebody has, and never more than there is.

        >>> english.coins(1_280_000), english.coins(5_868)
        ('$1.28', '$0.00')
        """
        cut = (Decimal(amount) / micro).quantize(Decimal(1).scaleb(-self._digits), rounding=ROUND_DOWN)
        return self._money(cut, self.currency, self._digits)

    def about(self, amount: int) -> str:
        """Micro-units as money rounded to the currency's decimals, for what is to be read and not reckoned with.

        >>> english.about(1_274_132), english.about(38_611)
        ('$1.27', '$0.04')
        """
        rounded = (Decimal(amount) / micro).quantize(Decimal(1).scaleb(-self._digits), rounding=ROUND_HALF_UP)
        return self._money(rounded, self.currency, self._digits)

    def money_of(self, amount: int, currency: str) -> str:
        """Micro-units of any currency; without decimals where they are whole.

        >>> english.money_of(165_000_000, "KES"), english.money_of(1_280_000, "USD")
        ('KES 165', '$1.28')
        """
        exact = (Decimal(amount) / micro).normalize()
        decimals = -int(exact.as_tuple().exponent)
        digits = 0 if decimals <= 0 else max(get_currency_precision(currency), decimals)
        return self._money(exact, currency, digits)

    def _money(self, exact: Decimal, currency: str, digits: int) -> str:
        written = _written(self.language, exact, currency, digits)
        return f"{_LEFT_TO_RIGHT}{written}{_END}" if self.right_to_left else written

    def change(self, amount: int) -> str:
        """An amount that comes or goes, with its sign: "+$0.04", "−$1.28"."""
        written = self.money(abs(amount))
        sign = "" if not amount else "+" if amount > 0 else "−"
        return f"{_LEFT_TO_RIGHT}{sign}{written[1:]}" if self.right_to_left else f"{sign}{written}"

    def number(self, value: int | float) -> str:
        return format_decimal(value, locale=self._locale, numbering_system="latn")

    def size(self, count: int) -> str:
        """Bytes as people read them: "640 B", "10 kB", "3.1 MB" (1 kB = 1,000 bytes)."""
        if count < 1000:
            return self.label("{number} B", number=self.number(count))
        if count < 1_000_000:
            return self.label("{number} kB", number=self.number(round(count / 1000)))
        return self.label("{number} MB", number=self.number(round(count / 1_000_000, 1)))

    def span(self, milliseconds: int) -> str:
        """A length of time in its largest whole unit, at least one minute: "40 minutes", "two days" as "2 days"."""
        minutes = max(1, round(milliseconds / 60_000))
        if minutes < 60:
            return self.n("{count} minute", "{count} minutes", minutes)
        if minutes < 48 * 60:
            return self.n("{count} hour", "{count} hours", round(minutes / 60))
        return self.n("{count} day", "{count} days", round(minutes / 1440))

    def weekday(self, day: int) -> str:
        """A day of the week in short, 0 for Monday: "Mon"."""
        return str(self._locale.days["stand-alone"]["abbreviated"][day])

    def country_name(self, code: str) -> str:
        """A country's name by its ISO 3166 code: "Kenya". The code when CLDR does not know it."""
        return str(self._locale.territories.get(code) or code)

    def date(self, at: int, offset_minutes: int = 0) -> str:
        """A day, in the person's own offset from UTC when it is known."""
        moment = datetime.fromtimestamp(at / 1000, UTC) + timedelta(minutes=offset_minutes)
        return self._day(moment, "MMMMd")

    def moment(self, at: int, offset_minutes: int = 0) -> str:
        """A day and a time of day."""
        moment = datetime.fromtimestamp(at / 1000, UTC) + timedelta(minutes=offset_minutes)
        return f"{self._day(moment, 'MMMd')} {format_time(moment, 'HH:mm', locale=self._locale)}"

    def day_and_time(self, at: int) -> str:
        """A day with its year and a time of day, UTC: what papers have."""
        moment = datetime.fromtimestamp(at / 1000, UTC)
        return f"{self._day(moment, 'yMMMd')} {format_time(moment, 'HH:mm', locale=self._locale)}"

    def _day(self, moment: datetime, parts: str) -> str:
        """A day as the language puts it together (a CLDR skeleton): "24 Nov", "24. Nov.", "24 de nov."."""
        order = Locale.parse(DAY_FIRST) if self.language == ENGLISH else self._locale
        return format_date(moment, str(order.datetime_skeletons[parts].pattern), locale=self._locale)

    def in_english(self) -> Translator:
        """English with the same currency, for what can't be written in this language."""
        return Translator(ENGLISH, Catalog(locale=ENGLISH), self.currency)

    def _set_in(self, text: str) -> str:
        """A value on its way into a sentence: closed in itself, and set apart when it goes the other way."""
        if text.isascii() and not self.right_to_left:
            return text
        text = harmless(text)
        other = ("L",) if self.right_to_left else ("R", "AL")
        if self.right_to_left and _GROUPS.fullmatch(text):
            return f"{_LEFT_TO_RIGHT}{text}{_END}"
        apart = text.startswith((_FIRST_STRONG, _LEFT_TO_RIGHT)) and text.endswith(_END)
        if apart or "\n" in text or not any(unicodedata.bidirectional(one) in other for one in text):
            return text
        return f"{_FIRST_STRONG}{text}{_END}"

    def _message(self, sentence: str) -> str:
        return self._said.get(sentence, sentence)

    @cached_property
    def _digits(self) -> int:
        """The decimals of the currency."""
        return int(get_currency_precision(self.currency))

    @cached_property
    def _plural(self) -> Callable[[int], int]:
        """The catalog's own Plural-Forms expression, compiled."""
        return c2py(self._plural_expr)


def _ways(text: str) -> list[str]:
    """Which way each letter goes: L, R or AL."""
    return [way for one in text if (way := unicodedata.bidirectional(one)) in ("L", "R", "AL")]


@lru_cache(maxsize=amounts_kept_max)
def _written(language: str, exact: Decimal, currency: str, digits: int) -> str:
    """An amount as CLDR writes it; people's amounts are few, and each costs as much as all else of a message."""
    locale = Locale.parse(language)
    places = f"0.{'0' * digits}" if digits else "0"
    pattern = ";".join(
        part.replace("0.00", places) for part in locale.currency_formats["standard"].pattern.split(";")
    )
    written = format_currency(
        exact, currency, pattern, locale=locale, currency_digits=False, numbering_system="latn"
    )
    return _BESIDE_LETTERS.sub("\u00a0", _MARKS.sub("", written))


def _filled(pattern: str, english: str, values: Mapping[str, str]) -> str:
    """A sentence with its values; the English one where a translation asks for values that are not there."""
    try:
        return pattern.format(**values)
    except (KeyError, IndexError, ValueError):
        return english.format(**values)


class Texts:
    """The catalogs of a folder, and the installation's currency."""

    def __init__(self, folder: Path, currency: str) -> None:
        self._folder = folder
        self._currency = currency
        self._spoken: dict[str, Translator] = {}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """English first, then every language with a catalog, sorted."""
        found = sorted(path.parent.parent.name for path in self._folder.glob("*/LC_MESSAGES/bot.po"))
        return (ENGLISH, *(name for name in found if name != ENGLISH))

    def nearest(self, asked: str) -> str:
        """The language spoken here that is nearest to a phone's ("ar-EG" → "ar"), else English."""
        short = asked.replace("_", "-").split("-")[0].lower()
        short = ALIASES.get(short, short)
        return short if short in self.languages else ENGLISH

    def speak(self, language: str) -> Translator:
        """The translator of a language; English for one that is not spoken here.

        ValueError when its catalog can't be read.
        """
        spoken = language if language in self.languages else ENGLISH
        if spoken not in self._spoken:
            self._spoken[spoken] = self._load(spoken)
        return self._spoken[spoken]

    def _load(self, language: str) -> Translator:
        if language == ENGLISH:
            return Translator(language, Catalog(locale=language), self._currency)
        path = self._folder / language / "LC_MESSAGES" / "bot.po"
        try:
            with path.open("rb") as file:
                catalog = read_po(file, locale=language, abort_invalid=True)
            return Translator(language, catalog, self._currency)
        except (OSError, ValueError, UnknownLocaleError, PoFileError) as error:
            raise ValueError(f"The catalog {path} can't be read: {error}.") from error
