"""Settings: what an installation decides, read once from `UJIMA_*` variables and `.env`, then handed down.

A variable of the environment wins over `.env`. A wrong or unknown setting is told by name, one sentence
each, and no sentence ever shows a value: a token pasted into the wrong line stays unseen.
"""

from __future__ import annotations

import difflib
import os
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import quote, unquote, urlsplit

from babel.numbers import list_currencies
from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import payouts
from bot.money import parse
from bot.papers.record import Signer, secret_of
from bot.payouts import africas_talking, mpesa, paypal
from bot.payouts import list as by_hand

prefix: Final = "UJIMA_"
node_max: Final = 1023
"""Ten bits of every id name the program that made it."""
meant_in_usd: Final = ("floor_hourly", "payout_least", "two_people_above", "reversible_max")
"""Amounts whose defaults say nothing in another currency: there they must be set."""
poll_timeout_s_max: Final = 50
"""Telegram answers a long poll after 50 s at the latest."""

vote_days_max: Final = 60
"""A vote that goes on for longer is forgotten before it is answered."""

sends_per_second_max: Final = 1000
"""With paid broadcasts; without them 30."""

_token = re.compile(r"\d+:[A-Za-z0-9_-]{35}", re.ASCII)


class WrongSettings(Exception):
    """Settings that can't be used; `str()` is one English sentence a line, without any value."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def _like_a_token(token: SecretStr) -> SecretStr:
    if token.get_secret_value() and not _token.fullmatch(token.get_secret_value()):
        raise ValueError(
            "it does not look like a bot's token (digits, a colon, 35 letters); BotFather shows it"
        )
    return token


def _address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise ValueError("write an address such as https://api.telegram.org, without user, password or query")
    return address.rstrip("/")


def _hook_address(address: str) -> str:
    return _address(address) if address else ""


def _hook_secret(secret: SecretStr) -> SecretStr:
    if secret.get_secret_value() and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
        raise ValueError("it needs 16 to 256 letters, digits, _ and -")
    return secret


def _postgres(database: SecretStr) -> SecretStr:
    """Refuses what the driver would quote back in an error: an unescaped `@ / # ?` in a password."""
    if database.get_secret_value():
        hint = "leave it empty for SQLite, or write postgresql://user:password@host:5432/name (escape : / ? # @ as %3A …)"
        try:
            parts = urlsplit(database.get_secret_value())
            fits = parts.scheme in ("postgresql", "postgres") and bool(parts.path.strip("/"))
            fits = (
                fits
                and parts.netloc.count("@") <= 1
                and "@" not in parts.path + parts.query
                and not parts.fragment
            )
            fits = fits and (parts.port is None or parts.port > 0)
        except ValueError:
            fits = False
        if not fits:
            raise ValueError(hint) from None
    return database


def not_postgres(address: str) -> str:
    """Why this is no address of a PostgreSQL database, in a sentence without it; "" when it is one."""
    try:
        return "" if _postgres(SecretStr(address)).get_secret_value() else "--to names no database."
    except ValueError as error:
        return f"--to can't be used: {error}."


def _currency(code: str) -> str:
    if code not in list_currencies():
        raise ValueError("write a currency's three capital letters, such as USD or KES")
    return code


def _amount(written: str) -> str:
    try:
        parse(written)
    except ValueError:
        raise ValueError("write an amount with a point and at most six decimals, such as 5.00") from None
    return written


def _some(written: str) -> str:
    if not parse(_amount(written)):
        raise ValueError("write an amount above 0, such as 1.00")
    return written


def _signing(key: SecretStr) -> SecretStr:
    if key.get_secret_value():
        try:
            secret_of(key.get_secret_value())
        except ValueError:
            raise ValueError("it is no signing key; `ujima key new --signing` makes one") from None
    return key


def _host(address: str) -> str:
    try:
        return str(ip_address(address))
    except ValueError:
        raise ValueError("write an address such as 127.0.0.1") from None


def _channel(name: str) -> str:
    if name and not re.fullmatch(r"@[A-Za-z]\w{3,31}|-100\d{5,16}", name, re.ASCII):
        raise ValueError("write a channel such as @ujima_seals or its number, -100…")
    return name


class Settings(by_hand.Account, mpesa.Account, paypal.Account, africas_talking.Account, BaseSettings):
    """One installation's settings. Every default works except the token and the four names `run` asks for."""

    model_config = SettingsConfigDict(
        env_prefix=prefix, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    token: Annotated[SecretStr, AfterValidator(_like_a_token)] = Field(
        SecretStr(""),
        description="The bot's token, as BotFather shows it. Keep it secret: who has it is the bot.",
    )
    api_url: Annotated[str, AfterValidator(_address)] = Field(
        "https://api.telegram.org",
        description="Where the Bot API answers; another one for a server of your own.",
    )
    data: Path = Field(Path("data"), description="The folder for the database, pictures and locks.")
    database: Annotated[SecretStr, AfterValidator(_postgres)] = Field(
        SecretStr(""),
        description="Empty for SQLite in the data folder, or postgresql://user:password@host:5432/name.",
    )
    backup_key: Path = Field(
        Path("backup.key"),
        description="The file with the key that backups are sealed with; it lies elsewhere than they do.",
    )
    currency: Annotated[str, AfterValidator(_currency)] = Field(
        "USD", description="The one currency of this installation; it can't be changed once money is booked."
    )
    floor_hourly: Annotated[str, AfterValidator(_amount)] = Field(
        "5.00",
        description="The least an hour of work pays. Must be set, as the next three, when the currency is not USD.",
    )
    payout_least: Annotated[str, AfterValidator(_some)] = Field(
        "1.00",
        description="Less than this is not paid out; of somebody's first payout twice as much goes at once.",
    )
    two_people_above: Annotated[str, AfterValidator(_amount)] = Field(
        "500.00",
        description="What one person may book for a requester within a day; above it a second one approves.",
    )
    reversible_max: Annotated[str, AfterValidator(_amount)] = Field(
        "50.00",
        description="What a new requester's card money may pay for; it can be charged back for 60 days and more.",
    )
    payments_token: SecretStr = Field(
        SecretStr(""),
        description="A payment provider's token from BotFather, for deposits in Telegram; empty: none.",
    )
    paypal_deposits: bool = Field(
        False, description="true: requesters may pay in by PayPal, with the app of UJIMA_PAYPAL_KEY."
    )
    paypal_webhook: str = Field(
        "",
        description="The ID that PayPal gave the webhook of deposits; empty: PayPal is asked every now and then.",
    )
    operator_name: str = Field(
        "", description="Who runs this installation, by legal name. Shown to everybody."
    )
    operator_address: str = Field("", description="The operator's postal address. Shown to everybody.")
    operator_law: str = Field("", description="Whose law applies, such as Kenya. Shown to everybody.")
    complaints_body: str = Field(
        "", description="Whom people can turn to outside, with address. Shown to everybody."
    )
    rulings_by: Annotated[str, Field(max_length=60)] = Field(
        "",
        description="Who, being neither, decides between workers and requesters. Without one no pack has a review window.",
    )
    care_name: Annotated[str, Field(max_length=60)] = Field(
        "",
        description="Whom people who saw hard content can turn to: not who pays, answering within 24 hours.",
    )
    care_contact: Annotated[str, Field(max_length=120)] = Field(
        "",
        description="How to reach them: @name, a number, an address. Without both no hard content above level 1.",
    )
    illegal_contact: Annotated[str, Field(max_length=120)] = Field(
        "",
        description="The name of the one person who looks at what was reported as against the law (docs/reports.md).",
    )
    signing_key: Annotated[SecretStr, AfterValidator(_signing)] = Field(
        SecretStr(""),
        description="Signs people's work records; `ujima key new --signing` makes one. Empty: none are made.",
    )
    seal_channel: Annotated[str, AfterValidator(_channel)] = Field(
        "", description="A Telegram channel where the bot posts the book's seal each day. Empty: none."
    )
    support_channel: Annotated[str, AfterValidator(_channel)] = Field(
        "",
        description="A Telegram channel with your own messages of help, where the bot is an admin. Empty: none.",
    )
    vote_days: Annotated[int, Field(ge=1, le=vote_days_max)] = Field(
        7, description="Days that a vote of those who work here lasts, 1 to 60."
    )
    quorum_percent: Annotated[int, Field(ge=1, le=100)] = Field(
        20, description="How many percent of those who have a voice must vote for a vote to count."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged: debug, info, warning or error."
    )
    stickers: bool = Field(
        False,
        description="Do new packs' small pictures go as stickers? Fewer bytes; to be judged on real Telegram first.",
    )
    node: Annotated[int, Field(ge=0, le=node_max)] = Field(
        0, description="This program's number, 0 to 1023, when several share one database."
    )
    sends_per_second: Annotated[int, Field(ge=0, le=sends_per_second_max)] = Field(
        30,
        description="Messages a second that Telegram takes from this bot: 30, up to 1000 with paid broadcasts. 0: no pace.",
    )
    backend: Literal["aiohttp", "httpx"] = Field(
        "aiohttp",
        description="What carries calls to Telegram: aiohttp, or httpx, which is slower and was there before.",
    )
    webhook_url: Annotated[str, AfterValidator(_hook_address)] = Field(
        "",
        description="Where Telegram sends updates, such as https://bot.example.org/updates; empty: we ask for them.",
    )
    webhook_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        0, description="The port on 127.0.0.1 to which your proxy hands that address on, path and all."
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_hook_secret)] = Field(
        SecretStr(""),
        description="16 to 256 letters, digits, _ and -, by which Telegram is known there. Keep it secret.",
    )
    metrics_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        0, description="The port for /healthz, /readyz and /metrics (docs/seeing.md); 0 for none."
    )
    metrics_host: Annotated[str, AfterValidator(_host)] = Field(
        "127.0.0.1",
        description="The address of this machine where they are asked for; 0.0.0.0 or :: for every one of it.",
    )
    backups: str = Field(
        "", description="The folder where backups lie, to see how old the newest is; empty: nobody looks."
    )
    poll_timeout_s: Annotated[int, Field(ge=1, le=poll_timeout_s_max)] = Field(
        25, description="Seconds that Telegram may hold a question for news open, 1 to 50."
    )

    @property
    def floor_hourly_micro(self) -> int:
        """The hourly floor in micro-units."""
        return parse(self.floor_hourly)

    @property
    def payout_least_micro(self) -> int:
        """The least payout in micro-units."""
        return parse(self.payout_least)

    @property
    def two_people_above_micro(self) -> int:
        """What one person may book alone, in micro-units."""
        return parse(self.two_people_above)

    @property
    def reversible_max_micro(self) -> int:
        """What may be spent of money that can be called back, in micro-units."""
        return parse(self.reversible_max)

    @property
    def care_by(self) -> str:
        """Whom people can turn to who were shown hard content; "" unless it is said how to reach them as well."""
        return self.care_name.strip() if self.care_contact.strip() else ""

    @property
    def signer(self) -> Signer | None:
        """What signs work records, if anything does."""
        return Signer(self.signing_key.get_secret_value()) if _written(self.signing_key) else None

    @property
    def bot(self) -> int:
        """The bot's number, with which its token begins; 0 without a token."""
        return int(self.token.get_secret_value().partition(":")[0] or 0)

    @property
    def sqlite_file(self) -> Path:
        """Where the database is unless it is a PostgreSQL one."""
        return self.data.absolute() / "ujima.db"

    @property
    def backups_folder(self) -> Path | None:
        """Where backups lie; None when nobody said."""
        return Path(self.backups) if self.backups.strip() else None

    @property
    def database_url(self) -> str:
        """What `open_database` takes: the PostgreSQL address, or `sqlite://` and the file."""
        return self.database.get_secret_value() or f"sqlite://{quote(str(self.sqlite_file))}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log, error or traceback may show: every secret, the database's password as written and as meant."""
        password = urlsplit(self.database.get_secret_value()).password or ""
        values = (getattr(self, name) for name in type(self).model_fields if name != "database")
        secrets = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        keys = self.keys.get_secret_value().replace(",", " ").split()
        return tuple(filter(None, dict.fromkeys((*secrets, *keys, password, unquote(password)))))

    def missing_to_run(self) -> tuple[str, ...]:
        """What `ujima run` still needs, a sentence each: people are owed a name, an address, a law and a way out."""
        needed = ("token", "operator_name", "operator_address", "operator_law", "complaints_body")
        missing = [name for name in needed if not _written(getattr(self, name))]
        return (
            *(f"{prefix}{name.upper()} is not set. {self._about(name)}" for name in missing),
            *self._missing_to_hear(),
            *self._missing_to_pay(),
        )

    def _missing_to_hear(self) -> tuple[str, ...]:
        """What a webhook that is begun still needs."""
        names = ("webhook_url", "webhook_port", "webhook_secret")
        missing = [name for name in names if not _written(getattr(self, name))]
        if len(missing) == len(names):
            return ()
        return tuple(
            f"{prefix}{name.upper()} is needed for a webhook. {self._about(name)}" for name in missing
        )

    def _missing_to_pay(self) -> tuple[str, ...]:
        """What payouts that are begun still need: a rail its settings, and all of them keys that seal destinations."""
        wanting = payouts.wanting(self)
        sealed = _written(self.keys) or not self.offers_payouts
        hidden = _written(self.hooks_secret) or not self.hooks_port
        return (
            *(
                f"{prefix}{name.upper()} is needed for payouts by {rail}. {self._about(name)}"
                for rail, names in wanting.items()
                for name in names
            ),
            *(() if sealed else (f"{prefix}KEYS is needed for payouts. {self._about('keys')}",)),
            *(
                ()
                if hidden
                else (f"{prefix}HOOKS_SECRET is needed for notices. {self._about('hooks_secret')}",)
            ),
        )

    @property
    def offers_payouts(self) -> bool:
        """Is any way to pay people set up?"""
        return bool(payouts.rails(self, lambda: 0))

    def _about(self, name: str) -> str:
        return type(self).model_fields[name].description or ""


