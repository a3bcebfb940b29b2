"""Plots: small drawings of a report as SVG, drawn here. Pure; no scripts, no fonts, no colours that print badly.

Each is as wide as its column (`viewBox`, width 100 %) and has a title that a screen reader says. Numbers in, markup
out; words come escaped from the translator or are escaped here.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

width, height = 320, 120
left, bottom, top = 8, 16, 8
bar_height = 22
cell_edge = 26
names_width = 110  # of a table's rows
blue, light, ink = "#2a6f97", "#cfe3ee", "#333"


def line(points: Sequence[tuple[float, float]], title: str, begin: str, end: str, most: str) -> str:
    """A rising line over time; `begin` and `end` stand under its ends, `most` at its highest."""
    low, high = points[0][0], max(points[-1][0], points[0][0] + 1)
    tallest = max(one[1] for one in points) or 1
    wide, tall = width - 2 * left, height - top - bottom
    drawn = " ".join(
        f"{left + wide * (x - low) / (high - low):.1f},{top + tall * (1 - y / tallest):.1f}"
        for x, y in points
    )
    area = f"{left},{top + tall} {drawn} {left + wide},{top + tall}"
    return _svg(
        title,
        height,
        f'<polygon points="{area}" fill="{light}"/><polyline points="{drawn}" fill="none" stroke="{blue}" stroke-width="2"/>'
        + _text(left, height - 3, begin)
        + _text(width - left, height - 3, end, "end")
        + _text(left, top + 6, most),
    )


def bars(rows: Sequence[tuple[str, float, str]], title: str) -> str:
    """Horizontal bars: a label, a value (the longest fills the row), and what is written at its end."""
    longest = max((value for _, value, _ in rows), default=0) or 1
    drawn = []
    for place, (label, value, said) in enumerate(rows):
        y = place * bar_height
        drawn.append(
            f'<rect x="0" y="{y + 2}" width="{max(1.0, (width - 60) * value / longest):.1f}" height="{bar_height - 4}" fill="{light}"/>'
            + _text(6, y + 15, label)
            + _text(width - 4, y + 15, said, "end")
        )
    return _svg(title, bar_height * max(1, len(rows)), "".join(drawn))


def histogram(values: Sequence[float], title: str, begin: str, end: str, bins: int = 24) -> str:
    """How numbers are spread between the least and the most of them."""
    low, high = min(values), max(values)
    step = (high - low) / bins or 1.0
    counts = [0] * bins
    for value in values:
        counts[min(bins - 1, int((value - low) / step))] += 1
    tallest, wide, tall = max(counts), (width - 2 * left) / bins, height - top - bottom
    drawn = "".join(
        f'<rect x="{left + place * wide:.1f}" y="{top + tall * (1 - count / tallest):.1f}" width="{wide - 1:.1f}"'
        f' height="{tall * count / tallest:.1f}" fill="{blue}"/>'
        for place, count in enumerate(counts)
        if count
    )
    return _svg(
        title, height, drawn + _text(left, height - 3, begin) + _text(width - left, height - 3, end, "end")
    )


def scatter(
    points: Sequence[tuple[float, float]],
    title: str,
    across: tuple[str, str, str],
    most: str,
    mark: float | None,
) -> str:
    """Dots: x 0..1 against y from 0; a dashed line at `mark`. `across` is written under the left, middle and right."""
    tallest = max([y for _, y in points] + [mark or 0.0]) or 1
    wide, tall = width - 2 * left, height - top - bottom
    dots = "".join(
        f'<circle cx="{left + wide * x:.1f}" cy="{top + tall * (1 - y / tallest):.1f}" r="3" fill="{blue}" fill-opacity="0.6"/>'
        for x, y in points
    )
    level = top + tall * (1 - mark / tallest) if mark else 0
    floor = (
        f'<line x1="{left}" x2="{width - left}" y1="{level:.1f}" y2="{level:.1f}" stroke="{ink}" stroke-dasharray="3 3"/>'
        if mark
        else ""
    )
    axis = f'<line x1="{left}" x2="{width - left}" y1="{top + tall}" y2="{top + tall}" stroke="{ink}" stroke-opacity="0.4"/>'
    words = (
        _text(left, height - 3, across[0])
        + _text(width / 2, height - 3, across[1], "middle")
        + _text(width - left, height - 3, across[2], "end")
        + _text(left, top + 4, most)
    )
    return _svg(title, height, axis + floor + dots + words)


def table(labels: Sequence[str], counts: Sequence[Sequence[int]], title: str) -> str:
    """A square table of counts, darker where a row has more of its own: rows are known, columns given.

    Labels stand with a number before each row; the columns have the numbers alone, for words do not fit there.
    """
    drawn = []
    for row, own in enumerate(counts):
        whole, y = sum(own) or 1, (row + 1) * cell_edge
        drawn.append(_text(0, y + 17, f"{row + 1}  {labels[row][:16]}"))
        drawn.append(_text(names_width + (row + 0.5) * cell_edge, 17, str(row + 1), "middle"))
        for column, count in enumerate(own):
            share, x = count / whole, names_width + column * cell_edge
            colour = "#fff" if share > 0.5 else ink
            drawn.append(
                f'<rect x="{x}" y="{y}" width="{cell_edge - 1}" height="{cell_edge - 1}"'
                f' fill="{blue}" fill-opacity="{0.06 + 0.94 * share:.2f}"/>'
            )
            if count:
                drawn.append(_text(x + cell_edge / 2, y + 17, str(count), "middle", colour))
    wide = max(width, names_width + cell_edge * len(labels))
    return _svg(title, cell_edge * (len(labels) + 1), "".join(drawn), wide)


def _text(x: float, y: float, said: str, anchor: str = "start", colour: str = ink) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{html.escape(said)}</text>'


def _svg(title: str, tall: float, inner: str, wide: float = width) -> str:
    """The whole drawing; left to right in every language, for that is how its numbers run."""
    return (
        f'<svg role="img" direction="ltr" viewBox="0 0 {wide} {tall}" style="max-width:{wide * 2}px">'
        f"<title>{html.escape(title)}</title>{inner}</svg>"
    )
