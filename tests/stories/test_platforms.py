"""Another platform's file comes in, is worked on phones, partly without a line, and goes out as that platform's results.

Each file has that platform's structure and content of our own. The requester does everything by the operator's verbs
and fills in what the file could not know; what goes out is read again by the same reader.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import office
from bot.cli import verbs
from bot.desk import Desk, jobs
from bot.domain import limits
from bot.packs.foreign import Contents, Row, formats
from bot.results import default_for
from tests.stories.program import Person, Program, until_true
from tests.stories.test_every_kind import Act, does_offline

TITLE, QUESTION = "What did people write?", "What is said here?"
FILLED = {
    "price": '"0.90"',
    "estimate_s": "12",
    "asks": '"Well Watch"',
    "trains": '"A program that reads letters about wells."',
    "afterwards": '"The answers are published."',
    "licence": '"CC-BY-4.0"',
    "title": f'"{TITLE}"',
    "question": f'"{QUESTION}"',
    "instruction": '"Read the letter to its end. If you are not sure, skip it."',
}
LETTERS = {
    "1": 'The pump, a "good" one, gives water.',
    "2": "=No water\tsince Friday",
    "3": "Water comes,\nbut it is brown.",
    "4": "لا ماء منذ الجمعة",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A platform's file: what it is called, what it holds, what a requester answers, and how people do."""

    file: str
    content: str
    said: Mapping[str, str]
    acts: Callable[[str], list[Act]]  # by the words on the phone
    answers: frozenset[str]  # all that may be in the file that goes out


