"""How many bytes a message costs on the wire, both ways.

Every constant is computed from layer 229's type language; not measured on a live line. A packet costs MTProto's frame
(auth key, message key, salt, session, message id, sequence, length, padding: about 80 bytes) and TCP/IP's headers
(20 + 32 bytes). Reconnecting, push notifications and other chats come on top and are not counted. Sizes are bytes.
"""

from collections.abc import Sequence
from typing import Any

mtproto_bytes = 80
packet_bytes = 52
segment_bytes = 1400
download_part_bytes = 131_072
upload_part_bytes = 32_768
# What a phone fetches without being asked, by kind, in bytes; 0: only when it is tapped. Documents: read in the apps'
# sources; the others are the "medium" preset of the apps as remembered, not looked up.
AUTOMATIC_BYTES_MAX = {
    "document": 1_048_576,
    "audio": 1_048_576,
    "voice": 1_048_576,
    "video": 10_485_760,
    "animation": 10_485_760,
    "sticker": 1_048_576,
}
automatic_age_s_max = 3600

# updates: its constructor, three vectors, date, seq; updateNewMessage: constructor, pts, pts_count.
UPDATES = 40 + 12
# user: flags, id, access hash, first name, username, bot version: what comes with each message of a bot.
USER = 96
# message: constructor, two flags, id, peer, sender, date.
MESSAGE = 52
# vector + (constructor, offset, length) for each entity.
VECTOR, ENTITY = 8, 12
# replyKeyboardMarkup or replyInlineMarkup: constructor, flags, vector; a row: constructor, vector; a button: constructor, flags.
MARKUP, ROW, BUTTON = 16, 12, 8
# messageMediaPhoto + photo: constructors, flags, id, access hash, file reference, date, vector, data centre.
PHOTO, PHOTO_SIZE = 92, 20
# photoStrippedSize: the blurred thumbnail inside the message, 100 to 400 bytes.
STRIPPED = 250
# messageMediaDocument + document: as a photo, with mime type, size and attributes.
DOCUMENT = 128
# messageMediaInvoice: constructor, flags, currency, total; its Pay button; messageActionPaymentSentMe as the phone sees it.
INVOICE, PAY_BUTTON, PAYMENT = 40, 24, 32
# payments.getPaymentForm and its answer (the provider's own parameters are about 300 bytes of it); sendPaymentForm and its
# answer. The card itself goes from the phone to the provider and is not counted.
GET_FORM, FORM, SEND_FORM, FORM_SENT = 48, 640, 220, 120
# rpc_result around an answer; msgs_ack around one id; readHistory and its answer; a read mark from the other side.
RESULT, ACK, READ, READ_RESULT, READ_MARK = 12, 20, 36, 28, 68
# messages.sendMessage: constructor, flags, peer, random id; its answer updateShortSentMessage.
SEND, SENT = 32, 40
# getBotCallbackAnswer: constructor, flags, peer, message id; botCallbackAnswer: constructor, flags, cache time.
PRESS, PRESSED = 32, 24
# upload.getFile with its location; upload.file; upload.saveFilePart.
GET_FILE, FILE, SAVE_PART = 80, 24, 24


def string(text: str) -> int:
    """A string in type language: its length, its UTF-8, padding to four bytes."""
    size = len(text.encode("utf-8", "replace"))
    return -(-((1 if size < 254 else 4) + size) // 4) * 4


def packed(payload: int) -> int:
    """A payload in its MTProto frame, cut into TCP segments."""
    framed = payload + mtproto_bytes
    return framed + packet_bytes * -(-framed // segment_bytes)


def answered(payload: int) -> int:
    """TCP's own receipts for a payload that went the other way: one for every second segment."""
    segments = -(-(payload + mtproto_bytes) // segment_bytes)
    return packet_bytes * -(-segments // 2)


def markup(keys: dict[str, Any] | None) -> int:
    """A keyboard, of either sort."""
    if not keys:
        return 0
    rows: Sequence[Sequence[dict[str, Any]]] = keys.get("keyboard") or keys.get("inline_keyboard") or ()
    size = MARKUP + string(keys.get("input_field_placeholder", ""))
    for row in rows:
        size += ROW
        for button in row:
            size += BUTTON + string(button["text"])
            size += string(button.get("callback_data") or button.get("url") or "")
    return size


def message(
    text: str,
    entities: int,
    keys: dict[str, Any] | None,
    *,
    photo_sizes: int,
    document: bool,
    invoice: dict[str, Any] | None = None,
    payment: bool = False,
) -> int:
    """One message as the type language writes it, with its keyboard and the description of its media."""
    size = MESSAGE + string(text) + markup(keys)
    if entities:
        size += VECTOR + ENTITY * entities
    if photo_sizes:
        size += PHOTO + PHOTO_SIZE * photo_sizes + STRIPPED
    if document:
        size += DOCUMENT
    if invoice:
        size += (
            INVOICE + string(invoice["title"]) + string(invoice["description"]) + (0 if keys else PAY_BUTTON)
        )
    if payment:
        size += PAYMENT
    return size


def arriving(size: int) -> tuple[int, int]:
    """(down, up) of a message that arrives and is read: update, receipt, read mark and its answer."""
    update = UPDATES + USER + size
    down = packed(update) + packed(RESULT + READ_RESULT) + answered(ACK) + answered(READ)
    up = packed(ACK) + packed(READ) + answered(update) + answered(READ_RESULT)
    return down, up


def update(size: int) -> int:
    """The down part of an arriving message after which it is there; the rest are receipts."""
    return packed(UPDATES + USER + size)


def request(text: str) -> int:
    """The up part of a text after which it is sent; the rest are receipts."""
    return packed(SEND + string(text))


def sending(text: str) -> tuple[int, int]:
    """(down, up) of a text that a phone sends and the bot reads."""
    request = SEND + string(text)
    down = packed(RESULT + SENT) + packed(READ_MARK) + answered(request)
    up = packed(request) + answered(SENT) + answered(READ_MARK)
    return down, up


def pressing(data: str) -> tuple[int, int]:
    """(down, up) of a press on an inline button and its answer."""
    request = PRESS + string(data)
    return packed(RESULT + PRESSED) + answered(request), packed(request) + answered(PRESSED)


def paying() -> tuple[int, int]:
    """(down, up) of a payment on a phone: the form is fetched and sent."""
    down = packed(RESULT + FORM) + packed(RESULT + FORM_SENT) + answered(GET_FORM) + answered(SEND_FORM)
    up = packed(GET_FORM) + packed(SEND_FORM) + answered(FORM) + answered(FORM_SENT)
    return down, up


def fetching(size: int) -> tuple[int, int]:
    """(down, up) of a file that a phone fetches, part by part."""
    down = up = 0
    for begin in range(0, max(size, 1), download_part_bytes):
        part = min(size - begin, download_part_bytes)
        down += packed(RESULT + FILE + part) + answered(GET_FILE)
        up += packed(GET_FILE) + answered(part)
    return down, up


def uploading(size: int) -> tuple[int, int]:
    """(down, up) of a file that a phone uploads, part by part."""
    down = up = 0
    for begin in range(0, max(size, 1), upload_part_bytes):
        part = min(size - begin, upload_part_bytes)
        up += packed(SAVE_PART + part) + answered(RESULT)
        down += packed(RESULT + 4) + answered(part)
    return down, up
