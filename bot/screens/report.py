"""The report of a pack: one HTML page that a requester can keep, print or publish beside the data.

Self-contained: no scripts, no fonts, nothing is fetched; its plots are drawn by `bot.screens.plots`. Readable at
360 px and in black and white. First the data card (who asked, what for, what was paid), then what was answered, how
far people agree, how they did on known answers, and what was left out. Nobody is named, and nothing is told of so
few people that it would be about one of them (see `bot.results.summary`).
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import kinds
from bot.domain.results import Json, Results
from bot.screens import plots
from bot.texts import Translator

if TYPE_CHECKING:
    from bot.results.summary import Question, Summary

alpha_good, alpha_fair = 0.8, 0.667  # Krippendorff, Content Analysis (2004), chapter 11
hash_characters = 12
label_characters_max = 30

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;color:#222;max-width:42rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}"
    "h1{font-size:1.4rem;margin:.2rem 0}h2{font-size:1.1rem;margin:2rem 0 .4rem;border-top:1px solid #ddd;padding-top:.8rem}"
    "h3{font-size:1rem;margin:1.2rem 0 .2rem}dl{display:grid;grid-template-columns:minmax(6rem,30%) 1fr;gap:.2rem .8rem}"
    "dt{color:#666}dd{margin:0}p{margin:.4rem 0}svg{display:block;width:100%;height:auto;margin:.4rem 0}"
    "svg text{font:11px system-ui,sans-serif}.small{color:#666;font-size:.85rem}ul{padding-inline-start:1.2rem;margin:.4rem 0}"
)


@dataclass(frozen=True, slots=True)
class How:
    """How answers were made one: the method's name and the paper it follows; "" for none."""

    method: str = ""
    paper: str = ""


def report(results: Results, found: Summary, how: How, floor_hourly: int, t: Translator) -> str:
    """The page, in one language. `floor_hourly` in micro-units: what the house lets nobody earn less than."""
    title = t.html(t.own(results.title))
    parts = [
        f"<h1 dir=auto>{title}</h1>",
        _small(
            t(
                "Results of {pack}, read out on {moment} UTC.",
                pack=results.pack,
                moment=t.moment(results.card.read_at),
            )
        ),
        _card(results, found, t),
        _amount(found, t),
        *(_question(results, question, t) for question in found.questions),
        _gold(results, found, floor_hourly, t),
        _left_out(found, t),
        _method(found, how, t),
    ]
    direction = "rtl" if t.right_to_left else "ltr"
    return (
        f"<!doctype html><html lang={t.language} dir={direction}><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style><body>{''.join(parts)}</body></html>\n"
    )


def _card(results: Results, found: Summary, t: Translator) -> str:
    card = results.card
    unknown = t("not known yet")
    versions = ", ".join(f"{one.number} ({one.hash[:hash_characters]}…)" for one in card.versions)
    rows = [
        (t("Asked by"), t.value(results.asks)),
        (t("On behalf of"), t.value(card.on_behalf_of) if card.on_behalf_of else t("client not named")),
        (t("Trains"), t.value(t.own(card.trains))),
        (t("Afterwards"), t.value(t.own(card.afterwards))),
        (t("Licence"), t.value(card.licence)),
        (t("Question"), t.value(t.own(results.question))),
        (t("Instruction"), t.html(t.own(results.instruction)).replace("\n", "<br>")),
        (t("Pay per answer"), t.html(t.money(results.price))),
        (t("Pay an hour"), t.html(_about(found.hourly, t)) if found.hourly else unknown),
        (t("Median time"), _seconds(found.median_ms, t) if found.median_ms else unknown),
        (t("Paid to people"), t.html(t.money(found.paid))),
        (t("Versions"), html.escape(versions)),
    ]
    table = "".join(f"<dt>{name}</dt><dd dir=auto>{said}</dd>" for name, said in rows)
    note = t("The median time is the median of each person's median; under ten people it is not told.")
    return _h2(t("About this data")) + f"<dl>{table}</dl>" + _small(note) + _languages(found, t)


