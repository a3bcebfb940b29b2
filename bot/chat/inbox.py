"""An update → who it is from and what they did. After this nobody sees an update.

Who someone is comes from `from.id`, never from a payload. Only private chats are answered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from telegram import (
    Animation,
    Bot,
    CallbackQuery,
    ChatMemberUpdated,
    Document,
    Message,
    MessageOriginUser,
    PreCheckoutQuery,
    Sticker,
    SuccessfulPayment,
    Update,
    Video,
    VideoNote,
)

from bot.domain.events import Event, SentFile, SentPhoto, SentVoice, Wrote

pictures_sent_as_files = ("image/jpeg", "image/png", "image/webp")
kinds = ("message", "edited_message", "callback_query", "my_chat_member", "pre_checkout_query")
help_verbs = ("support", "country")
help_word_max = 16


@dataclass(frozen=True, slots=True)
class Command:
    """A command with what followed it: "/start abc" → ("start", "abc"), "/language_sw" → ("language", "sw"),
    "/answer_7 Yes." → ("answer", "7 Yes.").
    """

    name: str
    payload: str


@dataclass(frozen=True, slots=True)
class Edited:
    """They wrote over a text they had sent before; `message` of the arrival is that one's number."""

    text: str


@dataclass(frozen=True, slots=True)
class Tapped:
    """An inline button's data, which anybody can forge, and the query that waits for an answer."""

    query: str
    data: str


@dataclass(frozen=True, slots=True)
class Gone:
    """They blocked the bot (True) or let it in again (False)."""

    blocked: bool


@dataclass(frozen=True, slots=True)
class Checkout:
    """They are about to pay an invoice: the query that waits ten seconds for a word, and what they would pay."""

    query: str
    payload: str
    currency: str
    units: int


@dataclass(frozen=True, slots=True)
class Paid:
    """They paid: Telegram's id of the charge, the provider's, and what was paid."""

    charge: str
    provider_charge: str
    payload: str
    currency: str
    units: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """What somebody did. `cause` names it once and for all; `sent_at` is Telegram's clock in ms."""

    telegram: int
    cause: str
    did: Command | Edited | Tapped | Gone | Checkout | Paid | Event | None
    message: int = 0
    sent_at: int = 0
    first_name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ForHelp:
    """/support or /country with the word after it ("KE"), and the phone's language. It becomes no cause and is not kept."""

    telegram: int
    verb: str
    word: str
    language: str
    message: int


def sender(raw: dict[str, Any]) -> int:
    """The id of whoever an update is from, 0 when it can't be seen; reads any shape without failing."""
    for part in raw.values():
        person = part.get("from") if isinstance(part, dict) else None
        number = person.get("id") if isinstance(person, dict) else None
        if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**52:
            return number
    return 0


def for_help(raw: dict[str, Any]) -> ForHelp | None:
    """Does an update ask for help, in any shape that can be seen? Never raises, and None for all others."""
    # edited too: a slip in the country's letters is written over
    message = raw.get("message") or raw.get("edited_message")
    text = message.get("text") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(text, str) or not text.startswith("/"):
        return None
    telegram, command, chat = sender({"message": message}), _command(text), message.get("chat")
    if command.name not in help_verbs or not telegram or not isinstance(chat, dict):
        return None
    if chat.get("type") != "private":
        return None
    number = message.get("message_id")
    language = message["from"].get("language_code")
    return ForHelp(
        telegram,
        command.name,
        command.payload[:help_word_max],
        language if isinstance(language, str) else "",
        number if isinstance(number, int) else 0,
    )


def read(raw: dict[str, Any], bot: Bot) -> Arrival | None:
    """The arrival of one raw update; None for what is not for us. Raises anything for an unreadable one."""
    arrival = _plain(raw, bot.id) or _arrival(Update.de_json(raw, bot), bot.id)
    if arrival is not None and not arrival.cause.isprintable():
        raise ValueError("the ids of this update are none")
    return arrival


def _plain(raw: dict[str, Any], bot: int) -> Arrival | None:
    """The arrival of a text in a private chat, by far the commonest; None for whatever is not plainly one.

    Building the library's objects of one costs a fifth of a millisecond, as much as sending the answer.
    """
    match raw:
        case {
            "message": {
                "message_id": int(message),
                "date": int(date),
                "text": str(text),
                "from": {"id": int(person), "is_bot": False, "first_name": str(name), **about},
                "chat": {"type": "private", "id": int()},
                **others,
            },
            **updates,
        } if updates.keys() == {"update_id"} and others.keys() <= {"entities"}:
            language = about.get("language_code", "")
            if (
                isinstance(language, str)
                and 0 < person < 2**52
                and 0 <= message < 2**52
                and 0 <= date < 2**40
            ):
                did = _command(text) if text.startswith("/") else Wrote(_kept(text))
                cause = f"tg:{bot}:{person}:{message}"
                return Arrival(person, cause, did, message, date * 1000, name, language)
    return None


