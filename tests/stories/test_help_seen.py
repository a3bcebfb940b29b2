"""Help as it looks on the page of phones, in a real Chromium: six countries in three languages."""

import pytest

from bot.actions import helping
from bot.wellbeing.finding import DEMO
from tests.browser import Browser, chromium
from tests.stories.program import Program, until_true

__all__ = ["chromium"]

COUNTRIES = {
    "KE": "Befrienders Kenya",
    "SY": "findahelpline.com",
    "CO": "Línea 106",
    "BD": "Kaan Pete Roi",
    "VE": "911",
    "PH": "NCMH Crisis Hotline",
}
NO_LINE = {
    "en": "We have no line in Syria that somebody has checked.",
    "ar": "ليس لدينا خط في سوريا",
    "es": "No tenemos en Siria una línea que alguien haya comprobado.",
}
WIDE = "[...document.querySelectorAll('.log')].filter(log => log.scrollWidth > log.clientWidth).length"
TURNED = """[...document.querySelectorAll('.message code')].filter(number => {
    const at = (first, last) => {
        const range = document.createRange();
        range.setStart(number.firstChild, first);
        range.setEnd(number.firstChild, last);
        return range.getBoundingClientRect();
    };
    const [first, last] = [at(0, 1), at(number.textContent.length - 1, number.textContent.length)];
    return first.top === last.top && first.left > last.left;
}).map(number => number.textContent)"""


@pytest.mark.parametrize("language", NO_LINE)
def test_help_is_read_and_dialled_from_a_narrow_phone(
    program: Program, chromium: Browser, language: str
) -> None:
    """Nothing is wider than the phone, each number's digits stand in their order, and Syria says that it has no line."""
    house = program.home.house
    for entry in house.directory.entries():
        if entry.kind != "directory":
            program.do(house.database.write(helping.confirm, house.directory, entry.key, DEMO))
    for number, (country, wanted) in enumerate(COUNTRIES.items(), 6001):
        person = program.person(number, country, language)
        person.writes(f"/country_{country}")
        person.hears()
        person.writes("/support")
        said = person.hears()
        assert wanted in said and (country != "SY" or NO_LINE[language] in said), said
    until_true(lambda: program.waiting() == 0)
    chromium.open(program.sandbox.url, 400, 860)
    chromium.until(f"document.querySelectorAll('.phone').length === {len(COUNTRIES)}")
    chromium.until("document.querySelectorAll('.message code').length > 6")
    assert chromium.run(WIDE) == 0 and chromium.run(TURNED) == []
    chromium.call("Page.navigate", url="about:blank")
