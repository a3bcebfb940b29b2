"""Open-Assistant: messages or trees as JSONL (also .gz) in; messages with replies, ranks and labels out.

A line is a message with `replies`, a tree with `prompt`, or one message that names its `parent_id`. Three kinds of
work can be made of conversations, said by task=…: `reply` writes the next turn after every prompter's message that
nobody has answered, `rank` puts the replies to a message in order, `label` asks a form about each assistant's
message. Without it the kind is chosen by what the file holds, and asked where it holds several. Names are those of Open-Assistant's exports;
a rank there counts from 0 and labels are between 0 and 1. Out go single messages, as in its files of messages; what
was answered one by one, and the message as it was, stand under "ujima", which other readers pass over.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from bot.domain.results import Agreed, Json, ResultAnswer, Results, ResultTask
from bot.kinds.rank import count_max
from bot.kinds.reply import turns_max
from bot.packs.faults import Faults, Found, Place, quoted
from bot.packs.foreign import Answered, Contents, NotPossible, Question
from bot.packs.foreign._answers import by_task, columns_of, iso
from bot.packs.foreign._finding import Entry, find
from bot.packs.foreign._tables import lines, name_of, shape
from bot.packs.foreign._values import compact, loaded, own
from bot.packs.foreign._writing import json_lines
from bot.packs.tables.json_lines import Wrong, alone

tasks = {"reply": "reply", "rank": "rank", "label": "form"}  # what may be said → kind
conversation = "conversation"  # the column that holds the messages, as JSON
compared_column = f"{own}compared"  # a column of ours: how many messages at the end were put in order
unpacked_bytes_max = 200_000_000
messages_max = 1_000_000
conversation_max = 100  # messages from the first to the one that is asked about
# Open-Assistant's likert labels as questions; spam is a flag of yes or no there.
questions = {
    "quality": ("How good is the answer?", "very bad", "very good"),
    "helpfulness": ("How helpful is it?", "not helpful", "very helpful"),
    "toxicity": ("How rude or hurtful is it?", "not at all", "very"),
}
points = 5
_gzip = b"\x1f\x8b"
_say_task = f"Write task={', task='.join(tasks)}."


@dataclass(slots=True)
class _Message:
    line: int
    own: dict[str, Any]  # as it came, without its replies
    parent: str = ""
    replies: list[str] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)  # what was answered here
    ours: bool = False  # a reply that was written here


class OpenAssistant:
    """Conversations as trees of messages."""

    name, title = "open-assistant", "Open-Assistant (messages or trees, JSONL)"
    suffixes: tuple[str, ...] = (".jsonl", ".jsonl.gz", ".json")

    def recognise(self, head: bytes, name: str) -> bool:
        """Messages by their names; a packed file by its own name."""
        if head.startswith(_gzip):
            return name.endswith((".jsonl.gz", ".json.gz"))
        return shape(head) == "lines" and (b'"message_tree_id"' in head or b'"message_id"' in head)

    def read(self, file: BinaryIO, mapping: Mapping[str, str]) -> Contents | list[Found]:
        """Conversations as tasks to reply, rank or label."""
        faults = Faults()
        messages = _messages(name_of(file), file, faults)
        if mapping.get("task", "reply") not in tasks:
            faults.add("", f"task={quoted(mapping['task'])} is not known. {_say_task}")
        if not messages and not faults:
            faults.add(name_of(file), "there is no message in this file.")
        if faults:
            return faults.listed()
        groups = {"reply": _open_ends(messages), "rank": _ranked(messages), "label": _labelled(messages)}
        possible = [name for name in ("reply", "rank") if groups[name]] or ["label"]
        task = mapping.get("task", possible[0])
        told = {
            "kind": tasks[task],
            **({"count": str(_count(messages, groups["rank"]))} if task == "rank" else {}),
        }
        chosen, notes = _fitting(messages, groups[task], task, told)

        def entries(_: Faults) -> Iterator[Entry]:
            return (_entry(messages, key, task) for key in chosen)

        found = find(file, entries, {**mapping, **told}, notes)
        return found if isinstance(found, list) else _asked(found, task, mapping, possible)

    def write(self, results: Results, out: BinaryIO) -> None:
        """Every message of the conversations once, with what was answered to it."""
        kind = {kind: task for task, kind in tasks.items()}.get(results.kind)
        if kind is None:
            raise NotPossible("Open-Assistant's format is for replies, ranks and forms about conversations.")
        json_lines(out, _lines(results, kind))

    def write_agreed(self, results: Results, agreed: Sequence[Agreed], out: BinaryIO) -> None:
        """Messages with ranks and labels as agreed; replies are not agreed upon."""
        if results.kind not in ("rank", "form"):
            raise NotPossible("Open-Assistant's format has agreed ranks and labels only.")
        found = {one.task: one.answer for one in agreed}
        json_lines(out, _agreed_lines(results, found))


def _messages(name: str, file: BinaryIO, faults: Faults) -> dict[str, _Message]:
    """All messages by their id."""
    file.seek(0)
    packed = file.read(2) == _gzip
    content = _unpacked(file) if packed else file
    found: dict[str, _Message] = {}
    if content is None:
        faults.add(name, "this packed file is damaged, or unpacks to more than fits.")
        return {}
    for number, text in lines(content, faults):
        if not text.strip() or faults:
            continue
        where = faults.at(name, number)
        try:
            value = alone(text, whole=True)
        except Wrong as why:
            where.add(why.sentence)
            return {}
        top = value.get("prompt", value) if isinstance(value, dict) else value
        _gather(where, top, found)
    for key, message in found.items():
        if message.parent in found:
            found[message.parent].replies.append(key)
    return found


def _unpacked(file: BinaryIO) -> BinaryIO | None:
    file.seek(0)
    try:
        with gzip.GzipFile(fileobj=file) as packed:
            content = packed.read(unpacked_bytes_max + 1)
    except (OSError, EOFError, zlib.error):
        return None
    return io.BytesIO(content) if len(content) <= unpacked_bytes_max else None


def _gather(where: Place, top: Any, found: dict[str, _Message]) -> None:
    """A message and all under it, without going deeper than the file is written."""
    waiting: list[tuple[Any, str]] = [(top, "")]
    while waiting:
        value, above = waiting.pop()
        value = value if isinstance(value, dict) else {}
        key, replies = value.get("message_id"), value.get("replies") or []
        right = isinstance(value.get("text"), str) and value.get("role") in ("prompter", "assistant")
        if not (right and isinstance(key, str) and key):
            where.add("a message needs message_id, text, and the role prompter or assistant.")
            return
        if key in found or not isinstance(replies, list) or len(found) >= messages_max:
            twice = f"message {quoted(key)} is there twice."
            where.add(twice if key in found else "replies must be a list of messages.")
            return
        ours = _table(value.get("ujima"))
        was = _table(ours.get("was")) or value
        as_was = {name: one for name, one in was.items() if name not in ("replies", "ujima")}
        parent = above or (as_was["parent_id"] if isinstance(as_was.get("parent_id"), str) else "")
        as_was["parent_id"] = parent or None
        found[key] = _Message(
            where.line, as_was, parent, answers=_given(key, ours), ours=ours.get("reply") is True
        )
        waiting += [(one, key) for one in reversed(replies)]


def _given(key: str, ours: Mapping[str, Any]) -> list[Answered]:
    """What was answered to a message, as we have written it down."""
    found = ours.get("answers")
    given = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [Answered(key, str(one.get("user_id")), {"result": one.get("result")}) for one in given]


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _open_ends(messages: Mapping[str, _Message]) -> list[str]:
    """The prompter's messages that nobody has answered but we."""
    return [
        key
        for key, one in messages.items()
        if one.own["role"] == "prompter" and all(messages[reply].ours for reply in one.replies)
    ]