def table(header: list[str], rows: list[list[str]], separator: str = ",") -> str:
    """A table as those platforms write them."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([header, *rows])
    return text.getvalue()


def presses(shown: str) -> list[Act]:
    """One of two keys, by whether there is water."""
    return [("press", "Dry" if "No water" in shown or "لا ماء" in shown else "Flowing")]


def labels(shown: str) -> list[Act]:
    """One of several, done."""
    return [("press", "Quality" if "brown" in shown else "Supply"), ("press", "Done")]


def replies(shown: str) -> list[Act]:
    """What an assistant should say."""
    return [("write", "Please tell the water office, and boil what you drink.")]


def message(key: str, text: str, role: str, parent: str | None, *more: dict[str, Any]) -> dict[str, Any]:
    """A message of a conversation."""
    about = {"message_id": key, "parent_id": parent, "text": text, "role": role, "lang": "en", "rank": None}
    return {**about, "replies": list(more)}


def study(key: str, text: str, truth: str = "") -> dict[str, Any]:
    """A task of Label Studio, with a known answer or without."""
    result = [{"from_name": "pump", "to_name": "text", "type": "choices", "value": {"choices": [truth]}}]
    known = [{"id": 1, "result": result, "ground_truth": True, "completed_by": 2}] if truth else []
    hint = [{"model_version": "wells-1", "score": 0.8, "result": []}]
    data = {"text": text, "place": "Kisumu", "depth": 12.5}
    return {"id": int(key), "data": data, "annotations": known, "predictions": hint}


TRAINING = [
    ["It has run since May.", "14", "Flowing", "It runs, so there is water.", ""],
    ["The pump is broken. No water.", "15", "Dry", "They say that there is no water.", ""],
]
CONTROL = ["No water at all.", "16", "Dry", "", ""]

SAMPLES = {
    "mturk": Sample(
        "letters.csv",
        table(["letter", "place"], [[text, f"=village {key}"] for key, text in LETTERS.items()]),
        {"text": "letter", "options": "Flowing|Dry", "language": "en"},
        presses,
        frozenset({"Flowing", "Dry"}),
    ),
    "toloka": Sample(
        "pool.tsv",
        table(
            ["INPUT:letter", "INPUT:n", "GOLDEN:pump", "HINT:text", "TASK:overlap"],
            [*([text, key, "", "", "2"] for key, text in LETTERS.items()), CONTROL, *TRAINING],
            "\t",
        ),
        {"text": "letter", "language": "en"},
        presses,
        frozenset({"Flowing", "Dry"}),
    ),
    "label-studio": Sample(
        "project-7.json",
        json.dumps(
            [
                *(study(key, text) for key, text in LETTERS.items()),
                study("5", "It gives water.", "Flowing"),
                study("6", "No water.", "Dry"),
            ]
        ),
        {"text": "text", "language": "en"},
        presses,
        frozenset({"Flowing", "Dry"}),
    ),
    "doccano": Sample(
        "all.jsonl",
        "\n".join(
            [
                *(json.dumps({"id": int(key), "text": text, "label": []}) for key, text in LETTERS.items()),
                json.dumps({"id": 7, "text": "Brown, and seldom.", "label": ["Quality", "Supply"]}),
            ]
        ),
        {"text": "text", "language": "en"},
        labels,
        frozenset({"Quality", "Supply"}),
    ),
    "open-assistant": Sample(
        "trees.jsonl",
        "\n".join(
            json.dumps(
                message(f"q{key}", text, "prompter", None)
                if key != "3"
                else message(
                    *("a3", "Our pump is old.", "prompter", None),
                    message("b3", "Does it give water?", "assistant", "a3", message("q3", text, "prompter", "b3")),
                )
            )
            for key, text in LETTERS.items()
        ),
        {"receiver": "nobody"},
        replies,
        frozenset({"Please tell the water office, and boil what you drink."}),
    ),
}  # fmt: skip


def typed(*words: str | Path) -> str:
    """A verb of the command line that needs no house; what it says."""
    done = CliRunner().invoke(verbs, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.output


def made_a_pack(platform: str, folder: Path) -> Path:
    """The file as a pack, with all that a requester still had to say."""
    sample = SAMPLES[platform]
    source = folder / sample.file
    source.write_bytes(sample.content.encode())
    answers = [word for name, value in sample.said.items() for word in ("--column", f"{name}={value}")]
    said = typed("pack", "from", source, folder / "pack", "--as", platform, *answers)
    assert "Please write into pack.toml: price, estimate_s, asks, " in said
    toml = (folder / "pack" / "pack.toml").read_text("utf-8")
    toml = re.sub(r"^# (\w+) = .*$", lambda found: f"{found[1]} = {FILLED[found[1]]}", toml, flags=re.M)
    toml = re.sub(r"^overlap = .*$", "overlap = 2", toml, flags=re.M)
    (folder / "pack" / "pack.toml").write_text(toml, "utf-8")
    return folder / "pack"


def works(program: Program, verb: str, **given: str) -> list[str]:
    """A verb that leaves a job, by the running program's own time; what came of it."""
    desk = Desk(program.home.house, program.home.steps, program.clock)
    job = program.do(desk.do(verb, given))["job"]
    until_true(lambda: program.do(jobs.job(desk, job))["over"], 60)
    said = program.do(jobs.job(desk, job))
    assert said["ok"], said["lines"]
    return list(said["lines"])


def launched(program: Program, pack: Path) -> str:
    """The pack is checked, brought in, paid for, looked at and launched; its name."""
    lines, _, well = office.pack_check(pack, program.settings, False, print)
    assert well, lines
    works(program, "pack.add", path=str(pack), requester="Well Watch")
    program.desk("deposit", requester="Well Watch", amount="2000.00", reference="bank 9")
    name = re.search(r'^name = "(.*)"$', (pack / "pack.toml").read_text("utf-8"), re.M)
    assert name is not None
    program.desk("pack.look", name=name[1])
    assert program.desk("pack.launch", name=name[1])["ok"]
    return name[1]


def answers_all(person: Person, acts: Callable[[str], list[Act]], lines: bool) -> int:
    """A person does all there is, on a line or without one; how many answers that were."""
    person.joins()
    person.takes_up(TITLE)
    count = 0
    while QUESTION in person.shown():
        person.program.quiet()
        person.program.clock.advance(3)
        said = acts(person.shown())
        if lines:
            for what, words in said:
                person.presses(words) if what == "press" else person.writes(words)
            person.hears()
        else:
            does_offline(person, said)
        count += 1
        assert count < 20, "it never ends"
        person.program.quiet()
    return count


