"""The Bot API's methods with which a bot says who it is: its names, descriptions, commands."""

import re
from typing import Any

from bot.sandbox.chats import Bot
from bot.sandbox.refused import Refused
from bot.sandbox.table import Fields, method
from bot.sandbox.world import World

commands_max = 100
SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)
PROFILE_UNITS_MAX = {"name": 64, "description": 512, "short_description": 120}


@method("getMe")
def get_me(world: World, bot: Bot, given: Fields) -> Any:
    """Who the bot is."""
    can_not = (
        "can_read_all_group_messages",
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
    )
    return {**bot.described(), "can_join_groups": False, **dict.fromkeys(can_not, False)}


@method("setMyCommands")
def set_my_commands(world: World, bot: Bot, given: Fields) -> Any:
    """Set the list of commands for a scope and a language."""
    commands = given["commands"]
    if len(commands) > commands_max:
        raise Refused("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        command["command"] = command["command"].removeprefix("/")
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise Refused("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise Refused("BOT_COMMAND_DESCRIPTION_INVALID")
    bot.commands[_scope(given)] = commands
    world.bot_changed(bot)
    return True


@method("getMyCommands")
def get_my_commands(world: World, bot: Bot, given: Fields) -> Any:
    """The list of commands of exactly this scope and language."""
    return bot.commands.get(_scope(given), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, bot: Bot, given: Fields) -> Any:
    """Forget the list of commands of a scope and a language."""
    bot.commands.pop(_scope(given), None)
    world.bot_changed(bot)
    return True


def _profile_text(what: str, written: str) -> None:
    """Add the pair of methods that set and get one text of a bot's profile, by language."""

    @method(f"setMy{written}")
    def set_text(world: World, bot: Bot, given: Fields) -> Any:
        text = given.get(what, "")
        if len(text) > PROFILE_UNITS_MAX[what]:
            raise Refused(f"{what.replace('_', ' ')} is too long")
        key = f"{what}/{given.get('language_code', '')}"
        bot.texts = {
            **{name: old for name, old in bot.texts.items() if name != key},
            **({key: text} if text else {}),
        }
        world.bot_changed(bot)
        return True

    @method(f"getMy{written}")
    def get_text(world: World, bot: Bot, given: Fields) -> Any:
        usual = bot.described()["first_name"] if what == "name" else ""
        default = bot.texts.get(f"{what}/", usual)
        return {what: bot.texts.get(f"{what}/{given.get('language_code', '')}", default)}


_profile_text("name", "Name")
_profile_text("description", "Description")
_profile_text("short_description", "ShortDescription")


def _scope(given: Fields) -> str:
    """The name under which a list of commands is stored."""
    scope = given.get("scope", {"type": "default"})
    if scope["type"] not in SCOPES:
        raise Refused("can't parse BotCommandScope: Unsupported type specified")
    parts = (scope["type"], str(scope.get("chat_id", "")), given.get("language_code", ""))
    return "/".join(parts)
