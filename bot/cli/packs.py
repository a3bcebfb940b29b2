"""Task packs: check a folder, bring it in, launch it, end it."""

from __future__ import annotations

from json import dumps
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.words import Amount, Name, call, note, settings, tell, work

verbs = typer.Typer()
packs = typer.Typer(help="Task packs: check a folder, bring it in, launch it, end it.", no_args_is_help=True)
verbs.add_typer(packs, name="pack")
Folder = Annotated[Path, typer.Argument(help="A folder, or a zip, with pack.toml and its table of tasks.")]
SkipInvalid = Annotated[bool, typer.Option("--skip-invalid", help="Leave rows with faults out.")]


@packs.command("new")
def pack_new(
    kind: Annotated[str, typer.Argument(help="The kind of task, such as choice.")],
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
) -> None:
    """Write a filled example pack of a kind into a new folder, to be changed into your own."""
    from bot.packs import starting

    try:
        starting.new(kind, folder)
    except (ValueError, FileExistsError) as why:
        tell([str(why)], False)
    tell(
        [f"{folder} has a pack of the kind {kind}. `ujima pack check {folder}` says whether it is in order."],
        True,
    )


@packs.command("check")
def pack_check(
    folder: Folder,
    json: Annotated[bool, typer.Option("--json", help="Plain values for programs, not sentences.")] = False,
    skip_invalid: SkipInvalid = False,
) -> None:
    """Read a pack and name everything in it that must be mended, or say what it costs; nothing is stored."""
    found = settings()
    there(folder)
    from bot import office

    lines, values, well = office.pack_check(folder, found, skip_invalid, note)
    tell([dumps(values, indent=2, ensure_ascii=False)] if json else lines, well)


@packs.command("from")
def pack_from(
    file: Annotated[Path, typer.Argument(help="Another platform's file, or a table.")],
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
    format: Annotated[
        str, typer.Option("--as", help="Which platform's it is; found out when not said.")
    ] = "",
    column: Annotated[
        list[str] | None, typer.Option(help="An answer to what was asked, such as text=sentence.")
    ] = None,
) -> None:
    """Make a pack of another platform's file: MTurk, Toloka, Label Studio, doccano, Open-Assistant, a table."""
    from bot.packs import bounds, fence
    from bot.packs.faults import say
    from bot.packs.foreign.converting import Converted

    pairs = [one.partition("=") for one in column or ()]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        said = f"{wrong[0]} is no answer; write it as name=value, such as text=sentence."
        raise typer.BadParameter(said, param_hint="--column")
    mapping = {name.strip(): value.strip() for name, _, value in pairs}
    made = fence.convert_now(file, folder, bounds.own, format=format, mapping=mapping)
    if isinstance(made, list):
        tell([say(one) for one in made], False)
    elif isinstance(made, Converted):
        tell([*made.sentences(), f"`ujima pack check {folder}` says whether it is in order."], True)
    else:
        again = "Type it again with each answer behind --column, such as --column language=en."
        tell([*made.sentences(), again], False)


@packs.command("schema")
def pack_schema() -> None:
    """Print the JSON Schema of pack.toml."""
    from bot.packs.form import schema

    typer.echo(dumps(schema(), indent=2, ensure_ascii=False))


@packs.command("add")
def pack_add(
    folder: Folder,
    requester: Annotated[str, typer.Option(help="Who asks: the requester's name.")],
    skip_invalid: SkipInvalid = False,
) -> None:
    """Bring a pack in, or new rows and words of one that is there, and show what it will cost."""
    there(folder)
    chosen = {"skip_invalid": "yes"} if skip_invalid else {}
    work("pack.add", path=str(folder.absolute()), requester=requester, **chosen)


@packs.command("clone")
def pack_clone(name: Name, new: Annotated[str, typer.Argument(help="The copy's name.")]) -> None:
    """Copy a pack, its words and its tasks, under a new name."""
    work("pack.clone", name=name, new=new)


@packs.command("reprice")
def pack_reprice(
    name: Name, price: Annotated[str, typer.Argument(help="Of an answer, such as 0.05.")]
) -> None:
    """Close a pilot that is paused; what nobody has answered is a new pack at that price and the measured time."""
    work("pack.reprice", name=name, price=price)


@packs.command("jobs")
def pack_jobs() -> None:
    """What is being read in or copied, how far it is, and how long it will take."""
    call("pack.jobs")


@packs.command("cancel")
def pack_cancel(job: Annotated[str, typer.Argument(help="The job's number, as `jobs` shows it.")]) -> None:
    """End a job; what it left is removed."""
    call("pack.cancel", job=job)


@packs.command("look")
def pack_look(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="You have looked at it, and it may start.")] = False,
) -> None:
    """Show what a pack shows to people, and why it waits for a person; with --yes you are that person. It is written into the journal."""
    call("pack.look" if yes else "pack.see", name=name)


@packs.command("list")
def pack_list() -> None:
    """All packs, with their state and progress."""
    call("pack.list")


@packs.command("show")
def pack_show(name: Name) -> None:
    """One pack: quote, progress, money."""
    call("pack.show", name=name)


@packs.command("reports")
def pack_reports(name: Name) -> None:
    """What people reported and nobody has looked at, and the tasks it stopped."""
    call("pack.reports", name=name)


@packs.command("release")
def pack_release(
    name: Name, key: Annotated[str, typer.Argument(help="The task's id in tasks.csv, as `reports` shows it.")]
) -> None:
    """Serve a task again that a report stopped, once you have looked at it."""
    call("pack.release", name=name, key=key)


@packs.command("launch")
def pack_launch(
    name: Name,
    pilot: Annotated[
        bool, typer.Option("--pilot", help="Only the first ten tasks, to see what people need.")
    ] = False,
) -> None:
    """Lock the pack's money and show it to workers; after a pilot, the rest of it."""
    call("pack.launch", name=name, **({"pilot": "yes"} if pilot else {}))


@packs.command("pause")
def pack_pause(name: Name) -> None:
    """Offer the pack to nobody new; `launch` goes on with it."""
    call("pack.pause", name=name)


@packs.command("floor")
def pack_floor(name: Name) -> None:
    """Lock what a pack's reserve for the hourly floor lacks; a pack that paused for it goes on."""
    call("pack.floor", name=name)


@packs.command("close")
def pack_close(name: Name) -> None:
    """End the pack and give its unused money back."""
    call("pack.close", name=name)


@packs.command("became")
def pack_became(
    name: Name,
    text: Annotated[str, typer.Option(help="What became of the work, in its requester's words.")],
    link: Annotated[str, typer.Option(help="An https address, shown as text.")] = "",
) -> None:
    """Tell all who worked in a pack what became of it; a person looks at it first."""
    call("pack.became", name=name, words=text, link=link)


@packs.command("resale")
def pack_resale(
    name: Name,
    amount: Amount,
    to: Annotated[
        str,
        typer.Option(help="Whom they were sold to; those who answered read it. The same twice pays once."),
    ],
) -> None:
    """Share what a resale brought with those who answered, as the pack promised; from its requester's money."""
    call("pack.resale", name=name, amount=amount, words=to)


def there(folder: Path) -> None:
    """End with a sentence where a pack's folder or zip is neither."""
    from zipfile import is_zipfile

    if not folder.exists():
        tell([f"There is no folder or zip {folder}."], False)
    if not folder.is_dir() and not is_zipfile(folder):
        made = f"`ujima pack from {folder} FOLDER` makes a pack of another platform's file or a table."
        tell([f"{folder} is neither a folder nor a zip. {made}"], False)
