"""HTML is read as TDLib reads it."""

import json
import random
import re
from typing import Any

import pytest
import tdjson

from bot.sandbox.markup import find, link, parse, trim, units
from bot.sandbox.refused import Refused

NAMES = {
    "MentionName": "text_mention",
    "TextUrl": "text_link",
    "PreCode": "pre",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
}
TEXTS = """
plain|<b>x<i>y</i>z</b>|<b>x<b>y</b>z</b>|<b>x<code>y</code>z</b>|<code>x<b>y</b>z</code>
<a href="http://x.y">a<b>c</b></a>|<b>a<a href="x.y">c</a>d</b>|<pre><code class="language-py">a</code></pre>
<code class="language-py"><pre>a</pre></code>|<code class="language-py">a</code>|<blockquote>a<b>c</b></blockquote>
<blockquote expandable>a</blockquote>|<u><s>x</s></u>|<ins>a</ins><del>b</del><strike>c</strike>|<em>a</em><strong>b</strong>
<span class="tg-spoiler">x</span>|<tg-spoiler>x</tg-spoiler>|<span>x</span>|<span class="a">x</span>|<i>😀</i>x
<tg-emoji emoji-id="123">x</tg-emoji>|<tg-emoji emoji-id="zz">x</tg-emoji>|<tg-emoji>x</tg-emoji>
&lt;&nbsp;&#65;&#x1F600;&#0;&quot|&amp;lt;|&#99999999;|&#x;|&#;|&|&&|&;|&LT;|  <b> a </b>  |<b>a</b><b>b</b>|<b></b>
<b>a|a</b>|<x>a</x>|<b|<b>a</i>|<b>a</ b>|<b>a</b|<>|</>|<|a<|</|<b>a</>|<B>a</b>|<b>a</B>|<b >x</b >|< b>x</b>
<a>example.com</a>|<a>x</a>|<a href=>x</a>|<a href=x.com>y</a>|<a href="javascript:1">x</a>|<a href="ftp://a.b">x</a>
<a href="http://">x</a>|<a href="tg://user?id=5">x</a>|<a href="x.y" >x|<a href='x.y?a=1&amp;b=2'>x</a>|<a href="x.y>z</a>
<b a>x</b>|<b a=>x</b>|<b =x>x</b>|<b a='1' b="2" c=3>x</b>|<b a=!>x</b>|<b a="1"b="2">x</b>|<img src=x onerror=alert(1)>
<script>alert(1)</script>|<b onclick="x">y</b>|<!-- x -->|<!DOCTYPE html>|<br>|<br/>|<b/>|1 < 2|1 <2 and 3> 2|a > b|é<x>|😀<x>
<b>\u202eabc</b>|<a href="http://a.b/\u202e">x</a>|العربية <b>نص</b>|<b>‏x</b>|<code>&lt;b&gt;</code>|<tg-time unix="5">x</tg-time>
"""
PIECES = [
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    '<a·href="http://x.yz/a?b=1">',
    "<a·href=x.com>",
    "</a>",
    "<code>",
    '<code·class="language-c">',
    "</code>",
    "<pre>",
    "</pre>",
    "<blockquote>",
    "<blockquote·expandable>",
    "</blockquote>",
    '<span·class="tg-spoiler">',
    "</span>",
    "<tg-spoiler>",
    "</tg-spoiler>",
    "<u>",
    "</u>",
    "<s>",
    "</s>",
    "x",
    "y·",
    "·",
    "😀",
    "ع",
    "é",
    "&lt;",
    "&amp;",
    "&quot;",
    "&",
    "&#65;",
    "&#x1F600;",
    "&#",
    "&#x",
    "<",
    ">",
    "</",
    '"',
    "'",
    "=",
    "/",
    '<tg-emoji·emoji-id="5">',
    "</tg-emoji>",
    '<b·a="1"·b=2>',
    "</>",
]


