"""What every refusal of a medium is: a reason that whoever sent the file can read, and the figures in it."""

from collections.abc import Mapping


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
