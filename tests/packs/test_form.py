"""A pack's form: stored exactly, hashed by what binds a worker, described by a schema."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.packs.form import PackForm, not_binding, schema
from bot.packs.rows import single, spoken
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
    """Sources, the limit of readers and a default spelt out change nothing for a worker."""
    same = form(readers_max=7, source={"by": "me"}, lease_h=24)
    assert not_binding == {"readers_max", "source"}
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


def test_every_field_and_column_is_taught_in_the_readme() -> None:
    """A requester can look up whatever may be written."""
    taught = (Path(__file__).parents[2] / "taskpacks" / "README.md").read_text()
    fields = [name for name in PackForm.model_fields if not re.search(rf"`\[*{name}\]*`", taught)]
    columns = [name for name in (*single, *spoken) if f"`{name}`" not in taught]
    assert (fields, columns) == ([], [])
