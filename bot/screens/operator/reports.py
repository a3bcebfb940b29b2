"""What the operator reads of tasks that were reported as violent or as against the law."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.domain import alarms
from bot.screens.operator.words import counted, moment, visible

hotlines = "https://www.inhope.org"
"""The association of national hotlines that take reports of such content, with a list of them by country."""

_states = {
    "waits": "the requester looks first",
    "disputed": "the requester says that it is not: decide",
    "off": "the requester said nothing: decide, or leave it off",
    "sealed": "nobody has looked",
    "lifting": "one person says that it is within the law: a second one must say so too",
}


def listed(rows: Sequence[dict[str, Any]]) -> list[str]:
    """What was reported as violent and is not decided."""
    if not rows:
        return ["No report of violence waits."]
    return [
        *(
            f"{row['code']}: {visible(row['name'])}, since {moment(row['at'])}; {_states[row['state']]}."
            for row in rows
        ),
        "`ujima report show CODE` tells of one, `ujima report decide CODE violent|harmless|out --why … --by YOU` decides it.",
    ]


def waiting(violent: int, unlawful: int, contact: bool, unsure: int = 0) -> list[str]:
    """What waits for somebody neutral, and for the one who is named for it: a sentence each. `contact`: is one named?

    `unsure`: messages with something reported as against the law that may be on a phone and that no bot can delete.
    """
    said = []
    if violent:
        said.append(
            f"Tasks reported as violent that wait for somebody neutral: {violent}. `ujima report list`"
        )
    if unlawful:
        said.append(
            f"Tasks reported as against the law that wait to be looked at: {unlawful}. `ujima illegal list`"
        )
    if unsure:
        said.append(
            f"{_unsure(unsure)} `ujima illegal show CODE` says of which; whoever was shown it was asked to delete it."
        )
    if unlawful and not contact:
        said.append("Set UJIMA_ILLEGAL_CONTACT: nobody may look at them before.")
    return said


def _unsure(count: int) -> str:
    return f"{counted(count, 'message', 'messages')} with it may have come without our knowing its number: no bot can delete that."


def shown(row: dict[str, Any]) -> list[str]:
    """One report: which task, what it says of itself, who brought it; not what it shows."""
    item = json.loads(row["item"])
    described = [visible(one) for one in item.get("description", {}).values()]
    file = ", ".join(visible(one) for one in item.get("medium", {}).values())
    return [
        f"{row['code']}: the task {visible(row['key'])} of {visible(row['name'])}, brought by {visible(row['requester_name'])}.",
        f"Reported {moment(row['at'])}; {_states.get(row['state'], row['state'])}.",
        f"Level {row['level']}: {', '.join(json.loads(row['flags']))}. Before: level {row['level_was']}.",
        *(f"Described: {one}" for one in described or ["not at all"]),
        f"What it shows is not printed{f'; the requester called it {file}' if file else ''}. Look only if you must, by day, "
        "and not alone: docs/reports.md.",
    ]


def decided(code: str, state: str, heard: bool) -> list[str]:
    """What a decision does. `heard`: does somebody speak for its requester in the chat?"""
    became = {
        "violent": "is violent; those who chose such work are asked before it is shown. Who saw it unasked is paid.",
        "off": "is violent and stays off: its pack can't show it as it must be shown. Who saw it unasked is paid.",
        "out": "is taken out. Who saw it unasked is paid.",
        "harmless": "is not violent, and is served again.",
    }
    told = "Its requester hears so." if heard else "Nobody speaks for its requester in the chat: tell them."
    return [f"{code} {became[state]} {told}"]


def illegal_listed(rows: Sequence[dict[str, Any]]) -> list[str]:
    """What was reported as against the law and is not decided: since when, and until when somebody looks."""
    if not rows:
        return ["No report of something against the law waits."]
    return [
        *(
            f"{row['code']}: {visible(row['name'])}, since {moment(row['at'])}, look until "
            f"{moment(row['at'] + alarms.illegal_look_ms)}; {_states[row['state']]}."
            for row in rows
        ),
        "The person whom UJIMA_ILLEGAL_CONTACT names looks: `ujima illegal show CODE --by NAME`.",
    ]


def illegal_shown(row: dict[str, Any], hashes: Sequence[str], people: int) -> list[str]:
    """Where it lies, and what to do by when."""
    files = [f"  media/{one[:2]}/{one}" for one in hashes]
    return [
        f"{row['code']}: the task {visible(row['key'])} of {visible(row['name'])}, brought by {visible(row['requester_name'])}.",
        f"It was given to {counted(people, 'person', 'people')}; it is stopped, and deleted from the chats it reached within two days.",
        *(
            [_unsure(row["unsure"]), "Whoever it was sent to was asked to delete it."]
            if row["unsure"]
            else []
        ),
        f"Look until {moment(row['at'] + alarms.illegal_look_ms)}. That is this house's own limit: the law where you are may say less.",
        *(
            ["In the data folder, as far as they are there:", *files]
            if files
            else ["It has no file: its words are in its row."]
        ),
        "Open nothing more than you must. Do not copy it, send it, print it, or delete it; the sweep does not either.",
        f"If it may be against the law: tell the police or your national hotline ({hotlines} lists them), with the code, "
        "and do what they say. Where the law has you report it by a day, that day holds.",
        "Then: `ujima illegal decide CODE keep --by NAME`. If it is not: `… lift`, and a second person the same.",
    ]


def illegal_kept(row: dict[str, Any]) -> list[str]:
    """It is against the law."""
    return [
        f"{row['code']} stays sealed, for good. Who was shown it is paid by whoever brought it.",
        f"Tell the police or your national hotline, if you have not: {hotlines} lists them.",
    ]


def illegal_lifted(row: dict[str, Any], done: bool) -> list[str]:
    """Somebody says that it is within the law."""
    if not done:
        return [
            f"{row['code']} stays sealed until a second person says so too: "
            f"`ujima illegal decide {row['code']} lift --by NAME`."
        ]
    return [
        f"{row['code']} is sealed no more. Its task stays stopped: `ujima pack release {visible(row['name'])} {visible(row['key'])}`; "
        "where it was reported as violent too, `ujima report list` has it again.",
    ]