def _languages(found: Summary, t: Translator) -> str:
    rows = [(t.language_name(code), float(count), t.number(count)) for code, count in found.languages]
    if found.languages_few:
        rows.append((t.label("others"), float(found.languages_few), t.number(found.languages_few)))
    if not rows:
        return ""
    return _h3(t("Languages people work in")) + plots.bars(rows, t.label("People by language"))


def _amount(found: Summary, t: Translator) -> str:
    said = [
        t.n("{count} answer is final.", "{count} answers are final.", found.answers),
        t.n("{count} person gave them.", "{count} people gave them.", found.people),
        t("{answered} of {tasks} tasks have answers.", answered=t.number(found.tasks_answered), tasks=t.number(found.tasks)),
    ]  # fmt: skip
    drawn = ""
    if found.progress:
        begin, end = found.progress[0][0], found.progress[-1][0]
        points = [(float(at), float(count)) for at, count in found.progress]
        most = t.number(found.progress[-1][1])
        drawn = plots.line(points, t.label("Answers over time"), t.moment(begin), t.moment(end), most)
    return _h2(t("How far it is")) + _p(*said) + drawn


def _question(results: Results, question: Question, t: Translator) -> str:
    heading = html.escape(question.name) if question.name else t("What was answered")
    parts = [_h2(heading)]
    rows = [
        (_label(results, question, label, t), float(count), t.number(count)) for label, count in question.bars
    ]
    if question.rarer:
        rows.append((t.label("rarer answers"), float(question.rarer), t.number(question.rarer)))
    if rows:
        parts.append(plots.bars(rows, t.label("Answers")))
    if question.numbers:
        least, most = t.number(question.numbers[0]), t.number(question.numbers[-1])
        parts.append(plots.histogram(question.numbers, t.label("Answers"), least, most))
    parts.append(_h3(t("How far people agree")))
    if question.alpha is not None:
        figure = t.number(round(question.alpha, 3))
        parts.append(_p(t("Krippendorff’s alpha is {alpha}.", alpha=figure), _meaning(question.alpha, t)))
    if question.alike is not None:
        alike = _percent(question.alike, t)
        parts.append(_p(t("Two answers to one task are on average {share} alike.", share=alike)))
    if question.alpha is None and question.alike is None:
        parts.append(_p(t("Answers of this sort, or so few to one task, are not compared.")))
    known = [one for one in question.classes if one.agreement is not None]
    if known:
        each = [
            (_label(results, question, one.label, t), one.agreement or 0.0, _percent(one.agreement or 0.0, t))
            for one in known
        ]
        parts.append(_small(t("Where one person gave an answer, so often another gave it too:")))
        parts.append(plots.bars(each, t.label("Agreement per answer")))
    return "".join(parts)


def _meaning(alpha: float, t: Translator) -> str:
    if alpha >= alpha_good:
        return t("People agree well: 1 is full agreement, 0 is chance.")
    if alpha >= alpha_fair:
        return t("People agree enough for cautious conclusions: 1 is full agreement, 0 is chance.")
    return t(
        "People often differ: 1 is full agreement, 0 is chance. Look at the instruction and at single tasks."
    )


def _gold(results: Results, found: Summary, floor_hourly: int, t: Translator) -> str:
    parts = [_h2(t("Known answers"))]
    if found.gold.share is None:
        return parts[0] + _p(t("There are too few answers to tasks whose answer is known."))
    share = _percent(found.gold.share, t)
    right = t.n(
        "Of {count} answer to tasks whose answer is known, {share} is right.",
        "Of {count} answers to tasks whose answer is known, {share} are right.",
        found.gold.total,
        share=share,
    )
    parts.append(_p(right))
    if found.confusion is not None:
        labels, counts = found.confusion
        words = [_label(results, found.questions[0], label, t) for label in labels]
        parts.append(_h3(t("What is taken for what")))
        parts.append(_small(t("Each row is a known answer, each column what people said.")))
        parts.append(plots.table(words, counts, t.label("Known and given answers")))
    if found.persons:
        parts.append(_pay(found, floor_hourly, t))
    return "".join(parts)


