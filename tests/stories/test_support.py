"""/support through the whole program: six countries, three languages, whatever is broken, and no trace of who asked."""

from pathlib import Path

import pytest

from bot.actions import helping
from bot.storage import DatabaseTrouble
from bot.storage.transaction import Tx
from tests.stories.program import Program, ended_well, logged, spawned, until_true

NUMBER = 424_242_017  # nothing else has these digits
KEYS = (
    "KE/emergency", "KE/befrienders", "KE/red-cross", "UG/mental-health-uganda", "EG/ambulance", "EG/mental-health",
    "LB/embrace", "PH/ncmh",
)  # fmt: skip
WANTED = {
    ("KE", "en"): (
        "Emergency: 999 · 112",
        "+254 722 178 177 (Mon–Fri 09:00–17:00 · free)",
        "We are not told if you call. Checked ",
    ),
    ("UG", "am"): ("In danger now", "Mental Health Uganda: 0800 21 21 21 (Mon–Fri 08:30–17:00 · free)"),
    ("EG", "ar"): ("الإسعاف: ⁦123⁩", "⁦0800 888 0700⁩ (ليلًا ونهارًا · مجاني)"),
    ("LB", "ar"): ("⁨Embrace⁩: ⁦1564⁩\n", "findahelpline.com"),
    ("PH", "en"): ("1553 from a landline · 0917-899-8727 · 0919-057-1553 (day and night)",),
    ("SY", "ar"): ("ليس لدينا خط في سوريا تحقق منه أحد.", "befrienders.org"),
}


def confirmed(program: Program) -> None:
    """An operator has looked at these."""
    for key in KEYS:
        assert program.desk("support.confirm", entry=key, by="Wanjiru Kamau")["ok"]


def test_help_for_six_countries_in_three_languages(program: Program) -> None:
    """Before /start, in one message without keys; a language there is no catalog of is helped in English."""
    confirmed(program)
    for number, ((country, language), wanted) in enumerate(WANTED.items(), 5001):
        person = program.person(number, "Amina", language)
        person.writes(f"/support_{country}")
        said = person.hears(wanted[0])
        assert all(one in said for one in wanted) and person.labels() == [], said
        assert f"/country_{country}" in said


def test_a_country_is_chosen_once_and_then_known(program: Program) -> None:
    """Asked apart, under the card; kept by a tap, changed and taken away by others."""
    confirmed(program)
    amina = program.person()
    amina.joins()
    keys = amina.labels()
    amina.writes("/support")
    assert "/support_KE\u00a0Kenya · /support_LB\u00a0Lebanon · /support_PH\u00a0Philippines" in amina.hears(
        "In danger now"
    )
    amina.writes("/country_KE")
    assert "Befrienders Kenya" in amina.hears("Another country: /country")
    amina.writes("/support")
    amina.hears("Emergency: 999 · 112")
    amina.writes("/country")
    assert "/country_SY\u00a0Syria" in amina.hears("Now: Kenya.")
    amina.writes("/country_none")
    said = amina.hears("In danger now")
    assert "/support_KE" not in said and "Your country: /country" in said
    assert amina.labels() == keys  # the open question keeps its keys


