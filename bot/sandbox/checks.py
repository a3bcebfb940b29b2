"""What a Bot API call may contain: its fields and their types (api.json), and the limits of keyboards.

Stricter than Telegram where that catches bugs: an unknown field is refused, and so is a value of another type. Where
Telegram has words for it, they are used.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.refused import Refused

callback_bytes_max = 64
inline_buttons_max = 100
inline_row_buttons_max = 8
reply_buttons_max = 300
reply_row_buttons_max = 12
placeholder_units_max = 64

MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "audio": "there is no audio in the request",
    "video": "there is no video in the request",
    "animation": "there is no animation in the request",
    "sticker": "there is no sticker in the request",
    "media": "there are no messages to send",
    "file_id": "file_id not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "from_chat_id": "chat_id is empty",
    "action": "wrong parameter action in request",
}
WORDS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call: its name, its media type as the bot wrote it, and its bytes."""

    name: str
    mime: str
    content: bytes


class Checks:
    """The table of api.json, ready to hold a call against."""

    def __init__(self) -> None:
        data = json.loads(Path(__file__).with_name("api.json").read_text("utf-8"))
        self.kinds = {name: names.split("|") for name, names in data["kinds"].items()}
        self.types = {name: _read(fields) for name, fields in data["types"].items()}
        self.methods = {name: _read(fields) for name, fields in data["methods"].items()}

    def check(self, method: str, given: dict[str, Any], files: dict[str, Upload]) -> dict[str, Any]:
        """The call's fields as Python values; `given` holds strings (a form) or JSON values.

        Raises Refused for a field that is unknown, missing or of another type. None and empty strings are the same
        as leaving the field out, as on Telegram's server.
        """
        fields = self.methods[method]
        checked: dict[str, Any] = {}
        for name, value in given.items():
            if name not in fields:
                raise Refused(
                    f'unknown field "{name}" in {method} (Telegram ignores it, the sandbox does not)'
                )
            if value is not None and value != "":
                checked[name] = self._value(name, value, fields[name][0], files, outer=True)
        for name, (_, required) in fields.items():
            if required and name not in checked:
                raise Refused(MISSING.get(name, f'parameter "{name}" is required'))
        return checked

    def _value(
        self, name: str, value: Any, types: list[str], files: dict[str, Upload], *, outer: bool
    ) -> Any:
        """`value` as the first of `types` it can be; `outer` values may be written as strings."""
        wrong: Refused | None = None
        for kind in self._likely(value, types):
            try:
                return self._as(name, value, kind, files, outer=outer)
            except Refused as refused:
                wrong = wrong or refused
        raise wrong or Refused(f'field "{name}" must be of type {" or ".join(types)}')

    def _likely(self, value: Any, types: list[str]) -> list[str]:
        """The types to try: of several objects, those first whose required fields are there."""
        kinds = [kind for name in types for kind in self.kinds.get(name, [name])]
        if len(kinds) == 1:
            return kinds
        keys = value.keys() if isinstance(value, dict) else _keys(value)
        return sorted(kinds, key=lambda kind: not self._fits(kind, keys)) if keys else kinds

    def _fits(self, kind: str, keys: Any) -> bool:
        return all(field in keys for field, (_, required) in self.types.get(kind, {}).items() if required)

    def _as(self, name: str, value: Any, kind: str, files: dict[str, Upload], *, outer: bool) -> Any:
        if kind in SCALARS:
            return _scalar(name, value, kind, outer=outer)
        if kind == "InputFile":
            return _file(name, value, files)
        if outer and isinstance(value, str):
            value = _decoded(name, value)
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                raise Refused(f'field "{name}" must be of type Array')
            within = kind.removeprefix("Array of ")
            if within.startswith("InputMedia"):
                return [self._object(item, self._medium(item), files) for item in value]
            return [self._value(name, item, [within], files, outer=False) for item in value]
        if kind == "KeyboardButton" and isinstance(value, str):
            value = {"text": value}
        if not isinstance(value, dict):
            raise Refused(
                "object expected as reply markup" if name == "reply_markup" else f"object expected as {name}"
            )
        return self._object(value, kind, files)

    def _medium(self, item: Any) -> str:
        """The type of one file of an album, by its field "type"."""
        kind = f"InputMedia{str(item.get('type')).title()}" if isinstance(item, dict) else ""
        if kind not in self.types:
            raise Refused("can't parse InputMedia: type must be one of audio, document, photo, video")
        return kind

    def _object(self, value: dict[str, Any], kind: str, files: dict[str, Upload]) -> dict[str, Any]:
        fields = self.types[kind]
        checked = {}
        for name, item in value.items():
            if name not in fields:
                raise Refused(f'unknown field "{name}" in {kind} (Telegram ignores it, the sandbox does not)')
            if kind.startswith("InputMedia") and name == "media" and str(item).startswith("attach://"):
                checked[name] = _file(name, item, files)
            elif item is not None:
                checked[name] = self._value(name, item, fields[name][0], files, outer=False)
        for name, (_, required) in fields.items():
            if required and name not in checked:
                raise Refused(_lacking(kind, name))
        return checked


