"""What can be shown: checked within 180 days, of the very entry, in the reader's language first."""

from dataclasses import replace

from bot.domain.helplines import Helplines, last_resort
from bot.domain.limits import day
from bot.wellbeing import Check, Directory, Entry, State, carried, finding, states
from bot.wellbeing.finding import DEMO, countries, find

NOW = 1_800_000_000_000
DIRECTORY = carried()


def entry(key: str) -> Entry:
    """An entry that ships."""
    return next(one for one in DIRECTORY.entries() if one.key == key)


def checked(*keys: str, at: int = NOW, state: str = "confirmed", by: str = "Wanjiru") -> dict[str, Check]:
    """An operator's word on entries."""
    return {key: Check(state, entry(key).content, at, by) for key in keys}


def names(found: Helplines) -> list[str]:
    """The lines, in order."""
    return [one.name for one in found.lines]


def how(key: str, check: Check | None) -> str:
    """How an entry stands."""
    return states([entry(key)], {key: check} if check else {}, NOW)[0].how


def test_nothing_is_shown_before_somebody_checked_it() -> None:
    """A country without a confirmed line has the directories."""
    found = find(DIRECTORY, {}, NOW, country="KE", language="en")
    assert found == Helplines("KE", (), (), last_resort)
    assert countries(DIRECTORY, {}, NOW, "en") == ()


def test_what_was_checked_is_shown_with_its_day() -> None:
    """The emergency number, and the surer line first; equal ones are both there."""
    said = checked("KE/one2one", "KE/emergency", "KE/red-cross", "KE/befrienders", at=NOW - 3 * day)
    found = find(DIRECTORY, said, NOW, country="KE", language="sw")
    assert names(found) == ["Befrienders Kenya", "Kenya Red Cross", "one2one"]
    assert [one.dial for one in found.emergency[0].numbers] == ["999", "112"]
    assert {one.checked_at for one in found.lines} == {NOW - 3 * day} and not found.demo


def test_lines_in_the_readers_language_come_first() -> None:
    """Before surer ones in another language."""
    said = checked("BD/moner-jotno", "BD/kaan-pete-roi")
    assert names(find(DIRECTORY, said, NOW, country="BD", language="bn"))[0] == "Kaan Pete Roi"
    only_bengali = {**said, "BD/kaan-pete-roi": replace(said["BD/kaan-pete-roi"], state="hidden")}
    assert names(find(DIRECTORY, only_bengali, NOW, country="BD", language="en")) == ["BRAC Moner Jotno"]


def test_a_check_lasts_180_days_and_is_due_after_150() -> None:
    """To the millisecond."""
    for age, wanted in (
        (150 * day, "fresh"),
        (150 * day + 1, "due"),
        (180 * day, "due"),
        (180 * day + 1, "old"),
    ):
        said = checked("KE/befrienders", at=NOW - age)
        assert how("KE/befrienders", said["KE/befrienders"]) == wanted
        shown = names(find(DIRECTORY, said, NOW, country="KE", language="en"))
        assert shown == ([] if wanted == "old" else ["Befrienders Kenya"])


def test_a_check_of_another_number_says_nothing_of_this_one() -> None:
    """An entry that changed since is hidden again, unless its own file says that it was checked."""
    stale = Check("confirmed", "0" * 16, NOW, "Wanjiru")
    assert how("KE/befrienders", stale) == "changed"
    own = replace(entry("KE/befrienders"), checked_at=NOW - day, checked_by="Achieng")
    assert states([own], {own.key: stale}, NOW) == (State(own, "fresh", NOW - day, "Achieng"),)


def test_a_check_from_the_future_is_none() -> None:
    """A clock that went wrong does not keep a number alive."""
    assert how("KE/befrienders", checked("KE/befrienders", at=NOW + 2 * day)["KE/befrienders"]) == "unchecked"


def test_hidden_stays_hidden() -> None:
    """Whatever the file says; a hidden list of lines gives way to the next one, and the last two are always there."""
    own = replace(entry("KE/befrienders"), checked_at=NOW, checked_by="Achieng")
    assert states([own], checked(own.key, at=0, state="hidden"), NOW)[0].how == "hidden"
    hidden = checked("world/befrienders", state="hidden")
    shown = find(DIRECTORY, hidden, NOW, country="", language="en").directories
    assert shown == ("findahelpline.com", "iasp.info/crisis-centres-helplines")
    every = checked(*(one.key for one in DIRECTORY.world), state="hidden")
    assert find(DIRECTORY, every, NOW, country="", language="en").directories == last_resort


def test_where_nothing_can_be_read_the_directories_are_left() -> None:
    """An empty directory, an unknown country: still help."""
    for where in ("KE", "XX", ""):
        assert find(Directory(), {}, NOW, country=where, language="en") == Helplines()


def test_the_demo_says_that_it_is_one() -> None:
    """Whoever confirms as the demo has called nobody."""
    assert find(DIRECTORY, checked("KE/red-cross", by=DEMO), NOW, country="KE", language="en").demo


def test_countries_of_the_readers_language_come_first() -> None:
    """Those of which something can be shown."""
    said = checked("KE/befrienders", "EG/mental-health", "PH/ncmh", "EG/ambulance")
    assert countries(DIRECTORY, said, NOW, "ar") == ("EG", "KE", "PH")
    assert countries(DIRECTORY, said, NOW, "en") == ("KE", "PH", "EG")


def test_a_card_is_short() -> None:
    """No more lines than fit on one."""
    lines = [replace(entry("KE/befrienders"), key=f"KE/{number}") for number in range(9)]
    many = Directory({"KE": replace(DIRECTORY.countries["KE"], entries=tuple(lines))})
    said = {one.key: Check("confirmed", one.content, NOW, "Wanjiru") for one in lines}
    assert len(find(many, said, NOW, country="KE", language="en").lines) == finding.lines_max
