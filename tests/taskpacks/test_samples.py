"""The sample packs are real, complete, licensed, in two languages, and fit a small phone on a slow network."""

import asyncio
import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.kinds import Fault, kinds
from bot.media.images import EDGES, decoded
from bot.media.thrift import likeness_least, within
from bot.packs import folder as pack_folder
from bot.packs.form import PackForm
from bot.rounds import checks
from bot.rounds.media import room_of
from tests.makers import RULES, TEXTS, make_form

ROOT = Path(__file__).parents[2] / "taskpacks"
NAMES = ("clear-answers", "count-beeps", "digits", "find-animals", "harvest-notes", "kitchen-photos", "kitchen-replies", "look-it-up", "market-reviews", "plain-words", "polite-notes", "read-aloud", "sharper-photos", "stand-ins", "storm-reports", "street-photos", "which-way")
MEDIA = ("picture", "picture_b", "audio", "video")
UNKNOWN = ("reply", "photo", "voice")  # kinds in which no answer is right because it equals another
MEDIUM_BYTES_MAX, MEDIA_BYTES_MAX = 60_000, 600_000  # of the packs with a kind of their own
REPOSITORY_BYTES_MAX = 5_000_000
LABEL_LENGTH_MAX = 16
INSTRUCTION_WORDS_MAX = 120
HOURLY_FLOOR_USD = 5
MICRO_PER_USD = 1_000_000
SPACE = room_of(make_form()).first
"""Of a picture in a task of the usual bytes: aimed at, and at most."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A sample pack as it lies on disk: its folder, its settings, its rows."""

    folder: Path
    facts: dict[str, Any]
    rows: list[dict[str, str]]

    def media_named(self) -> set[str]:
        """The media paths that rows and examples name."""
        items = [row.get(column, "") for row in self.rows for column in MEDIA]
        items += [one["item"] for one in self.facts["examples"]]
        return {item for item in items if item.startswith("media/")}


