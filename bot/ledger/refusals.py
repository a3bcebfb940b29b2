"""What the book refuses. Each is raised before anything is written, so the rest of the command may go on."""

from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Refused(Exception):
    """The book does not do this transfer. Subclasses say why; nothing was written."""


@dataclass(slots=True, eq=False)
class NotEnough(Refused):
    """`account` holds `there` micro-units, less than the `wanted`."""

    account: str
    wanted: int
    there: int


@dataclass(slots=True, eq=False)
class GoodwillSpent(Refused):
    """The house has paid `spent` for this pack; `wanted` more would be over `goodwill_max`."""

    pack: int
    wanted: int
    spent: int


@dataclass(slots=True, eq=False)
class GuaranteeSpent(Refused):
    """The pot has put `spent` into this pack; `wanted` more would be over `most`, which takes a moderator."""

    pack: int
    wanted: int
    spent: int
    most: int


@dataclass(slots=True, eq=False)
class NotBegun(Refused):
    """What this would end was never begun: there is no `movement` under `key`."""

    key: str
    movement: str


@dataclass(slots=True, eq=False)
class KeyConflict(Refused):
    """The key was used before for another transfer, `first` (its id): the same cause cannot have two effects."""

    key: str
    first: int


@dataclass(slots=True, eq=False)
class CurrencyDiffers(Refused):
    """`account` holds `has`; it cannot take part in a transfer of `wanted`."""

    account: str
    has: str
    wanted: str


@dataclass(slots=True, eq=False)
class NotReversible(Refused):
    """The transfer cannot be reversed: it is not there, is itself a reversal, or is money that is never taken back."""

    transfer: int


@dataclass(slots=True, eq=False)
class NotBooked(Refused):
    """The transfer is not there, or did nothing to `account`: there is nothing to give a receipt for."""

    transfer: int
    account: str


@dataclass(slots=True, eq=False)
class TooWide(Refused):
    """More than `most` accounts begin with `prefix`: a statement is one owner's."""

    prefix: str
    most: int