def theirs(text: str) -> Any:
    """What TDLib's offline parser answers, in the Bot API's words."""
    asked = {"@type": "parseTextEntities", "text": text, "parse_mode": {"@type": "textParseModeHTML"}}
    answer = json.loads(tdjson.td_execute(json.dumps(asked).encode()) or b"")
    if answer["@type"] == "error":
        return answer["message"]
    entities = []
    for entity in answer["entities"]:
        about = entity["type"]
        name = about.pop("@type").removeprefix("textEntityType")
        if "user_id" in about:
            about["user"] = {"id": about.pop("user_id")}
        kind = NAMES.get(name, name.lower())
        entities.append({"type": kind, "offset": entity["offset"], "length": entity["length"], **about})
    return answer["text"], entities


def ours(text: str) -> Any:
    """What the sandbox's reader answers, an error without its prefix."""
    try:
        return parse(text)
    except Refused as refused:
        return refused.description.replace("Bad Request: c", "C")


@pytest.fixture(scope="module", autouse=True)
def quiet() -> None:
    """TDLib writes nothing to the terminal."""
    tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')


@pytest.mark.parametrize("text", [text for line in TEXTS.strip().split("\n") for text in line.split("|")])
def test_a_text_is_read_as_tdlib_reads_it(text: str) -> None:
    """Good, bad and hostile texts give the same plain text, entities and errors."""
    assert ours(text) == theirs(text)


@pytest.mark.parametrize("seed", range(4))
def test_any_heap_of_tags_is_read_as_tdlib_reads_it(seed: int) -> None:
    """A thousand random heaps of tags, references and broken pieces give the same answer."""
    dice = random.Random(seed)
    for _ in range(500):
        heap = "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 7))).replace("·", " ")
        assert ours(heap) == theirs(heap), heap
        nested = balanced(dice)
        assert ours(nested) == theirs(nested), nested


def balanced(dice: random.Random) -> str:
    """A text whose tags are all closed, in order."""
    text, opened = "", []
    for _ in range(dice.randint(1, 8)):
        piece = dice.choice(PIECES).replace("·", " ")
        tag = re.match(r"<([a-z-]+)", piece)
        if tag:
            opened.append(tag.group(1))
            text += piece
        elif opened and dice.random() < 0.3:
            text += f"</{opened.pop()}>"
        elif piece[0] not in "<&":
            text += piece
    return text + "".join(f"</{tag}>" for tag in reversed(opened))


def test_commands_links_and_names_are_found_without_markup() -> None:
    """A phone's text has entities for what Telegram finds in it, in UTF-16 units."""
    text = "😀 /data_1 see https://a.example/x. @someone #tag me@a.example a/b"
    found = [
        (one["type"], text.encode("utf-16-le")[2 * one["offset"] :][: 2 * one["length"]])
        for one in find(text, [])
    ]
    assert [(kind, part.decode("utf-16-le")) for kind, part in found] == [
        ("bot_command", "/data_1"),
        ("url", "https://a.example/x"),
        ("mention", "@someone"),
        ("hashtag", "#tag"),
        ("email", "me@a.example"),
    ]


def test_nothing_is_found_inside_code() -> None:
    """A command inside code stays code."""
    plain, entities = parse("<code>/start</code>")
    assert [one["type"] for one in find(plain, entities)] == ["code"]


def test_white_space_at_the_ends_is_cut_and_entities_move_along() -> None:
    """Entities keep covering the same words, and one that covered only white space is gone."""
    assert trim(
        "  ab  ", [{"type": "bold", "offset": 1, "length": 2}, {"type": "italic", "offset": 4, "length": 2}]
    ) == (
        "ab",
        [{"type": "bold", "offset": 0, "length": 1}],
    )


def test_a_length_is_counted_in_utf16_units() -> None:
    """A face outside the first plane counts twice."""
    assert units("a😀é") == 4


def test_a_link_needs_a_scheme_that_phones_open() -> None:
    """Web links are kept and completed, others are dropped."""
    assert link("x.example") == "http://x.example/"
    assert link("tg://resolve?domain=x") == "tg://resolve?domain=x"
    assert link("javascript:alert(1)") is None
    assert link("http://[") is None