def _written(value: str | int | SecretStr) -> bool:
    """Is there anything in it? 0 and blanks are nothing."""
    return bool(str(value.get_secret_value() if isinstance(value, SecretStr) else value or "").strip())


def read(folder: Path = Path()) -> Settings:
    """The settings of the environment and of `.env` in `folder`. Raises `WrongSettings`."""
    file = folder / ".env"
    try:
        names = {*os.environ, *(dotenv_values(file) if file.is_file() else ())}
        wrong = [
            _unknown(name) for name in sorted(names) if name.upper().startswith(prefix) and not _known(name)
        ]
        settings = Settings(_env_file=file)
    except ValidationError as error:
        sentences = (_sentence(str(fault["loc"][0]), fault["msg"]) for fault in error.errors())
        raise WrongSettings((*wrong, *sentences)) from None
    except (OSError, UnicodeDecodeError):
        raise WrongSettings(
            (f"{file} can't be read: it must be a UTF-8 text file that this user may open.",)
        ) from None
    if settings.currency != "USD":
        wrong += [
            f"{prefix}{name.upper()} is not set. Its default is meant in USD; "
            f"with another {prefix}CURRENCY it needs an amount in that."
            for name in meant_in_usd
            if name not in settings.model_fields_set
        ]
    if wrong:
        raise WrongSettings(tuple(wrong))
    return settings


