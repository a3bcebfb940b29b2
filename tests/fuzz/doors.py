"""Throws mutated bytes at every other way in: `python -m tests.fuzz.doors NAME [libFuzzer options]`.

A door is what hears somebody we don't know: updates and what people write and press, notices, providers' answers,
the operator's socket, statements, lines of help, backups, pictures and sound. Each has its seeds and one function
that takes the bytes; whatever they are, only what the door promises may come out. Everything else is a crash, and
libFuzzer keeps its bytes. Not collected by pytest; needs the extra `fuzz`.
"""

from __future__ import annotations

import asyncio
import gzip
import io
import itertools
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import atheris

with atheris.instrument_imports(
    include=[
        "bot.chat",
        "bot.payouts",
        "bot.backup",
        "bot.media",
        "bot.wellbeing",
        "bot.storage.lock",
        "tomllib",
        "csv",
    ]
):
    from bot.backup import archive, sealed
    from bot.backup.troubles import BackupTrouble
    from bot.chat import api, router
    from bot.chat.commit import Commit
    from bot.media import clips, containers, images, sound
    from bot.media.refused import MediaRefused
    from bot.payouts import (
        Notice,
        Order,
        Rail,
        Reply,
        _line,
        africas_talking,
        mpesa,
        paypal,
        rails,
        reconciling,
    )
    from bot.storage import lock
    from bot.wellbeing import reading

from PIL import Image

from bot import logs
from bot.app import built
from tests.conftest import START_MS, Clock
from tests.makers import Worker, make_pack
from tests.makers_media import clip_file, sound_file, tone
from tests.payouts.conftest import MONEY, TO, settings
from tests.pretend import start, wall_ms
from tests.stories.program import TOKEN, StoryClock, settings_for

