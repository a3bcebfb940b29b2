"""A bot says who it is, and the sandbox remembers."""

import pytest

from tests.pretend import Sandbox

COMMANDS = [{"command": "data", "description": "What it costs"}]


def test_commands_are_kept_by_scope_and_language(sandbox: Sandbox) -> None:
    """What was set for one chat and language is not seen by another."""
    scope = {"type": "chat", "chat_id": 1001}
    assert sandbox.call("setMyCommands", commands=COMMANDS, scope=scope, language_code="sw")["result"] is True
    assert sandbox.call("getMyCommands", scope=scope, language_code="sw")["result"] == COMMANDS
    assert sandbox.call("getMyCommands")["result"] == []
    sandbox.call("deleteMyCommands", scope=scope, language_code="sw")
    assert sandbox.call("getMyCommands", scope=scope, language_code="sw")["result"] == []


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ({"command": "Data", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "x" * 33, "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "x", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"command": "x"}, "can't parse BotCommand: Can't find field \"description\""),
    ],
)
def test_a_wrong_command_is_refused(sandbox: Sandbox, command: dict[str, str], words: str) -> None:
    """Names are small letters, digits and underscores; a description is needed."""
    assert sandbox.call("setMyCommands", commands=[command])["description"] == f"Bad Request: {words}"


def test_a_hundred_commands_are_enough(sandbox: Sandbox) -> None:
    """The hundred-and-first is refused."""
    many = [{"command": f"c{number}", "description": "x"} for number in range(101)]
    assert not sandbox.call("setMyCommands", commands=many)["ok"]
    assert sandbox.call("setMyCommands", commands=many[:100])["ok"]


def test_names_and_descriptions_are_kept_by_language(sandbox: Sandbox) -> None:
    """A language without its own text shows the text without a language; too long is refused."""
    sandbox.call("setMyName", name="Ujima")
    sandbox.call("setMyDescription", description="Work", language_code="en")
    sandbox.call("setMyShortDescription", short_description="Small")
    assert sandbox.call("getMe")["result"]["first_name"] == "Ujima"
    assert sandbox.call("getMyName", language_code="sw")["result"] == {"name": "Ujima"}
    assert sandbox.call("getMyDescription")["result"] == {"description": ""}
    assert sandbox.call("getMyDescription", language_code="en")["result"] == {"description": "Work"}
    assert not sandbox.call("setMyDescription", description="x" * 513)["ok"]
