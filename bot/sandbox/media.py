"""The Bot API's methods that send files: one picture, sound, clip, sticker or document, or an album of them."""

import re
from typing import Any

from bot.sandbox.chats import Bot
from bot.sandbox.checks import Upload
from bot.sandbox.files import PREFIXES, Stored, album_messages_max
from bot.sandbox.methods import send, sendable
from bot.sandbox.refused import Refused
from bot.sandbox.table import Fields, method
from bot.sandbox.words import caption_of
from bot.sandbox.world import World

album_messages_min = 2
# What may stand beside what in an album.
ALBUMS = {"photo": "seen", "video": "seen", "audio": "heard", "document": "read"}
SAID = ("duration", "width", "height", "title", "performer")


def _sending(kind: str, name: str) -> None:
    """Add the method that sends one file of a kind: a new one, or one that is known by its file id."""

    @method(name)
    def send_one(world: World, bot: Bot, given: Fields) -> Any:
        words, entities = caption_of(given)
        sendable(world, bot, given)
        return send(world, bot, given, caption=words, entities=entities, **_content(world, bot, kind, given))


_sending("photo", "sendPhoto")
_sending("document", "sendDocument")
_sending("voice", "sendVoice")
_sending("audio", "sendAudio")
_sending("video", "sendVideo")
_sending("animation", "sendAnimation")
_sending("sticker", "sendSticker")


@method("sendMediaGroup")
def send_media_group(world: World, bot: Bot, given: Fields) -> Any:
    """Send several files as an album: one message each, with one `media_group_id`. All of them, or none."""
    items = given["media"]
    if not items:
        raise Refused("there are no messages to send")
    if len(items) > album_messages_max:
        raise Refused("too many messages to send as an album")
    if len(items) < album_messages_min:
        raise Refused("group send failed: an album has at least 2 messages")
    kinds = [item["type"] for item in items]
    if any(kind not in ALBUMS for kind in kinds) or len({ALBUMS[kind] for kind in kinds}) > 1:
        raise Refused(f"{kinds[0]} can't be mixed with other media types")
    sendable(world, bot, given)
    made = []
    for kind, item in zip(kinds, items, strict=True):
        words, entities = caption_of(item)
        content = _content(world, bot, kind, {**item, kind: item["media"]})
        made.append({"caption": words, "entities": entities, **content})
    group = world.group(bot)
    return [send(world, bot, given, **content, group=group) for content in made]


def _content(world: World, bot: Bot, kind: str, given: Fields) -> dict[str, Any]:
    """The fields of a message that holds the file of a call. Raises Refused."""
    sent, flags = given[kind], {}
    if kind in ("photo", "video", "animation"):
        flags = {
            "spoiler": given.get("has_spoiler", False),
            "above": given.get("show_caption_above_media", False),
        }
    if not isinstance(sent, Upload):
        stored = _known(world, bot, sent, kind)
        return (
            {**flags, "photo": list(stored.album)} if kind == "photo" else {**flags, "file": stored.file_id}
        )
    if kind == "photo":
        return {**flags, "photo": list(world.files.photo(bot.id, sent.content))}
    if kind == "document":
        return {"file": world.files.document(bot.id, sent.content, sent.name, sent.mime)}
    said = {name: given[name] for name in SAID if name in given}
    return {**flags, "file": world.files.medium(bot.id, kind, sent.content, sent.name, sent.mime, **said)}


def _known(world: World, bot: Bot, file_id: str, kind: str) -> Stored:
    """A file that this bot has seen, of the right kind; a web address is not fetched."""
    if re.match(r"https?://", file_id):
        raise Refused("failed to get HTTP URL content")
    stored = world.files.by_id.get(file_id)
    if stored is None or world.files.owners[file_id] != bot.id:
        raise Refused("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        names = {name: name.capitalize() for name in PREFIXES}
        raise Refused(f"can't use file of type {names[stored.kind]} as {names[kind]}")
    return stored