def _arrival(update: Update, bot: int) -> Arrival | None:
    if update.message is not None:
        return _message(update.message, bot)
    if update.edited_message is not None:
        return _edited(update.edited_message, bot)
    if update.callback_query is not None:
        return _tap(update.callback_query, bot)
    if update.pre_checkout_query is not None:
        return _checkout(update.pre_checkout_query, bot)
    if update.my_chat_member is not None:
        return _gone(update.my_chat_member, update.update_id, bot)
    return None


def _message(message: Message, bot: int) -> Arrival | None:
    if message.chat.type != "private" or message.from_user is None or message.from_user.is_bot:
        return None
    person = message.from_user
    return Arrival(
        telegram=person.id,
        cause=f"tg:{bot}:{person.id}:{message.message_id}",
        did=_marked(_did(message), message, person.id),
        message=message.message_id,
        sent_at=int(message.date.timestamp() * 1000),
        first_name=person.first_name or "",
        language=person.language_code or "",
    )


def _marked(
    did: Command | Paid | Event | None, message: Message, person: int
) -> Command | Paid | Event | None:
    """What somebody sent, with the word that it was another's message first; a message of their own is not."""
    origin = message.forward_origin
    own = isinstance(origin, MessageOriginUser) and origin.sender_user.id == person
    if origin is None or own or not isinstance(did, Wrote | SentPhoto | SentVoice):
        return did
    return replace(did, forwarded=True)


def _edited(message: Message, bot: int) -> Arrival | None:
    """A text that was written over; what else may be edited (a caption, a place) answers nothing here."""
    arrival, at = _message(message, bot), message.edit_date
    if arrival is None or message.text is None or at is None:
        return None
    sent_at = int(at.timestamp() * 1000)
    return replace(
        arrival, cause=f"{arrival.cause}:{sent_at}", did=Edited(_kept(message.text)), sent_at=sent_at
    )


def _did(message: Message) -> Command | Paid | Event | None:
    if message.successful_payment is not None:
        return _paid(message.successful_payment)
    if message.text is not None:
        return _command(message.text) if message.text.startswith("/") else Wrote(_kept(message.text))
    if message.photo:
        photo = message.photo[-1]
        return SentPhoto(photo.file_id, photo.width, photo.height, photo.file_size or 0, photo.file_unique_id)
    for sound in (message.voice, message.audio):
        if sound is not None:
            seconds = _seconds(sound.duration)
            return SentVoice(sound.file_id, seconds, sound.file_size or 0, sound.file_unique_id)
    for sent in (
        message.document,
        message.video,
        message.animation,
        message.sticker,
        message.video_note,
    ):
        if sent is not None:
            return _file(sent, getattr(sent, "mime_type", None) or "", message.caption or "")
    return SentFile("", "", 0)


def _paid(payment: SuccessfulPayment) -> Paid:
    return Paid(
        payment.telegram_payment_charge_id,
        payment.provider_payment_charge_id,
        payment.invoice_payload,
        payment.currency,
        payment.total_amount,
    )


def _checkout(query: PreCheckoutQuery, bot: int) -> Arrival:
    person = query.from_user
    return Arrival(
        telegram=person.id,
        cause=f"checkout:{bot}:{query.id}",
        did=Checkout(query.id, query.invoice_payload, query.currency, query.total_amount),
        first_name=person.first_name or "",
        language=person.language_code or "",
    )


def _file(sent: Document | Video | Animation | Sticker | VideoNote, mime: str, caption: str) -> Event:
    """What was sent as a file; a picture or a sound sent so is a photograph or a voice like any other."""
    size_bytes = sent.file_size or 0
    if isinstance(sent, Document) and mime in pictures_sent_as_files:
        return SentPhoto(sent.file_id, size_bytes=size_bytes, unique=sent.file_unique_id)
    if isinstance(sent, Document) and mime.startswith("audio/"):
        return SentVoice(sent.file_id, size_bytes=size_bytes, unique=sent.file_unique_id)
    name = getattr(sent, "file_name", None) or ""
    return SentFile(sent.file_id, _kept(name), size_bytes, _kept(caption))


def _seconds(duration: int | timedelta) -> int:
    return duration if isinstance(duration, int) else int(duration.total_seconds())


def _kept(text: str) -> str:
    """A text without NUL, which no database keeps and nobody can see."""
    return text.replace("\0", "")


def _command(text: str) -> Command:
    word, *rest = _kept(text)[1:].split(maxsplit=1) or [""]
    name, _, after = word.split("@")[0].partition("_")
    return Command(name.lower(), " ".join(filter(None, [after, *(one.strip() for one in rest)])))


def _tap(query: CallbackQuery, bot: int) -> Arrival:
    person = query.from_user
    return Arrival(
        telegram=person.id,
        cause=f"tap:{bot}:{query.id}",
        did=Tapped(query.id, _kept(query.data or "")),
        first_name=person.first_name or "",
        language=person.language_code or "",
    )


def _gone(change: ChatMemberUpdated, number: int, bot: int) -> Arrival | None:
    if change.chat.type != "private":
        return None
    blocked = change.new_chat_member.status in ("kicked", "left")
    return Arrival(change.from_user.id, f"member:{bot}:{number}", Gone(blocked))
