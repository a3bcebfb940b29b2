"""The table of Bot API methods: another method is one more function with its name above it.

A function gets the world, the bot and the checked fields of the call, and answers what goes into `result`, or raises
Refused in Telegram's words.
"""

from collections.abc import Callable
from typing import Any

from bot.sandbox.chats import Bot
from bot.sandbox.world import World

Fields = dict[str, Any]
Method = Callable[[World, Bot, Fields], Any]

METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Put a function into the table under a method's name, in lower case, for Telegram does not mind case."""

    def put(function: Method) -> Method:
        METHODS[name.lower()] = function
        return function

    return put
