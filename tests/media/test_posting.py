"""A body goes to the open internet's addresses alone, and however badly they answer, five seconds end it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.media import posting
from bot.media.posting import Posted, Poster
from bot.media.reaching import is_public
from tests.makers_site import Site, reach, site_open

pytestmark = pytest.mark.anyio
URL = "https://pictures.example/a"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """The server, running."""
    async with site_open() as found:
        yield found


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second stands for five."""
    monkeypatch.setattr(posting, "post_s_max", 0.5)


def said(status: str, body: str = "", *headers: str) -> bytes:
    """An answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", body]
    return "\r\n".join(lines).encode()


async def test_a_body_is_posted_to_the_address_that_was_checked(site: Site) -> None:
    """With the name for the server, our headers, its length; the answer is told."""
    site.answers["/a"] = said("202 Accepted", "thanks")
    assert await site.poster().post(URL, b'{"a": 1}', {"Ujima-Event": "7"}) == Posted(202, "thanks")
    assert site.asked[0].startswith("post /a http/1.1") and "host: pictures.example\r\n" in site.asked[0]
    assert "ujima-event: 7" in site.asked[0] and "content-length: 8" in site.asked[0]
    assert site.looked_up == ["pictures.example"]


@pytest.mark.parametrize(
    ("answer", "well"),
    [
        ("200 OK", True),
        ("204 No Content", True),
        ("301 Moved", False),
        ("404 Not Found", False),
        ("500 Oh", False),
    ],
)
async def test_the_status_tells_whether_it_was_taken(site: Site, answer: str, well: bool) -> None:
    """A redirect is followed nowhere."""
    site.answers["/a"] = said(answer, "", "Location: https://other.example/b")
    posted = await site.poster().post(URL, b"{}", {})
    assert posted.well is well and len(site.asked) == 1


async def test_an_endless_answer_is_read_to_its_thousandth_byte(site: Site) -> None:
    """The status counts; the rest is not waited for."""
    site.answers["/a"], site.drip = b"HTTP/1.1 200 OK\r\n\r\n", True
    posted = await site.poster().post(URL, b"{}", {})
    assert posted.well and posted.said == "x" * posting.answer_bytes_max


@pytest.mark.usefixtures("hasty")
async def test_a_slow_answer_counts_by_its_status(site: Site) -> None:
    """A byte now and then after a 200: taken, with what had come until then."""
    site.answers["/slow"], site.drip = b"HTTP/1.1 200 OK\r\n\r\n", True
    posted = await site.poster().post("https://pictures.example/slow", b"{}", {})
    assert posted.well and 0 < len(posted.said) < posting.answer_bytes_max


@pytest.mark.usefixtures("hasty")
async def test_who_never_answers_is_left(site: Site) -> None:
    """No status: a sentence in its place."""

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.read()
        finally:
            writer.close()

    quiet = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = quiet.sockets[0].getsockname()[1]
    posted = await Poster(reach(port)).post(URL, b"{}", {})
    assert posted.status == 0 and posted.said.startswith("The address does not answer")
    quiet.close()


async def test_what_is_no_http_is_an_answer_that_never_came(site: Site) -> None:
    """Noise, a closed line, a port where nobody is, a certificate of another name."""
    site.answers = {"/a": b"<html>oh</html>\r\n\r\n", "/none": b""}
    assert await site.poster().post(URL, b"{}", {}) == Posted(0, "The address can't be reached.")
    assert (await site.poster().post("https://pictures.example/none", b"{}", {})).status == 0
    assert (await site.poster().post("https://strange.example/a", b"{}", {})).status == 0
    assert (await Poster(reach(1)).post(URL, b"{}", {})).said == "The address can't be reached."


async def test_machines_inside_are_posted_nothing(site: Site) -> None:
    """By name or by number, one bad address among good ones, http, another port: nothing is connected to."""
    assert "not in the open internet" in (await site.poster(is_public).post(URL, b"{}", {})).said
    site.addresses = [["127.0.0.1", "10.0.0.1"]]
    assert "not in the open internet" in (await site.poster().post(URL, b"{}", {})).said
    for url in (
        "http://pictures.example/a",
        "https://pictures.example:8443/a",
        "https:///a",
        "https://a..b/",
    ):
        assert (await site.poster().post(url, b"{}", {})).status == 0
    assert site.asked == []


async def test_letters_that_are_none_are_told_as_such(site: Site) -> None:
    """An answer in no known letters, and one compressed, are shown as far as they can be; no database takes a NUL."""
    site.answers["/a"] = b"HTTP/1.1 500 Oh\r\nContent-Length: 3\r\nContent-Encoding: gzip\r\n\r\n\xff\xfe\x00"
    posted = await site.poster().post(URL, b"{}", {})
    assert posted == Posted(500, "\ufffd\ufffd")
