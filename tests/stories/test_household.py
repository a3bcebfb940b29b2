"""Two people on one phone: each begins, works and is paid by themselves; and the bot says how to know a fake."""

from typing import Any

from bot.domain import limits
from tests.stories.program import BOT, Program, until_true, words_of


def test_two_people_share_a_phone(either: Program) -> None:
    """Amina works, Otieno is added and works, she comes back to her own; a PIN stands in no message that stays."""
    phone = either.person()
    phone.joins()
    phone.takes_up("What covers the photo?")
    phone.answers()
    hers = phone.balance()
    phone.writes("/household add Otieno 7310")
    phone.hears("First say who you are")
    phone.writes("/household me Amina 4821")
    phone.hears("Your name and PIN are set.")
    phone.writes("/household add Otieno 7310")
    phone.hears("Welcome Otieno.")
    phone.hears("small paid tasks")
    assert phone.balance() == 0
    phone.presses("Start")
    phone.hears("each.")
    phone.takes_up("What covers the photo?")
    phone.answers()
    his = phone.balance()
    assert hers and his
    phone.writes("/household amina 1111")
    phone.hears("This is not the PIN of Amina. 4 tries are left.")
    phone.writes("/household amina 4821")
    phone.hears("Hello Amina, the phone is yours now.")
    phone.hears()
    assert phone.balance() == hers and phone.labels()
    phone.answers()
    assert phone.balance() > hers
    either.clock.advance(2 * limits.minute / 1000)
    until_true(lambda: not [one for one in phone.phone.messages(0) if _typed(one)], 20)


def _typed(message: dict[str, Any]) -> bool:
    """Is it a command of theirs with a PIN in it?"""
    return message["from"] != "bot" and words_of(message).startswith("/household")


def test_the_official_card_has_the_bot_s_true_name(program: Program) -> None:
    """As Telegram tells it, before anybody agreed to anything; /help and /about lead there."""
    amina = program.person()
    amina.writes("/start")
    amina.hears("small paid tasks")
    amina.writes("/official")
    said = amina.hears("letter for letter")
    assert (
        f"@{_name(program)}" in said and "never ask for a password" in said and "never costs anything" in said
    )
    for command in ("/help", "/about"):
        amina.writes(command)
        assert "/official" in amina.hears()


def _name(program: Program) -> str:
    """What the pretend Telegram says the bot is called."""
    told = program.sandbox.http.get(f"/bot{program.settings.token.get_secret_value()}/getMe").json()
    assert told["result"]["id"] == BOT
    return str(told["result"]["username"])
