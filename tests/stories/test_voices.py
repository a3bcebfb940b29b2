"""Worker and requester speak through the house, on phones that lose their line; a requester's program hears what is final."""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot import app
from bot.media.posting import Poster
from bot.rounds.webhooks import signature
from tests.makers_site import reach, serving
from tests.stories.program import REQUESTER, Person, Program, until_true

QUESTION = "Is a bridge a road?"
MINUTES_S = 60


def speaks_for_them(program: Program) -> Person:
    """Wanjiru, who speaks for the requester of the sample packs."""
    wanjiru = program.person(1002, "Wanjiru")
    wanjiru.joins()
    person = "(SELECT person FROM accounts WHERE telegram = 1002)"
    assert program.write(f"UPDATE requesters SET person = {person} WHERE name = '{REQUESTER}'") == 1
    return wanjiru


def test_a_question_asked_without_a_line_is_answered_without_one(either: Program) -> None:
    """Both wait on the phones; the task that was open is answered in between, and the next person reads it all."""
    wanjiru, amina = speaks_for_them(either), either.person()
    amina.joins()
    amina.takes_up("What covers the photo?")
    amina.phone.offline()
    amina.writes(f"/ask {QUESTION}")
    amina.presses("Plants")
    amina.phone.online()
    sent, saved = amina.heard()
    assert "Your question is sent to" in sent and "Saved, +$" in saved
    came = wanjiru.hears(QUESTION)
    assert "/answer_1" in came and "Amina" not in came and "1001" not in came
    wanjiru.phone.offline()
    wanjiru.writes("/answer_1 Yes, when cars go over it.")
    wanjiru.writes("/answer_1 Yes, when cars go over it.")
    wanjiru.phone.online()
    assert all("shown to all" in said for said in wanjiru.heard())
    assert "Yes, when cars go over it." in amina.hears(QUESTION)
    baraka = either.person(1003, "Baraka")
    baraka.joins()
    while "What covers the photo?" not in baraka.shown():
        baraka.presses("Something else")
        baraka.hears("each.")
    baraka.presses("Who is this?")
    baraka.hears("Others asked: /faq")
    baraka.writes("/faq")
    assert "Yes, when cars go over it." in baraka.hears(QUESTION)
    either.restart()
    assert amina.answers()


def test_asking_from_the_menu_costs_the_open_task_nothing(program: Program) -> None:
    """More, Ask them, the words: the same task is back with its keys, and so it is after Back."""
    wanjiru, amina = speaks_for_them(program), program.person()
    amina.joins()
    amina.takes_up("What covers the photo?")
    mark, keys = amina.mark(), amina.labels()
    for way in ("writes", "back"):
        amina.presses("More")
        amina.hears("waits")
        amina.presses("Ask them")
        amina.hears("What do you want to ask")
        program.quiet()
        if way == "writes":
            program.clock.advance(3)
            amina.writes(QUESTION)
            amina.hears("Your question is sent.")
        else:
            amina.presses("Back")
            amina.hears(mark)
        assert (amina.mark(), amina.labels()) == (mark, keys)
    wanjiru.hears(QUESTION)
    assert amina.answers()


def test_thanks_and_what_became_of_it_reach_who_did_the_work(program: Program) -> None:
    """A bonus comes at once, news when they are here next; typed twice on a bad line, each is there once."""
    wanjiru, amina = speaks_for_them(program), program.person()
    amina.joins()
    amina.takes_up("What covers the photo?")
    amina.answers()
    program.clock.advance(30 * MINUTES_S)
    out = program.settings.data / "answers.csv"
    assert program.works("results", name="street-photos", out=str(out))["ok"]
    found = re.search(r"\bw[a-z2-7]{12}\b", out.read_text("utf-8"))
    assert found is not None
    had = amina.balance()
    wanjiru.phone.offline()
    for _ in range(2):
        wanjiru.writes(f"/thank_street_photos {found[0]} 2.00 You found the bridge.")
    wanjiru.writes("/became_street_photos Two streets got lamps. https://example.org/lamps")
    wanjiru.phone.online()
    assert "When a person has looked at it" in wanjiru.heard()[-1]
    assert "You found the bridge." in amina.hears("+$2.00")
    assert amina.balance() == had + 2_000_000
    (waits, _) = program.desk("news.list")["lines"]
    program.desk("news.look", number=waits.split()[0], yes="yes")
    until_true(lambda: program.rows("SELECT state FROM became") == [{"state": "told"}])
    assert amina.heard() == []
    amina.writes("/money")
    until_true(lambda: any("Two streets got lamps." in said for said in amina.heard()))
    amina.writes("/became")
    assert "https://example.org/lamps" in amina.hears("Two streets got lamps.")
    program.proved()