def _ranked(messages: Mapping[str, _Message]) -> list[str]:
    return [key for key, one in messages.items() if len(one.replies) >= 2]


def _labelled(messages: Mapping[str, _Message]) -> list[str]:
    return [key for key, one in messages.items() if one.own["role"] == "assistant"]


def _count(messages: Mapping[str, _Message], keys: Sequence[str]) -> int:
    """How many replies are compared: the number most messages have, six at most."""
    counts = Counter(min(len(messages[key].replies), count_max) for key in keys)
    return counts.most_common(1)[0][0] if counts else 2


def _fitting(
    messages: Mapping[str, _Message], keys: Sequence[str], task: str, told: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """The messages that can be asked about, and sentences about those that can't."""
    count = int(told.get("count", "0"))
    short = [key for key in keys if len(_chain(messages, key)) <= conversation_max]
    chosen = [key for key in short if task != "rank" or len(messages[key].replies) == count]
    notes = []
    if len(short) < len(keys):
        notes.append(
            f"{len(keys) - len(short)} conversations are longer than {conversation_max} messages and left out."
        )
    if len(chosen) < len(short):
        left = len(short) - len(chosen)
        notes.append(
            f"{left} messages have not {count} replies and are left out; a pack compares one number of them."
        )
    return chosen, notes


def _asked(found: Contents, task: str, mapping: Mapping[str, str], possible: Sequence[str]) -> Contents:
    """The finding with Open-Assistant's own settings and question."""
    ask = (Question("task", f"People can reply to these conversations or rank replies. {_say_task}"),)
    settings = {"questions": [_question(name) for name in questions]} if task == "label" else found.settings
    asked = (*(ask if len(possible) > 1 and "task" not in mapping else ()), *found.questions)
    return replace(found, settings=settings, questions=asked)


def _question(name: str) -> dict[str, Any]:
    asked, least, most = questions[name]
    return {
        "name": name,
        "question": asked,
        "kind": "scale",
        "settings": {"points": points, "least": least, "most": most},
    }


def _entry(messages: Mapping[str, _Message], key: str, task: str) -> Entry:
    message = messages[key]
    chain = _chain(messages, key)
    replies = [messages[one].own for one in message.replies] if task == "rank" else []
    language = message.own.get("lang")
    columns = {conversation: compact([*(one.own for one in chain), *replies])}
    columns |= {compared_column: str(len(replies))} if replies else {}
    return Entry(
        message.line,
        columns,
        key=key,
        text=_text(chain, replies),
        answers=tuple(message.answers),
        language=language if isinstance(language, str) else "",
    )


def _chain(messages: Mapping[str, _Message], key: str) -> list[_Message]:
    """The conversation up to a message, from its beginning."""
    found = [messages[key]]
    while found[-1].parent in messages and len(found) <= conversation_max:
        found.append(messages[found[-1].parent])
    return found[::-1]


def _text(chain: Sequence[_Message], replies: Sequence[Mapping[str, Any]]) -> str:
    """What workers read: a turn a line, ours with dashes; and the replies to compare under it."""
    turns = [_turn(one.own) for one in chain]
    shown = "\n".join(turns[-turns_max:])
    return "\n---\n".join([shown, *(one["text"].strip() for one in replies)]) if replies else shown


def _turn(message: Mapping[str, Any]) -> str:
    """A message on one line; a dash stands before what our side said, and before nothing else."""
    words = " ".join(message["text"].split())
    return f"-- {words}" if message["role"] == "assistant" else words.removeprefix("-- ")


def _lines(results: Results, kind: str) -> Iterator[dict[str, Any]]:
    """Every message once, with what was answered to it; new replies after the message they reply to."""
    asked, answers = {task.key: task for task in results.tasks}, by_task(results)
    for message in _written(results.tasks):
        task = asked.get(message["message_id"])
        given = [one for one in answers[task.key] if one.status == "accepted"] if task else []
        if not given:
            yield message
            continue
        ours = [{"user_id": one.worker, "result": _result(one.answer)} for one in given]
        about = {"labels": _labels(message, [one.answer for one in given])} if kind == "label" else {}
        yield {**message, **about, "ujima": {"was": message, "answers": ours}}
        if kind == "reply":
            yield from (_reply(message, one, results) for one in given)


def _agreed_lines(results: Results, found: Mapping[str, Json]) -> Iterator[dict[str, Any]]:
    """Every message once, with the labels agreed upon, or the rank among the replies it was compared with."""
    ranks: dict[str, int] = {}
    if results.kind == "rank":
        for task in results.tasks:
            messages, compared = _own(task)
            for number, message in enumerate(messages[len(messages) - compared :], 1):
                if number in found.get(task.key, ()):
                    ranks[message["message_id"]] = found[task.key].index(number)
    for message in _written(results.tasks):
        key = message["message_id"]
        if key in ranks:
            yield {**message, "rank": ranks[key]}
        elif key in found and results.kind == "form":
            yield {**message, "labels": _labels(message, [found[key]])}
        else:
            yield message


def _written(tasks: Sequence[ResultTask]) -> Iterator[dict[str, Any]]:
    """The messages of all tasks in order, each once."""
    seen: set[str] = set()
    for task in tasks:
        for message in _own(task)[0]:
            if message["message_id"] not in seen:
                seen.add(message["message_id"])
                yield message


def _own(task: ResultTask) -> tuple[list[dict[str, Any]], int]:
    """A task's messages as they came in, and how many at their end were compared."""
    written = loaded(task.source.get(conversation, "[]"))
    listed = written if isinstance(written, list) else []
    found = [one for one in listed if isinstance(one, dict) and isinstance(one.get("message_id"), str)]
    compared = task.source.get(compared_column, "0")
    if found:
        return found, min(int(compared), len(found)) if compared.isdecimal() else 0
    text = columns_of(task).get("text", "")
    return [{"message_id": task.key, "parent_id": None, "text": text, "role": "prompter"}], 0


def _result(answer: Json) -> Any:
    return "|".join(map(str, answer)) if isinstance(answer, list) else answer


def _reply(message: Mapping[str, Any], answer: ResultAnswer, results: Results) -> dict[str, Any]:
    return {
        "message_id": answer.id,
        "parent_id": message["message_id"],
        "user_id": answer.worker,
        "created_date": iso(answer.arrived_at),
        "text": answer.answer,
        "role": "assistant",
        "lang": message.get("lang", results.languages[0]),
        "synthetic": False,
        "ujima": {"reply": True},
    }


def _labels(message: Mapping[str, Any], answers: Sequence[Json]) -> dict[str, Any]:
    """The mean of each scale between 0 and 1, and how many answers it rests on, beside the labels there were."""
    values: dict[str, list[float]] = {}
    for answer in answers:
        for name, value in answer.items():
            if isinstance(value, int):
                values.setdefault(name, []).append((value - 1) / (points - 1))
    means = {name: {"value": sum(found) / len(found), "count": len(found)} for name, found in values.items()}
    before = message.get("labels")
    return {**(before if isinstance(before, dict) else {}), **means}


FORMAT = OpenAssistant()