assert containers and africas_talking and mpesa and paypal  # instrumented with the rest
PERSON_ID: Final = 7
PERSON = {"id": PERSON_ID, "is_bot": False, "first_name": "A", "language_code": "en"}
KEY = bytes(sealed.key_bytes)
PLACE = Path("/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir())
_numbers = itertools.count(1_000)
_loop, _held = asyncio.new_event_loop(), AsyncExitStack()


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """A door: what it is given first, who takes it in, and how long an input may be."""

    seeds: Callable[[], Iterator[bytes]]
    once: Callable[[bytes], object]
    bytes_max: int = 4_000


# Updates: everything that Telegram, or who knows the webhook's secret, may send. It is committed or set aside.


@cache
def _commit() -> Commit:
    """One installation with a pack at work, over a real database; nothing is sent."""
    sandbox = start(token=TOKEN)
    folder = Path(tempfile.mkdtemp(dir=PLACE, prefix="ujima-fuzz-"))

    async def made() -> Commit:
        home = await _held.enter_async_context(built(settings_for(folder, sandbox.url), StoryClock()))
        pack = await make_pack(home.house.database, kind="text", tasks=500, goodwill=5_000_000)
        amina = await Worker.met(home.house.database, Clock(wall_ms()), PERSON_ID)
        amina.proving = False
        await amina.begins(pack)
        bot = await _held.enter_async_context(api.build(TOKEN, sandbox.url))
        return Commit(bot, home.house, lambda work: work.close(), lambda asked: None)

    return _loop.run_until_complete(made())


def _update(**inside: Any) -> bytes:
    number = next(_numbers)
    said = {"message_id": number, "date": 1, "from": PERSON, "chat": {"id": PERSON_ID, "type": "private"}}
    said["date"] = wall_ms() // 1000 + 60
    whole = {"update_id": number}
    if "data" in inside:
        return json.dumps(
            {**whole, "callback_query": {"id": "1", "from": PERSON, "chat_instance": "1", **inside}}
        ).encode()
    return json.dumps({**whole, "message": {**said, **inside}}).encode()


def update(data: bytes) -> None:
    """A webhook's body, whatever it is: committed, or set aside with an incident number."""
    _loop.run_until_complete(_commit().body(data))


def _updates() -> Iterator[bytes]:
    file = {"file_id": "a", "file_unique_id": "b", "file_size": 9, "mime_type": "application/zip"}
    yield _update(text="/start")
    yield _update(text="🐟 Road", entities=[{"type": "bold", "offset": 0, "length": 1}])
    yield _update(photo=[{**file, "width": 1, "height": 1}], caption="a")
    yield _update(voice={**file, "duration": 3})
    yield _update(document={**file, "file_name": "a.zip"})
    yield _update(data="about:1")
    payment = {"currency": "XTR", "total_amount": 1, "invoice_payload": "a"}
    paid = {"telegram_payment_charge_id": "a", "provider_payment_charge_id": "b"}
    yield _update(successful_payment={**payment, **paid})
    yield json.dumps({"update_id": 1, "pre_checkout_query": {"id": "1", "from": PERSON, **payment}}).encode()
    member = {"user": PERSON, "status": "kicked", "until_date": 0}
    chat = {"id": PERSON_ID, "type": "private"}
    gone = {"chat": chat, "from": PERSON, "date": 1, "old_chat_member": member, "new_chat_member": member}
    yield json.dumps({"update_id": 2, "my_chat_member": gone}).encode()
    yield b"[]"


async def _no_incident(*given: Any) -> None:
    """What people can write or press is never set aside: that would be a fault of ours."""
    raise given[4]


def words(data: bytes) -> None:
    """What somebody writes who is at work; the first byte says whether as a text, a press, a caption or over another text."""
    router.set_aside = _no_incident
    commit, text = _commit(), data[1:].decode("utf-8", "replace")
    file = {"file_id": "a", "file_unique_id": "b", "file_size": 9}
    ways = (
        _update(text=text or "a"),
        _update(data=text),
        _update(document=file, caption=text),
        _update(text="/start"),
    )
    _loop.run_until_complete(commit.body(ways[data[0] % len(ways)] if data else ways[0]))


def _words() -> Iterator[bytes]:
    commands = [*router.COMMANDS, *("appeal_4F2K", "pack_streets", "reprice_streets 0.05", "look_4F2K")]
    yield from (f"\0/{one}".encode() for one in commands)
    yield from (f"\1{one}:1:2".encode() for one in router.KEYS)
    yield from ("\0🐟 Road".encode(), "\0٣٫٥".encode(), b"\0-1e999", b"\2a", b"\3", b"\x000712 345 678")


# Providers: notices that anybody may forge, and answers of a server that is not what it was.


@cache
def _rails() -> dict[str, Rail]:
    found = rails(settings("https://provider.invalid", 9), lambda: START_MS)
    for rail in found.values():
        if hasattr(rail, "result_s"):
            rail.result_s = 0.0
    return dict(found)


def notice(data: bytes) -> None:
    """A notice is one with plain words in it, or none."""
    for rail in _rails().values():
        for headers in ({}, {"paypal-transmission-id": "1"}):
            found = rail.read_notice(headers, data)
            assert found is None or (isinstance(found, Notice) and isinstance(found.order, str))
            assert found is None or len(found.reference) <= 85


def _notices() -> Iterator[bytes]:
    result = {"ResultCode": 0, "OriginatorConversationID": "731", "ConversationID": "AG_20260101_01"}
    yield json.dumps({"Result": result}).encode()
    item = {"payout_item": {"sender_item_id": "731"}, "payout_item_id": "8", "payout_batch_id": "RBUC"}
    yield json.dumps({"event_type": "PAYMENT.PAYOUTS-ITEM.SUCCEEDED", "resource": item}).encode()
    sent = {"category": "MobileB2C", "transactionId": "ATPid_1", "requestMetadata": {"order": "731"}}
    yield json.dumps({**sent, "status": "Success"}).encode()


def answer(data: bytes) -> None:
    """Answers in a row, each a byte for its status and a body up to a zero byte: an order is told how it stands, or unknown."""
    told = iter(data.split(b"\0"))

    async def ask(self: _line.Line, method: str, path: str, **request: Any) -> _line.Answer:
        if "oauth" in path:
            return _line.Answer(200, {"access_token": "a", "expires_in": 3600})
        one = next(told, None)
        if one is None:
            raise _line.Silence("no_answer")
        status = (200, 201, 400, 401, 403, 404, 422, 429, 500)[(one[0] if one else 0) % 9]
        return _line.Answer(status, _line._read(status, one[1:]))

    _line.Line.ask = ask  # type: ignore[method-assign]
    for name, rail in _rails().items():
        if rail.by_hand:
            continue
        order = Order("731000000000000001", 165_000_000, MONEY[name], TO[name], at=START_MS)
        for found in (
            _loop.run_until_complete(rail.send(order)),
            _loop.run_until_complete(rail.look_up(order, "a")),
        ):
            assert isinstance(found, Reply) and isinstance(found.reference, str)
            assert len(found.reference) <= 85


def _answers() -> Iterator[bytes]:
    accepted = {"ConversationID": "AG_20260101_01", "OriginatorConversationID": "731", "ResponseCode": "0"}
    yield b"\0".join(b"$" + json.dumps(one).encode() for one in (accepted, accepted))
    header = {
        "payout_batch_id": "B1",
        "batch_status": "SUCCESS",
        "sender_batch_header": {"sender_batch_id": "731"},
    }
    item = {
        "payout_item_id": "I",
        "transaction_status": "SUCCESS",
        "payout_item": {"sender_item_id": "731000000000000001"},
    }
    yield b"$" + json.dumps({"batch_header": header, "items": [item], "links": []}).encode()
    entry = {
        "phoneNumber": "+254712345678",
        "status": "Queued",
        "transactionId": "ATPid_1",
        "value": "KES 165.00",
    }
    yield b"$" + json.dumps({"entries": [entry], "numQueued": 1}).encode()
    yield b"$" + json.dumps({"status": "Success", "responses": [entry], "data": entry}).encode()


# Files that the operator hands in or puts beside the program, and the socket that only they can reach.


def asked(data: bytes) -> None:
    """A line at the socket has an answer that fits on a line, whatever a verb does."""

    async def echo(verb: str, arguments: dict[str, Any]) -> dict[str, Any]:
        return {"verb": verb, **arguments}

    found = _loop.run_until_complete(lock._answer(data, echo))
    assert "refused" in found or "result" in found
    assert lock._line(found).count(b"\n") == 1


def statement(data: bytes) -> None:
    """A provider's statement has lines, or is none; a list that came back has payouts, or faults."""
    with suppress(reconciling.NoStatement):
        assert all(one.amount >= 0 or one.line for one in reconciling.read(data))
    found = _rails()["list"].read_list(data, [Order("731", 165_000_000, "KES", TO["list"], at=START_MS)])
    assert found is not None


def helplines(data: bytes) -> None:
    """A country's file and the world's: what is wrong hides that file alone."""
    folder = PLACE / f"ujima-fuzz-lines-{os.getpid()}"
    (folder / "countries").mkdir(parents=True, exist_ok=True)
    (folder / "countries" / "KE.toml").write_bytes(data)
    (folder / "world.toml").write_bytes(data)
    found = reading.read(folder)
    assert len(found.faults) + len(found.countries) >= 1
    assert all(str(one) for one in found.faults)


def backup(data: bytes) -> None:
    """The first byte: the sealed file itself, what is packed in it, or what is written there; a backup or its trouble."""
    how, content = (data[0] % 3, data[1:]) if data else (0, b"")
    if how:
        file = io.BytesIO()
        sealing = sealed.Sealing(file, KEY)
        sealing.write(content if how == 1 else gzip.compress(content, 1))
        sealing.finish()
        content = file.getvalue()
    with suppress(BackupTrouble):
        for part in archive.read(io.BytesIO(content), Path("fuzzed.backup"), KEY):
            if isinstance(part, archive.Rows):
                for _ in part.rows():
                    pass


def _backups() -> Iterator[bytes]:
    head = {"ujima": 1, "at": 1, "program": "0.1", "engine": "sqlite", "migrations": [[1, "house", "a"]]}
    end = {"tables": {"people": [1, "a"]}, "media": 1, "media_bytes": 3, "missing": 0, "seal": [1, "a"]}
    told = archive.as_told
    whole = b"".join(
        (
            told(head),
            told({"table": "people", "columns": ["id"]}),
            b'[1,"a"]\n',
            told({"media": "a", "bytes": 3}) + b"abc",
            told({"keys": {"UJIMA_KEYS": "a"}}),
            told({"end": end}),
        )
    )
    yield b"\2" + whole
    yield b"\1" + gzip.compress(whole, 1)
    file = io.BytesIO()
    sealing = sealed.Sealing(file, KEY)
    sealing.write(gzip.compress(whole, 1))
    sealing.finish()
    yield b"\0" + file.getvalue()


def media(data: bytes) -> None:
    """A picture, a recording or a film as people and packs send them: made small, or refused with a reason."""
    for take in (
        lambda: images.decoded(data, 320),
        lambda: sound.measured(data),
        lambda: clips.key_frames(data),
    ):
        with suppress(MediaRefused):
            take()


def _media() -> Iterator[bytes]:
    for form in ("JPEG", "PNG", "WEBP", "GIF"):
        out = io.BytesIO()
        Image.new("RGB", (8, 8), "red").save(out, form)
        yield out.getvalue()
    for form in ("wav", "ogg", "mp3", "flac"):
        with suppress(Exception):  # what this build of the library can't write is no seed
            yield sound_file(tone(0.3), form)
    yield clip_file([Image.new("RGB", (64, 64), shade) for shade in ("red", "blue", "red")])


DOORS: dict[str, Fuzzed] = {
    "update": Fuzzed(_updates, update),
    "words": Fuzzed(_words, words, 600),
    "notice": Fuzzed(_notices, notice),
    "answer": Fuzzed(_answers, answer),
    "asked": Fuzzed(lambda: iter([b'{"verb": "pack.list", "arguments": {"a": "b"}}']), asked),
    "statement": Fuzzed(lambda: iter([b"id,reference,amount,status\n731,QK1,165.00,paid\n"]), statement),
    "helplines": Fuzzed(
        lambda: (path.read_bytes() for path in sorted((reading.FOLDER / "countries").glob("[K-N]*.toml"))),
        helplines,
        8_000,
    ),
    "backup": Fuzzed(_backups, backup),
    "media": Fuzzed(_media, media, 60_000),
}


def main() -> None:
    """Runs one door until told to stop; libFuzzer ends the process without coming back."""
    if len(sys.argv) < 2 or sys.argv[1] not in DOORS:
        sys.exit(f"Which door? {', '.join(DOORS)}")
    door = DOORS[sys.argv.pop(1)]
    logs.begin("error", open(os.devnull, "w"), as_json=True)  # noqa: SIM115
    if door.once in (update, words):
        _commit()
    corpus = Path(tempfile.mkdtemp(dir=PLACE, prefix="ujima-fuzz-"))
    for number, seed in enumerate(door.seeds()):
        (corpus / str(number)).write_bytes(seed)
    given = [f"-max_len={door.bytes_max}", "-rss_limit_mb=2000", "-timeout=20"]
    atheris.Setup([*sys.argv, *given, str(corpus)], door.once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
