"""Refusals of results: methods, formats and places to write to."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NoSuchWorker(Refusal):
    sentence = N_("Nobody is called {worker} in the results of {name}.")


class MethodUnfit(Refusal):
    sentence = N_("{method} can't be used on a pack of the kind {kind}; what can: {known}.")


class TooManyAnswers(Refusal):
    sentence = N_(
        "{method} can't be used here: there are {answers} different answers on {tasks} tasks. Another method can."
    )


class NoSuchFormat(Refusal):
    sentence = N_("There is no format {format}; there are: {known}.")


class NotWritable(Refusal):
    """A format can't hold these results; the reason is a plain English sentence for the requester."""

    sentence = N_("The results can't be written so. {reason}")


class NotAMonth(Refusal):
    """Figures of no month, or of one that has not begun."""

    sentence = N_("{written} is no month that has begun; write it as in 2026-11.")


class FiguresNotWritable(Refusal):
    """Where the figures' table should lie; the reason is a plain English sentence for the operator."""

    sentence = N_("The figures can't be written there. {reason}")
