"""Signed records: what somebody did, or was shown, in a file that anybody can prove without us.

A record is one JSON object, written in one way only: UTF-8, names sorted, one space of indentation, letters as they are
(not escaped), whole numbers, a line feed at the end. So any changed byte shows, also one between the words.

    form        1, the number of this form
    kind        "ujima work record"
    house       name, address, law of whoever vouches for it
    name        as the person typed it; nobody has looked at papers
    made_at     ISO 8601, UTC
    says        the same in a few sentences
    work        for each pack: title, kind, asks, first, last (days), answers; known, right (of the tasks whose answer was
                known, once the pack is closed); earned, currency (when they chose to show it)
    key         the public key it was signed with: Ed25519, 32 bytes, base64
    signature   of all the above: base64 of Ed25519 (RFC 8032) over its kind, a line feed, and the record without this name

Of another kind, "ujima shown as work", is the paper that something came to somebody by this program, as paid work, and not
because they looked for it: house, made_at, says; shown_at, pack, task (its number here), key, signature. Of what was shown
it says nothing.

Who signed is told by the key alone; whose key it is, the house's `/about` says, and every earlier record of it.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

form: Final = 1
kind: Final = "ujima work record"
shown_kind: Final = "ujima shown as work"
kinds: Final = (kind, shown_kind)
key_bytes: Final = 32
signature_bytes: Final = 64
record_bytes_max: Final = 1_000_000

Fault = Literal["", "too large", "unreadable", "no record", "another form", "written otherwise", "no key", "another key", "changed"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signer:
    """An installation's signing key. Its 32 secret bytes are shown by no `repr`."""

    secret: str = field(repr=False)

    @property
    def public(self) -> str:
        """The public key, base64."""
        return _text(self._key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> str:
        """The signature, base64; the same message gives the same one."""
        return _text(self._key.sign(message))

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(secret_of(self.secret))


@dataclass(frozen=True, slots=True)
class Proved:
    """What became of a proof: a fault ("" for none), and what the record says as far as it could be read."""

    fault: Fault
    record: dict[str, Any] = field(default_factory=dict)


def new_key() -> str:
    """A key nobody has had before, as `secret_of` reads it."""
    return _text(Ed25519PrivateKey.generate().private_bytes_raw())


def secret_of(written: str) -> bytes:
    """The 32 bytes of a key. ValueError for anything else than their base64."""
    return _bytes(written, key_bytes)


def signed(signer: Signer, told: dict[str, Any], kind: str = kind) -> bytes:
    """The record's bytes. `told` is what stands between `form` and `key`."""
    record = {"form": form, "kind": kind, **told, "key": signer.public}
    return _written({**record, "signature": signer.sign(_message(record))})


def prove(content: bytes, key: str = "") -> Proved:
    """What is wrong with a record, or that nothing is; with `key` it must be that one's. Needs nothing but the file."""
    if len(content) > record_bytes_max:
        return Proved("too large")
    try:
        record = json.loads(content.decode())
    except (ValueError, RecursionError):
        return Proved("unreadable")
    if not isinstance(record, dict) or record.get("kind") not in kinds:
        return Proved("no record")
    return Proved(_fault(record, content, key), record)


def _fault(record: dict[str, Any], content: bytes, key: str) -> Fault:
    if type(record.get("form")) is not int or record["form"] != form:
        return "another form"
    try:
        if _written(record) != content:
            return "written otherwise"
        public = Ed25519PublicKey.from_public_bytes(_bytes(record.get("key"), key_bytes))
        signature = _bytes(record.get("signature"), signature_bytes)
    except (ValueError, RecursionError):
        return "no key"
    if key and record["key"] != key:
        return "another key"
    try:
        public.verify(
            signature, _message({one: value for one, value in record.items() if one != "signature"})
        )
    except InvalidSignature:
        return "changed"
    return ""


def _message(record: dict[str, Any]) -> bytes:
    return f"{record['kind']}\n".encode() + _written(record)


def _written(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n").encode()


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()


def _bytes(written: object, count: int) -> bytes:
    """The bytes of strict base64, of which there must be so many; written in another way it is refused."""
    if not isinstance(written, str):
        raise ValueError("no text")
    try:
        raw = b64decode(written, validate=True)
    except NotBase64:
        raise ValueError("no base64") from None
    if len(raw) != count or _text(raw) != written:
        raise ValueError(f"not {count} bytes of base64")
    return raw
