"""Asking: workers ask about a pack, its requester answers once, and all may read it.

The requester sees the words, the pack and the task, never who asks. Asking settles no task and costs nothing. An answer
goes to who asked and, unless it is meant for them alone, under the pack's instruction for all. When nobody answers in 72
hours who asked hears so. A person reads every question, so there is a limit to how many one can ask.
"""

from __future__ import annotations

from bot.actions import admitting, offering, publishing, serving, sharing, showing, telling
from bot.domain import limits
from bot.domain.events import Event, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.voices import (
    AnswerCame,
    AnswerSent,
    AnswerThis,
    Asked,
    AskThem,
    Faq,
    QuestionCame,
    QuestionSent,
)
from bot.domain.outcomes.worker import NotUnderstood, Task
from bot.domain.people import Who
from bot.domain.refusals.packs import NoSuchPack
from bot.domain.refusals.voices import (
    AnsweredAlready,
    NoSuchQuestion,
    NothingToAsk,
    QuestionsEnough,
    QuestionsWait,
)
from bot.domain.said import from_command, said
from bot.storage import Row, Tx

faq_most = 20
deadline = "asked"
for_all, for_one, declined, silent = "shared", "private", "declined", "silent"


# ---- who asks ------------------------------------------------------------------------------------------


def ask(tx: Tx, who: Who, words: str, mark: str = "") -> Outcome:
    """[Ask them], or /ask: what do they want to ask? With words behind the command they are sent at once."""
    pack = _in_view(tx, who, mark)
    if pack is None:
        raise NothingToAsk
    if words.strip():
        _send(tx, who, pack, words)
        return QuestionSent(asks=showing.form_of(pack).asks, current=telling.current_mark(tx, who))
    form = showing.form_of(pack)
    return telling.ask(tx, who, AskThem(pack=pack["id"], title=form.title, asks=form.asks))


def take(tx: Tx, who: Who, rules: Rules, mark: str, event: Event, sent_at: int) -> Outcome | None:
    """What was typed under "what do you want to ask?": it is sent, and they are back where they were."""
    asked = _open(tx, who, mark)
    if not isinstance(asked, AskThem) or not isinstance(event, Wrote):
        return _repeated(tx, who, mark)
    pack = tx.one("packs.pack", pack=asked.pack)
    assert pack is not None, "a pack that was offered stays"
    _send(tx, who, pack, event.text)
    telling.settle(tx, who, mark, "ask")
    back = back_to_work(tx, who, rules, pack, note="asked")
    if not isinstance(back, Task):
        telling.notify(tx, who.account, QuestionSent(asks=asked.asks))
    return back


