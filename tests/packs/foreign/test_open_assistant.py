"""Open-Assistant: messages and trees as work to reply, rank or label, and messages out."""

import gzip
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.results import Agreed
from bot.kinds import Fault, kinds
from bot.packs.foreign import NotPossible, formats
from tests.packs.foreign.makers import out, read, results, said, sentences


def message(
    key: str, text: str, role: str = "prompter", parent: str | None = None, *replies: Any
) -> dict[str, Any]:
    """A message as the exports have it."""
    return {
        "message_id": key,
        "parent_id": parent,
        "text": text,
        "role": role,
        "lang": "en",
        "replies": list(replies),
    }


def lines(*values: Any) -> str:
    """Lines of JSON."""
    return "".join(f"{json.dumps(value)}\n" for value in values)


COLD = message("c", "Cold, it is winter here.\nVery.", "prompter", "b")
BREAD = message(
    "a", "My bread does not rise.", "prompter", None, message("b", "How warm is it?", "assistant", "a", COLD)
)
RANKED = message(
    "q", "Where is water?", "prompter", None,
    message("r1", "At the pump behind the school.", "assistant", "q"),
    message("r2", "Somewhere.", "assistant", "q"),
    message("r3", "Ask the shop.", "assistant", "q"),
)  # fmt: skip


REPLY = {"receiver": "nobody"}


def flat(tree: dict[str, Any]) -> list[dict[str, Any]]:
    """A tree as single messages."""
    own = {name: value for name, value in tree.items() if name != "replies"}
    return [own, *(one for reply in tree["replies"] for one in flat(reply))]


@pytest.mark.parametrize(
    "content",
    [
        lines(BREAD),
        lines({"message_tree_id": "a", "tree_state": "growing", "prompt": BREAD}),
        lines(*flat(BREAD)),
    ],
    ids=["messages", "trees", "flat"],
)
def test_a_conversation_nobody_has_answered_is_replied_to(content: str) -> None:
    """A turn a line, ours with a dash; the language is the message's; the kind's own reader takes it."""
    found = read("open-assistant", content, REPLY)
    (row,) = found.rows()
    assert (found.kind, found.languages, found.questions) == ("reply", ("en",), ())
    assert (row.id, row.text) == (
        "c",
        "My bread does not rise.\n-- How warm is it?\nCold, it is winter here. Very.",
    )
    spec = kinds()["reply"].read(found.settings, ("en",))
    assert not isinstance(kinds()["reply"].read_item(spec, str(row.text)), Fault)


def test_replies_are_ranked_under_what_they_answer() -> None:
    """Two to six replies to one message are put in order; messages with another number are left out, and said so."""
    two = message(
        "p",
        "And bread?",
        "prompter",
        None,
        message("p1", "Yes.", "assistant", "p"),
        message("p2", "No.", "assistant", "p"),
    )
    other = RANKED | {
        "message_id": "z",
        "replies": [
            one | {"message_id": f"z{number}", "parent_id": "z"}
            for number, one in enumerate(RANKED["replies"])
        ],
    }
    found = read("open-assistant", lines(RANKED, two, other))
    assert (found.kind, found.settings, [row.id for row in found.rows()]) == (
        "rank",
        {"count": 3},
        ["q", "z"],
    )
    assert found.notes == (
        "1 messages have not 3 replies and are left out; a pack compares one number of them.",
    )
    first = next(iter(found.rows()))
    assert (
        first.text
        == "Where is water?\n---\nAt the pump behind the school.\n---\nSomewhere.\n---\nAsk the shop."
    )


def test_labels_are_asked_as_a_form() -> None:
    """Each assistant's message with its conversation; quality, helpfulness and toxicity in five steps."""
    found = read("open-assistant", lines(BREAD), {"task": "label"})
    assert [one["name"] for one in found.settings["questions"]] == ["quality", "helpfulness", "toxicity"]
    assert [row.id for row in found.rows()] == ["b"]
    made = results(found, lambda task, place: {"quality": 5, "helpfulness": 3, "toxicity": 1 + place})
    written = [json.loads(line) for line in out("open-assistant", made).splitlines()]
    assert written[-1]["labels"] == {
        "quality": {"value": 1.0, "count": 2},
        "helpfulness": {"value": 0.5, "count": 2},
        "toxicity": {"value": 0.125, "count": 2},
    }


def test_who_gets_a_reply_is_asked() -> None:
    """A pack says whether a living person receives what is written; nobody guesses that."""
    (asked,) = read("open-assistant", lines(BREAD)).questions
    assert asked.name == "receiver" and "receiver=nobody" in asked.sentence


