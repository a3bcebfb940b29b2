"""Every screen once, with sample facts: for snapshots, for reviewers of a language, for a look before a change.

`page` draws `samples` as one HTML page without scripts, phones side by side, right-to-left where the language is.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any

from bot.screen import Screen
from bot.screens.samples import sample_house, samples
from bot.screens.words import Installation
from bot.texts import Translator

_STYLE = """
body{font:15px/1.4 system-ui,sans-serif;margin:1.5rem;background:#eef1f0;color:#12211d}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(340px,1fr));gap:1.2rem}
section{background:#dfe7e1;border-radius:14px;padding:.8rem;width:100%;max-width:360px;box-sizing:border-box}
h3{font-size:.8rem;margin:0 0 .5rem;color:#4b5c55;font-weight:600}
p{background:#fff;border-radius:12px;padding:.6rem .75rem;margin:0 0 .5rem;white-space:pre-line;overflow-wrap:anywhere;
unicode-bidi:plaintext}
small{font-size:.8rem;font-weight:400}
.photo{display:block;background:#b9c7bf;border-radius:10px;height:5rem;margin-bottom:.3rem}
.sound{display:block;background:#7fa392;border-radius:1rem;height:1.6rem;margin-bottom:.3rem}
.row{display:flex;gap:.3rem;margin-top:.3rem}
.row span{flex:1;background:#fff;border-radius:8px;text-align:center;padding:.45rem .2rem;font-weight:500}
"""


def page(spoken: Sequence[Translator], show: Callable[[Any, Translator, Installation], Screen]) -> str:
    """One HTML page with every screen in each language. `show(outcome, t, house)` gives a Screen."""
    parts = [
        "<!doctype html><meta charset=utf-8><title>Ujima: every screen</title>",
        f"<style>{_STYLE}</style>",
    ]
    for t in spoken:
        direction = "rtl" if t.right_to_left else "ltr"
        parts.append(
            f"<h1>{html.escape(t.name_in_itself(t.language))} <small>{_reviewed(t)}</small></h1>"
            f"<main lang={t.language} dir={direction}>"
        )
        for name, outcome in samples():
            parts.append(_section(name, show(outcome, t, sample_house)))
        parts.append("</main>")
    return "\n".join(parts)


def _reviewed(t: Translator) -> str:
    return f"machine-made: {t.machine_made} sentences wait for a speaker's review" if t.machine_made else ""


def _section(name: str, screen: Screen) -> str:
    seen = screen.picture or screen.video or screen.chart or screen.sheet
    photo = "<span class=photo></span>" if seen else ""
    photo = "<span class=sound></span>" if screen.audio else photo
    rows = "".join(
        f"<div class=row>{''.join(f'<span>{html.escape(key.label)}</span>' for key in row)}</div>"
        for row in screen.keyboard
    )
    return f"<section><h3 dir=ltr>{html.escape(name)}</h3><p>{photo}{screen.text}</p>{rows}</section>"
