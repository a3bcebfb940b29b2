"""What workers ask and are told: answers, bonuses, what became of packs; and requesters' webhooks."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.words import Amount, Name, Requester, call

verbs = typer.Typer()
questions = typer.Typer(help="What workers ask about packs, and the answers.", no_args_is_help=True)
verbs.add_typer(questions, name="questions")
news = typer.Typer(
    help="What became of packs: looked at before all who worked there are told.", no_args_is_help=True
)
verbs.add_typer(news, name="news")
webhook = typer.Typer(help="Where requesters' programs are told of final answers.", no_args_is_help=True)
verbs.add_typer(webhook, name="webhook")
NewsNumber = Annotated[str, typer.Argument(help="The number, as `list` shows it.")]


@questions.command("list")
def questions_list() -> None:
    """The questions that wait for an answer, oldest first."""
    call("questions.list")


@questions.command("answer")
def questions_answer(
    requester: Annotated[str, typer.Argument(help="Whose question it is: the requester's name.")],
    number: Annotated[str, typer.Argument(help="The question's number, as `list` shows it.")],
    words: Annotated[str, typer.Argument(help="The answer.")] = "",
    private: Annotated[bool, typer.Option("--private", help="Only who asked gets it.")] = False,
    decline: Annotated[bool, typer.Option("--decline", help="No answer; perhaps a word why.")] = False,
) -> None:
    """Answer a worker's question: who asked gets it, and all who work in the pack may read it."""
    if not words.strip() and not decline:
        raise typer.BadParameter(
            "Write whose question it is, its number, and the answer or --decline.", param_hint="WORDS"
        )
    how = "declined" if decline else "private" if private else "shared"
    call("questions.answer", requester=requester, number=number, words=words, how=how)


@verbs.command()
def bonus(
    name: Name,
    worker: Annotated[str, typer.Argument(help="Their name in the pack's results.")],
    amount: Amount,
    reason: Annotated[str, typer.Option(help="Why; they read it. The same reason twice pays once.")],
) -> None:
    """Pay somebody who worked in a pack a bonus, from its requester's money; a tenth comes on top as the fee."""
    call("bonus", name=name, worker=worker, amount=amount, reason=reason)


@news.command("list")
def news_list() -> None:
    """What requesters told of their packs and nobody has looked at."""
    call("news.list")


@news.command("send")
def news_send(number: NewsNumber) -> None:
    """You have looked at it: all who worked there are told, each when they are here next."""
    call("news.look", number=number, yes="yes")


@news.command("drop")
def news_drop(number: NewsNumber) -> None:
    """You have looked at it: nobody is told."""
    call("news.look", number=number)


@webhook.command("set")
def webhook_set(requester: Requester, url: Annotated[str, typer.Argument(help="An https address.")]) -> None:
    """Send a requester's final answers to an address, and show the secret that signs them."""
    call("webhook", requester=requester, url=url)


@webhook.command("show")
def webhook_show(requester: Requester) -> None:
    """How a requester's webhook does."""
    call("webhook", requester=requester)


@webhook.command("on")
def webhook_on(requester: Requester) -> None:
    """Let a webhook go on that is paused or off."""
    call("webhook", requester=requester, turn="on")


@webhook.command("off")
def webhook_off(requester: Requester) -> None:
    """Send nothing any more; what waits is kept."""
    call("webhook", requester=requester, turn="off")
