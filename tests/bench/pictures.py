"""How many bytes a photograph takes on a phone, beside what people would send: 320 pixels at JPEG quality 75.

`python -m tests.bench.pictures`: 55 free photographs, as the demo's pack shows them to somebody who saves data: 42 pieces of nine
(`taskpacks/street-photos`, and what `find-animals` has besides) and 13 whole ones (`tests/bench/media`); SOURCES.md beside them
names author and licence of each. Shown after a re-encoding at quality 87 (Telegram's server is thought to do so, the sandbox does).
`wire` is one further photo task both ways by the sandbox's model of the wire: its message with the next question's
keyboard, the picture fetched, receipts, and the press that answered the last one. `cpu_ms` is one photograph in all its
sizes, the sticker with it. No time is judged.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.actions import showing
from bot.config import carried
from bot.kinds import Wanted
from bot.media import thrift
from bot.media.images import decoded, encoded, shrunk
from bot.media.likeness import Likeness
from bot.rounds import media
from bot.rounds.makers import MAKERS
from bot.sandbox import wire
from tests.bench import label_studio
from tests.bench.figures import Figures, percentile, short
from tests.bench.part import Part, Row, at_least, at_most
from tests.makers import make_form

FORM = make_form()
ROOM = media.room_of(FORM, stickers=True)
TEXT = "Saved, +$0.04. You have $0.10.\n🏠 What covers most of the picture?"
KEYS = [["🏠 Stone or brick", "🏠 Plants"], ["🏠 Sky", "🏠 Something else"], ["🏠 Skip", "More"]]
plain_edge, plain_quality = 320, 75
photographs_least = 45
originals = 22  # nine in pieces, 13 whole
further_pieces = ("ear", "piece-1", "piece-2", "piece-3")


def measure(photographs: Sequence[Path]) -> Figures:
    """Ours and the reference, and what ours cost."""
    ours: list[tuple[int, float]] = []
    plain: list[tuple[int, float]] = []
    stuck: list[int] = []
    edges: list[int] = []
    took: list[float] = []
    for path in photographs:
        data = path.read_bytes()
        begun = time.process_time()
        made = MAKERS["picture"]({"picture": data}, Wanted("picture"), ROOM)
        took.append(1_000 * (time.process_time() - begun))
        stuck += [one.phone_bytes for one in made if one.form == "sticker"]
        made = [one for one in made if one.form == "picture"]
        first = made[
            showing.shown_first([(one.edge, one.phone_bytes) for one in made], FORM.byte_budget.saver)
        ]
        ours.append(_shown(data, first.edge, first.data))
        edges.append(max(first.width, first.height))
        small = shrunk(decoded(data, plain_edge), plain_edge)
        plain.append(_shown(data, plain_edge, encoded(small, plain_quality)))
    return {
        "photographs": len(photographs),
        "re-encoded at": thrift.server_quality,
        "ours": _sizes(ours) | {"pixels_long": {"least": min(edges), "of_240_and_more": _long(edges)}},
        "sticker_bytes": {
            "median": percentile(stuck, 0.5),
            "p95": percentile(stuck, 0.95),
            "made": len(stuck),
        },
        "plain_320_q75": _sizes(plain),
        "ours_to_plain": short(sum(size for size, _ in ours) / sum(size for size, _ in plain)),
        "cpu_ms": {"median": short(percentile(took, 0.5)), "max": short(max(took))},
    }


def _shown(data: bytes, edge: int, sent: bytes) -> tuple[int, float]:
    """What a phone fetches of it, and how like that is to the picture of that size."""
    fetched = thrift.on_phone(sent)
    like = Likeness(shrunk(decoded(data, edge), edge))
    return len(fetched), like.of(thrift.opened(fetched))


def _long(edges: Sequence[int]) -> int:
    return sum(edge >= thrift.edge_aimed_least for edge in edges)


def _sizes(shown: Sequence[tuple[int, float]]) -> Figures:
    sizes, likes = [size for size, _ in shown], [like for _, like in shown]
    wires = [wire_bytes(size) for size in sizes]
    return {
        "picture_bytes": {
            "median": percentile(sizes, 0.5),
            "p95": percentile(sizes, 0.95),
            "max": max(sizes),
        },
        "wire_bytes": {"median": percentile(wires, 0.5), "p95": percentile(wires, 0.95)},
        "likeness": {
            "least": short(min(likes)),
            "of_0.92": sum(like >= thrift.likeness_least for like in likes),
        },
    }


def wire_bytes(size: int) -> int:
    """One further photo task on the wire, both ways."""
    keyboard: dict[str, Any] = {"keyboard": [[{"text": label} for label in row] for row in KEYS]}
    message = wire.message(TEXT, 0, keyboard, photo_sizes=1, document=False)
    return sum(map(sum, (wire.sending(KEYS[0][0]), wire.arriving(message), wire.fetching(size))))


def lines(found: Figures) -> list[str]:
    """The main figures for people."""
    return (
        [
            f"  {name}: median {one['picture_bytes']['median']:,} bytes, p95 {one['picture_bytes']['p95']:,};"
            f" on the wire {one['wire_bytes']['median']:,}; likeness {one['likeness']['least']} and more"
            for name, one in ((name, found[name]) for name in ("ours", "plain_320_q75"))
        ]
        + [
            f"  by sticker: median {found['sticker_bytes']['median']:,} bytes, p95 {found['sticker_bytes']['p95']:,}"
        ]
        + [f"  ours to plain {found['ours_to_plain']}; {found['cpu_ms']['median']} ms a photograph"]
    )


def samples() -> list[Path]:
    """The free photographs: those of the sample packs, no two of one piece, and 13 more that are here for this."""
    carry = carried("taskpacks")
    pieces = [carry / "find-animals" / "media" / f"{name}.jpg" for name in further_pieces]
    streets = sorted((carry / "street-photos" / "media").glob("*.jpg"))
    return [*streets, *pieces, *sorted(Path(__file__).with_name("media").glob("*.jpg"))]


def rows(found: Figures) -> list[Row]:
    """The picture of one further photo task, and all of it on the wire."""
    ours, plain, stuck = found["ours"], found["plain_320_q75"], found["sticker_bytes"]
    beside = f"{plain_edge} px at q{plain_quality}: {{:,}}; Label Studio, hand-shrunk: {label_studio.photo_shrunk:,}"
    return [
        at_most(
            "picture of a further photo task in saver, median bytes", 8_000, ours["picture_bytes"]["median"],
            beside.format(plain["picture_bytes"]["median"]),
        ),
        at_most(
            "the same, p95", 12_000, ours["picture_bytes"]["p95"],
            f"{plain_edge} px at q{plain_quality}: {plain['picture_bytes']['p95']:,}",
        ),
        at_most("picture by sticker, median bytes", 6_000, stuck["median"]),
        at_least(
            "photographs with SSIM ≥ 0.92 after re-encoding at quality 87, of all",
            found["photographs"],
            ours["likeness"]["of_0.92"],
        ),
        at_least("free photographs looked at", photographs_least, found["photographs"], f"pieces of {originals} originals"),
    ]  # fmt: skip


parts = (Part("pictures", "Bytes of a photograph", lambda folder, long: measure(samples()), lines, rows),)


if __name__ == "__main__":
    print(json.dumps(measure(samples()), indent=2))
