"""With a pace: people are served as ever, on both databases; above thirty a second broadcasts are paid."""

from tests.stories.program import BOT, Program


def paced(program: Program, a_second: int) -> Program:
    """The program, started again with so many messages a second."""
    program.stop()
    program.settings = program.settings.model_copy(update={"sends_per_second": a_second})
    return program.start()


def test_a_person_is_served_at_the_pace_of_a_real_bot(either: Program) -> None:
    """Thirty a second; where several processes may send, the time of each message is taken from the database."""
    amina = paced(either, 30).person()
    amina.joins()
    amina.takes_up("What covers the photo?")
    amina.answers()
    either.quiet()
    taken = either.rows(f"SELECT next_at FROM pace WHERE bot = {BOT} AND chat = 0")
    shared = bool(either.settings.database.get_secret_value())
    assert [row["next_at"] > 0 for row in taken] == ([True] if shared else [])
    sent = either.sandbox.calls("sendMessage")
    assert sent and not any("allow_paid_broadcast" in call["params"] for call in sent)


def test_above_thirty_a_second_messages_are_paid_broadcasts(program: Program) -> None:
    """Every message says so, a picture too; words written over others can't."""
    amina = paced(program, 100).person()
    amina.joins()
    amina.takes_up("What covers the photo?")
    calls = [call for call in program.sandbox.calls() if call["method"].startswith("send")]
    assert {call["method"] for call in calls} == {"sendMessage", "sendPhoto"}
    assert all(str(call["params"]["allow_paid_broadcast"]).lower() == "true" for call in calls)
