"""The desk of the sandbox: its phones, clock, faults and calls as JSON over HTTP, and the page that shows them.

Its routes are described one by one in README.md.
"""

import asyncio
import json
import mimetypes
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from bot.sandbox import line, payments, phones, wire
from bot.sandbox.accounts import Attached, Device
from bot.sandbox.chats import Bot, update_kept_ms_max
from bot.sandbox.refused import Impossible
from bot.sandbox.world import World

page_wait_s_max = 25
SHOWN_IN_PLACE = ("image/jpeg", "image/png", "image/webp", "audio/", "video/mp4")


class Desk:
    """The routes that play people: phones, the clock, faults, the log of calls, and the page."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        """The table of everything that is not the Bot API."""
        deeds: dict[str, Callable[[Request, Device], Awaitable[Response]]] = {
            "send": self.send,
            "press": self.press,
            "pay": self.pay,
            "device": self.device,
            "offline": self.offline,
            "online": self.online,
            "network": self.network,
            "restart": self.restart,
            "block": self.block,
            "unblock": self.unblock,
        }
        return [
            Route("/", self.page),
            Route("/page/{path:path}", self.page),
            Route("/phones", self.list, methods=["GET"]),
            Route("/phones", self.add, methods=["POST"]),
            Route("/phones/{key}", self.show, methods=["GET"]),
            Route("/phones/{key}", self.drop, methods=["DELETE"]),
            Route("/phones/{key}/files/{file_id}", self.file),
            *(
                Route(f"/phones/{{key}}/{name}", self._deed(deed), methods=["POST"])
                for name, deed in deeds.items()
            ),
            Route("/calls", self.calls),
            Route("/clock", self.clock, methods=["GET", "POST"]),
            Route("/faults", self.faults, methods=["GET", "POST"]),
            Route("/updates", self.updates, methods=["POST"]),
            Route("/bots", self.bots),
        ]

    def _deed(
        self, deed: Callable[[Request, Device], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Find the phone, do the deed, and write what changed before it is answered."""

        async def do(request: Request) -> Response:
            answer = await deed(request, self._phone(request))
            self.world.keep.write()
            return answer

        return do

    def _phone(self, request: Request) -> Device:
        device = self.world.devices.get(request.path_params["key"])
        if device is None:
            raise Impossible(f"there is no phone {request.path_params['key']}", 404)
        return device

    def _bot(self, request: Request) -> Bot | None:
        """The bot that a request names by `?bot=ID`, or the first one."""
        if "bot" not in request.query_params:
            return self.world.first_bot()
        bot = self.world.bot_by_id(_number(request, "bot") or 0)
        if bot is None:
            raise Impossible(f"there is no bot {request.query_params['bot']}", 404)
        return bot

    def _now(self, request: Request, device: Device) -> Response:
        return JSONResponse(phones.brief(self.world, device))

    async def page(self, request: Request) -> Response:
        """The page's files."""
        folder = self.world.settings.page.resolve()
        wanted = request.path_params.get("path", "index.html")
        path = (folder / wanted.replace("\0", "")).resolve()
        if folder not in path.parents or not path.is_file():
            raise Impossible("there is no such page", 404)
        return FileResponse(path, headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"})

    async def list(self, request: Request) -> Response:
        """GET /phones; with ?wait=N it is answered when the number of phones is not N any more."""
        wait = request.query_params.get("wait")
        if wait is not None and wait == str(len(self.world.devices)):
            await self.world.added.wait(page_wait_s_max)
        return JSONResponse(
            {"phones": [phones.brief(self.world, device) for device in self.world.devices.values()]}
        )

    async def add(self, request: Request) -> Response:
        """POST /phones."""
        device = phones.add(self.world, await body_of(request))
        self.world.keep.write()
        return self._now(request, device)

    async def show(self, request: Request) -> Response:
        """GET /phones/{id}; with ?wait=VERSION it is answered when the version is another one, or after ?seconds=, at most 25."""
        device = self._phone(request)
        account = self.world.accounts[device.account_id]
        wait = request.query_params.get("wait")
        if wait is not None and wait == str(account.version) and not self.world.closing:
            await account.bell.wait(min(_number(request, "seconds") or page_wait_s_max, page_wait_s_max))
            device = self._phone(request)
        return JSONResponse(
            phones.describe(self.world, device, self._bot(request), _number(request, "after"))
        )

    async def drop(self, request: Request) -> Response:
        """DELETE /phones/{id}."""
        self.world.drop(self._phone(request))
        self.world.keep.write()
        return JSONResponse({})

    async def file(self, request: Request) -> Response:
        """GET a file of a phone; looking at it fetches it. Only pictures and sounds are shown in place."""
        device = self._phone(request)
        file_id = request.path_params["file_id"]
        stored = self.world.files.by_id.get(file_id)
        if stored is not None and device.online and stored.unique_id not in device.held:
            await asyncio.sleep(device.link.seconds(*wire.fetching(stored.size)))
        content = phones.look(self.world, device, file_id)
        self.world.keep.write()
        stored = self.world.files.by_id[file_id]
        mime = "image/jpeg" if stored.kind == "photo" else stored.mime or "application/octet-stream"
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        if not mime.startswith(SHOWN_IN_PLACE):
            headers["Content-Disposition"] = "attachment"
        return Response(content, media_type=mime, headers=headers)

    async def send(self, request: Request, device: Device) -> Response:
        """POST /phones/{id}/send: a text, or files as multipart: several are an album."""
        bot = self._bot(request)
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            async with request.form() as form:
                files = [one for one in form.getlist("file") if isinstance(one, UploadFile)]
                if not files:
                    raise Impossible("a file is needed", 400)
                kinds = [str(kind) for kind in form.getlist("kind")] or [""]
                sent = [
                    Attached(kind, await one.read(), one.filename or "file", one.content_type or "")
                    for one, kind in zip(files, kinds + kinds[-1:] * len(files), strict=False)
                ]
                forwarded = form.get("forwarded")
            sent[0] = replace(sent[0], caption=str(form.get("caption") or ""))
            phones.attach(self.world, device, bot, *(_named(one) for one in sent), forwarded=forwarded)
        else:
            wanted = await body_of(request)
            text, reply_to = wanted.get("text"), wanted.get("reply_to")
            if not isinstance(text, str) or not (reply_to is None or isinstance(reply_to, int)):
                raise Impossible("text must be a string, reply_to a message id", 400)
            phones.write(self.world, device, bot, text, reply_to, wanted.get("forwarded"))
        return self._now(request, device)

    async def press(self, request: Request, device: Device) -> Response:
        """POST /phones/{id}/press: a key by its label, or an inline button by its message and data."""
        wanted = await body_of(request)
        bot = self._bot(request)
        if isinstance(wanted.get("label"), str):
            phones.press_key(self.world, device, bot, wanted["label"])
        elif isinstance(wanted.get("message_id"), int) and isinstance(wanted.get("callback_data"), str):
            forged = wanted.get("forged") is True
            phones.tap(self.world, device, bot, wanted["message_id"], wanted["callback_data"], forged=forged)
        else:
            raise Impossible("a label is needed, or a message_id and callback_data", 400)
        return self._now(request, device)

    async def pay(self, request: Request, device: Device) -> Response:
        """POST /phones/{id}/pay: the Pay button of an invoice; it fails by itself when the bot stays silent."""
        wanted = await body_of(request)
        message_id = wanted.get("message_id")
        if not isinstance(message_id, int):
            raise Impossible("a message_id is needed", 400)
        choices = {name: wanted.get(name) is True for name in ("declined", "again")}
        payments.pay(self.world, device, self._bot(request), message_id, **choices)
        loop = asyncio.get_running_loop()
        loop.call_later(payments.checkout_answer_s_max + 0.1, payments.give_up, self.world)
        return self._now(request, device)

    async def device(self, request: Request, device: Device) -> Response:
        """POST /phones/{id}/device: one more phone on the same account."""
        wanted = await body_of(request)
        return self._now(
            request, phones.add_device(self.world, device, str(wanted.get("profile", device.profile)))
        )

    async def offline(self, request: Request, device: Device) -> Response:
        """POST /phones/{id}/offline; with `after_bytes` when so many more bytes of files have gone out."""
        after = (await body_of(request)).get("after_bytes")
        if after is not None and (not isinstance(after, int) or isinstance(after, bool) or after < 0):
            raise Impossible("after_bytes must be a whole number, 0 or more", 400)
        line.go_offline(self.world, device, after)
        return self._now(request, device)

    async def online(self, request: Request, device: Device) -> Response:
        """POST /phones/{id}/online."""
        line.go_online(self.world, device)
        return self._now(request, device)

    async def network(self, request: Request, device: Device) -> Response:
        """POST /phones/{id}/network: how slowly everything comes and goes from now on."""
        line.choose(self.world, device, str((await body_of(request)).get("network")))
        return self._now(request, device)

    async def restart(self, request: Request, device: Device) -> Response:
        """POST /phones/{id}/restart."""
        phones.restart(self.world, device)
        return self._now(request, device)

    async def block(self, request: Request, device: Device) -> Response:
        """POST /phones/{id}/block."""
        phones.block(self.world, device, self._bot(request), blocked=True)
        return self._now(request, device)

    async def unblock(self, request: Request, device: Device) -> Response:
        """POST /phones/{id}/unblock."""
        phones.block(self.world, device, self._bot(request), blocked=False)
        return self._now(request, device)

    async def calls(self, request: Request) -> Response:
        """GET /calls?after=N: what bots called, oldest first."""
        after = _number(request, "after") or 0
        shown = json.dumps({"calls": [call for call in self.world.calls if call["n"] > after]})
        return Response(shown, media_type="application/json")

    async def clock(self, request: Request) -> Response:
        """GET and POST /clock."""
        if request.method == "POST":
            try:
                self.world.advance(float((await body_of(request)).get("advance_s", 0)))
            except (TypeError, ValueError, OverflowError):
                raise Impossible("advance_s must be a number of seconds, 0 or more", 400) from None
            payments.give_up(self.world)
            self.world.keep.write()
        return JSONResponse({"now_ms": self.world.clock.now_ms(), "offset_ms": self.world.clock.offset_ms})

    async def faults(self, request: Request) -> Response:
        """GET and POST /faults."""
        if request.method == "POST":
            try:
                self.world.faults.set(await body_of(request))
            except (TypeError, ValueError) as wrong:
                raise Impossible(str(wrong), 400) from None
        return JSONResponse(self.world.faults.show())

    async def updates(self, request: Request) -> Response:
        """POST /updates: queue any update, however odd; the sandbox only numbers it."""
        bot = self._bot(request)
        if bot is None:
            raise Impossible("no bot has called this sandbox yet")
        wanted = await body_of(request)
        wanted.pop("update_id", None)
        number = self.world.queue_raw(bot, wanted, update_kept_ms_max)
        self.world.keep.write()
        return JSONResponse({"update_id": number})

    async def bots(self, request: Request) -> Response:
        """GET /bots: who has called, how many updates wait for it, and what it set."""
        shown = [
            {**bot.described(), "waiting": len(bot.updates), "commands": bot.commands, "texts": bot.texts}
            for bot in self.world.bots.values()
        ]
        return JSONResponse({"bots": shown})


def _named(sent: Attached) -> Attached:
    """With a media type by its name, where the sender gave none."""
    return sent if sent.mime else replace(sent, mime=mimetypes.guess_type(sent.name)[0] or "")


def _number(request: Request, name: str) -> int | None:
    """A whole number from the query, None when there is none that can be read."""
    written = request.query_params.get(name, "")
    return int(written) if re.fullmatch("-?[0-9]{1,19}", written) else None


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object in a request's body; an empty body is an empty object."""
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and kind != "application/json":
        raise Impossible("the body must be of type application/json", 415)
    try:
        value = json.loads(body or b"{}")
        if b"\\u" in body:
            json.dumps(value, ensure_ascii=False).encode("utf-8")  # half a character cannot be sent on
    except (ValueError, RecursionError):
        raise Impossible("the body must be a JSON object", 400) from None
    if not isinstance(value, dict):
        raise Impossible("the body must be a JSON object", 400)
    return value
