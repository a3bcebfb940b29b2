"""Help: what is shown, where somebody is, and an operator's word; and that nothing says who asked."""

import json

import pytest

from bot.actions import accounting, forgetting, helping
from bot.domain.helplines import Helplines
from bot.domain.outcomes.papers import ForgetTold, Forgotten
from bot.domain.outcomes.worker import Support, SupportWhere
from bot.domain.refusals.deposits import SayWho
from bot.domain.refusals.helplines import NoSuchCountry, NoSuchHelpline, NotAPost
from bot.storage import Database, Tx
from bot.wellbeing import Directory, carried
from tests.conftest import Clock
from tests.makers import BOT, make_person

pytestmark = pytest.mark.anyio
DIRECTORY = carried()
DAY = 86_400_000
KEYS = ("KE/emergency", "KE/befrienders", "KE/red-cross", "EG/mental-health")


async def confirmed(database: Database, *keys: str) -> None:
    """Somebody looked at these."""
    for key in keys or KEYS:
        await database.write(helping.confirm, DIRECTORY, key, "Wanjiru")


def everything(tx: Tx) -> str:
    """All rows of all tables in which a person's doings could be written."""
    tables = (
        "people",
        "accounts",
        "causes",
        "dues",
        "questions",
        "journal",
        "incidents",
        "traffic",
        "pace",
        "jobs",
    )
    found = []
    for table in tables:
        cursor = tx._connection.execute(f"SELECT * FROM {table}")
        found.append((table, sorted(map(str, cursor.fetchall()))))
    return json.dumps(found)


async def test_a_stranger_is_helped_and_stays_one(database: Database) -> None:
    """No person, no account, nothing due, no cause: the database is as it was."""
    await confirmed(database)
    before = await database.read(everything)
    language, card, message = await database.read(helping.support, BOT, 77, "ar", DIRECTORY)
    assert (language, message) == ("ar", 0) and isinstance(card, Support)
    assert card.help == Helplines() and card.kept is None and card.countries == ("EG", "KE")
    assert await database.read(everything) == before


async def test_a_country_is_asked_for_once_or_kept(database: Database) -> None:
    """/support_KE shows it and keeps nothing; /country_KE keeps it; then /support shows it by itself."""
    await confirmed(database)
    amina = await make_person(database)
    asked = (helping.support, BOT, amina.telegram, "en", DIRECTORY)
    _, once, _ = await database.read(*asked, "KE")
    assert [one.name for one in once.help.lines] == [
        "Befrienders Kenya",
        "Kenya Red Cross",
    ] and once.kept is None
    assert (await database.read(*asked))[1].help.country == ""
    await database.write(helping.keep, BOT, amina.telegram, "en", "KE")
    _, again, _ = await database.read(*asked)
    assert again == Support(once.help, "KE") and again.help.emergency
    assert await database.read(helping.near, amina, DIRECTORY) == again.help
    await database.write(helping.keep, BOT, amina.telegram, "en", "")
    assert (await database.read(*asked))[1].kept == ""


async def test_somebody_new_may_say_where_before_anything_else(database: Database) -> None:
    """They are met, as by any message, and nothing of the country is journaled."""
    await database.write(helping.keep, BOT, 78, "ar", "EG")
    language, found = await database.read(helping.where, BOT, 78, "en", DIRECTORY)
    assert (language, found.kept) == ("ar", "EG")
    assert "EG" not in str(await database.read(lambda tx: tx.all("telling.journal_of", who="person 78")))


async def test_the_choice_has_every_country(database: Database) -> None:
    """Those with something to show first, Syria too."""
    await confirmed(database)
    _, found = await database.read(helping.where, BOT, 79, "ar", DIRECTORY)
    assert isinstance(found, SupportWhere) and found.countries[:2] == ("EG", "KE")
    assert sorted(found.countries) == sorted(DIRECTORY.countries) and found.kept is None


