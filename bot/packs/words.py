"""Looks whether a pack's words are about something that is refused in writing, so that a person looks at it.

Packs that ask for sign-ups, codes, reviews or likes, captchas, contacts or a person's papers are refused, and
what guesses race, religion, orientation or health from people needs a moderator's yes. Words alone can't tell
"write the sign-up form's title" from "sign up here", so nothing is refused by them: a word only names a reason
for a person to look before the pack runs. It is a short list in six languages, not a judge: who wants to get
around it writes otherwise, which is why every requester's first pack is seen by a person anyway.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from bot.packs import changing
from bot.packs.form import PackForm

_reasons = {
    "sign-ups": r"sign[ -]?up|register (an|your) account|create an account|inscri(vez|bete|re)[ -]|crea una cuenta"
    r"|jisajili|fungua akaunti|سجل حساب|أنشئ حساب|criar? uma conta|crée[rz]? un compte",
    "codes or passwords": r"verification code|one[ -]time (code|password)|\botp\b|password|mot de passe|contraseña"
    r"|código de verificaci|senha|nenosiri|رمز التحقق|كلمة (المرور|السر)",
    "reviews or likes": r"(leave|write|post) (a|an|five|5|good|positive)[a-z -]* review|five[ -]star|5[ -]star"
    r"|\b(like|follow|subscribe to) (our|my|this|the) (page|channel|video|post|account)|suivez (notre|ma) page"
    r"|síguenos|aboneaos|اشترك في (القناة|قناتنا)|تابع صفحتنا",
    "captchas": r"\b(re)?captchas?\b|not a robot|pas un robot|no soy un robot|لست روبوت",
    "contacts": r"(phone|mobile|whatsapp) numbers?\b|e-?mail address(es)?|your contacts|numéro de téléphone"
    r"|número de teléfono|nambari (yako )?ya simu|رقم (هاتفك|الهاتف)|جهات الاتصال",
    "papers": r"passports?\b|\bid[ -]cards?\b|identity (card|document)|driving licen[cs]e|birth certificate"
    r"|carte d['’]identité|pasaporte|cédula|kitambulisho|جواز (السفر|سفر)|بطاقة الهوية",
}
_guesses = (
    r"\b(race|ethnicity|ethnic|religion|religious|sexual orientation|gay|diagnos[ei]s?|disease|illness|disabled)\b"
    r"|\b(ethnie|raza|religión|orientación sexual|dini|kabila|ugonjwa)\b|عرق|ديانة|مرض"
)
_patterns = {reason: re.compile(pattern) for reason, pattern in _reasons.items()}
_guess = re.compile(_guesses)
_asked_known_most = 1_000  # questions of rows; many rows ask the same


@lru_cache(_asked_known_most)
def striking(text: str) -> frozenset[str]:
    """The reasons a row's own question gives, by their names; most give none."""
    said = _compared(text)
    reasons = {reason for reason, pattern in _patterns.items() if pattern.search(said)}
    return frozenset(reasons | ({"guesses"} if _guess.search(said) else set()))


def looked_at(form: PackForm, asked: Sequence[str] = ()) -> tuple[str, ...]:
    """Why a person must look at a pack before it runs: plain English sentences; () when its words give no reason.

    `asked`: questions of rows that are `striking`.
    """
    said = _compared("\n".join([*_said(form), *asked]))
    found = []
    for reason, pattern in _patterns.items():
        word = pattern.search(said)
        if word:
            found.append(
                f"It speaks of “{word[0].strip()}”: packs that ask for {reason} are refused; a person looks whether this one does."
            )
    word = _guess.search(said)
    if word:
        found.append(
            f"It speaks of “{word[0]}”: guessing this from people needs a person's yes, and an answer that says it cannot be told."
        )
    if form.flags:
        found.append("It has hard content: a person looks whether it says plainly what is to be seen.")
    if form.people == "self":
        found.append("The worker is in the items: a person looks whether that is fair to them.")
    return tuple(found)


def _said(form: PackForm) -> list[str]:
    """All that a worker may read, in every language: also labels, hints, examples, and what the answers are for."""
    says = [one.says for one in form.flags.values()]
    texts = (form.title, form.question, form.instruction, changing.taught(form), form.trains, form.use, *says)
    return [text for one in (*texts, form.afterwards) for text in one.values()]


def _compared(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
