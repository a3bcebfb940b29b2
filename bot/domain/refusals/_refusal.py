"""What every refusal is."""

from __future__ import annotations

from typing import ClassVar


def N_(sentence: str) -> str:  # noqa: N802  # gettext's own name for "to be translated later"
    """Marks a sentence for the catalogs without translating it."""
    return sentence


class Refusal(Exception):
    """Base of all refusals. `values` fill the sentence; `str()` is the English sentence."""

    sentence: ClassVar[str] = N_("That is not possible now.")

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        return self.sentence.format(**self.values)
