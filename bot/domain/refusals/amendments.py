"""Refusals around an installation's own rules."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NoSuchRules(Refusal):
    sentence = N_("There is no version {number} of the rules. The rules: /rules")


class NotRules(Refusal):
    """A file that can't be read as a version of the rules."""

    sentence = N_("This is no file of rules: {why}.")


class NotADay(Refusal):
    sentence = N_("{written} is no day; write it like 2026-12-20.")


class RulesTooSoon(Refusal):
    """Fourteen days ahead, and a day for telling everybody; nothing shortens it."""

    sentence = N_("Rules are announced 14 days before they bind, so these may bind from {earliest} on.")


class RulesBefore(Refusal):
    """Versions bind one after the other."""

    sentence = N_("Version {number} binds from {day} on; a later version binds after that.")


class RulesBind(Refusal):
    """What binds already is changed by another version, and not withdrawn."""

    sentence = N_("Version {number} binds already, or was withdrawn. Another version changes it.")
