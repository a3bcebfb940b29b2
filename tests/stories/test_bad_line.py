"""A bad line between us and Telegram: time-outs before and after the effect, 429, 500, cut answers, twice, shuffled."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stories.program import PRICES, Person, Program, until_true, words_of

RATES = {
    "timeout_before": 0.05, "timeout_after": 0.05, "too_many": 0.03, "server_error": 0.02, "cut": 0.02,
    "duplicate": 0.02, "reorder": 0.05,
}  # fmt: skip
TASKS = 12
REACTION_S = 15.0
polls_lost = 4


def works(person: Person) -> int:
    """Answers what is on the phone until twelve are done; asks for the work again when nothing comes, as people do."""
    asked_again = 0
    for _ in range(TASKS):
        label = person.label_of("Plants")
        mark = person.mark()
        person.phone.press(label)
        try:
            person.moves_on(mark, REACTION_S)
        except AssertionError:
            asked_again += 1
            person.writes("/tasks")
            person.moves_on(mark, 5 * REACTION_S)
    return asked_again


def given_up(program: Program) -> int:
    """How often two sends in a row to one chat ended nobody knows how: what was in them comes when its person does something."""
    times, unknown = 0, dict[int, bool]()
    for call in program.sandbox.calls():
        if call["method"].startswith("send"):
            chat = call["params"]["chat_id"]
            before, unknown[chat] = unknown.get(chat, False), not call["ok"] and call["error"] != "too_many"
            times += before and unknown[chat]
    return times


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("seed", [1, 2])
def test_sixty_answers_over_a_bad_line_are_each_kept_once(seed: int, program: Program) -> None:
    """Five people, twelve answers each: all saved, all paid once, every phone ends with its open question."""
    people = [program.person(4001 + number, f"Person {number}") for number in range(5)]
    for person in people:
        person.joins()
        person.takes_up("What covers the photo?")
    program.sandbox.faults(seed=seed, timeout_s=1.0, retry_after_s=1, **RATES)
    with ThreadPoolExecutor(len(people)) as pool:
        asked_again = sum(pool.map(works, people))
    program.sandbox.faults()
    program.quiet()
    errors = {call["error"] for call in program.sandbox.calls() if not call["ok"]}
    assert {"timeout_before", "timeout_after", "too_many"} <= errors, errors
    reading = program.rows("SELECT max(amount) AS paid FROM transfers WHERE movement = 'pay_reading'")[0][
        "paid"
    ]
    for person in people:
        assert len(person.answered()) == TASKS
        assert person.balance() == TASKS * PRICES["street-photos"] + reading
        assert person.mark() == person.current_mark()
        assert any(person.mark() in words_of(one) for one in person.phone.messages() if one["from"] == "bot")
    assert asked_again <= given_up(program), (
        "nobody asks but for what was sent twice, each time with an unknown end"
    )


@pytest.mark.usefixtures("hasty")
def test_after_a_complete_outage_the_newest_question_is_shown(program: Program) -> None:
    """Every call fails for a while; when the line is back the phone shows what is open, without a restart."""
    amina = program.person()
    amina.joins()
    amina.takes_up("What covers the photo?")
    program.sandbox.faults(seed=1, timeout_s=1.0, timeout_before=1.0)
    amina.presses("Plants")
    program.polls_after(program.polled(), polls_lost)
    program.sandbox.faults()
    program.quiet(30)
    until_true(lambda: amina.mark() == amina.current_mark())
    assert len(amina.answered()) == 1
