"""The table of the Bot API is made of facts alone."""

from bot.sandbox.apidata import compact
from bot.sandbox.checks import Checks
from bot.sandbox.table import METHODS

SOURCE = {
    "version": "Bot API 1",
    "methods": {
        "send": {
            "description": ["words"],
            "fields": [
                {"name": "to", "types": ["Integer", "String"], "required": True, "description": "words"},
                {
                    "name": "keys",
                    "types": ["Array of Array of Key"],
                    "required": False,
                    "description": "words",
                },
                {"name": "scope", "types": ["Scope"], "required": False, "description": "words"},
            ],
        }
    },
    "types": {
        "Key": {"fields": [{"name": "text", "types": ["String"], "required": True}]},
        "Scope": {"subtypes": ["Near"]},
        "Near": {"fields": []},
        "Unused": {"fields": []},
    },
}


def test_only_names_types_and_flags_are_kept() -> None:
    """No sentence of the documentation, no type that no field can reach."""
    assert compact(SOURCE) == {
        "version": "Bot API 1",
        "methods": {"send": {"to": "Integer|String!", "keys": "Array of Array of Key", "scope": "Scope"}},
        "types": {"Key": {"text": "String!"}, "Near": {}, "Scope": {}},
        "kinds": {"Scope": "Near"},
    }


def test_every_method_that_is_played_is_one_of_the_bot_api() -> None:
    """A function under a name that the Bot API does not have would never be called."""
    assert set(METHODS) <= {name.lower() for name in Checks().methods}
