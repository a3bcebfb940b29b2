"""Signed work records: whole they are proved by the file alone; whatever is changed shows."""

import json
from base64 import b64decode, b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers.record import Signer, prove, record_bytes_max, secret_of, shown_kind, signed

SIGNER = Signer(b64encode(bytes(range(32))).decode())
OTHER = Signer(b64encode(bytes(32)).decode())
TOLD: dict[str, Any] = {
    "house": {"name": "Ujima Cooperative", "address": "12 River Road, Nairobi", "law": "Kenya"},
    "name": "أمينة Yusuf",
    "made_at": "2026-01-01T00:00:00.000Z",
    "says": "120 answers.",
    "work": [{"title": "Streets", "kind": "choice", "asks": "Maps", "answers": 120, "known": 9, "right": 8}],
}
RECORD = signed(SIGNER, TOLD)


def test_a_record_is_proved_by_itself() -> None:
    """Nothing but the file is needed; with the key it is known whose it is."""
    for key in ("", SIGNER.public):
        found = prove(RECORD, key)
        assert found.fault == "" and found.record["name"] == TOLD["name"]
    assert prove(RECORD, OTHER.public).fault == "another key"


def test_a_paper_of_what_was_shown_is_proved_like_a_record() -> None:
    """It is of another kind, and can't be turned into one of the first: the kind is signed too."""
    told = {"house": TOLD["house"], "made_at": TOLD["made_at"], "says": "It was work.", "task": 7}
    paper = signed(SIGNER, told, shown_kind)
    assert prove(paper, SIGNER.public).fault == ""
    turned = paper.replace(b"ujima shown as work", b"ujima work record")
    assert prove(turned, SIGNER.public).fault == "changed"


def test_the_same_record_is_the_same_bytes_and_can_be_read() -> None:
    """Letters stand as they are, names are sorted, the last byte is a line feed."""
    assert signed(SIGNER, dict(reversed(TOLD.items()))) == RECORD
    assert "أمينة" in RECORD.decode() and RECORD.endswith(b"}\n")
    assert list(json.loads(RECORD)) == sorted(json.loads(RECORD))


@given(st.integers(0, len(RECORD) - 1), st.integers(1, 255))
def test_any_changed_byte_shows(place: int, by: int) -> None:
    """Also one between the words, in the key, or in the signature."""
    changed = bytearray(RECORD)
    changed[place] ^= by
    assert prove(bytes(changed)).fault


@given(st.integers(0, len(RECORD)), st.binary(min_size=1, max_size=3))
def test_any_byte_that_came_or_went_shows(place: int, new: bytes) -> None:
    """Cut short, or with something put in."""
    assert prove(RECORD[:place] + new + RECORD[place:]).fault
    assert prove(RECORD[:place] + RECORD[place + len(new) :]).fault or place == len(RECORD)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_file_has_an_answer(content: bytes) -> None:
    """What is no record is told to be none, whatever it is."""
    assert prove(content).fault in ("unreadable", "no record")


def test_what_is_wrong_is_named() -> None:
    """Too large, cut short, another file, another form, a repeated name, a number that is none, another way to write it."""
    record = json.loads(RECORD)
    assert prove(b" " * (record_bytes_max + 1)).fault == "too large"
    assert prove(RECORD[:-20]).fault == "unreadable" and prove(b"[" * 100_000).fault == "unreadable"
    assert prove(b'{"a": 1}').fault == "no record" and prove(b"[]").fault == "no record"
    assert prove(RECORD.replace(b'"form": 1', b'"form": 2')).fault == "another form"
    assert prove(RECORD.replace(b'"form": 1', b'"form": true')).fault == "another form"
    assert prove(json.dumps(record).encode()).fault == "written otherwise"
    assert prove(RECORD.replace(b'"form": 1,', b'"form": 1,\n "form": 1,')).fault == "written otherwise"
    assert prove(RECORD.replace(b'"answers": 120', b'"answers": NaN')).fault
    assert prove(RECORD.replace(b'"answers": 120', b'"answers": 121')).fault == "changed"
    assert prove(RECORD.replace(b'"signature"', b'"signed"')).fault in ("no key", "written otherwise")
    assert prove(RECORD.replace(SIGNER.public.encode(), OTHER.public.encode())).fault == "changed"


def test_a_key_is_shown_by_no_repr_and_read_strictly() -> None:
    """32 bytes of base64, written in one way."""
    assert SIGNER.secret not in repr(SIGNER) and secret_of(SIGNER.secret) == bytes(range(32))
    assert len(b64decode(SIGNER.public)) == 32
    for written in (
        "",
        "AAAA",
        SIGNER.secret[:-1],
        f" {SIGNER.secret}",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=",
    ):
        with pytest.raises(ValueError):
            secret_of(written)