def test_nothing_stands_before_help(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paused, a word that is no country, a database that is away, a bug of ours: there is an answer each time."""
    amina = program.person()
    amina.joins()
    amina.writes("/pause")
    amina.hears()
    for written in (
        "/support",
        "/SUPPORT",
        "/support_XX",
        "/support@sandbox_7000_bot ' OR 1=1 --",
        "/country_XX",
    ):
        amina.writes(written)
        assert "help" in amina.hears().lower()
    for error in (DatabaseTrouble("The database is in trouble."), KeyError("a bug")):

        def fails(tx: Tx, *given: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(helping, "support", fails)
        amina.writes("/support")
        amina.hears("In danger now: call your country's emergency number.")
    assert program.rows("SELECT * FROM incidents") == []


def test_the_operators_own_message_is_sent_and_our_card_when_it_can_not_be(program: Program) -> None:
    """Copied from the channel; a message or channel that is gone is told to the operator, and nobody is left without help."""
    program.stop()
    program.settings = program.settings.model_copy(update={"support_channel": "@our_help"})
    program.start()
    program.sandbox.ask("PUT", "/channels/our_help", {})
    program.sandbox.ask("POST", "/channels/our_help/posts", {"text": "Ring Achieng on 1199."})
    assert program.desk("support.message", language="en", number="1")["ok"]
    amina, musa = program.person(), program.person(1002, "Musa", "ar")
    amina.writes("/support")
    assert amina.hears() == "Ring Achieng on 1199."
    musa.writes("/support")
    musa.hears("findahelpline.com")

    def told(why: str) -> bool:
        checked = program.desk("support.check")
        return (
            not checked["ok"]
            and f"message 1 (no country, en) can't be copied, the built-in card is sent. Telegram says: {why}"
            in checked["lines"][0]
        )

    for broken, why in (
        (("DELETE", "/channels/our_help/posts/1"), "Message to copy not found"),
        (("PUT", "/channels/our_help", {"admins": []}), "Forbidden: bot is not a member of the channel chat"),
        (("DELETE", "/channels/our_help"), "Chat not found"),
    ):
        program.sandbox.ask(*broken)
        amina.writes("/support")
        amina.hears("In danger now")
        until_true(lambda why=why: told(why))  # type: ignore[misc]
    program.sandbox.ask("PUT", "/channels/our_help", {})
    program.sandbox.ask("POST", "/channels/our_help/posts", {"text": "Ring Achieng on 1190."})
    amina.writes("/support")
    assert amina.hears() == "Ring Achieng on 1190."
    until_true(lambda: program.desk("support.check")["ok"])


def traces(folder: Path, log: str, *needles: bytes) -> list[str]:
    """The files of a data folder, and the log, in which one of these stands."""
    found = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found["the log"] = log.encode()
    return [
        f"{needle!r} in {name}" for name, content in found.items() for needle in needles if needle in content
    ]


def test_who_asked_for_help_is_written_nowhere(program: Program) -> None:
    """Not in the database, its log of writes, or ours at its most talkative; neither when sending fails nor when the update is odd."""
    assert program.desk("support.message", language="en", number="5")["ok"]
    amina = program.person()
    amina.joins()
    program.quiet()
    before = program.rows(
        "SELECT (SELECT count(*) FROM causes) AS causes, (SELECT sum(bytes) FROM traffic) AS bytes"
    )
    amina.writes("/support")
    amina.hears("In danger now")
    program.quiet()
    assert before == program.rows(
        "SELECT (SELECT count(*) FROM causes) AS causes, (SELECT sum(bytes) FROM traffic) AS bytes"
    )
    program.stop()
    child = spawned(program, UJIMA_LOG_LEVEL="debug", UJIMA_SUPPORT_CHANNEL="@nowhere_at_all")
    zawadi = program.person(NUMBER, "Zawadi Quixote")
    for written in ("/support", "/support_KE", "/country", "/support"):
        zawadi.writes(written)
        zawadi.hears()
    odd = {
        "message_id": "seven",
        "date": "never",
        "from": {"id": NUMBER},
        "chat": {"type": "private"},
        "text": "/support",
    }
    program.sandbox.ask("POST", "/updates", {"message": odd})
    zawadi.hears("In danger now")
    program.sandbox.faults(7, server_error=0.4, timeout_after=0.2, too_many=0.2)
    for _ in range(4):
        zawadi.writes("/support")
    program.sandbox.faults()
    until_true(lambda: program.waiting() == 0)
    zawadi.hears("In danger now")
    data = program.settings.data
    needles = (
        b"/support",
        b'"Support',
        b"Zawadi",
        b"Quixote",
        str(NUMBER).encode(),
        NUMBER.to_bytes(4, "big"),
    )
    assert (data / "ujima.db-wal").exists() and traces(data, logged(program), *needles) == []
    assert ended_well(child) and traces(data, logged(program), *needles) == []
    assert "can't be copied" in logged(program)
    zawadi.writes("/start")  # what is looked for would be found
    program.start()
    until_true(lambda: "small paid tasks" in zawadi.shown())
    program.quiet()
    assert traces(data, "", str(NUMBER).encode(), NUMBER.to_bytes(4, "big"))
