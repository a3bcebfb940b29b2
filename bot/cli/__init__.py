"""The command line: each verb reads its words, calls one function of `bot.app`, and says what came of it.

Good ends exit with 0; trouble that can be expected (a refusal, a wrong setting, a port in use, a full disk)
with 1 and a sentence on stderr; words that make no verb with 2. `bot.app` and what it builds are imported inside
the verbs, so that help comes at once.

A file is a group of verbs, named as the desk's file is that does them. A new verb is a function there.

    running          run, demo, sandbox, doctor, gallery, version
    backups          backup, restore, move
    packs            pack
    results          results
    reviews          review
    reports          report, illegal
    cases            case
    accounts         account
    roles            role
    deposits         deposit, goodwill
    payouts          payout
    books            ledger, invoice, record, key
    support          support
    voices           questions, bonus, news, webhook
    proposals        voice
    rules            rules
    spoken           spoken
    figures          figures
    words            what they share
"""

from __future__ import annotations

import errno
import os
import sys
from typing import Final

import structlog
import typer

from bot.cli import (
    accounts,
    backups,
    books,
    cases,
    deposits,
    figures,
    packs,
    payouts,
    proposals,
    reports,
    results,
    reviews,
    roles,
    rules,
    running,
    spoken,
    support,
    voices,
)
from bot.cli.words import log

verbs = typer.Typer(
    name="ujima",
    help="Paid micro-tasks over Telegram for people on slow, dear, broken connections.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group in (
    running,
    backups,
    packs,
    results,
    reviews,
    reports,
    cases,
    accounts,
    roles,
    deposits,
    payouts,
    books,
    voices,
    proposals,
    rules,
    support,
    spoken,
    figures,
):
    verbs.add_typer(group.verbs)


def sentence_of(error: Exception) -> str:
    """The sentence for trouble that can be expected; "" for a bug."""
    from bot.backup.troubles import BackupTrouble
    from bot.config import WrongSettings
    from bot.domain.refusals import Refusal
    from bot.storage.lock import AlreadyRunning, AskRefused, NobodyRunning
    from bot.storage.troubles import DatabaseTrouble

    told = (WrongSettings, Refusal, BackupTrouble, DatabaseTrouble, AlreadyRunning, AskRefused, NobodyRunning)
    if isinstance(error, told):
        return str(error)
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return "Another program uses this port. Choose a free one with --port, or stop the other program."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    from bot.chat.api import WrongToken  # last: it brings Telegram's library in
    from bot.chat.intake import SecondPoller
    from bot.chat.webhook import WrongWebhook

    return str(error) if isinstance(error, SecondPoller | WrongToken | WrongWebhook) else ""


private_umask: Final = 0o077
"""What is written, here or to where an operator says, is its owner's alone: it holds what people said and earned."""


def main() -> None:
    """Run one verb. A mistake of ours goes through the log, which hides secrets, and never to the screen as it is."""
    os.umask(private_umask)
    log("info")
    try:
        verbs(prog_name="ujima")
    except Exception as error:
        from bot.logs import Scrubber

        if said := sentence_of(error):
            typer.echo(Scrubber()(said), err=True)
        else:
            structlog.get_logger("bot").critical("mistake in ujima", exc_info=error)
        sys.exit(1)