def again(platform: str, file: Path) -> Contents:
    """A file that went out, read as one that comes in."""
    with file.open("rb") as opened:
        found = formats()[platform].read(opened, SAMPLES[platform].said)
        assert isinstance(found, Contents), found
        rows, answers = list(found.rows()), list(found.answers())
    about = {name: getattr(found, name) for name in found.__dataclass_fields__}
    return Contents(**{**about, "rows": lambda: iter(rows), "answers": lambda: iter(answers)})


def original(row: Row) -> dict[str, str]:
    """The columns as they came, without those of ours."""
    return {name: text for name, text in row.source.items() if not name.startswith("*")}


class Tags(HTMLParser):
    """Looks whether every tag that was opened is closed, in order."""

    open_ended = ("meta", "br", "hr", "img", "link", "input")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins."""
        self.seen += 1
        self.open += [] if tag in self.open_ended else [tag]

    def handle_endtag(self, tag: str) -> None:
        """The last tag that began ends."""
        while self.open and self.open[-1] != tag and self.open[-1] in ("p", "li", "td", "th", "tr", "tbody"):
            self.open.pop()  # HTML lets these end by themselves
        assert self.open and self.open.pop() == tag, tag


def goes_the_whole_way(program: Program, platform: str, folder: Path) -> None:
    """In, worked by two people, out, and in again."""
    sample, pack = SAMPLES[platform], made_a_pack(platform, folder)
    name = launched(program, pack)
    before = again(platform, folder / sample.file)
    done = answers_all(program.person(), sample.acts, lines=True)
    done += answers_all(program.person(1002, "Brian"), sample.acts, lines=False)
    assert done >= 2 * len(LETTERS)
    program.clock.advance(limits.undo_ms / 1000 + 1)
    works(program, "results", name=name, out=str(folder / "out"), format=platform)
    suffix = formats()[platform].suffixes[0]
    after = again(platform, folder / "out" / f"{name}-answers{suffix}")

    came, went = (
        {json.dumps(original(row), sort_keys=True): row for row in one.rows()} for one in (before, after)
    )
    assert set(went) <= set(came), "a column is not as it came"
    asked = {key for key, row in came.items() if not row.gold}
    assert asked <= set(went)
    for key, row in went.items():
        was = came[key]
        assert (row.text, row.explanation) == (was.text, was.explanation)
        # doccano has one place for labels: what people said stands where the known label was
        assert row.gold == was.gold or platform == "doccano"
    keys = {row.id: key for key, row in went.items()}
    given = [(keys[one.task], one.worker, one.fields) for one in after.answers() if one.task in keys]
    said = {word for *_, fields in given for word in _words(fields)}
    assert len({worker for _, worker, _ in given}) == 2
    assert said <= sample.answers and said
    for key in asked:
        assert sum(task == key for task, *_ in given) == 2, came[key].text

    with (pack / "tasks.jsonl").open(encoding="utf-8") as rows:
        assert [json.loads(line)["source"] for line in rows] == [dict(row.source) for row in before.rows()]
    agreed = folder / "out" / f"{name}-agreed{suffix}"
    has = default_for(before.kind, before.settings) is not None and platform not in ("mturk",)
    assert agreed.exists() == has
    if has:
        shown = agreed.read_text("utf-8")
        assert all(answer in shown for answer in said)
    tags = Tags()
    tags.feed((folder / "out" / f"{name}-report.html").read_text("utf-8"))
    tags.close()
    assert tags.seen > 20 and not tags.open


def _words(fields: Mapping[str, Any]) -> list[str]:
    values = [one for value in fields.values() for one in (value if isinstance(value, list) else [value])]
    return [str(one) for one in values]


@pytest.mark.parametrize("platform", sorted(set(SAMPLES) - {"toloka"}))
def test_a_platform_s_file_is_worked_and_goes_back(program: Program, platform: str, tmp_path: Path) -> None:
    """Rows come back as they were, with two people's answers; what they agree on and the report are beside them."""
    goes_the_whole_way(program, platform, tmp_path)


def test_a_pool_of_toloka_is_worked_and_goes_back(either: Program, tmp_path: Path) -> None:
    """General, control and training tasks, on each engine."""
    goes_the_whole_way(either, "toloka", tmp_path)
