"""What hard content asks of a pack: every rule as the sentence a requester reads, with its line."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wellbeing import CATEGORIES
from bot.kinds import kinds
from bot.packs import fence, hard
from bot.packs.bounds import upload
from bot.packs.faults import Faults, say
from bot.packs.form import PackForm
from bot.packs.hard import HardRows
from bot.packs.report import Report
from tests.packs.conftest import BARE, Maker, changed, good, read

FLAGS = """
[flags.violence]
level = 2
says = "People hurt in road accidents. No faces."
[flags.gore]
level = 1
says = "A little blood."
"""
HARD = changed(BARE, "estimate_s = 15", "estimate_s = 15\noverlap = 1\ngold_share = 0.0") + FLAGS
HEAD = "id,text,picture,gold,practice,explanation,flags,description\n"
ROW = "1,,media/1.jpg,,,,,A man beside a motorcycle\n"
NEUTRAL = "2,A boot,,,,,none,\n"


def faults(made: Maker, rows: str, toml: str = HARD) -> list[str]:
    """What is wrong with these rows of the pack with hard content."""
    found = read(made(toml, HEAD + rows))
    return found if isinstance(found, list) else []


def test_flags_come_from_the_pack_or_the_row(made: Maker) -> None:
    """An empty cell has all of the pack's own, a filled one its own, and none is a neutral task."""
    rows = ROW + NEUTRAL + "3,A shoe,,,,,gore 1,Blood on a shoe\n"
    pack = good(made(HARD, HEAD + rows))
    assert [row.flags for row in pack.tasks] == [{"violence": 2, "gore": 1}, {}, {"gore": 1}]
    assert [row.level for row in pack.tasks] == [2, 0, 1]
    assert pack.tasks[0].description == {"en": "A man beside a motorcycle"}
    assert pack.form.level == 2


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            "3,A,,,,,violence 3,An arm\n",
            "tasks.csv line 3: violence 3 is more than the pack's own 2 in pack.toml.",
        ),
        (
            "3,A,,,,,death 1,An arm\n",
            "tasks.csv line 3: the pack has no death: write it into [flags] of pack.toml, or take it out here.",
        ),
        (
            "3,A,,,,,violance 1,An arm\n",
            "tasks.csv line 3: “violance” is not a category; did you mean “violence”?",
        ),
        ('3,A,,,,,"gore 1, gore 1",An arm\n', "tasks.csv line 3: flags name gore twice."),
        (
            "3,A,,,,,violence,An arm\n",
            "tasks.csv line 3: flags are written “violence 2, gore 1”, or none; “violence” is not.",
        ),
        (
            "3,A,,,,,violence 0,An arm\n",
            "tasks.csv line 3: flags are written “violence 2, gore 1”, or none; “violence 0” is not.",
        ),
        (
            "3,A,,,,,violence ٢,An arm\n",
            "tasks.csv line 3: flags are written “violence 2, gore 1”, or none; “violence ٢” is not.",
        ),
        (
            "3,A,,,,,,\n",
            "tasks.csv line 3: this task is flagged: column description says what is to be seen, before it is seen.",
        ),
        (
            f"3,A,,,,,,{'x' * 161}\n",
            "tasks.csv line 3: the description has 161 characters; 160 fit.",
        ),
        (
            "3,A,,,,,,people hurt in  road accidents. no faces\n",
            "tasks.csv line 3: the description says no more than pack.toml does: say what is to be seen in this one.",
        ),
        (
            "3,You are dirt.,,,,,,you are dirt\n",
            "tasks.csv line 3: the description is the item itself: say what it is about, so that people can choose.",
        ),
        (
            "3,A,,,,,none,An arm\n",
            "tasks.csv line 3: only flagged tasks are described before they are shown; this one is not flagged.",
        ),
        (
            "3,A,,Boots,1,Because.,,An arm\n",
            "tasks.csv line 3: a practice task is shown to many people and can't be flagged: write none in its column flags.",
        ),
        (
            "3,A,,Boots,,,gore 1,An arm\n",
            "tasks.csv line 3: a task whose answer is known is shown to many people and can't be flagged: "
            "write none in its column flags.",
        ),
        (
            "3,,media/1.jpg,,,,,Something else\n",
            "tasks.csv line 3: this shows the same as line 2: nobody is to see hard content twice.",
        ),
    ],
)
def test_a_row_is_refused_with_its_line(made: Maker, row: str, sentence: str) -> None:
    """Each rule of rows says what is wrong, and nothing else is."""
    assert faults(made, ROW + row) == [sentence]