def _known(name: str) -> bool:
    return name.upper().removeprefix(prefix).lower() in Settings.model_fields


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(
        name.upper(), [prefix + known.upper() for known in Settings.model_fields], 1
    )
    return f"{name} is no setting" + (f"; did you mean {near[0]}?" if near else ".")


def _sentence(name: str, message: str) -> str:
    said = message.removeprefix("Value error, ")
    return f"{prefix}{name.upper()} can't be used: {said[0].lower()}{said[1:]}."


def currency_differs(settings: Settings, booked: str) -> str:
    """The sentence for a book in another currency than is set, "" when they agree or nothing is booked yet."""
    if booked in ("", settings.currency):
        return ""
    return (
        f"{prefix}CURRENCY can't be used: the book is in {booked}, and a book keeps its currency. "
        f"Set it to {booked}, or begin with another data folder or database."
    )


def example() -> str:
    """The text of `deploy/settings.env.example`: every setting with its description and default, commented out."""
    head = "# Ujima's settings. Copy to .env in the folder where ujima is started, or set them in the environment.\n"
    own = (name for name in Settings.__annotations__ if name in Settings.model_fields)
    names = dict.fromkeys((*own, *Settings.model_fields))  # the installation's own first, then the rails'
    fields = ((name, Settings.model_fields[name]) for name in names)
    return head + "".join(
        f"\n# {field.description}\n#{prefix}{name.upper()}={_plain(field.default)}\n"
        for name, field in fields
    )


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def carried(name: Literal["locales", "taskpacks"]) -> Path:
    """A folder the program brings along: inside the installed package, or at the top of a checkout."""
    inside = Path(__file__).parent / "_carried" / name
    return inside if inside.is_dir() else Path(__file__).parents[1] / name
