"""What every refusal of a medium is: a reason that whoever sent the file can read, and the figures in it.

With the one that all media share: by their size.
"""

from collections.abc import Callable, Mapping

file_bytes_max = 20_000_000
"""Telegram hands bots files of at most 20 MB, so nothing larger can have come from a chat."""


class MediaRefused(Exception):
    """A file that is not taken. `reason` is a sentence's predicate with named braces, `facts` fills them.

    The subject is the caller's: "cat.png" + " " + str(refusal) reads as one sentence.
    """

    def __init__(self, reason: str, facts: Mapping[str, int] | None = None) -> None:
        super().__init__(reason, facts)  # both arguments, so that a refusal crosses between processes
        self.reason = reason
        self.facts = dict(facts or {})

    def __str__(self) -> str:
        return self.reason.format(**self.facts)


def check_size(data: bytes, refused: Callable[..., MediaRefused]) -> None:
    """Refuse a file that is empty or larger than `file_bytes_max`, as a `refused`."""
    if not data:
        raise refused("is empty")
    if len(data) > file_bytes_max:
        raise refused("is larger than {megabytes} MB", {"megabytes": file_bytes_max // 1_000_000})
