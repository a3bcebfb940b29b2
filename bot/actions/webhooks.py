"""Webhooks: a requester's program is told of what is final, at an https address of theirs (`docs/webhooks.md`).

What is told: answers whose pay is final, each once and in their order, some in one event; a pack's end; money that runs low.
Answers that went into an event have left: that accepts them (P6). So the next event is made only when the one before was
taken, and a receiver that is gone accepts nothing. An event is kept as it is until it was taken; a try that failed is
repeated with growing pauses for three days, then the webhook is paused and its requester told. What was taken twice by a
crash in between has the same id.

`find` and `due` are reads; `take` leases a requester's webhook to one sender; `taken` and `failed` end that.
"""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from bot.actions import exporting, telling
from bot.domain import limits
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.voices import HookPaused, HookSet, HookShown
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.domain.refusals.voices import NotAWebhook, NoWebhook
from bot.domain.said import https
from bot.media import reaching
from bot.payouts.vault import Sealed, Vault
from bot.storage import Row, Tx

version = 1
answers_per_event = 100
secret_bytes = 32
lease_ms = 2 * limits.minute
idle_ms = 15 * limits.second
pause_least_ms, pause_most_ms = 30 * limits.second, 6 * limits.hour
given_up_ms = 3 * limits.day
late_ms = 30 * limits.day  # after its end a pack's late answers are looked for so long
gone = 410  # RFC 9110, 15.5.11: it is not coming back


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to tell of a pack: "results" from behind an assignment's id on, or its end ("closed")."""

    pack: int
    name: str
    what: str
    after: int = 0
    position: int = 0  # nothing before it is left to tell


@dataclass(frozen=True, slots=True)
class Parcel:
    """One event on its way: where to, signed by what ("" = no key opens it any more), which words."""

    requester: int
    event: int
    url: str
    secret: str
    body: str


# ---- its requester ---------------------------------------------------------------------------------------


def webhook(tx: Tx, who: Who, word: str, vault: Vault | None = None) -> Outcome:
    """/webhook: how it does; with an https address it is set; `off` and `on` end it and let it go on."""
    if not who.requester:
        return NotUnderstood(current=telling.current_mark(tx, who))
    if word in ("on", "off"):
        turn(tx, who.requester, word == "on")
    elif word:
        return HookSet(url=word, secret=set_to(tx, who.requester, word, vault))
    return shown(tx, who.requester)


def set_to(tx: Tx, requester: int, url: str, vault: Vault | None = None) -> str:
    """Sets a requester's webhook; returns its new secret, which nobody is shown again. Raises NotAWebhook.

    It is kept sealed where the installation has keys.
    """
    if not _is_address(url):
        raise NotAWebhook(written=url[: limits.link_characters_max])
    secret = secrets.token_hex(secret_bytes)
    kept = secret if vault is None else vault.seal(secret.encode())
    sealed = int(vault is not None)
    tx.run("webhooks.set", requester=requester, url=url, secret=kept, sealed=sealed, now=tx.now)
    telling.journal(tx, f"requester {requester}", "webhook_set", requester)
    return secret


def turn(tx: Tx, requester: int, on: bool) -> None:
    """Ends a webhook, or lets one that was off or paused go on at once. What waits is kept. Raises NoWebhook."""
    if not tx.run("webhooks.turn", requester=requester, state="on" if on else "off", now=tx.now):
        raise NoWebhook
    telling.journal(tx, f"requester {requester}", "webhook_on" if on else "webhook_off", requester)


def shown(tx: Tx, requester: int) -> HookShown:
    """How a requester's webhook does; without one, how to set it. A read."""
    row = tx.one("webhooks.hook", requester=requester)
    if row is None:
        return HookShown()
    return HookShown(row["url"], row["state"], row["status"], row["said"], row["tried_at"] or 0, row["tries"])


def _is_address(url: str) -> bool:
    """Plain https on its own port, to what may be in the open internet; where its name leads is seen when it is called."""
    parts = https(url)
    if parts is None or parts.port not in (None, reaching.https_port) or parts.fragment:
        return False
    return reaching.may_lead_out(parts.hostname or "")


# ---- what is told ----------------------------------------------------------------------------------------


def add(tx: Tx, requester: int, event: str, pack: str, facts: dict[str, Any]) -> None:
    """Leaves an event for a requester's webhook, if there is one."""
    if tx.one("webhooks.hook", requester=requester) is not None:
        _add(tx, requester, event, pack, facts)


def _add(tx: Tx, requester: int, event: str, pack: str, facts: dict[str, Any]) -> int:
    number = tx.new_id()
    whole = {"version": version, "id": str(number), "event": event, "pack": pack, "at": tx.now, **facts}
    tx.run("webhooks.add_event", id=number, requester=requester, body=json.dumps(whole, ensure_ascii=False))
    return number


def due(tx: Tx, most: int) -> list[int]:
    """Requesters whose webhooks are to be looked at now. A read."""
    return [row["requester"] for row in tx.all("webhooks.due", now=tx.now, most=most)]


def find(tx: Tx, requester: int) -> Found | None:
    """What there is to tell of a requester's packs, when no event waits already. A read: it may look at many answers."""
    if tx.one("webhooks.event", requester=requester) is not None:
        return None
    for row in tx.all("webhooks.packs", requester=requester, closed_since=tx.now - late_ms):
        first = tx.value("webhooks.first_answer", pack=row["id"], position=row["position"])
        oldest = tx.value("webhooks.oldest_left", pack=row["id"], position=row["position"])
        position = row["position"] if oldest is None else int(oldest) - 1
        if first is not None and exporting.any_untold(tx, row["id"], int(first) - 1):
            return Found(row["id"], row["name"], "results", int(first) - 1, position)
        if first is None and row["state"] == "refunded" and not row["closed"]:
            return Found(row["id"], row["name"], "closed")
    return None


