"""Recording: a work record shows what was chosen, and no known answer before its time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import publishing, recording, undoing
from bot.actions.recording import Chosen, read_choice
from bot.domain.outcomes.papers import RecordChoice, RecordFile
from bot.domain.papers import RecordPaper
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, REQUESTER, Worker, is_task, make_pack

pytestmark = pytest.mark.anyio


async def shown(worker: Worker, written: str = "") -> RecordChoice:
    """What /record and these words tell."""
    told = await worker.act(recording.record, written=written)
    assert isinstance(told, RecordChoice)
    return told


async def sent(worker: Worker, written: str) -> RecordPaper:
    """What the file of /record and these words holds."""
    wish = await worker.act(recording.record, written=written)
    assert isinstance(wish, RecordFile)
    filled = await worker.database.read(recording.record_file, worker.who.account, wish)
    assert filled.paper is not None
    return filled.paper


async def worked(worker: Worker, *names: str) -> None:
    """One answer in each of these packs, a second after the other."""
    for name in names:
        await worker.answer((await worker.begins(await make_pack(worker.database, name, tasks=1))).mark)
        assert isinstance(worker.clock, Clock)
        worker.clock.now_ms += 1_000


async def test_a_record_shows_each_pack_until_it_is_left_out(meet: Meet, proved: Database) -> None:
    """Every line has the command that takes it out, or back in; the numbers stay."""
    amina = await meet()
    await worked(amina, "streets", "wells", "maize")
    whole = await shown(amina)
    assert [(one.number, one.answers, one.shown, one.change) for one in whole.packs] == [
        (1, 1, True, "1"), (2, 1, True, "2"), (3, 1, True, "3"),
    ]  # fmt: skip
    without = await shown(amina, "2_pay")
    assert [one.shown for one in without.packs] == [True, False, True] and without.pay
    assert [one.change for one in without.packs] == ["1_2_pay", "pay", "2_3_pay"] and without.chosen == "2"
    only = await shown(amina, "only_2")
    assert [one.shown for one in only.packs] == [False, True, False]
    assert [one.change for one in only.packs] == ["only_1_2", "only", "only_2_3"]


async def test_the_file_has_what_was_chosen_and_nothing_else(meet: Meet, proved: Database) -> None:
    """Title, who asked, when, how many; pay and name when they were asked for."""
    amina = await meet()
    await worked(amina, "streets", "wells")
    bare = await sent(amina, "1_send")
    assert [one.title for one in bare.work] == [{"en": "About wells"}] and bare.name == ""
    assert (bare.work[0].answers, bare.work[0].asks, bare.work[0].earned) == (1, REQUESTER, None)
    paid = await sent(amina, "pay send  Amina   Yusuf")
    assert paid.name == "Amina Yusuf" and [one.earned for one in paid.work] == [PRICE + READING_PAY] * 2
    assert paid.work[0].first_at == paid.work[0].last_at < paid.work[1].first_at


async def test_known_answers_are_told_when_their_pack_is_closed(meet: Meet, proved: Database) -> None:
    """Until then not even how many there were."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved, tasks=1, gold=1, gold_share=0.5))
    await amina.answer(is_task(await amina.answer(first.mark)).mark)
    assert [(one.known, one.right) for one in (await sent(amina, "send")).work] == [(None, None)]
    await proved.write(publishing.close, "streets")
    assert [(one.known, one.right) for one in (await sent(amina, "send")).work] == [(1, 1)]


async def test_there_is_no_file_of_nothing(meet: Meet, proved: Database) -> None:
    """Nothing done yet, all left out, only undone work: the choice is shown instead."""
    amina = await meet()
    assert (await shown(amina, "send")).packs == ()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    assert not any(one.shown for one in (await shown(amina, "1_send")).packs)
    await amina.act(undoing.undo, mark=second.mark)
    assert (await shown(amina, "send")).packs == ()


@pytest.mark.parametrize(
    ("written", "chosen"),
    [
        ("", Chosen()),
        ("2_3", Chosen(numbers=(2, 3))),
        ("only_1_pay_send", Chosen(True, (1,), True, True)),
        ("send Amina Yusuf", Chosen(send=True, name="Amina Yusuf")),
        ("1_send Amina 2 pay", Chosen(numbers=(1,), send=True, name="Amina 2 pay")),
        ("2 2 send", Chosen(numbers=(2,), send=True)),
    ],
)
def test_a_choice_is_read_with_spaces_or_underscores(written: str, chosen: Chosen) -> None:
    """The first word that is none of ours begins the name."""
    assert read_choice(written) == chosen


@given(st.text(max_size=200))
def test_any_words_are_a_choice(written: str) -> None:
    """What cannot be a choice is a name, on one line and cut."""
    chosen = read_choice(written)
    assert len(chosen.name) <= recording.name_characters_max and "\n" not in chosen.name
