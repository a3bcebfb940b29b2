"""Makes files in the platforms' structure, and a pack's results out of what was found in one."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from bot.domain.results import ResultAnswer, Results, ResultTask
from bot.kinds import Fault, kinds, spec
from bot.packs.faults import say
from bot.packs.foreign import Contents, Row, formats

LAUNCHED = 1_795_310_748_123  # 2026-11-22T01:25:48.123Z
WORKERS = ("w7f3", "w90a")
NASTY = st.one_of(
    st.sampled_from(
        ["=1+1", "'=1", "''@x", "-5", "+x", "@SUM(A1)", "\ttab", 'monitor 24" buy', "a,b", "a\tb", "a\nb", "a\r\nb",
         '{"query": "x"}', "[1, 2]", "＝1", "مرحبا", " led ", "'", '"', "true", "0.50", "naïve 🐟"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
)  # fmt: skip


def file(content: bytes | str, name: str = "work.csv") -> io.BytesIO:
    """An open file with a name."""
    opened = io.BytesIO(content.encode() if isinstance(content, str) else content)
    opened.name = name
    return opened


def table(header: Sequence[str], rows: Sequence[Sequence[str]], separator: str = ",") -> bytes:
    """A table as the platforms write them, nothing defused."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def read(
    format: str, content: bytes | str, mapping: Mapping[str, str] | None = None, name: str = ""
) -> Contents:
    """What a file holds, which must be in order."""
    found = formats()[format].read(
        file(content, name or f"work{formats()[format].suffixes[0]}"), mapping or {}
    )
    assert not isinstance(found, list), [say(one) for one in found]
    return found


def sentences(
    format: str, content: bytes | str, mapping: Mapping[str, str] | None = None, name: str = ""
) -> list[str]:
    """What is wrong with a file, in words."""
    found = formats()[format].read(file(content, name or "work.csv"), mapping or {})
    assert isinstance(found, list), found
    return [say(one) for one in found]


def results(found: Contents, answer: Callable[[int, int], Any], workers: Sequence[str] = WORKERS) -> Results:
    """A pack's results: `answer(task's number, worker's number)` is an answer as the kind stores it, None is a skip."""
    kind, read_spec = kinds()[found.kind], spec(found.kind, found.settings, found.languages)
    rows = list(found.rows())
    answers = [
        _answer(row, number, worker, kind, read_spec, answer(number, place))
        for number, row in enumerate(rows)
        for place, worker in enumerate(workers)
    ]
    first = found.languages[0]
    return Results(
        pack="leaves",
        kind=found.kind,
        settings=found.settings,
        languages=found.languages,
        title={first: "Is the leaf healthy?"},
        instruction={first: "Look at the largest leaf."},
        question={first: "How does it look?"},
        asks="Bean Growers",
        currency="USD",
        price=40_000,
        estimate_s=12,
        overlap=len(workers),
        lease_h=24,
        launched_at=LAUNCHED,
        tasks=tuple(_task(row, first, kind, read_spec) for row in rows),
        answers=tuple(answers),
    )


def _task(row: Row, language: str, kind: Any, read_spec: Any) -> ResultTask:
    gold = kind.read_gold(read_spec, row.gold) if row.gold else None
    assert not isinstance(gold, Fault), gold
    text = {language: str(row.text)} if row.text else {}
    role = "practice" if row.practice else "gold" if row.gold else "task"
    return ResultTask(row.id, role, text, {}, row.picture or row.audio, gold, dict(row.source))


def _answer(row: Row, number: int, worker: str, kind: Any, read_spec: Any, answer: Any) -> ResultAnswer:
    skipped = answer is None
    return ResultAnswer(
        id=f"a{number}{worker}",
        task=row.id,
        worker=worker,
        status="skipped" if skipped else "accepted",
        answer=answer,
        columns={} if skipped else kind.export(read_spec, answer),
        offered_at=LAUNCHED + number * 1_000,
        arrived_at=LAUNCHED + number * 1_000 + 9_500,
        seconds=None if skipped else 9.5,
        version="5f",
        paid=0 if skipped else 40_000,
    )


def out(format: str, made: Results) -> bytes:
    """The bytes of a result file."""
    opened = io.BytesIO()
    formats()[format].write(made, opened)
    return opened.getvalue()


def said(found: Contents) -> list[tuple[str, str, dict[str, Any], bool]]:
    """The answers in a file, sorted by task and worker."""
    return sorted((one.task, one.worker, dict(one.fields), one.skipped) for one in found.answers())
