"""Licences: which of them let somebody withdraw what they gave under it. Pure.

A pack's `licence` is an SPDX identifier. Those of SPDX's list are public licences: what was once given under one may be used by
everybody who has it, for good (CC BY 4.0, 2.a.1: "irrevocable"; CC0 1.0, 2: "irrevocable"; the open-source ones as they are commonly read).
`LicenseRef-…` is SPDX's own form for terms that are on no list (SPDX 2.3, clause 10.1): an agreement with whoever asks, and consent to
it can be taken back, for what leaves later.
"""

from __future__ import annotations

from typing import Final

own_terms: Final = "LicenseRef-"


def may_withdraw(licence: str) -> bool:
    """Can consent to this licence be taken back?

    >>> may_withdraw("LicenseRef-speech-2026"), may_withdraw("CC0-1.0")
    (True, False)
    """
    return licence.startswith(own_terms)
