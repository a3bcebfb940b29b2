"""Wanjiru brings work, in the chat alone: her role, a file with faults, a pilot, the launch, the results, the end."""

import zipfile
from io import BytesIO

from tests.stories.program import Person, Program, until_true
from tests.stories.requester import HEADER, toml

NAME = "Night Market Maps"
ROWS = [f"{number},A red bowl number {number},,," for number in range(1, 13)]


def zipped(rows: list[str], **changed: object) -> bytes:
    """A pack as a zip."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pack.toml", toml(overlap=2, **changed))
        archive.writestr("tasks.csv", "\n".join([HEADER, *rows]) + "\n")
    return out.getvalue()


def wanjiru(program: Program, number: int = 2001) -> Person:
    """Somebody who has joined."""
    person = program.person(number, "Wanjiru")
    person.joins()
    program.quiet()
    return person


def says(person: Person, text: str, wanted: str) -> str:
    """Types an answer to a question that is certainly seen; what comes then."""
    person.program.quiet()
    person.program.clock.advance(3)
    person.writes(text)
    return person.hears(wanted)


def admitted(program: Program, number: int = 2001, name: str = NAME) -> Person:
    """Somebody whom the operator has let bring work."""
    person = wanjiru(program, number)
    person.writes("/requester")
    person.hears("Under which name do you ask?")
    says(person, name, "Who are you")
    says(person, "A club in Nairobi that maps markets, for nobody else.", "What work do you bring")
    says(person, "Colours of goods.", "the operator looks at it")
    program.desk("role.approve", name=name)
    person.hears(f"You can bring work now, as {name}.")
    return person


def sends(person: Person, content: bytes, name: str = "bowls.zip") -> str:
    """Sends a file; the first message that is no progress."""
    person.phone.attach("document", content, name, "application/zip")
    return past_progress(person)


def past_progress(person: Person) -> str:
    """The next message that is more than how far a file is."""
    said = person.hears()
    while said.startswith("Reading "):
        said = person.hears()
    return said


def test_from_a_role_to_results_in_the_chat_alone(program: Program) -> None:
    """Every step is a message on her phone; the book is whole after each."""
    her = admitted(program)
    faulty = sends(her, zipped([*ROWS, "13,A cup,sneaker,,"], price="0.01"))
    assert "things to mend in bowls.zip" in faulty and "Nothing was kept." in faulty, faulty
    came = sends(her, zipped(ROWS))
    assert "bowls.zip is in order: 12 tasks" in came and "/pack_bowls" in came, came
    assert "A person looks at bowls first" in came
    program.desk("pack.look", name="bowls")
    her.hears("bowls: a person has looked at it, and it can start: /pack_bowls")
    her.writes("/pack_bowls")
    assert "At most $" in her.hears("Colours of bowls")
    her.presses("See it as a worker")
    her.hears("What comes now is what workers get from bowls.")
    assert "[🔑 Start]" in her.hears("Colours of bowls")
    her.hears("Choose the colour of the thing.")
    assert "[🔑 Red]" in her.hears("A red bowl number 1")
    her.hears("A red bowl number 2")
    her.presses("Pilot of 10")
    assert "Pay in $" in her.hears("bowls needs $")
    program.desk("deposit", requester=NAME, amount="100.00", reference="bank 7")
    her.hears("$100.00 is here.")
    her.presses("Pilot of 10")
    her.hears("The pilot of bowls runs: 10 tasks.")
    assert her.labels() == []  # what the keys were for is over
    program.proved()
    two = [worker(program, 3001, "Amina"), worker(program, 3002, "Baraka")]
    for one in two:
        works(one, 10)
    report = her.hears("The pilot of bowls is over: 20 answers by 2 people.")
    assert "Agreement 1" in report and "/launch_bowls" in report
    program.proved()
    her.writes("/reprice_bowls 0.20")
    assert "bowls-2" in her.hears("2 tasks of bowls have no answer yet. At $0.20 an answer")
    her.presses("Keep it")
    her.hears("The rest locks $")
    her.writes("/launch_bowls")
    her.hears("bowls runs. $")
    program.proved()
    for one in two:
        while "Colours of bowls" not in one.shown():
            one.presses("Something else")
            one.hears("each.")
        one.presses("Start")
        one.hears("Which colour is it?")
        works(one, 2)
    her.writes("/status_bowls")
    status = her.hears("24 of 24 answers, 2 people.")
    assert "/close_bowls" in status
    picture = her.phone.last()["photo"]
    assert picture is not None
    program.clock.advance(11 * 60)
    her.writes("/results_bowls")
    her.hears("What is sent is accepted.")
    names = [her.hears("bowls: bowls-") for _ in range(3)]
    assert {one.rpartition("-")[2] for one in names} == {"agreed.csv", "answers.csv", "report.html"}
    her.writes("/close_bowls")
    her.hears("is not used and comes back")
    her.presses("Close it")
    her.hears("bowls is closed. $")
    assert her.labels() == []
    program.proved()
    her.writes("/packs")
    assert "24 of 24 answers." in her.hears("You have $")
    assert program.rows("SELECT count(*) AS n FROM answers WHERE delivered_at IS NOT NULL") == [{"n": 24}]


def worker(program: Program, number: int, name: str) -> Person:
    """Somebody who takes up the bowls and sees the first."""
    person = program.person(number, name)
    if "Colours of bowls" not in person.joins():
        person.takes_up("Colours of bowls")
    else:
        person.presses("Start")
        person.hears("Reading this: +$")
        person.presses("Go on")
        person.hears("Which colour is it?")
    return person


def works(person: Person, tasks: int) -> None:
    """Answers so many tasks red."""
    for _ in range(tasks):
        person.presses("Red")
        person.hears("Saved, +")


def test_a_file_sent_offline_is_read_though_the_program_stops_in_the_middle(program: Program) -> None:
    """The zip waits on her phone; the program is away when it comes, and again while it is read; the pack is there once."""
    her = admitted(program)
    her.phone.offline()
    her.phone.attach("document", zipped(ROWS), "bowls.zip", "application/zip")
    program.stop()
    her.phone.online()
    program.start()
    until_true(lambda: bool(program.rows("SELECT id FROM jobs WHERE kind IN ('sent', 'import')")))
    program.restart()
    assert "bowls.zip is in order: 12 tasks" in past_progress(her)
    assert program.rows("SELECT count(*) AS n FROM packs WHERE name = 'bowls'") == [{"n": 1}]
    until_true(lambda: not list((program.settings.data / "sent").iterdir()))


def test_two_files_at_once_and_a_strangers_name_get_a_sentence_each(program: Program) -> None:
    """Both are read, one after the other; a name that somebody has is said to be taken; a worker's file is no pack."""
    her = admitted(program)
    her.phone.attach("document", zipped(ROWS), "bowls.zip", "application/zip")
    her.phone.attach("document", zipped(ROWS, name="street-photos"), "streets.zip", "application/zip")
    told = {past_progress(her), past_progress(her)}
    assert any("bowls.zip is in order" in one for one in told), told
    assert "There is a pack street-photos already." in told
    stranger = program.person(2002, "Otieno")
    stranger.joins()
    stranger.phone.attach("document", zipped(ROWS), "bowls.zip", "application/zip")
    stranger.hears("This is for people who bring work here.")
    stranger.writes("/status_bowls")
    stranger.hears("This is for people who bring work here.")
    her.writes("/status_street_photos")
    her.hears("There is no pack street-photos.")


def test_rows_for_a_pack_that_runs_are_added_after_a_yes(program: Program) -> None:
    """She hears what they lock; before /add nothing is locked, after it the rows are there."""
    her = admitted(program)
    sends(her, zipped(ROWS))
    program.desk("deposit", requester=NAME, amount="100.00", reference="bank 7")
    her.hears("$100.00 is here.")
    program.desk("pack.look", name="bowls")
    her.hears("bowls: a person has looked at it")
    program.desk("pack.launch", name="bowls")
    more = [*ROWS, "13,A green cup,,,", "14,A blue cup,,,"]
    asked = sends(her, zipped(more))
    assert "bowls.zip would add 2 rows to bowls." in asked and "/add_bowls" in asked, asked
    before = program.desk("pack.show", name="bowls")["lines"]
    her.writes("/add_bowls")
    assert "2 new rows are in bowls." in past_progress(her)
    assert program.desk("pack.show", name="bowls")["lines"] != before
    assert program.rows("SELECT tasks FROM packs WHERE name = 'bowls'") == [{"tasks": 14}]