SCALARS = frozenset({"String", "Integer", "Float", "Boolean", "True"})


def _read(fields: dict[str, str]) -> dict[str, tuple[list[str], bool]]:
    return {name: (written.rstrip("!").split("|"), written.endswith("!")) for name, written in fields.items()}


def _lacking(kind: str, name: str) -> str:
    where = {"InlineKeyboardButton": "inline keyboard button", "KeyboardButton": "keyboard button"}.get(kind)
    reason = f'Can\'t find field "{name}"'
    return f"can't parse {where}: {reason}" if where else f"can't parse {kind}: {reason}"


def _keys(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("{"):
        try:
            return json.loads(value).keys()
        except (ValueError, RecursionError):
            return ()
    return ()


def _decoded(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        what = "reply keyboard markup" if name == "reply_markup" else name
        raise Refused(f"can't parse {what} JSON object") from None


def _scalar(name: str, value: Any, kind: str, *, outer: bool) -> Any:
    """A scalar of `kind`; from a form ("outer") numbers and truths come as strings."""
    if kind == "String" and isinstance(value, str):
        return _encoded(value)
    if kind == "Integer" and isinstance(value, int) and not isinstance(value, bool):
        return value
    if kind == "Float" and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if kind in ("Boolean", "True") and isinstance(value, bool):
        return value
    if outer and isinstance(value, str):
        try:
            if kind == "Integer":
                return int(value)
            if kind == "Float":
                return float(value)
            if kind in ("Boolean", "True"):
                return WORDS[value.lower()]
        except (ValueError, KeyError):
            pass
    raise Refused(f'field "{name}" must be of type {kind}')


def _encoded(value: str) -> str:
    """The string, which must be one that UTF-8 can write."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Refused("strings must be encoded in UTF-8") from None
    return value


def _file(name: str, value: Any, files: dict[str, Upload]) -> Upload:
    """The file itself, or the one that `attach://part` names; a plain string is left to the type String."""
    if isinstance(value, Upload):
        return value
    if isinstance(value, str) and value.startswith("attach://"):
        part = value.removeprefix("attach://")
        if part not in files:
            raise Refused(f"can't find the file part {part} in the request")
        return files[part]
    raise Refused(f'field "{name}" must be of type InputFile')


def keyboard(markup: dict[str, Any] | None) -> None:
    """Refuse a reply_markup that Telegram would refuse, or would silently cut."""
    if not markup:
        return
    if "inline_keyboard" in markup:
        rows = markup["inline_keyboard"]
        if any(len(row) > inline_row_buttons_max for row in rows) or sum(map(len, rows)) > inline_buttons_max:
            raise Refused("reply markup is too long")
        for row in rows:
            for button in row:
                _inline_button(button)
        return
    rows = markup.get("keyboard", [])
    if "keyboard" in markup and not any(rows):
        raise Refused("REPLY_MARKUP_INVALID")
    if any(len(row) > reply_row_buttons_max for row in rows) or sum(map(len, rows)) > reply_buttons_max:
        raise Refused("reply markup is too long")
    if any(not button["text"].strip() for row in rows for button in row):
        raise Refused("keyboard button text must be non-empty")
    if len(markup.get("input_field_placeholder", "")) > placeholder_units_max:
        raise Refused("REPLY_MARKUP_PLACEHOLDER_TOO_LONG")


def _inline_button(button: dict[str, Any]) -> None:
    does = [key for key in button if key not in ("text", "icon_custom_emoji_id", "style")]
    if not button["text"].strip():
        raise Refused("BUTTON_TEXT_INVALID")
    if not does:
        raise Refused("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(does) > 1:
        raise Refused("can't parse inline keyboard button: exactly one optional field must be used")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode("utf-8")) <= callback_bytes_max:
        raise Refused("BUTTON_DATA_INVALID")
    if "url" in button and "." not in button["url"] and "://" not in button["url"]:
        raise Refused("BUTTON_URL_INVALID")
