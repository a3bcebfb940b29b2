"""The workers' room on phones: spoken in offline, read by others, a number kept out, reported, taken out; its requester shut out."""

from tests.stories.program import REQUESTER, Program, until_true
from tests.stories.test_cases import judges
from tests.stories.test_grievance import at_work
from tests.stories.test_proposals import hears


def test_people_speak_of_pay_and_nobody_else_reads_it(either: Program) -> None:
    """What was typed without a line stands there later; pay may be spoken of; a phone number is kept out, kindly."""
    amina, baraka = at_work(either, 1001, "Amina"), at_work(either, 1002, "Baraka")
    amina.phone.offline()
    amina.writes("/say It pays 0.04, and the photos are slow.")
    amina.phone.online()
    hears(amina, "It stands in the room as 1")
    baraka.writes("/room")
    page = hears(baraka, "1. ")
    assert "0.04, and the photos are slow." in page and "Amina" not in page
    baraka.writes("/say Call me: 0712 345 456")
    hears(baraka, "This was not sent")
    baraka.writes("/say Work for my brother, he pays more.")
    hears(baraka, "It stands in the room as 2")
    her = either.person(2001, "Wanjiru")
    her.joins()
    her.writes(either.desk("role.link", name=REQUESTER)["lines"][0].splitlines()[0])
    hears(her, REQUESTER)
    her.writes("/room")
    assert "photos" not in hears(her, "The room is for people who work here")
    amina.writes("/room_report_2")
    hears(amina, "you don't see it any more")
    otieno = judges(either, 3001, "Otieno")
    otieno.writes("/room")
    hears(otieno, "The room is for people who work here")
    otieno.writes("/cases")
    hears(otieno, "A message in the workers' room")
    otieno.presses("Take it")
    assert "photos" not in hears(otieno, "he pays more")
    otieno.presses("Take it out")
    hears(otieno, "why?")
    otieno.presses("Sells something")
    hears(otieno, "is decided")
    hears(baraka, "took this out of the room")
    until_true(lambda: not either.waiting())
    amina.writes("/room_delete_1")
    hears(amina, "1 is gone")
    baraka.writes("/room")
    hears(baraka, "Nothing is said so far")
    either.proved()