@cache
def pack(name: str) -> Pack:
    """Read a sample pack; several tests look at it."""
    folder = ROOT / name
    with open(folder / "tasks.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    return Pack(folder, tomllib.loads((folder / "pack.toml").read_text("utf-8")), rows)


def pictures() -> list[Path]:
    """All pictures of all sample packs."""
    return sorted(path for path in ROOT.glob("*/media/*") if path.suffix in (".jpg", ".png"))


def test_the_packs_are_the_ones_the_readme_names() -> None:
    """Each folder is a pack, and the README links to it."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert tuple(sorted(path.name for path in ROOT.iterdir() if path.is_dir())) == NAMES
    assert all(f"[{name}]({name}/pack.toml)" in readme and pack(name).facts["name"] == name for name in NAMES)


def test_every_field_and_column_is_taught() -> None:
    """The README's tables name all fields, settings and columns that the samples use."""
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in NAMES:
        one = pack(name)
        fields = set(one.facts) | set(one.facts["settings"]) | set(one.facts["source"]) | set(one.rows[0])
        assert [
            word for word in fields if not re.search(rf"`\[{{0,2}}{re.escape(word)}\]{{0,2}}`", readme)
        ] == []


def faults_and_warnings(folder: Path) -> list[str]:
    """All that the reader of packs has to say against a folder."""
    found = pack_folder.read(
        folder, floor_hourly=HOURLY_FLOOR_USD * MICRO_PER_USD, money_minor=MICRO_PER_USD // 100
    )
    return [str(fault) for fault in found] if isinstance(found, list) else list(found.warnings)


def test_the_readmes_example_is_a_pack(tmp_path: Path) -> None:
    """What the README teaches, copied word for word, is read without a fault or a warning."""
    readme = (ROOT / "README.md").read_text("utf-8")
    for name, form in (("pack.toml", "toml"), ("tasks.csv", "csv")):
        [block] = re.findall(rf"```{form}\n(.*?)```", readme, re.DOTALL)
        (tmp_path / name).write_text(block, "utf-8")
    (tmp_path / "media").mkdir()
    for name in ("leaf-1", "leaf-2", "leaf-3", "spots"):
        Image.new("RGB", (8, 8)).save(tmp_path / "media" / f"{name}.jpg")
    assert faults_and_warnings(tmp_path) == []


def test_the_readmes_required_fields_are_required() -> None:
    """The fields that the README gives no default are exactly those the reader can't do without."""
    readme = (ROOT / "README.md").read_text("utf-8").split("| kind | settings")[0]
    named = set(re.findall(r"^\| `\[?(\w+)\]?` \|.*\| \|$", readme, re.MULTILINE))
    assert named == {name for name, field in PackForm.model_fields.items() if field.is_required()}


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_read_without_a_fault_or_a_warning(name: str) -> None:
    """The reader of packs takes every sample as it is."""
    assert faults_and_warnings(ROOT / name) == []


def test_there_are_a_hundred_tasks_and_more() -> None:
    """Enough for a demo that lasts, and for a share per person."""
    counts = {name: len(pack(name).rows) for name in NAMES}
    assert sum(counts.values()) >= 100
    assert counts["street-photos"] >= 24 and counts["digits"] >= 40 and counts["market-reviews"] >= 30


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_items_differ(name: str) -> None:
    """No task appears twice, under its id or under another."""
    rows = pack(name).rows
    assert len({row["id"] for row in rows}) == len(rows)
    folder = pack(name).folder
    media = [[(folder / row[one]).read_bytes() for one in MEDIA if row.get(one)] for row in rows]
    contents = {(row.get("text"), *files) for row, files in zip(rows, media, strict=True)}
    assert len(contents) == len(rows)


@pytest.mark.parametrize("name", NAMES)
def test_no_media_is_missing_or_unused(name: str) -> None:
    """What is named lies in the folder, and what lies there is named."""
    folder = pack(name).folder
    assert {str(path.relative_to(folder)) for path in folder.glob("media/*")} == pack(name).media_named()


@pytest.mark.parametrize("name", NAMES)
def test_known_answers_are_possible_answers(name: str) -> None:
    """Gold, practice and examples answer with codes the kind knows."""
    one = pack(name)
    answers = [row["gold"] for row in one.rows if row["gold"]] + [
        example["answer"] for example in one.facts["examples"]
    ]
    kind = kinds()[one.facts["kind"]]
    spec = kind.read(one.facts["settings"], tuple(one.facts["languages"]))
    assert not [answer for answer in answers if isinstance(kind.read_gold(spec, answer), Fault)]


@pytest.mark.parametrize("name", NAMES)
def test_three_practice_tasks_explain_themselves(name: str) -> None:
    """Practice comes first in the file, has a known answer and a reason in both languages."""
    practice = [row for row in pack(name).rows if row["practice"]]
    assert practice == pack(name).rows[:3]
    assert all(row["practice"] == "1" and row["gold"] and row["explanation"] for row in practice)
    assert all(row["explanation.ar"] for row in practice)


@pytest.mark.parametrize("name", NAMES)
def test_gold_is_between_five_and_ten_percent(name: str) -> None:
    """Enough tasks with a known answer among the others to serve the share the pack asks for."""
    served = [row for row in pack(name).rows if not row["practice"]]
    if pack(name).facts["kind"] in UNKNOWN:
        assert pack(name).facts["gold_share"] == 0 and not any(row["gold"] for row in served)
        return
    share = sum(bool(row["gold"]) for row in served) / len(served)
    assert 0.05 <= pack(name).facts["gold_share"] <= share <= 0.10


@pytest.mark.parametrize("name", NAMES)
def test_the_price_is_above_the_hourly_floor(name: str) -> None:
    """Price divided by the estimate pays at least 5.00 USD an hour."""
    facts = pack(name).facts
    assert facts["currency"] == "USD"
    assert Decimal(facts["price"]) * 3600 / facts["estimate_s"] >= HOURLY_FLOOR_USD


def own_texts(settings: Any) -> Iterator[dict[str, str]]:
    """Every text per language in a kind's settings, however deep."""
    if isinstance(settings, dict) and settings.keys() >= {"en", "ar"}:
        yield settings
    elif isinstance(settings, dict | list):
        for value in settings.values() if isinstance(settings, dict) else settings:
            yield from own_texts(value)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_exists_in_both_languages(name: str) -> None:
    """Title, question, instruction, purpose, options, reasons and review texts are in English and Arabic."""
    one = pack(name)
    facts = one.facts
    assert facts["languages"] == ["en", "ar"]
    texts = [facts[field] for field in ("title", "question", "instruction", "trains", "afterwards")]
    texts += list(own_texts(facts["settings"]))
    texts += [example["reason"] for example in facts["examples"]]
    texts += [{"en": row["text"], "ar": row["text.ar"]} for row in one.rows if "text" in row]
    texts += [flag["says"] for flag in facts.get("flags", {}).values()]
    described = [row for row in one.rows if row.get("description")]
    texts += [{"en": row["description"], "ar": row["description.ar"]} for row in described]
    for text in texts:
        assert re.search("[A-Za-z]", text["en"]) and not re.search("[\u0600-\u06ff]", text["en"])
        assert re.search("[\u0621-\u064a]", text["ar"]) and not re.search("[A-Za-z\u0660-\u0669]", text["ar"])


@pytest.mark.parametrize("name", NAMES)
def test_instructions_are_short_and_labels_fit_the_keys(name: str) -> None:
    """At most 120 words, four options, sixteen characters a label."""
    facts = pack(name).facts
    assert all(len(text.split()) <= INSTRUCTION_WORDS_MAX for text in facts["instruction"].values())
    options = facts["settings"].get("options", [])
    assert len(options) <= 4
    assert all(len(label) <= LABEL_LENGTH_MAX for option in options for label in option["label"].values())


@pytest.mark.parametrize("name", NAMES)
def test_one_example_is_right_and_one_is_wrong(name: str) -> None:
    """A worker sees what is wanted and what is not."""
    assert {example["right"] for example in pack(name).facts["examples"]} == {True, False}


@pytest.mark.parametrize("name", NAMES)
def test_licences_and_sources_are_named(name: str) -> None:
    """The pack names its licence and those of its items; SOURCES.md explains each of them and every file."""
    one = pack(name)
    source = one.facts["source"]
    listed = (one.folder / source["list"]).read_text("utf-8")
    assert one.facts["licence"] in {"CC-BY-4.0", "CC0-1.0"} and source["by"] and source["licences"]
    assert all(licence.removesuffix("-1.0").replace("-", " ") in listed for licence in source["licences"])
    if name == "street-photos":
        families = {Path(item).stem.rsplit("-", 1)[0] for item in one.media_named()}
        assert families == set(re.findall(r"`(\w+)-\*`", listed))


def test_a_digits_name_agrees_with_its_gold() -> None:
    """The data set's label, kept in the file name, is the known answer."""
    rows = pack("digits").rows
    assert all(row["gold"] in ("", Path(row["picture"]).name[0]) for row in rows)
    assert {Path(row["picture"]).name[0] for row in rows} == set("0123456789")


@pytest.mark.parametrize("path", pictures(), ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_a_picture_is_like_and_fits_the_saver_budget(path: Path) -> None:
    """Every picture decodes, and a size of it is like it in the saver budget even after a re-encoding."""
    assert pack(path.parent.parent.name).facts["byte_budget"]["saver"] >= 15_000
    whole = decoded(path.read_bytes(), 320)
    edge, made = within(lambda edge: whole, SPACE, [edge for edge in EDGES if edge <= 320])
    assert max(made.width, made.height) <= edge <= 320
    assert made.likeness >= likeness_least and made.phone_bytes <= SPACE.most


@pytest.mark.parametrize("name", [name for name in NAMES if not any(pack(name).rows[0].get(one) for one in MEDIA)])
def test_no_task_passes_its_budget(name: str) -> None:
    """Words, keys and presses as `ujima pack check` counts them; of packs without media."""
    found = asyncio.run(checks.check(ROOT / name, RULES, TEXTS, False, lambda *_: None))
    assert not found.faults and found.over == {} and found.bytes["text"][2] > 0


def test_picture_files_carry_no_metadata() -> None:
    """What the repository hands out says nothing about place, camera or author."""
    for path in pictures():
        with Image.open(path) as picture:
            assert not picture.getexif() and not {"exif", "comment", "icc_profile", "xmp"} & set(picture.info)


def test_the_packs_stay_small() -> None:
    """All sample packs together stay below five megabytes."""
    assert sum(path.stat().st_size for path in ROOT.rglob("*") if path.is_file()) < REPOSITORY_BYTES_MAX


@pytest.mark.parametrize("name", ["count-beeps", "find-animals", "kitchen-photos", "sharper-photos", "which-way"])
def test_media_that_a_repository_carries_are_small(name: str) -> None:
    """Sounds, clips and photographs of the packs that show a kind."""
    sizes = [path.stat().st_size for path in (ROOT / name / "media").iterdir()]
    assert max(sizes) <= MEDIUM_BYTES_MAX and sum(sizes) <= MEDIA_BYTES_MAX


def test_every_level_of_hard_content_has_a_stand_in() -> None:
    """Each level can be tried by anybody: what stands in for it says so, and hurts nobody."""
    facts, rows = pack("stand-ins").facts, pack("stand-ins").rows
    assert {row["flags"][-1] for row in rows if row["flags"] != "none"} == {"1", "2", "3"}
    assert all(flag["says"]["en"].startswith("Stand-ins for ") for flag in facts["flags"].values())
    assert [name for name in NAMES if pack(name).facts.get("flags")] == ["stand-ins"]


def test_every_kind_has_a_sample() -> None:
    """Whoever has a kind of work to give finds a pack to begin with."""
    assert {pack(name).facts["kind"] for name in NAMES} == kinds().keys()


def test_every_row_has_what_its_kind_shows() -> None:
    """A grid, a pair of pictures, a sound, a clip: without its medium there would be no question."""
    for name in NAMES:
        facts = pack(name).facts
        kind = kinds()[facts["kind"]]
        spec = kind.read(facts["settings"], tuple(facts["languages"]))
        for wanted in kind.media(spec):
            columns = [wanted.column, "picture_b"] if wanted.form == "pair" else [wanted.column]
            if wanted.form != "picture":
                assert all(row[column] for row in pack(name).rows for column in columns), name
