"""A running sandbox for each test, with one phone that has started the bot."""

from collections.abc import Iterator

import pytest

from tests.pretend import Phone, Sandbox, start


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox of its own, in memory."""
    with start() as running:
        yield running


@pytest.fixture
def amina(sandbox: Sandbox) -> Phone:
    """A phone whose owner has pressed Start; the bot has confirmed it."""
    phone = sandbox.phone()
    phone.send("/start")
    first = sandbox.call("getUpdates")["result"][0]["update_id"]
    sandbox.call("getUpdates", offset=first + 1)
    return phone