def _pay(found: Summary, floor_hourly: int, t: Translator) -> str:
    highest = max(one.hourly for one in found.persons)
    points = [(one.share, float(one.hourly)) for one in found.persons]
    across = (_percent(0, t), t.label("right"), _percent(1, t))
    drawn = plots.scatter(
        points, t.label("Accuracy and pay an hour"), across, _about(highest, t), float(floor_hourly)
    )
    floor = t(
        "Each dot is a person with enough known answers. The dashed line is the house's floor, {floor} an hour.",
        floor=t.money(floor_hourly),
    )
    return _h3(t("Accuracy and pay an hour")) + drawn + _small(floor)


def _left_out(found: Summary, t: Translator) -> str:
    practised, gold = found.roles.get("practice", 0), found.roles.get("gold", 0)
    reported = sum(count for _, count in found.reported)
    said = {
        t.n("{count} answer to practice tasks.", "{count} answers to practice tasks.", practised): practised,
        t.n("{count} answer to tasks whose answer is known.", "{count} answers to tasks whose answer is known.", gold): gold,
        t.n("{count} answer that was set aside; it was paid.", "{count} answers that were set aside; they were paid.", found.aside): found.aside,
        t.n("{count} skip; skipping is free and counts against nobody.", "{count} skips; skipping is free and counts against nobody.", found.skipped): found.skipped,
        t.n("{count} report that something is wrong.", "{count} reports that something is wrong.", reported): reported,
    }  # fmt: skip
    items = "".join(f"<li>{one}</li>" for one, count in said.items() if count)
    late = t.n(
        "{count} answer came late, over a lost connection, and counts like any other.",
        "{count} answers came late, over a lost connection, and count like any others.",
        found.late,
    )
    nothing = "" if items else _p(t("Nothing is left out."))
    heading = _h2(t("What is left out when answers are made one"))
    return heading + nothing + (f"<ul>{items}</ul>" if items else "") + (_p(late) if found.late else "")


def _method(found: Summary, how: How, t: Translator) -> str:
    if not how.method:
        said = [t("Answers are told one by one; none were made one.")]
    else:
        said = [t("Answers to one task are made one by the method “{method}”.", method=how.method)]
        if how.paper:
            said.append(t("Its source: {paper}.", paper=how.paper))
        if found.confidence is not None:
            said.append(t("Over {tasks} tasks its confidence is {share} on average.", tasks=t.number(found.agreed), share=_percent(found.confidence, t)))  # fmt: skip
    said.append(t("Agreement: Krippendorff (2011), Computing Krippendorff’s Alpha-Reliability."))
    return _h2(t("Method")) + _p(*said)


def _label(results: Results, question: Question, label: Json, t: Translator) -> str:
    """An answer in a few words, as plain text."""
    kind = kinds.kinds()[question.kind]
    spec = kinds.spec(question.kind, question.settings, results.languages)
    answer = [label] if question.kind == "multi" and isinstance(label, str) else label
    return kinds.shortened(kind.say(spec, answer, t), label_characters_max)


def _about(amount: int, t: Translator) -> str:
    """An amount that was reckoned from times: to the hundredth, for more would pretend."""
    return t.money(round(amount, -4))


def _percent(share: float, t: Translator) -> str:
    return t.label("{number} %", number=t.number(round(100 * share)))


def _seconds(milliseconds: int, t: Translator) -> str:
    return t.n("{count} second", "{count} seconds", max(1, round(milliseconds / 1000)))


def _h2(said: str) -> str:
    return f"<h2 dir=auto>{said}</h2>"


def _h3(said: str) -> str:
    return f"<h3>{said}</h3>"


def _p(*said: str) -> str:
    return f"<p>{' '.join(said)}</p>"


def _small(said: str) -> str:
    return f"<p class=small>{said}</p>"
