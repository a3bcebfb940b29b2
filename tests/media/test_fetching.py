"""The fetcher brings a file from the open internet, and nothing from anywhere else, whatever an address does."""

import gzip
from collections.abc import AsyncIterator

import pytest

from bot.media import fetching
from bot.media.fetching import Fetcher
from bot.media.reaching import ReachRefused, Resolve, is_public, resolved
from tests.makers_site import Site, reach, site_open

pytestmark = pytest.mark.anyio
GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\npicture"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """The server, running."""
    async with site_open() as found:
        yield found


async def refused(fetcher: Fetcher, address: str) -> str:
    """The sentence with which an address is refused."""
    with pytest.raises(ReachRefused) as caught:
        await fetcher.fetch(address)
    return str(caught.value)


async def test_a_file_comes_from_the_address_that_was_checked(site: Site) -> None:
    """The name is looked up once, and kept for the certificate and the server."""
    site.answers["/a.jpg?b=1"] = GOOD
    assert await site.fetcher().fetch("https://pictures.example/a.jpg?b=1") == b"picture"
    assert site.looked_up == ["pictures.example"]
    assert "host: pictures.example\r\n" in site.asked[0] and "cookie" not in site.asked[0]


@pytest.mark.parametrize(
    "address",
    ["http://pictures.example/a", "https://pictures.example:8443/a", "https://a:b@pictures.example/a", "ftp://x/a", "https:///a"],
)  # fmt: skip
async def test_only_plain_https_addresses_are_fetched(site: Site, address: str) -> None:
    """Nothing is even looked up for another."""
    assert await refused(site.fetcher(), address) in ("is not a plain https address", "can't be reached")
    assert not site.looked_up and not site.asked


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".example", ".example", "xn--"])
async def test_what_is_no_name_of_a_host_is_refused_like_any_other(site: Site, host: str) -> None:
    """In an address as written, and where a server leads on to."""
    onward = f"HTTP/1.1 302 Found\r\nLocation: https://{host}/a\r\nContent-Length: 0\r\n\r\n"
    site.answers["/on"] = onward.encode()
    fetcher = Fetcher(reach(site.port, named(site)))
    assert await refused(fetcher, f"https://{host}/a") == "can't be reached"
    assert await refused(fetcher, "https://pictures.example/on") == "can't be reached"


def named(site: Site) -> Resolve:
    """Names of the site lead to it, others are looked up as they are outside."""

    async def resolve(host: str) -> list[str]:
        return await (site.resolve if host == "pictures.example" else resolved)(host)

    return resolve


async def test_one_private_address_among_a_name_s_is_too_many(site: Site) -> None:
    """All must be public: which is used is not left to chance."""
    site.addresses = [["127.0.0.1", "10.0.0.1"]]
    sentence = "leads to a machine that is not in the open internet"
    assert await refused(site.fetcher(), "https://pictures.example/a") == sentence
    assert await refused(site.fetcher(is_public), "https://pictures.example/a") == sentence
    assert not site.asked


async def test_a_name_that_answers_differently_later_gains_nothing(site: Site) -> None:
    """What was checked is what is connected to; the second answer is asked for only by a redirect, and checked."""
    site.answers = {"/a": GOOD, "/on": b"HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n"}
    site.addresses = [["127.0.0.1"], ["169.254.169.254"]]
    assert await site.fetcher().fetch("https://pictures.example/a") == b"picture"
    site.addresses = [["127.0.0.1"], ["169.254.169.254"]]
    assert "not in the open internet" in await refused(site.fetcher(), "https://pictures.example/on")
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://pictures.example/a", "is not a plain https address"),
        ("https://127.0.0.1:22/a", "is not a plain https address"),
        ("/again", "leads on more than 3 times"),
    ],
)
async def test_redirects_pass_the_same_checks(site: Site, location: str, reason: str) -> None:
    """Out of https, to another port, round and round."""
    site.answers["/again"] = (
        f"HTTP/1.1 301 Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
    )
    assert await refused(site.fetcher(), "https://pictures.example/again") == reason


async def test_a_redirect_to_another_name_is_followed(site: Site) -> None:
    """With that name's certificate."""
    on = b"HTTP/1.1 307 On\r\nLocation: https://other.example/a\r\nContent-Length: 0\r\n\r\n"
    site.answers = {"/on": on, "/a": GOOD}
    assert await site.fetcher().fetch("https://pictures.example/on") == b"picture"
    assert site.looked_up == ["pictures.example", "other.example"]


async def test_a_certificate_of_another_name_is_not_trusted(site: Site) -> None:
    """Whoever answers must be who the address names."""
    site.answers["/a"] = GOOD
    assert await refused(site.fetcher(), "https://stranger.example/a") == "can't be reached"
    assert not site.asked


async def test_what_never_ends_is_ended(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow drip by the clock, an endless body by its bytes, whatever length was promised."""
    site.drip = True
    site.answers = dict.fromkeys(("/slow", "/fast"), b"HTTP/1.1 200 OK\r\n\r\n")
    monkeypatch.setattr(fetching, "fetched_bytes_max", 2_000_000)
    assert await refused(site.fetcher(), "https://pictures.example/fast") == "is larger than 2 MB"
    monkeypatch.setattr(fetching, "fetch_s_max", 0.5)
    assert "does not answer" in await refused(site.fetcher(), "https://pictures.example/slow")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "is answered with 404"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500_000 + b"\r\n\r\n", "can't be reached"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ncut", "can't be reached"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(9_999_999)), "is sent compressed"),
        (b"something else entirely\r\n\r\n", "can't be reached"),
    ],
)  # fmt: skip
async def test_bad_answers_are_sentences(site: Site, answer: bytes, reason: str) -> None:
    """Errors, endless headers, cut bodies, bombs, no HTTP at all."""
    site.answers["/a"] = answer
    assert await refused(site.fetcher(), "https://pictures.example/a") == reason
