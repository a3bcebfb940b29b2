"""Three programs on one PostgreSQL behind a proxy, sent their updates: what one does for a person, three do, also when one dies."""

import shutil
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.actions import delivering
from bot.storage import migrate
from tests.conftest import PostgresServer
from tests.forked import BaseProcess
from tests.pretend import start
from tests.stories.paid_out import free_port
from tests.stories.program import (
    BOT,
    TOKEN,
    Person,
    StoryClock,
    ended_well,
    settings_for,
    until_true,
    words_of,
)
from tests.stories.several import (
    DIES,
    NEWER,
    SECRET,
    Proxy,
    Several,
    dies_when_told,
    knows_more,
    looked_into,
    many,
)
from tests.stories.test_bad_input import message

ANSWERS = 6
NEIGHBOURS = range(2001, 2031)
NEWCOMERS = range(3001, 3101)
newcomer_every_s = 0.5


@pytest.fixture
def several(
    tmp_path: Path, postgres_server: PostgresServer, stocked_postgres: tuple[Path, str]
) -> Iterator[Several]:
    """The house of three programs; none runs yet."""
    (folder, template), data = stocked_postgres, tmp_path / "data"
    shutil.copytree(folder, data)
    clock, ports = StoryClock(), {number: free_port() for number in range(1, many + 1)}
    with (
        postgres_server.database(template) as url,
        start(token=TOKEN, clock=clock) as sandbox,
        Proxy(list(ports.values())) as proxy,
    ):
        address = f"http://127.0.0.1:{proxy.port}/updates"
        settings = settings_for(
            data, sandbox.url, url, webhook_url=address, webhook_port=ports[1], webhook_secret=SECRET
        )
        with looked_into(Several(settings, sandbox, clock, ports=ports)) as programs:
            yield programs


def people(programs: Several, numbers: range) -> list[Person]:
    """So many people at their first task of the photographs, who came all at once."""
    found = [programs.person(number, f"Person {number}") for number in numbers]
    with ThreadPoolExecutor(len(found)) as threads:
        list(threads.map(lambda one: (one.joins(), one.takes_up("What covers the photo?")), found))
    return found


def works(person: Person, answers: int = ANSWERS) -> None:
    """Answers so many tasks, each as soon as its keys are on the phone."""
    for _ in range(answers):
        mark = person.mark()
        person.phone.press(person.labels()[0])
        while person.mark() == mark:
            person.hears()


def messages_to(person: Person) -> int:
    """How many messages the bot has sent this person."""
    return sum(one["from"] == "bot" for one in person.phone.messages())


def told_of_pay(person: Person) -> int:
    """How many messages told this person that an answer was saved."""
    return sum(one["from"] == "bot" and "Saved, +" in words_of(one) for one in person.phone.messages())


def neighbours_come(programs: Several) -> None:
    """Thirty people say hello, and hear what this is."""
    for number in NEIGHBOURS:
        programs.sandbox.phone(number, f"Neighbour {number}").send("/start")
    programs.quiet()


def neighbours_are_told(programs: Several) -> None:
    """All of them are to be told something that nobody asked for just now."""
    programs.changed(
        "INSERT INTO dues (account, slot, seq, outcome) SELECT id, 'notice#' || telegram, telegram, '[\"About\",{}]'"
        f" FROM accounts WHERE telegram BETWEEN {min(NEIGHBOURS)} AND {max(NEIGHBOURS)}"
    )


def newcomers_until_it_dies(programs: Several, doomed: BaseProcess) -> int:
    """One more person says hello, and one more, until one of them came to the program that dies; how many they were."""
    for number in range(NEWCOMERS.start, NEWCOMERS.stop):
        programs.sandbox.phone(number, f"Newcomer {number}").send("/start")
        doomed.join(newcomer_every_s)
        if not doomed.is_alive():
            return number + 1 - NEWCOMERS.start
    raise AssertionError("it never had anything to show")


def heard(programs: Several) -> list[int]:
    """How often each neighbour was told it."""
    phones = [programs.sandbox.phone(number, f"Neighbour {number}") for number in NEIGHBOURS]
    return [sum(one["from"] == "bot" for one in phone.messages()) - 1 for phone in phones]


