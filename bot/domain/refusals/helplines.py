"""Refusals about the directory of help, as an operator speaks of it."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NoSuchHelpline(Refusal):
    sentence = N_("There is no entry {written}. `ujima support list` shows them, such as KE/befrienders.")


class NoSuchCountry(Refusal):
    sentence = N_("There is no country {written} in the directory of help. `ujima support list` shows them.")


class NotAPost(Refusal):
    sentence = N_(
        "Write a language's code, such as en, and the number at the end of the message's link; 0 takes it away."
    )
