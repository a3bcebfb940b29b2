"""What the bench is made of: parts, each in a file of its own, found by looking.

A module of this folder that has `parts` adds them; nothing else knows their names. A part measures, tells people in lines what it
found, and says each figure once as a row: beside its goal, if it has one, and beside what was measured in the same run.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.bench.figures import Figures


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what was measured, beside what; `reached` is None where there is no goal."""

    figure: str
    measured: str
    beside: str = ""
    goal: str = ""
    reached: bool | None = None


def at_least(figure: str, least: float, found: float, beside: str = "", unit: str = "") -> Row:
    """A figure that should not be lower."""
    return Row(figure, f"{number(found)}{unit}", beside, f"≥ {number(least)}{unit}", found >= least)


def at_most(figure: str, most: float, found: float, beside: str = "", unit: str = "") -> Row:
    """A figure that should not be higher."""
    return Row(figure, f"{number(found)}{unit}", beside, f"≤ {number(most)}{unit}", found <= most)


def number(value: float) -> str:
    """As people read it.

    >>> number(18_000), number(0.4512), number(1.0)
    ('18,000', '0.451', '1')
    """
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.3g}"


def spanned(one: dict[str, Any]) -> str:
    """A spread: the median, and between what it lay."""
    return f"{one['median']:g} ({one['min']:g} to {one['max']:g})"


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is measured. `measure(folder, long)`: a folder of its own and whether there is time."""

    name: str
    about: str
    measure: Callable[[Path, bool], Figures]
    lines: Callable[[Figures], list[str]]
    rows: Callable[[Figures], list[Row]]

    def told(self, found: Figures) -> list[str]:
        """The main figures in lines; or why there are none."""
        return [f"  not measured: {found['not measured']}"] if "not measured" in found else self.lines(found)

    def table(self, found: Figures) -> list[Row]:
        """Its rows; or one that says why there are none."""
        return (
            [Row(self.about, f"not measured: {found['not measured']}")]
            if "not measured" in found
            else self.rows(found)
        )


@cache
def every() -> dict[str, Part]:
    """Every part by its name, in the order of their files."""
    here = Path(__file__).parent
    names = sorted(
        one.name for one in pkgutil.iter_modules([str(here)]) if not one.name.startswith(("__", "test_"))
    )
    modules = [import_module(f"{__package__}.{name}") for name in names]
    return {part.name: part for module in modules for part in getattr(module, "parts", ())}