def test_a_direction_mark_in_a_description_is_named(made: Maker) -> None:
    """What turns a text around to make it read as something else is refused there too; Arabic is not."""
    found = faults(made, ROW + "3,A,,,,,,on the \u202eroad\n")
    assert found[0] == "tasks.csv line 3: column description.en has a character that can't be shown: U+202E."
    assert faults(made, ROW + "3,A,,,,,,رجل بجانب دراجة\n") == []


def test_one_description_does_not_do_for_many(made: Maker) -> None:
    """It may stand on a tenth of the flagged rows; of nineteen on one, of twenty on two."""
    own = [f"{number},Item {number},,,,,,Arm {number}\n" for number in range(1, 19)]
    twice = ["19,Item 19,,,,,,An arm\n", "20,Item 20,,,,,,an ARM.\n"]
    assert faults(made, "".join(own + twice)) == []
    [found] = faults(made, "".join(own[1:] + twice))
    assert found == (
        "tasks.csv line 19: the description “an arm” stands on 2 of 19 flagged tasks; it must say what is to be seen in "
        "each, and may stand on a tenth of them."
    )


def test_distress_of_children_has_no_picture(made: Maker) -> None:
    """It is described, never shown; words about it may be asked about."""
    toml = HARD + '[flags.child_distress]\nlevel = 1\nsays = "A child who cries."\n'
    assert faults(made, ROW, toml) == [
        "tasks.csv line 2: distress of children is described, never shown: this task must be words alone."
    ]
    assert faults(made, "1,A boy lost his mother.,,,,,,A lost child\n", toml) == []


def test_flags_of_a_pack_without_any_are_refused(made: Maker) -> None:
    """Nothing is ignored silently; none is what such a pack has anyway."""
    assert faults(made, "1,A,,,,,gore 1,An arm\n", BARE)[0] == (
        "tasks.csv line 2: pack.toml has no [flags], so no task has any; leave column flags empty."
    )
    assert faults(made, "1,A,,,,,none,\n", BARE) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "overlap = 1",
            "overlap = 3",
            "pack.toml line 6: hard content is seen by as few as can be: overlap = 1, or {least = 1, most = 2, doubt = …}, "
            "where somebody else is asked only when the first answers with that doubt.",
        ),
        (
            "overlap = 1",
            "overlap = {least = 1, most = 2, confidence = 0.9}",
            "pack.toml line 6: hard content is seen by as few as can be",
        ),
        ("level = 2", "level = 4", "pack.toml line 21: “flags.violence.level” must be at most 3."),
        ("level = 2", "level = 0", "pack.toml line 21: “flags.violence.level” must be at least 1."),
        (
            "level = 2",
            "level = true",
            "pack.toml line 21: “flags.violence.level” must be a whole number without quotes.",
        ),
        (
            "level = 2",
            'level = "2"',
            "pack.toml line 21: “flags.violence.level” must be a whole number without quotes.",
        ),
        ("level = 2\n", "", "pack.toml line 20: “flags.violence.level” is missing."),
        (
            'says = "A little blood."',
            'says = {sw = "Damu kidogo."}',
            "pack.toml line 25: “flags.gore.says” has no “en”, the pack's first language.",
        ),
        (
            'says = "A little blood."',
            'says = "A \u202elittle blood."',
            "pack.toml line 25: “flags.gore.says.en” has a character that can't be shown: U+202E.",
        ),
        (
            'says = "A little blood."',
            'say = "A little blood."',
            "pack.toml line 25: “flags.gore.say” is not a field of a pack; did you mean “says”?",
        ),
        (
            "[flags.gore]",
            "[flags.gor]",
            "pack.toml line 23: “gor” is not a category; did you mean “gore”?",
        ),
        ("[flags.gore]", "[flags.violence]", "pack.toml line 23: this is not valid TOML"),
    ],
)
def test_flags_of_a_form_are_refused_with_their_line(made: Maker, old: str, new: str, sentence: str) -> None:
    """Levels outside of 1 to 3, unknown and doubled categories, a missing sentence: each is named."""
    found = faults(made, ROW, changed(HARD, old, new))
    assert any(one.startswith(sentence) for one in found), found


def test_the_old_shape_of_flags_is_named(made: Maker) -> None:
    """A bare level says nothing to people."""
    toml = changed(BARE, "estimate_s = 15", "estimate_s = 15\noverlap = 1\nflags = {violence = 2}")
    assert faults(made, ROW, toml)[0] == "pack.toml line 7: “flags.violence” must be a table."


