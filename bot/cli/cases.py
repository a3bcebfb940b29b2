"""Cases: what a person must look at, by whoever the installation names to decide."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.words import call

verbs = typer.Typer()
cases = typer.Typer(help="What a person must look at: who is right, what is wrong.", no_args_is_help=True)
verbs.add_typer(cases, name="case")

Code = Annotated[str, typer.Argument(help="The case's code, such as 4F2K.")]


@cases.command("list")
def case_list(
    kind: Annotated[
        str, typer.Option(help="Only this kind: claim, report, requester, payout, grievance …")
    ] = "",
    pack: Annotated[str, typer.Option(help="Only of this pack.")] = "",
    language: Annotated[str, typer.Option(help="Only in this language, such as sw.")] = "",
) -> None:
    """What waits for a person, the first by deadline first."""
    call("case.list", kind=kind, pack=pack, language=language)


@cases.command("search")
def case_search(
    words: Annotated[
        str, typer.Argument(help="A word of a decision, a reason, an outcome, a pack's name.")
    ] = "",
) -> None:
    """What was decided before, newest first."""
    call("case.search", words=words)


@cases.command("show")
def case_show(code: Code) -> None:
    """One case, with all that is needed to decide it."""
    call("case.show", code=code)


@cases.command("take")
def case_take(code: Code) -> None:
    """Have a case in hand for half an hour, so that no moderator takes it meanwhile."""
    call("case.take", code=code)


@cases.command("back")
def case_back(code: Code) -> None:
    """Give a case back."""
    call("case.back", code=code)


@cases.command("interpret")
def case_interpret(
    code: Code,
    languages: Annotated[
        str, typer.Option(help='What you read, such as "en sw"; it is written in the first.')
    ] = "en",
) -> None:
    """Have what is said in a case written in your language, by somebody neutral who is paid for it."""
    call("case.interpret", code=code, languages=languages)


@cases.command("decide")
def case_decide(
    code: Code,
    outcome: Annotated[
        str,
        typer.Argument(help="stands, unusable, item, instruction, warn, keep or seen; `show` says which."),
    ],
    why: Annotated[str, typer.Option(help="In your words; both sides read it.")] = "",
    reason: Annotated[
        str, typer.Option(help="A reason of the list, which both read in their language.")
    ] = "",
) -> None:
    """Decide a case, as somebody who is on neither side."""
    call("case.decide", code=code, outcome=outcome, why=why, reason=reason)


@cases.command("like")
def case_like(code: Code) -> None:
    """The same for all cases like one you decided."""
    call("case.like", code=code)