def test_a_requester_at_the_command_line_does_it_all_there(program: Program) -> None:
    """Questions, thanks, what became of it, the webhook: a sentence for each, and a refusal for what can't be."""
    amina = program.person()
    amina.joins()
    amina.takes_up("What covers the photo?")
    amina.writes(f"/ask {QUESTION}")
    amina.hears("Your question is sent to")
    (waits,) = program.desk("questions.list")["lines"][:1]
    assert waits.startswith(f"{REQUESTER}, question 1, ") and QUESTION in waits
    for number, ok in (("2", False), ("x", False), ("1", True)):
        assert program.desk("questions.answer", requester=REQUESTER, number=number, words="Yes.")["ok"] is ok
    assert "Yes." in amina.hears(QUESTION)
    assert program.desk("questions.list")["lines"] == ["No question waits."]
    named = {"name": "street-photos", "worker": "w000000000000", "amount": "1.00", "reason": "Why not"}
    assert not program.desk("bonus", **named)["ok"]
    told = program.desk(
        "pack.became", name="street-photos", words="Two streets got lamps.", link="http://a.org"
    )
    assert not told["ok"] and "https://" in told["lines"][0]
    assert program.desk("pack.became", name="street-photos", words="Two streets got lamps.")["ok"]
    number = program.desk("news.list")["lines"][0].split()[0]
    assert program.desk("news.look", number=number)["lines"] == [
        "Nobody is told what became of street-photos."
    ]
    assert program.desk("news.list")["lines"] == ["Nothing waits."]
    assert "no webhook" in program.desk("webhook", requester=REQUESTER)["lines"][0]
    assert not program.desk("webhook", requester=REQUESTER, turn="on")["ok"]
    assert not program.desk("webhook", requester=REQUESTER, url="http://a.org")["ok"]
    _, secret = program.desk("webhook", requester=REQUESTER, url="https://a.example/x")["lines"]
    assert len(secret) == 64
    off = program.desk("webhook", requester=REQUESTER, turn="off")["lines"]
    assert off[0] == "https://a.example/x is off."


@dataclass(slots=True)
class Receiver:
    """A requester's own program on loopback, in a thread: what came to it; `status` is what it answers."""

    status: int = 200
    came: list[tuple[str, bytes]] = field(default_factory=list)
    port: int = 0


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """The program, running, and for the bot this machine is the open internet."""
    found = Receiver()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.came.append((self.headers["Ujima-Signature"], body))
            self.send_response(found.status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.socket = serving().wrap_socket(server.socket, server_side=True)
    found.port = server.server_address[1]
    ours = Poster(reach(found.port))
    monkeypatch.setattr(app, "Poster", lambda: ours)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_requester_s_program_hears_what_is_final(receiver: Receiver, program: Program) -> None:
    """Set in the chat; down at first, and the program restarted meanwhile: then the same event, signed with the secret."""
    wanjiru, amina = speaks_for_them(program), program.person()
    receiver.status = 503
    wanjiru.writes("/webhook https://pictures.example/ujima")
    secret = re.search(r"\b[0-9a-f]{64}\b", wanjiru.hears("shown only now"))
    assert secret is not None
    amina.joins()
    amina.takes_up("What covers the photo?")
    amina.answers()
    program.clock.advance(30 * MINUTES_S)
    until_true(lambda: len(receiver.came) > 0)
    program.restart()
    receiver.status = 200
    tries = len(receiver.came)
    until_true(lambda: not program.clock.advance(30 * MINUTES_S) and len(receiver.came) > tries)
    signed, body = receiver.came[-1]
    assert {one for _, one in receiver.came[: tries + 1]} == {receiver.came[0][1]}
    at = int(re.findall(r"t=(\d+)", signed)[0])
    assert signed == signature(secret[0], at, body)
    event = json.loads(body)
    assert event["pack"] == "street-photos" and event["answers"][0]["paid"] > 0
    until_true(lambda: not program.rows("SELECT id FROM hook_events"))
    wanjiru.writes("/webhook")
    wanjiru.hears("Last answer")