def take(
    tx: Tx, requester: int, found: Found | None, secret: str, vault: Vault | None = None
) -> Parcel | None:
    """A requester's oldest event, made of what was found if none waits; None when nothing is to be told now.

    Leased to one sender, until `taken` or `failed`. `secret`: random, for a pack that makes no pseudonyms yet.
    """
    hook = tx.one("webhooks.lock", requester=requester)
    if hook is None or hook["state"] != "on" or hook["lease_until"] > tx.now or hook["next_at"] > tx.now:
        return None
    event = tx.one("webhooks.event", requester=requester)
    if event is None and found is not None:
        _make(tx, requester, found, secret)
        event = tx.one("webhooks.event", requester=requester)
    if event is None:
        tx.run("webhooks.rest", requester=requester, next_at=tx.now + idle_ms)
        return None
    tx.run("webhooks.lease", requester=requester, lease_until=tx.now + lease_ms)
    return Parcel(requester, event["id"], hook["url"], _opened(hook, vault), event["body"])


def _opened(hook: Row, vault: Vault | None) -> str:
    if not hook["sealed"]:
        return str(hook["secret"])
    with suppress(Sealed):
        return vault.open(hook["secret"]).decode() if vault is not None else ""
    return ""


def reseal(tx: Tx, vault: Vault) -> int:
    """Seals every secret with the newest key that is not sealed so yet. Returns how many."""
    done = 0
    for row in tx.all("webhooks.secrets"):
        with suppress(Sealed):
            secret = row["secret"]
            anew = vault.resealed(secret) if row["sealed"] else vault.seal(secret.encode())
            if anew is not None:
                done += tx.run("webhooks.reseal", requester=row["requester"], secret=anew)
    return done


def _make(tx: Tx, requester: int, found: Found, secret: str) -> None:
    tx.run("webhooks.know", requester=requester, pack=found.pack)
    if found.what == "closed":
        if tx.run("webhooks.close", requester=requester, pack=found.pack):
            _add(tx, requester, "pack.closed", found.name, {})
        return
    begun = exporting.opened(tx, found.name, secret, by=f"requester {requester}")
    page = exporting.untold_page(tx, begun, found.after, answers_per_event)
    if not page:
        return
    answers = [{**asdict(one), "currency": begun.results.currency} for one in page]
    event = _add(tx, requester, "pack.results", found.name, {"answers": answers})
    tx.many("webhooks.note", [{"assignment": int(one.id), "event": event} for one in page])
    tx.run("webhooks.reach", requester=requester, pack=found.pack, position=found.position)


def without(tx: Tx, requester: int, pack: str, task: int, key: str) -> None:
    """Takes a task's answers out of the events that wait: they are told if it is ever said to be within the law.

    What is with the receiver already, or on its way there now, can't be called back.
    """
    first = tx.value("webhooks.first_told", task=task)
    if first is None:
        return
    tx.run("webhooks.untell", task=task)
    tx.run("webhooks.reach_back", requester=requester, task=task, position=int(first) - 1)
    _leave_out(tx, requester, pack, task=key)


def without_person(tx: Tx, requester: int, pack: str, worker: str) -> None:
    """Takes the answers of somebody who withdrew, by the name they have in that pack's results, out of the events that wait."""
    _leave_out(tx, requester, pack, worker=worker)


def _leave_out(tx: Tx, requester: int, pack: str, **named: str) -> None:
    """Of a pack's answers in events that wait those that say all this."""
    for row in tx.all("webhooks.events", requester=requester):
        body = json.loads(row["body"])
        if "answers" not in body or body["pack"] != pack:
            continue
        left = [one for one in body["answers"] if any(one[name] != said for name, said in named.items())]
        if not left:
            tx.run("webhooks.drop_event", id=row["id"])
        elif len(left) < len(body["answers"]):
            kept = json.dumps({**body, "answers": left}, ensure_ascii=False)
            tx.run("webhooks.set_body", id=row["id"], body=kept)


# ---- how it went -----------------------------------------------------------------------------------------


def taken(tx: Tx, parcel: Parcel, status: int, said: str) -> None:
    """The receiver has it: the event is gone, the next may come at once."""
    tx.run("webhooks.drop_event", id=parcel.event)
    tx.run(
        "webhooks.was_taken",
        requester=parcel.requester,
        url=parcel.url,
        status=status,
        said=said,
        now=tx.now,
    )


def failed(tx: Tx, parcel: Parcel, status: int, said: str) -> None:
    """It did not arrive, as far as we know: again after a while; after three days, or where it is gone, paused and told.

    What an address said that is not the webhook's any more is nothing about the new one.
    """
    hook = tx.one("webhooks.lock", requester=parcel.requester)
    if hook is None or hook["url"] != parcel.url:
        return
    since = hook["failing_since"] if hook["failing_since"] is not None else tx.now
    paused = hook["state"] == "on" and (status == gone or tx.now - since >= given_up_ms)
    pause = min(pause_least_ms * 2 ** min(hook["tries"], 20), pause_most_ms)
    tx.run(
        "webhooks.has_failed",
        requester=parcel.requester,
        state="paused" if paused else hook["state"],
        since=since,
        next_at=tx.now + pause,
        status=status,
        said=said,
        now=tx.now,
    )
    if paused:
        telling.journal(tx, "round", "webhook_paused", parcel.requester, status=status)
        telling.notify_requester(tx, parcel.requester, HookPaused(url=hook["url"]), topic="webhook")
