"""What is wrong with the book, as a sentence an operator can act on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing the book cannot prove; `account` is a name and `transfer` an id where there is one to look at."""

    sentence: str
    account: str | None = None
    transfer: int | None = None

    def __str__(self) -> str:
        where = [f"account {self.account}"] if self.account is not None else []
        where += [f"transfer {self.transfer}"] if self.transfer is not None else []
        return f"{self.sentence} ({', '.join(where)})" if where else self.sentence
