"""Costs of tasks: a row's own words, the presses its kind takes, a budget that is passed by name, and few bytes kept of many rows."""

from typing import Any

from bot.domain import wire
from bot.packs.form import PackForm
from bot.rounds.costs import Costs, Named, named_most
from tests.makers import TEXTS, make_form


def row(key: str, text: str, **others: Any) -> dict[str, Any]:
    """A row as it is spooled."""
    item = {"text": {"en": text}, **others}
    return {"key": key, "role": "task", "item": item, "media": {}, "flags": {}}


def costs_of(form: PackForm, *rows: dict[str, Any]) -> Costs:
    """What some rows cost."""
    costs = Costs(form, TEXTS)
    for one in rows:
        costs.add(one, None)
    return costs


def test_a_row_costs_its_own_words() -> None:
    """A letter is a byte and a fifteenth; one of another script three of them. Without any row the figure is a rough one."""
    form = make_form("words")
    short, long = (costs_of(form, row("1", "a" * many)).middling_words()["en"] for many in (15, 150))
    assert long - short == 135 * 16 // 15
    assert costs_of(form, row("1", "አ" * 15)).middling_words()["en"] - short == 30 * 16 // 15
    assert costs_of(form).sizes()["saver"] == (wire.word_bytes_about,) * 3


def test_what_passes_is_counted_and_named() -> None:
    """The first few by their ids, all by number."""
    rows = [row(f"r{number}", "a" * 2_500) for number in range(named_most + 2)]
    names = tuple(f"r{number}" for number in range(named_most))
    assert costs_of(make_form("words"), *rows).passing() == {"text": Named(named_most + 2, names)}


def test_practice_that_passes_is_named_and_figures_stay_of_tasks() -> None:
    """Whoever pays for bytes pays for practice too; what a task costs is told without it."""
    task, practice = row("r", "short"), row("p", "a" * 2_900) | {"role": "practice"}
    alone, both = (costs_of(make_form("words"), *rows) for rows in ([task], [practice, task]))
    assert not alone.passing() and both.passing() == {"text": Named(1, ("p",))}
    assert (both.sizes(), both.middling_words()) == (alone.sizes(), alone.middling_words())
    assert costs_of(make_form("words"), practice).sizes()["saver"] == (wire.word_bytes_about,) * 3
