"""What is counted of a running program: sums in Prometheus' format, whose labels come from lists that stand in the code."""

import ast
import re
from collections.abc import Iterator

import pytest

from bot.meters import Meters, day_ms
from bot.metrics import METRICS, parsed
from tests.conftest import Clock
from tests.house.sources import ROOT, dotted, modules

LINE = re.compile(
    r'(?P<name>[a-z_]+)(?:\{(?P<label>[a-z]+)="(?P<value>[a-z]+|\+Inf|[0-9.]+)"\})? (?P<number>-?\d+(\.\d+)?(e[+-]\d+)?)'
)
SECRET = "Amina Wanjiru 254700123456"


def every_one(meters: Meters) -> str:
    """The text of meters with every gauge read as 1."""
    return meters.text({(one.name, value): 1 for one in METRICS.values() for value in one.values})


def test_every_line_is_in_the_text_format() -> None:
    """HELP and TYPE before each metric, one number a series, buckets that only grow."""
    meters = Meters()
    for number in (0.004, 0.3, 999.0):
        meters.observe("ujima_commit_wait_seconds", number)
    text = every_one(meters)
    assert text.endswith("\n") and "\n\n" not in text
    for line in text.splitlines():
        assert line.startswith("# ") or LINE.fullmatch(line), line
    assert [one for one in METRICS if f"# HELP {one} " not in text or f"# TYPE {one} " not in text] == []
    found = parsed(text)
    buckets = [number for (name, _), number in found.items() if name == "ujima_commit_wait_seconds_bucket"]
    assert buckets == sorted(buckets) and buckets[0] == 1 and buckets[-1] == 3
    assert found["ujima_commit_wait_seconds_sum", ""] == 999.304
    assert found["ujima_commit_wait_seconds_count", ""] == 3


def test_labels_take_their_values_from_fixed_lists() -> None:
    """Whatever somebody is called, or an error says, no series is named after it."""
    meters = Meters()
    for one in METRICS.values():
        if one.kind == "counter":
            with pytest.raises(KeyError):
                meters.count(one.name, SECRET)
            meters.count(one.name, one.values[-1])
            assert meters.readings()[one.name, one.values[-1]] == 1
    assert set(meters.readings()) <= {(one.name, value) for one in METRICS.values() for value in one.values}
    for line in every_one(meters).splitlines():
        found = LINE.fullmatch(line)
        if found and found["label"] and found["label"] != "le":
            metric = METRICS[found["name"]]
            assert found["label"] == metric.label and found["value"] in metric.values
    for one in METRICS.values():
        assert len(one.values) <= 12 and bool(one.label) == (one.values != ("",))
        assert all(re.fullmatch("[a-z]*", value) for value in one.values)


def test_what_is_counted_in_the_program_is_a_metric() -> None:
    """Each name and value that a room counts by stands in the table, and each there is counted by some room."""
    named: dict[str, set[str]] = {}
    for _, tree in modules():
        for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
            first = call.args[0] if call.args else None
            counts = dotted(call.func).rpartition(".")[2] in ("count", "set", "observe", "happened")
            if counts and isinstance(first, ast.Constant) and str(first.value).startswith("ujima_"):
                said = call.args[1:2] if METRICS[str(first.value)].kind == "counter" else []
                named.setdefault(str(first.value), set()).update(
                    word for one in said for word in _words(one, tree)
                )
    for one in METRICS.values():
        if one.kind == "counter" and one.label and one.name in named:
            assert named[one.name] == set(one.values), one.name
    counted = {one.name for one in METRICS.values() if one.kind != "gauge"}
    assert counted - set(named) == {"ujima_cpu_seconds_total"}


def _words(said: ast.AST, tree: ast.AST) -> Iterator[str]:
    """The words that an argument can be: its own, what the module's function there returns, what it is called with."""
    functions = {one.name: one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    if isinstance(said, ast.Constant) and isinstance(said.value, str):
        yield said.value
    elif isinstance(said, ast.IfExp):
        yield from (*_words(said.body, tree), *_words(said.orelse, tree))
    elif isinstance(said, ast.Call) and isinstance(said.func, ast.Name):
        for back in ast.walk(functions[said.func.id]):
            if isinstance(back, ast.Return) and back.value:
                yield from _words(back.value, tree)
    elif isinstance(said, ast.Name):
        [around] = [one.name for one in functions.values() if said.id in {arg.arg for arg in one.args.args}]
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and dotted(call.func).rpartition(".")[2] == around:
                yield from _words(call.args[-1], tree)


def test_every_metric_is_told_in_the_documents() -> None:
    """docs/seeing.md names each with its values, and no other."""
    page = (ROOT / "docs" / "seeing.md").read_text("utf-8")
    assert set(re.findall(r"`(ujima_\w+)", page)) == set(METRICS)
    for one in METRICS.values():
        assert not one.label or f"`{one.name}{{{one.label}}}`" in page
        assert one.help.endswith(".")


def test_cards_of_help_are_told_of_whole_days_in_tens() -> None:
    """Nothing today, nothing below ten, no exact number ever; the day after next it is forgotten."""
    clock = Clock()
    meters = Meters(clock)

    def told() -> float:
        return meters.readings()["ujima_help_cards", ""]

    for _ in range(29):
        meters.help_card()
        assert told() == 0
    clock.now_ms += day_ms
    assert told() == 20
    for _ in range(9):
        meters.help_card()
    assert told() == 20
    clock.now_ms += day_ms
    assert told() == 0
    clock.now_ms += 2 * day_ms
    assert told() == 0


def test_what_did_not_happen_yet_is_not_told() -> None:
    """An age is there from the first time on; a gauge once somebody set it; counters from the start."""
    meters = Meters()
    assert "ujima_commit_age_seconds" not in meters.text({})
    assert 'ujima_answers_total{outcome="late"} 0' in meters.text({})
    meters.happened("ujima_commit_age_seconds")
    meters.set("ujima_book_faults", 2)
    found = parsed(meters.text({}))
    assert 0 <= found["ujima_commit_age_seconds", ""] < 5 and found["ujima_book_faults", ""] == 2


def test_an_update_in_hand_is_seen_until_it_is_committed() -> None:
    """How many there are and how long the oldest takes; one that breaks is in hand no more and was no commit."""
    meters = Meters()
    with meters.committing(), meters.committing():
        assert meters.readings()["ujima_updates_in_hand", ""] == 2
        assert meters.readings()["ujima_updates_oldest_seconds", ""] >= 0
    try:
        with meters.committing():
            raise RuntimeError
    except RuntimeError:
        pass
    found = parsed(meters.text({}))
    assert found["ujima_updates_in_hand", ""] == 0 and found["ujima_commit_wait_seconds_count", ""] == 2