async def test_a_country_is_in_mydata_and_gone_with_forget(database: Database) -> None:
    """It is theirs to see and to take away."""
    amina = await make_person(database)
    await database.write(helping.keep, BOT, amina.telegram, "en", "KE")
    kept = json.loads(await database.read(accounting.content_of_my_data, amina.account))
    assert kept["person"]["country"] == "KE"
    told = await database.write(forgetting.forget, amina, "")
    assert isinstance(told, ForgetTold)
    assert isinstance(await database.write(forgetting.forget, amina, told.code), Forgotten)
    assert (
        await database.read(lambda tx: tx.one("people.where_they_are", bot=BOT, telegram=amina.telegram))
        is None
    )
    rows = await database.read(
        lambda tx: tx._connection.execute("SELECT country FROM people WHERE country IS NOT NULL").fetchall()
    )
    assert list(rows) == []


async def test_unknown_countries_and_an_empty_directory_still_help(database: Database) -> None:
    """The directories are always there."""
    for where, directory in (("XX", DIRECTORY), ("KE", Directory()), ("'; --", DIRECTORY)):
        _, card, _ = await database.read(helping.support, BOT, 80, "en", directory, where)
        assert card.help.directories and not card.help.lines


async def test_a_word_is_kept_and_journaled_and_ages(database: Database, clock: Clock) -> None:
    """Confirmed, hidden, confirmed again; the journal has its number, and no name."""
    await confirmed(database, "KE/befrienders")
    (first,) = await _states(database, "KE/befrienders")
    assert (first.how, first.by, first.at) == ("fresh", "Wanjiru", clock.now_ms)
    await database.write(helping.hide, DIRECTORY, "KE/befrienders", "Otieno")
    assert [one.how for one in await _states(database, "KE/befrienders")] == ["hidden"]
    await confirmed(database, "KE/befrienders")
    for days, how in ((151, "due"), (30, "old")):
        clock.now_ms += days * DAY
        assert [one.how for one in await _states(database, "KE/befrienders")] == [how]
    rows = await database.read(lambda tx: tx.all("telling.journal_of", who="operator"))
    assert [row["verb"] for row in rows] == ["help_confirmed", "help_hidden", "help_confirmed"]
    assert len({row["about"] for row in rows}) == 1 and "Wanjiru" not in str(rows)


async def _states(database: Database, key: str) -> list[helping.State]:
    stands = await database.read(helping.stands, DIRECTORY, key[:2])
    return [one for one in stands if one.entry.key == key]


async def test_a_slip_of_the_operator_is_refused(database: Database) -> None:
    """No such entry, no such country, nobody's word, a message that is none."""
    for key, by, refused in (("KE/nobody", "Wanjiru", NoSuchHelpline), ("KE/befrienders", " ", SayWho)):
        with pytest.raises(refused):
            await database.write(helping.confirm, DIRECTORY, key, by)
    with pytest.raises(NoSuchCountry):
        await database.read(helping.stands, DIRECTORY, "XX")
    for country, language, number, refused_post in (
        ("XX", "en", 1, NoSuchCountry), ("KE", "english", 1, NotAPost), ("KE", "", 1, NotAPost), ("KE", "en", -1, NotAPost),
    ):  # fmt: skip
        with pytest.raises(refused_post):
            await database.write(helping.post, DIRECTORY, country, language, number)


async def test_the_channels_message_is_for_a_country_and_a_language(database: Database) -> None:
    """Exactly; a refusal is news once, and over when it could be copied again."""
    await database.write(helping.post, DIRECTORY, "KE", "en", 12)
    await database.write(helping.post, DIRECTORY, "", "ar", 13)

    async def message(language: str, country: str) -> int:
        return int((await database.read(helping.support, BOT, 81, language, DIRECTORY, country))[2])

    assert [
        await message("en", "KE"),
        await message("ar", ""),
        await message("ar", "KE"),
        await message("en", ""),
    ] == [12, 13, 0, 0]
    assert [
        await database.write(helping.post_refused, "KE", "en", why) for why in ("gone", "gone", "", "")
    ] == [True, False, True, False]
    await database.write(helping.post, DIRECTORY, "KE", "en", 0)
    assert [row["message"] for row in await database.read(helping.posts)] == [13]