def test_several_kinds_of_work_are_asked_about() -> None:
    """Open conversations and ranked replies in one file: the requester says which."""
    assert [one.name for one in read("open-assistant", lines(BREAD, RANKED), REPLY).questions] == ["task"]
    assert read("open-assistant", lines(BREAD, RANKED), {"task": "rank"}).kind == "rank"


def test_replies_go_out_as_messages() -> None:
    """A reply is an assistant's message under the one it answers, by its pseudonym; a skip is none."""
    made = results(
        read("open-assistant", lines(BREAD)), lambda task, place: None if place else "Give it time."
    )
    reply = json.loads(out("open-assistant", made).splitlines()[-1])
    assert (reply["parent_id"], reply["role"], reply["text"], reply["user_id"]) == (
        "c",
        "assistant",
        "Give it time.",
        "w7f3",
    )


def test_agreed_ranks_count_from_nought() -> None:
    """The best reply has rank 0; what nobody agreed upon can't be written."""
    made = results(read("open-assistant", lines(RANKED)), lambda *_: [3, 1, 2])
    opened = io.BytesIO()
    formats()["open-assistant"].write_agreed(made, [Agreed("q", [3, 1, 2], {}, 0.9, 2)], opened)
    ranks = {one["message_id"]: one.get("rank") for one in map(json.loads, opened.getvalue().splitlines())}
    assert ranks == {"q": None, "r1": 1, "r2": 2, "r3": 0}
    replies = results(read("open-assistant", lines(BREAD)), lambda *_: "Yes.")
    with pytest.raises(NotPossible):
        formats()["open-assistant"].write_agreed(replies, [], io.BytesIO())


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)


@given(texts=st.lists(TEXT, min_size=1, max_size=5), task=st.sampled_from(["reply", "rank", "label"]))
def test_conversations_come_back_as_they_were(texts: list[str], task: str) -> None:
    """What was asked about, its messages verbatim and what people answered survive the way out and in."""
    replies = [message(f"r{number}", text, "assistant", "q") for number, text in enumerate(texts)]
    asked = [message("q", texts[0], "prompter", None, *replies), message("o", texts[-1])]
    more = [message("s", "last", "prompter", "r0")]
    said_so = {"task": task, "language": "en"}
    content = lines(
        *asked,
        *more,
        message(
            "u",
            "x",
            "prompter",
            None,
            message("u1", "1", "assistant", "u"),
            message("u2", "2", "assistant", "u"),
        ),
    )
    found = read("open-assistant", content, said_so)
    answers = {
        "reply": texts[0],
        "rank": list(range(1, found.settings.get("count", 0) + 1)),
        "label": {"quality": 4, "helpfulness": 1, "toxicity": 2},
    }
    made = results(found, lambda *_: answers[task])
    again = read("open-assistant", out("open-assistant", made), said_so)
    assert list(again.rows()) == list(found.rows())
    result = "|".join(map(str, answers["rank"])) if task == "rank" else answers[task]
    assert [fields["result"] for _, _, fields, _ in said(again)] == [result] * len(made.answers)


def test_a_packed_file_is_unpacked() -> None:
    """.jsonl.gz is read like .jsonl; one that is damaged is named."""
    packed = gzip.compress(lines(BREAD).encode())
    assert read("open-assistant", packed, name="trees.jsonl.gz").count == 1
    assert sentences("open-assistant", packed[:-9], name="trees.jsonl.gz") == [
        "trees.jsonl.gz: this packed file is damaged, or unpacks to more than fits."
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lines(BREAD, BREAD), "work.csv line 2: message “a” is there twice."),
        (lines({"message_id": "a", "text": "x", "role": "admin"}), "work.csv line 1: a message needs message_id, text, and the role prompter or assistant."),
        ('{"message_id": \n', "work.csv line 1: this is not JSON (expecting value)."),
        (lines(message("a", "x", "assistant")), "work.csv: there is no task in this file."),
        ("", "work.csv: there is no message in this file."),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_by_file_and_line(content: str, sentence: str) -> None:
    """Each way to be broken has a sentence of its own."""
    assert sentences("open-assistant", content, {"task": "reply"}) == [sentence]


def test_a_ring_or_an_endless_chain_of_messages_ends() -> None:
    """Messages that are their own parents, or a thousand deep, take no time and end in a sentence."""
    ring = [message("a", "x", "prompter", "b"), message("b", "y", "assistant", "a")]
    assert sentences("open-assistant", lines(*ring), {"task": "reply"})
    chain = [
        message(str(number), "x", ("prompter", "assistant")[number % 2], str(number - 1))
        for number in range(1_001)
    ]
    assert sentences("open-assistant", lines(*chain), {"task": "reply"}) == [
        "work.csv: there is no task in this file."
    ]
