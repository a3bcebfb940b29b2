"""A requester mends the words of a pack that runs and adds rows: who has read it sees the difference and is paid for it."""

from pathlib import Path

from tests.stories.program import Person, Program, promised
from tests.stories.requester import INSTRUCTION, brings, starts, worked_off, write

MENDED = INSTRUCTION.replace("Skip what has no colour.", "If there are two colours, choose the first one.")
ROWS = [f"{number},A red bowl number {number},,," for number in range(1, 5)]
MORE = [*ROWS, "5,A green cup,,,", "6,A blue cup,,,"]


def chooses(person: Person, colour: str) -> str:
    """Presses a colour; what comes then."""
    person.presses(colour)
    return person.hears("Saved, +")


def refused(program: Program, name: str) -> str:
    """Why a pack can't be launched."""
    done = program.desk("pack.launch", name=name)
    assert not done["ok"], done
    return "\n".join(done["lines"])


def versions(program: Program, person: Person) -> list[str]:
    """The hash of the version that each of their answers carries, oldest first."""
    rows = program.rows(
        "SELECT a.version FROM answers a JOIN accounts c ON c.person = a.person"
        f" WHERE c.telegram = {person.number} ORDER BY a.id"
    )
    return [str(row["version"]) for row in rows]


def test_a_mended_sentence_is_shown_as_a_difference_and_reading_it_is_paid(
    either: Program, tmp_path: Path
) -> None:
    """The question she held is answered under the old words, the next under the new; what was told is in the book."""
    brings(either, write(tmp_path / "bowls", ROWS))
    starts(either, "bowls")
    amina = either.person()
    assert "Colours of bowls" in amina.joins()
    amina.presses("Start")
    assert INSTRUCTION in amina.hears("Reading this: +$0.")
    amina.presses("Go on")
    amina.hears("Which colour is it?")
    told = [promised(chooses(amina, "Red"))]
    held = amina.mark()
    said = brings(either, write(tmp_path / "bowls", MORE, instruction=MENDED))
    assert "2 new rows are in; its new words are in." in said
    assert amina.mark() == held, "what she holds is not taken from her"
    amina.presses("Red")
    changed = amina.hears("The instruction has changed.")
    told.append(promised(changed.splitlines()[0]))
    assert "Skip what has no colour." in changed and "If there are two colours" in changed
    assert "Choose the colour of the thing." not in changed, "what stays is not read again"
    assert "with your next answer." in changed
    amina.presses("Go on")
    amina.hears("Which colour is it?")
    paid = chooses(amina, "Red")
    assert "for reading." in paid
    told.append(promised(paid))
    told += [promised(chooses(amina, "Red")), promised(chooses(amina, "Green"))]
    amina.presses("Blue")
    told.append(promised(amina.hears("Saved, +").splitlines()[0]))
    first, second, *others = versions(either, amina)
    assert first == second and set(others) == {others[0]} and others[0] != first and len(others) == 4
    assert amina.balance() == sum(told) > 6 * 300_000


def test_who_comes_after_the_change_reads_the_new_words_alone(program: Program, tmp_path: Path) -> None:
    """Somebody new is shown no difference, and is paid for the whole."""
    brings(program, write(tmp_path / "bowls", ROWS))
    starts(program, "bowls")
    brings(program, write(tmp_path / "bowls", ROWS, instruction=MENDED))
    baraka = program.person(1002, "Baraka")
    baraka.joins()
    baraka.presses("Start")
    said = baraka.hears("Reading this: +$0.")
    assert MENDED in said and "has changed" not in said


def test_the_same_upload_twice_is_the_same_pack(program: Program, tmp_path: Path) -> None:
    """Brought in again it adds nothing, locks nothing and makes no version."""
    folder = write(tmp_path / "bowls", ROWS)
    brings(program, folder)
    starts(program, "bowls")
    before = program.desk("pack.show", name="bowls")
    again = brings(program, folder)
    assert "bowls" in again
    assert program.desk("pack.show", name="bowls") == before
    assert program.rows("SELECT count(*) AS n FROM versions v JOIN packs p ON p.id = v.pack WHERE p.name = 'bowls'") == [{"n": 1}]  # fmt: skip


def test_a_first_pack_and_its_copy_wait_for_a_person(program: Program, tmp_path: Path) -> None:
    """A new requester's pack can't start before somebody has looked; a copy has the same words and tasks."""
    brings(program, write(tmp_path / "bowls", ROWS))
    program.desk("deposit", requester="Night Market Maps", amount="500.00", reference="bank 1")
    assert "It is the first pack of its requester." in refused(program, "bowls")
    done = worked_off(program, "pack.clone", name="bowls", new="bowls-2")
    assert done["ok"], done
    assert "waits for a person who looks at it" in refused(program, "bowls-2")
    starts(program, "bowls-2", "bank 2")
    amina = program.person()
    assert "Colours of bowls" in amina.joins()


def test_a_pack_that_opens_later_is_not_offered_before(program: Program, tmp_path: Path) -> None:
    """It is launched and paid for; people are shown it from its hour on."""
    opens = "2999-01-01T00:00:00Z"
    folder = write(tmp_path / "bowls", ROWS)
    toml = (folder / "pack.toml").read_text("utf-8")
    (folder / "pack.toml").write_text(f"schedule = {{opens = {opens}}}\n{toml}", "utf-8")
    brings(program, folder)
    starts(program, "bowls")
    shown = program.desk("pack.show", name="bowls")["lines"]
    assert "Offered from 2999-01-01 00:00 UTC: not yet." in shown
    amina = program.person()
    assert "Colours of bowls" not in amina.joins()
    write(folder, ROWS)
    brings(program, folder)
    amina.presses("Something else")
    assert "Colours of bowls" in amina.hears("each.")