def test_three_that_are_upgraded_one_after_another_show_everything_once(several: Several) -> None:
    """Each is ended and begun anew while people work and notices go out: every answer, question and notice comes once."""
    for number in several.ports:
        several.begins(number)
    neighbours_come(several)
    crowd = people(several, range(1001, 1007))
    before = [messages_to(one) for one in crowd]
    with ThreadPoolExecutor(len(crowd)) as threads:
        working = [threads.submit(works, one) for one in crowd]
        neighbours_are_told(several)
        for number in several.ports:
            assert ended_well(several.by_number[number]), several.log(number)
            several.begins(number)
        for one in working:
            one.result()
    several.quiet()
    assert [len(one.answered()) for one in crowd] == [ANSWERS] * len(crowd)
    assert [told_of_pay(one) for one in crowd] == [ANSWERS] * len(crowd)
    assert [messages_to(one) for one in crowd] == [many + ANSWERS for many in before]  # a message an answer
    assert heard(several) == [1] * len(NEIGHBOURS)


def test_a_newer_version_takes_over_program_by_program_on_a_newer_schema(several: Several) -> None:
    """Two versions on one database, under load: each goes on on what the other needs, nothing is lost, nothing comes twice.

    An old program that is started afterwards refuses, with a sentence.
    """
    newer = several.settings.data.parent / NEWER
    shutil.copytree(migrate.FOLDER, newer)
    (newer / "0003_shade.sql").write_text(
        "ALTER TABLE people ADD COLUMN shade TEXT NOT NULL DEFAULT 'blue';\n"
        "CREATE TABLE shades (id BIGINT NOT NULL PRIMARY KEY, person BIGINT REFERENCES people (id));\n"
    )
    for number in several.ports:
        several.begins(number)
    crowd = people(several, range(1001, 1007))
    before = [messages_to(one) for one in crowd]
    with ThreadPoolExecutor(len(crowd)) as threads:
        working = [threads.submit(works, one) for one in crowd]
        for number in several.ports:
            assert ended_well(several.by_number[number]), several.log(number)
            several.begins(number, knows_more)
        for one in working:
            one.result()
    several.quiet()
    assert [len(one.answered()) for one in crowd] == [ANSWERS] * len(crowd)
    assert [messages_to(one) for one in crowd] == [many + ANSWERS for many in before]
    assert several.rows("SELECT DISTINCT shade FROM people") == [{"shade": "blue"}]
    assert ended_well(several.by_number[1])
    with pytest.raises(AssertionError, match="this program knows only 2"):
        several.begins(1)


def test_one_of_three_is_killed_under_load_and_nothing_is_lost(several: Several) -> None:
    """It dies with answers committed and notices claimed that it has not shown: the others show them when its leases end."""
    for number in several.ports:
        several.begins(number, dies_when_told if number == 2 else None)
    neighbours_come(several)
    crowd = people(several, range(1001, 1010))
    doomed: BaseProcess = several.by_number[2]
    with ThreadPoolExecutor(len(crowd)) as threads:
        working = [threads.submit(works, one) for one in crowd]
        until_true(lambda: sum(len(one.answered()) for one in crowd) > len(crowd))
        (several.settings.data.parent / DIES).touch()
        neighbours_are_told(several)
        came = newcomers_until_it_dies(several, doomed)  # the others may have told all the rest
        assert doomed.exitcode == -signal.SIGKILL
        for one in working:
            one.result()
    several.quiet()
    assert [len(one.answered()) for one in crowd] == [ANSWERS] * len(crowd)
    assert all(told_of_pay(one) >= ANSWERS for one in crowd)
    assert all(1 <= often <= 2 for often in heard(several))
    greeted = [messages_to(several.person(number, f"Newcomer {number}")) for number in NEWCOMERS[:came]]
    assert all(1 <= often <= 2 for often in greeted)
    assert all(one.mark() == one.current_mark() for one in crowd)
    assert {number for number, one in several.by_number.items() if one.is_alive()} == {1, 3}


def test_what_comes_to_two_programs_at_once_counts_once(several: Several) -> None:
    """The same press, twice on its way, and two presses of two phones: one answer, one pay, one next question."""
    for number in (1, 2):
        several.begins(number)
    (amina,) = people(several, range(1001, 1002))
    label, bot = amina.labels()[0], several.sandbox.served.world.bots[TOKEN]
    same = {"update_id": 90_001, **message(1001, text=label, message_id=bot.next_message + 50)}
    other = {"update_id": 90_002, **message(1001, text=label, message_id=bot.next_message + 51)}
    with ThreadPoolExecutor(4) as threads:
        sent = [(1, same), (2, same), (1, other), (2, other)]
        assert list(threads.map(lambda one: several.post(*one), sent)) == [200] * len(sent)
    amina.hears("Saved, +")
    several.quiet()
    assert len(amina.answered()) == 1 and told_of_pay(amina) == 1
    assert several.read(delivering.unheld, BOT, 9) == []
