"""Channels: where an operator's messages lie that a bot may copy to people. Nobody reads one here, and bots post nothing in it.

A channel is made by PUT /channels/NAME and forgotten when the sandbox stops. What is known of the Bot API: copyMessage takes a
message of any chat that the bot may read, by number or @name, and the copy says nothing of where it came from; a protected
channel refuses. Stricter than Telegram may be: a bot that is no administrator is refused.
"""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.chats import Channel, Message
from bot.sandbox.desk import body_of
from bot.sandbox.refused import Impossible
from bot.sandbox.world import World

NAME = re.compile(r"[A-Za-z]\w{3,31}", re.ASCII)
FIRST = -1_001_000_000_001
posts_max = 1_000


class Channels:
    """The routes that play a channel's owner."""

    def __init__(self, world: World) -> None:
        self.world, self._made = world, 0

    def routes(self) -> list[Route]:
        """The table of them."""
        return [
            Route("/channels/{name}", self.put, methods=["PUT"]),
            Route("/channels/{name}", self.drop, methods=["DELETE"]),
            Route("/channels/{name}/posts", self.post, methods=["POST"]),
            Route("/channels/{name}/posts/{number:int}", self.take_back, methods=["DELETE"]),
        ]

    async def put(self, request: Request) -> Response:
        """PUT /channels/NAME {admins?, protected?}: made, or changed. Without `admins` every bot there is is one."""
        name, given = request.path_params["name"], await body_of(request)
        bots = [bot.id for bot in self.world.bots.values()]
        admins, protected = given.get("admins", bots), given.get("protected", False)
        if not NAME.fullmatch(name) or not isinstance(protected, bool):
            raise Impossible(
                "a channel has a name of 4 to 32 letters, digits and _, and is protected or not", 400
            )
        if not isinstance(admins, list) or not all(one in bots for one in admins):
            raise Impossible("admins are ids of bots", 400)
        found = self.world.channels.get(name.lower())
        if found is None:
            found = self.world.channels[name.lower()] = Channel(FIRST - self._made)
            self._made += 1
        found.admins, found.protected = set(admins), protected
        return JSONResponse({"id": found.id})

    async def drop(self, request: Request) -> Response:
        """DELETE /channels/NAME: it is gone, with all that was in it."""
        self._channel(request)
        del self.world.channels[request.path_params["name"].lower()]
        return JSONResponse({})

    async def post(self, request: Request) -> Response:
        """POST /channels/NAME/posts {text, message_id?}: the owner writes, or edits what is there."""
        channel, given = self._channel(request), await body_of(request)
        text, number = given.get("text"), given.get("message_id", channel.posted + 1)
        if not isinstance(text, str) or not text.strip() or channel.posted >= posts_max:
            raise Impossible(f"a message has a text, and a channel {posts_max} messages at most", 400)
        if number != channel.posted + 1 and number not in channel.posts:
            raise Impossible("there is no such message", 404)
        channel.posted = max(channel.posted, number)
        channel.posts[number] = Message(number, self.world.clock.now_s(), "channel", text)
        return JSONResponse({"message_id": number})

    async def take_back(self, request: Request) -> Response:
        """DELETE /channels/NAME/posts/NUMBER: the owner deletes a message."""
        if self._channel(request).posts.pop(request.path_params["number"], None) is None:
            raise Impossible("there is no such message", 404)
        return JSONResponse({})

    def _channel(self, request: Request) -> Channel:
        found = self.world.channels.get(request.path_params["name"].lower())
        if found is None:
            raise Impossible("there is no such channel", 404)
        return found
