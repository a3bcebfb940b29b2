"""What the bench works on: funded packs without end, and people who are ready to answer. Made by the program's own actions."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from bot.actions import depositing, filling, joining, publishing, serving
from bot.actions.filling import NewRendition, NewTask
from bot.app import now_ms
from bot.domain.limits import Rules
from bot.domain.outcomes.worker import Task
from bot.domain.people import Who
from bot.media.store import Store
from bot.packs.form import PackForm
from bot.storage import Database, Tx, open_database

rules = Rules(currency="USD", minor=10_000, floor_hourly=5_000_000, two_people_above=10**15)
requester = "Bench"
right_code, right_label = "road", "Road"
text_title, picture_title = "Words of the bench", "Pictures of the bench"
bot_id = 7_000_000_001
rows_at_once = 5_000
overlap = 3
_settings = {
    "options": [
        {"code": "road", "label": {"en": right_label}},
        {"code": "building", "label": {"en": "Building"}},
        {"code": "people", "label": {"en": "People"}},
        {"code": "plants", "label": {"en": "Plants"}},
    ]
}


def form(name: str, title: str, **other: Any) -> PackForm:
    """A pack of the kind choice: no gold, no practice, so that every answer is the same work."""
    words = {
        "kind": "choice",
        "languages": ["en"],
        "price": "0.04",
        "estimate_s": 12,
        "overlap": overlap,
        "readers_max": 2_000,
        "gold_share": 0.0,
        "asks": requester,
        "trains": {"en": "Nothing: these are measured"},
        "afterwards": {"en": "The answers are thrown away"},
        "licence": "CC0-1.0",
        "instruction": {"en": "Choose what you see."},
        "question": {"en": "What is it?"},
        "settings": _settings,
    }
    return PackForm.model_validate({**words, "name": name, "title": {"en": title}, **other})


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """A database by the machine's clock, brought to head."""
    database = await open_database(url, clock=now_ms)
    try:
        yield database
    finally:
        await database.close()


async def fund(database: Database) -> None:
    """More than all packs of the bench can cost."""
    await database.write(depositing.deposit, requester, 10_000_000_000_000, "bench", rules)
    await database.write(depositing.goodwill, 1_000_000_000, "bench", rules)


async def text_pack(database: Database, tasks: int, name: str = "bench-words") -> int:
    """A running pack whose questions are one sentence each. Returns its id."""
    rows = [
        NewTask(f"t{n}", "task", filling.task_item({"en": f"Sign number {n}."}, {}, {}), "", None)
        for n in range(tasks)
    ]
    return await _running(database, form(name, text_title), rows, [])


async def picture_pack(database: Database, store: Store, tasks: int, pictures: int = 8) -> int:
    """A running pack whose questions are pictures of a few kilobytes, used again and again. Returns its id."""
    shots = [_rendition(store, number) for number in range(pictures)]
    rows = [
        NewTask(f"p{n}", "task", filling.task_item({}, {}, {}), shots[n % pictures].source, None)
        for n in range(tasks)
    ]
    return await _running(database, form("bench-pictures", picture_title, price="0.05"), rows, shots)


def _rendition(store: Store, number: int) -> NewRendition:
    drawn = io.BytesIO()
    Image.effect_noise((320, 240), 20 + number).convert("RGB").save(drawn, "JPEG", quality=40)
    kept = store.put(drawn.getvalue())
    return NewRendition(kept, 320, kept, 320, 240, len(drawn.getvalue()))


async def _running(
    database: Database, form: PackForm, rows: list[NewTask], renditions: list[NewRendition]
) -> int:
    pack = await database.write(filling.begin, form, requester)
    for start in range(0, len(rows), rows_at_once):
        await database.write(
            filling.add_tasks, pack, rows[start : start + rows_at_once], renditions if start == 0 else []
        )
    await database.write(filling.finish, pack, 0)
    await database.write(publishing.launch, form.name, rules)
    return pack


def hire(tx: Tx, telegram: int, pack: int) -> tuple[Who, Task]:
    """Somebody who agreed, read the pack's instruction and holds their first question."""
    met = joining.meet(tx, bot_id, telegram, "en")
    joining.agree(tx, met, rules)
    who = joining.by_account(tx, met.account)
    serving.start(tx, who, rules, pack)
    task = serving.go(tx, who, rules, pack)
    assert isinstance(task, Task), f"a question was expected, not {type(task).__name__}"
    return who, task


def store_of(data: Path) -> Store:
    """The pictures of a data folder."""
    return Store(data / "media")
