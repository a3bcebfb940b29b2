"""What all rails' settings share. Each rail has an `Account` of its own beside its code; `bot.config` joins them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, Field, SecretStr

from bot.money import unit_micro
from bot.payouts import _fares, notice_path
from bot.payouts.vault import Vault, WrongKeys


def _read_by(read: Callable[[str], object], says: str) -> AfterValidator:
    """A setting that `read` understands; else `says` is told."""

    def checked(written: str) -> str:
        try:
            read(written)
        except ValueError:
            raise ValueError(says) from None
        return written

    return AfterValidator(checked)


def _keys(keys: SecretStr) -> SecretStr:
    if keys.get_secret_value():
        try:
            Vault(keys.get_secret_value())
        except WrongKeys:
            raise ValueError(
                "write keys as `ujima key new` makes them, the newest first, commas between them"
            ) from None
    return keys


def _secret(secret: SecretStr) -> SecretStr:
    if secret.get_secret_value() and len(secret.get_secret_value()) < hooks_secret_characters_min:
        raise ValueError(f"it needs {hooks_secret_characters_min} characters or more")
    return secret


def _reachable(address: str) -> str:
    parts = urlsplit(address)
    at_home = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if address and (parts.scheme not in ("https", *(["http"] if at_home else [])) or not parts.hostname):
        raise ValueError("write an address such as https://api.example.org, with https")
    if parts.username or parts.query or parts.fragment:
        raise ValueError("write it without user, password or query")
    return address.rstrip("/")


hooks_secret_characters_min = 16

WrittenTariff = Annotated[str, _read_by(_fares.tariff, "write it as 0.25, 2% most 20.00 or 100:0 1500:5")]
WrittenRates = Annotated[
    str, _read_by(_fares.rates, "write it as KES 129.50 2026-11-20, with commas between rates")
]
WrittenAddress = Annotated[str, AfterValidator(_reachable)]


class Shared(BaseModel):
    """Settings that more than one rail reads."""

    currency: str = "USD"
    rates: WrittenRates = Field(
        "",
        description="What one unit of the currency is in other money, and of which day: KES 129.50 2026-11-20.",
    )
    keys: Annotated[SecretStr, AfterValidator(_keys)] = Field(
        SecretStr(""),
        description="The keys that seal where people are paid and webhooks' secrets, the newest first. `ujima key new` makes one.",
    )
    hooks_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        0,
        description="The port on 127.0.0.1 for providers' notices, behind a proxy of yours; 0 for none.",
    )
    hooks_url: WrittenAddress = Field(
        "",
        description="The address under which your proxy hands that port on, such as https://pay.example.org.",
    )
    hooks_secret: Annotated[SecretStr, AfterValidator(_secret)] = Field(
        SecretStr(""),
        description="Any 16 characters or more; the addresses given to providers are made of it. Keep it secret.",
    )

    def rate(self, currency: str) -> int:
        """Micro-units of a currency for one unit of the installation's; 0 where no rate is set."""
        if currency == self.currency:
            return unit_micro
        found = _fares.rates(self.rates).get(currency)
        return found.micro if found else 0

    def rate_days(self) -> dict[str, date]:
        """The day that each rate is of, by currency."""
        return {currency: rate.day for currency, rate in _fares.rates(self.rates).items()}

    def notice_address(self, rail: str) -> str:
        """Where a rail's provider sends its notices; "" when no door is set up."""
        if not (self.hooks_port and self.hooks_url and self.hooks_secret.get_secret_value()):
            return ""
        return self.hooks_url + notice_path(self.hooks_secret.get_secret_value(), rail)


def lacking(settings: BaseModel, *names: str) -> list[str]:
    """Those of some settings that are empty."""
    return [name for name in names if not _plain(getattr(settings, name))]


def begun(settings: BaseModel, *names: str) -> bool:
    """Is any of these settings written?"""
    return len(lacking(settings, *names)) < len(names)


def _plain(value: Any) -> object:
    return value.get_secret_value().strip() if isinstance(value, SecretStr) else value