def leave(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome | None:
    """[Back]: nothing is asked."""
    asked = _open(tx, who, mark)
    if asked is None:
        return _repeated(tx, who, mark)
    telling.settle(tx, who, mark, "ask")
    pack = tx.one("packs.pack", pack=asked.pack) if isinstance(asked, AskThem) else None
    return back_to_work(tx, who, rules, pack)


def back_to_work(tx: Tx, who: Who, rules: Rules, pack: Row | None, note: str = "") -> Outcome:
    """Where somebody was before they asked: their open task, the instruction they read, the offer they looked at."""
    held = tx.one("work.any_open_assignment", person=who.person)
    if who.paused or held is not None or pack is None or pack["state"] != "running":
        return serving.following(tx, who, rules, note=note)
    reader = tx.one("work.reader", person=who.person, pack=pack["id"])
    if reader is not None and reader["read_at"] is None:
        return offering.reading(tx, who, pack)
    if reader is None and sharing.is_its_time(tx, pack):
        return telling.ask(tx, who, showing.offer_facts(tx, pack["id"], who))
    return serving.following(tx, who, rules, note=note)


def _in_view(tx: Tx, who: Who, mark: str) -> Row | None:
    """The pack of a mark's question, else of the newest one, else the one they work in."""
    row = tx.one("telling.question", account=who.account, mark=mark) if mark else telling.current(tx, who)
    found = getattr(telling.facts(row), "pack", None) if row is not None else None
    if found is None:
        found = tx.value("people.pack", person=who.person)
    return tx.one("packs.pack", pack=found) if found is not None else None


def _send(tx: Tx, who: Who, pack: Row, text: str) -> None:
    words = said(text, limits.question_characters_max)
    if not words:
        raise NothingToAsk
    requester = pack["requester"]
    tx.one("requesters.lock", requester=requester)
    open_ones = int(tx.value("asking.asked_of_pack", person=who.person, pack=pack["id"]))
    if open_ones >= limits.questions_open_max:
        raise QuestionsWait(count=open_ones)
    today = int(tx.value("asking.asked_since", person=who.person, since=tx.now - limits.day))
    if today >= limits.questions_daily:
        raise QuestionsEnough(count=today)
    number, question = int(tx.value("asking.next_number", requester=requester)), tx.new_id()
    task = _task_key(tx, who, pack["id"])
    tx.run(
        "asking.add",
        id=question,
        requester=requester,
        number=number,
        pack=pack["id"],
        task=task,
        person=who.person,
        words=words,
        now=tx.now,
    )
    tx.run("jobs.set_deadline", kind=deadline, subject=question, at=tx.now + limits.question_silence_ms)
    telling.journal(tx, f"person {who.person}", "ask", pack["id"])
    telling.notify_requester(tx, requester, QuestionCame(number, showing.form_of(pack).title, task, words))


def _task_key(tx: Tx, who: Who, pack: int) -> str:
    held = tx.one("work.any_open_assignment", person=who.person)
    if held is None or held["pack"] != pack:
        return ""
    return str(tx.value("asking.task_key", task=held["task"]))


def faq(tx: Tx, who: Who, name: str) -> Outcome:
    """/faq: what others asked about the pack in view, or about the one that is named."""
    pack = publishing.named(tx, from_command(name)) if name else _in_view(tx, who, "")
    if pack is None:
        raise NothingToAsk
    if pack["launched_at"] is None:
        raise NoSuchPack(name=pack["name"])
    rows = tx.all("asking.shared", pack=pack["id"], most=faq_most)
    shown = tuple(Asked(row["words"], row["answer"]) for row in rows)
    return Faq(title=showing.form_of(pack).title, asked=shown)


# ---- who answers ---------------------------------------------------------------------------------------


def answer(tx: Tx, who: Who, number: int, words: str, how: str) -> Outcome:
    """/answer_7, /reply_7, /decline_7: with words they are the answer; without, it is asked for. A decline needs none."""
    if not who.requester:
        return NotUnderstood(current=telling.current_mark(tx, who))
    question = _numbered(tx, who.requester, number)
    if not words.strip() and how != declined:
        title = showing.form_of(tx.one("packs.pack", pack=question["pack"]) or {}).title
        asked = AnswerThis(
            number=number, title=title, task=question["task"], wrote=question["words"], private=how == for_one
        )
        return telling.ask(tx, who, asked)
    return AnswerSent(number=number, how=_answered(tx, question, words, how))


def take_answer(tx: Tx, who: Who, rules: Rules, mark: str, event: Event, sent_at: int) -> Outcome | None:
    """What was typed under a worker's question."""
    asked = _open(tx, who, mark)
    if not isinstance(asked, AnswerThis) or not isinstance(event, Wrote):
        return _repeated(tx, who, mark)
    question = _numbered(tx, who.requester, asked.number)
    how = _answered(tx, question, event.text, for_one if asked.private else for_all)
    telling.settle(tx, who, mark, "ask")
    return AnswerSent(number=asked.number, how=how)


def answer_by_desk(tx: Tx, requester: str, number: int, words: str, how: str) -> None:
    """The same by the command line, for a requester by name."""
    _answered(tx, _numbered(tx, admitting.known_requester(tx, requester), number), words, how)


def _numbered(tx: Tx, requester: int, number: int) -> Row:
    """A requester's question, held; refused once who asked has had its answer for ten minutes."""
    question = tx.one("asking.numbered", requester=requester, number=number)
    if question is None:
        raise NoSuchQuestion(number=number)
    if question["answered_at"] is not None and tx.now - question["answered_at"] > limits.answer_mended_ms:
        raise AnsweredAlready(number=number, minutes=limits.answer_mended_ms // limits.minute)
    return question


def _answered(tx: Tx, question: Row, text: str, how: str) -> str:
    """Writes an answer down and tells it. Returns how it was: one without a letter that can be seen is none."""
    words = said(text, limits.answer_characters_max)
    how = how if words else declined
    tx.run("asking.answer", id=question["id"], state=how, answer=words, now=tx.now)
    tx.run("jobs.clear_deadline", kind=deadline, subject=question["id"])
    telling.journal(tx, f"requester {question['requester']}", "answer", question["id"], how=how)
    _tell(tx, question, words, how)
    return how


def fall_silent(tx: Tx, question: int) -> None:
    """72 hours without a word: who asked hears so. The requester may still answer."""
    if tx.run("asking.fall_silent", id=question):
        row = tx.one("asking.question", id=question)
        assert row is not None
        _tell(tx, row, "", silent)


def _tell(tx: Tx, question: Row, words: str, how: str) -> None:
    """To who asked; a mended answer is written over the first."""
    asks = showing.form_of(tx.one("packs.pack", pack=question["pack"]) or {}).asks
    came = AnswerCame(asks=asks, wrote=question["words"], answered=words, how=how)
    telling.notify_person(tx, question["person"], came, topic=f"asked {question['id']}")


# ---- both ----------------------------------------------------------------------------------------------


def _open(tx: Tx, who: Who, mark: str) -> Outcome | None:
    """The question of a mark, held, while it is not settled."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    return telling.facts(row) if row is not None and row["settled_at"] is None else None


def _repeated(tx: Tx, who: Who, mark: str) -> Outcome | None:
    row = tx.one("telling.question", account=who.account, mark=mark)
    if row is None or row["settled_at"] is None:
        return NotUnderstood(current=telling.current_mark(tx, who))
    return telling.repeated(tx, who, row, "ask")