def test_a_table_of_very_many_flags_is_one_fault(made: Maker) -> None:
    """What no honest pack has costs neither time nor pages."""
    many = "".join(f'[flags.c{number}]\nlevel = 1\nsays = "x"\n' for number in range(1_000))
    found = faults(made, ROW, HARD + many)
    assert found[0].endswith("“flags” has more than 9 entries.") and len(found) <= 2


def test_examples_come_in_words(made: Maker) -> None:
    """A picture among the examples would be seen by everybody, without a cover."""
    example = '[[examples]]\nright = true\nitem = "media/1.jpg"\nanswer = "Boots"\nreason = "They are."\n'
    found = faults(made, ROW, HARD + example)
    assert found == [
        "pack.toml line 28: examples come without a cover: a pack with hard content has them in words."
    ]


def form_of(kind: str) -> PackForm:
    """A form with hard content of any kind, as its example sets it."""
    said = {"en": "x"}
    return PackForm(
        name="shoes",
        kind=kind,
        languages=("en",),
        price="0.10",  # type: ignore[arg-type]
        estimate_s=15,
        overlap=1,
        asks="A",
        trains=said,
        afterwards=said,
        licence="CC0-1.0",
        title=said,
        instruction=said,
        question=said,
        flags={"violence": {"level": 1, "says": said}},  # type: ignore[dict-item]
    )


@pytest.mark.parametrize("name", sorted(kinds()))
def test_only_kinds_of_one_item_and_one_step_take_it(name: str) -> None:
    """The others are refused by a sentence that names those that do."""
    found = hard.hard_faults(form_of(name), kinds()[name])
    able = {"audio", "choice", "multi", "number", "scale", "text", "video"}
    assert [place for place, _ in found] == ([] if name in able else [("kind",)])
    assert all(one in sentence for _, sentence in found for one in able)


def test_flags_that_nothing_has_are_a_warning(made: Maker) -> None:
    """Whoever writes them and flags nothing probably forgot a column."""
    assert good(made(HARD, HEAD + NEUTRAL)).warnings == (
        "tasks.csv: pack.toml has [flags], but no task is flagged.",
        "media/1.jpg: no task shows this file.",
        "media/2.jpg: no task shows this file.",
    )


def test_the_report_counts_tasks_by_level(made: Maker, tmp_path: Path) -> None:
    """What is bought is known before it is: how many tasks of which level; and a person looks first."""
    rows = ROW + NEUTRAL + "3,A shoe,,,,,gore 1,Blood on a shoe\n4,An arm,,,,,violence 1,A bruise\n"
    place = made(HARD, HEAD + rows, media=("1.jpg",))
    found = fence.read_now(place, tmp_path / "spool", upload, floor_hourly=5_000_000, money_minor=10_000)
    assert (found.levels, found.flagged) == ((2, 1, 0), 3)
    assert found.needs_person == (
        "It has hard content: a person looks whether it says plainly what is to be seen.",
    )
    assert Report.from_dict(found.as_dict()) == found


def test_a_pack_holds_so_many_flagged_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """More are not compared with one another, so they are refused."""
    monkeypatch.setattr(hard, "flagged_rows_max", 2)
    rows, found = HardRows(form_of("choice"), "tasks.csv"), Faults()
    for number in range(3):
        said = {"en": f"Arm {number}"}
        assert not list(rows.faults(number, {"violence": 1}, "task", {"en": f"{number}"}, {}, said))
    rows.judge_all("tasks.csv", found)
    assert [say(one) for one in found.listed()] == [
        "tasks.csv: there are 3 flagged tasks; 2 fit in one pack."
    ]


anything: Any = st.text(max_size=60) | st.lists(
    st.tuples(
        st.sampled_from([*CATEGORIES, "none", "x"]), st.sampled_from(["0", "1", "2", "3", "²", "-1", ""])
    ),
    max_size=12,
).map(lambda pairs: ",".join(f"{one} {level}" for one, level in pairs))


@given(anything)
def test_whatever_stands_in_flags_is_read_or_told(written: str) -> None:
    """Never more than the pack's own, and no text raises anything."""
    flags, trouble = HardRows(form_of("choice"), "tasks.csv").flags(written)
    assert flags in ({}, {"violence": 1}) and not (trouble and not flags)
    assert trouble.isprintable()
