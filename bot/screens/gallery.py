"""Every screen once, with sample facts: for snapshots, for reviewers of a language, for a look before a change.

`page` draws `samples` as one HTML page without scripts: each screen as people see it, right-to-left where the language is, beside it
the English one, and under them the sentences that are said there for the first time on the page. What no speaker has reviewed is marked.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any

from bot.screen import Screen
from bot.screens.samples import sample_house, samples
from bot.screens.words import Installation
from bot.texts import ENGLISH, Translator

_STYLE = """
body{font:15px/1.4 system-ui,sans-serif;margin:1.5rem;background:#eef1f0;color:#12211d}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(340px,100%),1fr));gap:1.2rem;align-items:start}
main.beside{grid-template-columns:minmax(0,740px)}
section{background:#dfe7e1;border-radius:14px;padding:.8rem;box-sizing:border-box}
h3{font-size:.8rem;margin:0 0 .5rem;color:#4b5c55;font-weight:600}
.phones{display:flex;flex-wrap:wrap;gap:1rem}
.phone{flex:1 1 300px;max-width:350px}
p{background:#fff;border-radius:12px;padding:.6rem .75rem;margin:0 0 .5rem;white-space:pre-line;overflow-wrap:anywhere;
unicode-bidi:plaintext;text-align:start}
small{font-size:.8rem;font-weight:400}
.photo{display:block;background:#b9c7bf;border-radius:10px;height:5rem;margin-bottom:.3rem}
.sound{display:block;background:#7fa392;border-radius:1rem;height:1.6rem;margin-bottom:.3rem}
.row{display:flex;gap:.3rem;margin-top:.3rem}
.row span{flex:1;background:#fff;border-radius:8px;text-align:center;padding:.45rem .2rem;font-weight:500}
dl{margin:.8rem 0 0;font-size:.85rem}
dt{color:#4b5c55;margin-top:.4rem}
dd{margin:0}
dd.machine-made{border-inline-start:3px solid #c26a00;padding-inline-start:.5rem}
dt mark{background:#c26a00;color:#fff;border-radius:4px;padding:0 .3rem;font-size:.75rem;white-space:nowrap}
"""

_Show = Callable[[Any, Translator, Installation], Screen]


class _Noting(Translator):
    """The same language, noting which sentences are said."""

    def __init__(self, spoken: Translator) -> None:
        self.__dict__.update(spoken.__dict__)
        self.said: dict[str, str] = {}  # sentence -> all its forms

    def _message(self, sentence: str) -> str:
        self.said[sentence] = super()._message(sentence)
        return self.said[sentence]

    def n(self, one: str, many: str, count: int, /, **values: object) -> str:
        self.said[one] = " | ".join(dict.fromkeys(self._forms.get(one, (one, many))))
        return super().n(one, many, count, **values)


def page(spoken: Sequence[Translator], show: _Show) -> str:
    """One HTML page with every screen in each language. `show(outcome, t, house)` gives a Screen."""
    parts = [
        "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>Ujima: every screen</title><style>{_STYLE}</style>"
    ]
    for t in spoken:
        direction, beside = _direction(t), "" if t.language == ENGLISH else " class=beside"
        parts.append(
            f"<h1>{html.escape(t.name_in_itself(t.language))} <small>{_reviewed(t)}</small></h1>"
            f"<main lang={t.language} dir={direction}{beside}>"
        )
        told: set[str] = set()
        parts += [
            _section(name, own, english, t, show, told)
            for (name, own), (_, english) in zip(samples(t.language), samples(), strict=True)
        ]
        parts.append("</main>")
    return "\n".join(parts)


def _direction(t: Translator) -> str:
    return "rtl" if t.right_to_left else "ltr"


def _reviewed(t: Translator) -> str:
    waiting = len(t.machine_made)
    return f"machine-made: {waiting} sentences wait for a speaker's review" if waiting else ""


def _section(name: str, own: Any, in_english: Any, t: Translator, show: _Show, told: set[str]) -> str:
    """A screen, the English one beside it, and its sentences that were not `told` above."""
    noting = _Noting(t)
    phones = _phone(show(own, noting, sample_house), t)
    sentences = ""
    if t.language != ENGLISH:
        english = t.in_english()
        phones += _phone(show(in_english, english, sample_house), english)
        new = {one: said for one, said in noting.said.items() if one not in told}
        told.update(new)
        sentences = "".join(_sentence(one, said, t) for one, said in new.items())
    lines = f"<dl>{sentences}</dl>" if sentences else ""
    return f"<section><h3 dir=ltr>{html.escape(name)}</h3><div class=phones>{phones}</div>{lines}</section>"


def _sentence(english: str, own: str, t: Translator) -> str:
    made = english in t.machine_made
    mark, kind = (" <mark>machine-made</mark>", " class=machine-made") if made else ("", "")
    return f"<dt lang=en dir=ltr>{html.escape(english)}{mark}</dt><dd{kind}>{html.escape(own)}</dd>"


def _phone(screen: Screen, t: Translator) -> str:
    seen = screen.picture or screen.video or screen.chart or screen.sheet
    photo = "<span class=photo></span>" if seen else ""
    photo = "<span class=sound></span>" if screen.audio else photo
    rows = "".join(
        f"<div class=row>{''.join(f'<span>{html.escape(key.label)}</span>' for key in row)}</div>"
        for row in screen.keyboard
    )
    return f"<div class=phone lang={t.language} dir={_direction(t)}><p>{photo}{screen.text}</p>{rows}</div>"
