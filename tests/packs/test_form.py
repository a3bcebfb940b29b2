"""A pack's form: stored exactly, hashed by what binds a worker, described by a schema."""

import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.packs.columns import single, spoken
from bot.packs.form import PackForm, not_binding, schema
from tests.packs.conftest import TOML


def form(**changes: Any) -> PackForm:
    """The good pack's form, with other fields."""
    return PackForm.model_validate(tomllib.loads(TOML) | changes, context=("en",))


def test_a_form_survives_being_stored_as_json() -> None:
    """What was read from JSON is what was written, prices and lists too."""
    assert PackForm.model_validate_json(form().model_dump_json()) == form()
    assert form().price == 30_000
    assert '"price":"0.03"' in form().model_dump_json()


def test_texts_stand_in_the_order_of_the_packs_languages() -> None:
    """The first language is the fallback wherever it was written."""
    raw = tomllib.loads(TOML) | {"languages": ["ar", "en"], "title": {"en": "Shoes", "ar": "أحذية"}}
    assert list(PackForm.model_validate(raw, context=("ar", "en")).title) == ["ar", "en"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("price", "0.04"),
        ("instruction", "Other words."),
        ("lease_h", 5),
        ("afterwards", "They are sold."),
        ("settings", {"options": ["Boots", "Sneakers"]}),
        ("asks", "Another"),
        ("people", "self"),
    ],
)
def test_whatever_binds_a_worker_makes_another_version(name: str, value: object) -> None:
    """A changed promise, price or text is another version."""
    assert form(**{name: value}).version_hash() != form().version_hash()


def test_what_does_not_bind_a_worker_makes_no_other_version() -> None:
    """Sources, the limit of readers, the schedule and a default spelt out change nothing for a worker."""
    same = form(readers_max=7, source={"by": "me"}, lease_h=24)
    assert not_binding == {"readers_max", "schedule", "source"}
    assert same.version_hash() == form().version_hash()
    assert len(same.version_hash()) == 64


def test_reading_is_counted_in_the_longest_language() -> None:
    """Words of the instruction, and the gold share in hundredths, are what a quote needs."""
    assert form(instruction={"en": "one two", "ar": "one two three"}).instruction_words == 3
    assert form(gold_share=0.29).gold_points == 29


def test_reading_is_paid_in_languages_without_spaces_too() -> None:
    """A fifth of the characters counts where that is more; an English instruction is paid by its words."""
    assert form(instruction={"en": "Look at it and choose what fills most of it."}).reading_words == 10
    thai = "ดูภาพแล้วเลือกสิ่งที่เห็นมากที่สุดในภาพนั้น"
    assert form(instruction={"en": "Look at it.", "th": thai}).reading_words == -(-len(thai) // 5)


def test_the_schema_describes_what_is_written_in_the_file() -> None:
    """A price is text there, unknown fields are refused, and texts may be bare or per language."""
    found = schema()
    assert found["additionalProperties"] is False
    assert found["properties"]["price"]["type"] == "string"
    assert {one["type"] for one in found["properties"]["title"]["anyOf"]} == {"string", "object"}
    assert set(found["required"]) >= {"name", "kind", "languages", "price", "estimate_s", "asks", "licence"}


def test_every_field_of_the_schema_teaches() -> None:
    """Whoever writes a pack with an editor that knows JSON Schema reads what each field is for."""
    found = schema()
    tables = [found, *found["$defs"].values()]
    silent = [
        (table["title"], name)
        for table in tables
        for name, field in table["properties"].items()
        if not field.get("description", "").strip()
    ]
    assert silent == []


def test_an_overlap_is_a_number_or_three() -> None:
    """Money is locked for the most answers a task can get."""
    fixed, dynamic = form(overlap=4), form(overlap={"least": 2, "most": 5, "confidence": 0.9})
    assert (fixed.overlap_least, fixed.overlap_most, fixed.confidence) == (4, 4, None)
    assert (dynamic.overlap_least, dynamic.overlap_most, dynamic.confidence) == (2, 5, 0.9)
    assert PackForm.model_validate_json(dynamic.model_dump_json()) == dynamic


def test_a_schedule_is_kept_in_utc() -> None:
    """A moment of any zone is the same moment, also after being stored."""
    made = form(schedule={"opens": datetime(2026, 12, 1, 8, tzinfo=timezone(timedelta(hours=2)))})
    assert made.schedule.opens == datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert '"opens":"2026-12-01T06:00:00Z"' in made.model_dump_json()
    assert PackForm.model_validate_json(made.model_dump_json()) == made


def test_every_field_and_column_is_taught_in_the_readme() -> None:
    """A requester can look up whatever may be written."""
    taught = (Path(__file__).parents[2] / "taskpacks" / "README.md").read_text()
    fields = [name for name in PackForm.model_fields if not re.search(rf"`\[*{name}\]*`", taught)]
    columns = [name for name in (*single, *spoken) if f"`{name}`" not in taught]
    assert (fields, columns) == ([], [])
