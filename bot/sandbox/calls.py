"""One call of the Bot API, from the HTTP request to the HTTP answer: fields read, checked, faults met, answered."""

import asyncio
import json
import re
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.sandbox import line, media, methods, payments, profile, updates, webhooks
from bot.sandbox.chats import Bot
from bot.sandbox.checks import Upload
from bot.sandbox.files import upload_bytes_max
from bot.sandbox.refused import Refused
from bot.sandbox.table import METHODS
from bot.sandbox.world import World

request_bytes_max = upload_bytes_max + 1_048_576
logged_units_max = 300
TOKEN = re.compile(r"[0-9]{1,16}:[A-Za-z0-9_-]{20,64}")


class Cut(Response):
    """An answer that breaks off in the middle, or before its first byte: the connection is closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Start an answer and do not end it; the server then closes the connection."""
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000000")]}
        )
        if self.body:
            await send(
                {"type": "http.response.body", "body": self.body[: len(self.body) // 2], "more_body": True}
            )


class Calls:
    """The Bot API of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rooms = (
            methods,
            media,
            payments,
            profile,
            webhooks,
        )  # they put their functions into the table when they are imported
        self.names = {name.lower(): name for name in world.checks.methods}

    async def answer(self, request: Request) -> Response:
        """/bot<token>/<method>: always JSON with `ok`, unless a fault cuts the line."""
        world, name = self.world, request.path_params["method"]
        method = self.names.get(name.lower(), name)
        given: dict[str, Any] = {}
        try:
            bot = self.bot(request.path_params["token"])
            if method.lower() not in METHODS and method != "getUpdates":
                known = method in self.names.values()
                raise Refused("the sandbox does not play this method", 501) if known else Refused(code=404)
            given, files = await read(request)
            fate = await self._meet(method)
            result = await self._call(bot, method, given, files)
            answer = Response(f'{{"ok":true,"result":{result}}}', media_type="application/json")
            error = fate
        except Lost as lost:
            answer, error = lost.answer, lost.fate
        except Refused as refused:
            answer, error, fate = _no(refused), refused.description, None
        world.log(method, _short(given), error)
        world.keep.write()
        if error in ("cut", "timeout_after"):
            await asyncio.sleep(world.faults.timeout_s if error == "timeout_after" else 0)
            return Cut(answer.body if error == "cut" else b"")
        return answer

    def bot(self, token: str) -> Bot:
        """The bot of the token in a path; a new one gets what phones have been waiting to send."""
        if not TOKEN.fullmatch(token):
            raise Refused(code=404)
        before = len(self.world.bots)
        bot = self.world.bot(token)
        if len(self.world.bots) > before:
            for device in self.world.devices.values():
                if device.online and device.outbox:
                    line.flush(self.world, device)
        return bot

    async def file(self, request: Request) -> Response:
        """/file/bot<token>/<path>: the bytes of a file."""
        try:
            bot = self.bot(request.path_params["token"])
            fate = await self._meet("file")
            if fate is not None:
                await asyncio.sleep(self.world.faults.timeout_s if fate == "timeout_after" else 0)
                return Cut()
            stored = self.world.files.by_path.get((bot.id, request.path_params["path"]))
            if stored is None:
                raise Refused(code=404)
            return Response(self.world.files.content(stored), media_type="application/octet-stream")
        except Lost as lost:
            return lost.answer
        except Refused as refused:
            return _no(refused)

    async def _call(self, bot: Bot, method: str, given: dict[str, Any], files: dict[str, Upload]) -> str:
        checked = self.world.checks.check(method, given, files)
        if method == "getUpdates":
            return await updates.poll(self.world, bot, checked)
        return json.dumps(METHODS[method.lower()](self.world, bot, checked), ensure_ascii=False)

    async def _meet(self, method: str) -> str | None:
        """Let a fault happen before the call has an effect; answers the one that happens after it."""
        faults = self.world.faults
        if not faults.rates:
            return None
        await asyncio.sleep(faults.delay(method))
        fate = faults.fate(method)
        if fate == "too_many":
            wait = faults.retry_after(method)
            raise Lost(
                fate, _no(Refused(f"Too Many Requests: retry after {wait}", 429, {"retry_after": wait}))
            )
        if fate == "server_error":
            raise Lost(fate, _no(Refused("Internal Server Error", 500)))
        if fate == "timeout_before":
            await asyncio.sleep(faults.timeout_s)
            raise Lost(fate, Cut())
        return fate


class Lost(Exception):
    """A call that a fault kept from having an effect: its name, and what the bot sees instead."""

    def __init__(self, fate: str, answer: Response) -> None:
        super().__init__(fate)
        self.fate = fate
        self.answer = answer


async def read(request: Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The fields and files of a request: from its query, and from a form, multipart or JSON body.

    Raises Refused for a body that cannot be read (400) or is larger than Telegram takes (413).
    """
    given: dict[str, Any] = dict(request.query_params)
    if int(request.headers.get("content-length") or 0) > request_bytes_max:
        raise Refused("Request Entity Too Large", 413)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    files: dict[str, Upload] = {}
    if kind == "multipart/form-data":
        try:
            form = await request.form(max_files=100, max_part_size=1_048_576)
        except HTTPException:
            raise Refused("can't parse multipart form") from None
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                upload = Upload(value.filename or name, value.content_type or "", await value.read())
                given[name] = files[name] = upload
            else:
                given[name] = value
        await request.close()
        return _parts_taken(given, files), files
    body = await request.body()
    if kind == "application/json" and body:
        try:
            fields = json.loads(body)
        except (ValueError, RecursionError):
            raise Refused("can't parse request body as JSON") from None
        if not isinstance(fields, dict):
            raise Refused("request body must be a JSON object")
        given |= fields
    elif body:
        given |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return given, files


def _parts_taken(given: dict[str, Any], files: dict[str, Upload]) -> dict[str, Any]:
    """Without the parts that another field takes by `attach://`: they are files, not fields."""
    written = " ".join(value for value in given.values() if isinstance(value, str) and "attach://" in value)
    return {
        name: value for name, value in given.items() if name not in files or f"attach://{name}" not in written
    }


def _no(refused: Refused) -> Response:
    answer: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        answer["parameters"] = refused.parameters
    return Response(json.dumps(answer), refused.code, media_type="application/json")


def _short(given: dict[str, Any]) -> dict[str, Any]:
    """The fields of a call for the log: files by name and size, nested JSON as it is meant, long texts cut."""
    short: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, Upload):
            short[name] = {"file": value.name, "bytes": len(value.content)}
        elif isinstance(value, str) and value[:1] in ("{", "["):
            short[name] = _nested(value)
        elif isinstance(value, str) and len(value) > logged_units_max:
            short[name] = value[:logged_units_max] + "…"
        else:
            short[name] = value
    return short


def _nested(value: str) -> Any:
    if len(value) > 10 * logged_units_max:
        return value[:logged_units_max] + "…"
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value[:logged_units_max]
