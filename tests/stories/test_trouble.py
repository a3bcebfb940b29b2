"""Trouble on our side is one person's, or nobody's: the others see their next question all the same."""

import shutil
from dataclasses import replace

import pytest
from pydantic import SecretStr

from bot.actions.telling import Told
from bot.chat import router, webhook
from bot.chat.api import WrongToken
from bot.chat.inbox import Arrival
from bot.chat.router import House
from bot.storage import DatabaseTrouble
from tests.pretend import Sandbox
from tests.stories.program import BOT, TOKEN, Person, Program


def working(program: Program, number: int, name: str) -> Person:
    """Somebody with their first photograph before them."""
    person = program.person(number, name)
    person.joins()
    person.takes_up("What covers the photo?")
    return person


@pytest.mark.usefixtures("hasty")
def test_database_trouble_of_one_person_silences_nobody_else(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two answers come in one batch; the database fails one of them once. Both people see what comes next."""
    amina, baraka = working(program, 1001, "Amina"), working(program, 1002, "Baraka")
    program.stop()
    amina.presses("Sky")
    baraka.presses("Sky")
    failed: list[int] = []
    handle = router.handle

    async def fails_once(house: House, bot: int, arrival: Arrival) -> list[Told]:
        if arrival.telegram == 1002 and not failed:
            failed.append(1)
            raise DatabaseTrouble("The database is in trouble.")
        return await handle(house, bot, arrival)

    monkeypatch.setattr(router, "handle", fails_once)
    program.start()
    assert "Saved" in amina.hears() and "Saved" in baraka.hears() and failed


def test_a_lost_picture_leaves_the_words_and_the_keys(program: Program) -> None:
    """A restore forgot the pictures: she is told, and can skip or say so; she is not left without keys."""
    amina = working(program, 1001, "Amina")
    shutil.rmtree(amina.program.settings.data / "media")
    amina.presses("Sky")
    assert "Saved" in amina.hears("The picture can't be shown.")
    amina.presses("Skip")
    assert "The picture can't be shown." in amina.hears()


def revoked(sandbox: Sandbox) -> str:
    """What @BotFather does at /revoke: the bot has another token, which comes back, and the old one is nobody's."""
    world, new = sandbox.served.world, f"{BOT}:{'N' * 35}"
    world.bots[new] = world.bots.pop(TOKEN)
    world.bots[new].token, world.settings = new, replace(world.settings, tokens=(new,))
    return new


def test_a_token_that_was_revoked_ends_the_program_and_the_new_one_goes_on(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends with the sentence that says where the right one is; what Amina pressed meanwhile is answered under the new one."""
    monkeypatch.setattr(webhook, "look_every_s", 0.2)
    program.restart()  # the look of a running program may be a minute away
    amina = working(program, 1001, "Amina")
    new = revoked(program.sandbox)
    amina.presses("Sky")
    assert isinstance(program.ended(), WrongToken)
    program.settings = program.settings.model_copy(update={"token": SecretStr(new)})
    program.start()
    assert "Saved" in amina.hears()
    program.quiet()
    assert len(amina.answered()) == 1
