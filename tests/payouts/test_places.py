"""Places to be paid at, as people write them: normalised, or refused; shown by their end alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.payouts import _places

KENYAN = "+254712345678"


@pytest.mark.parametrize(
    "written",
    [
        "0712345678",
        "0712 345 678",
        "254712345678",
        "+254 712-345-678",
        "00254712345678",
        "(+254) 712.345.678",
        "٠٧١٢٣٤٥٦٧٨",
        "+۲۵۴ ۷۱۲ ۳۴۵ ۶۷۸",
        "\u200e+254712345678\u202c",
        "０７１２３４５６７８",
    ],
)
def test_a_number_is_read_as_people_write_it(written: str) -> None:
    """With or without its country, in any digits, with spaces, signs and invisible marks."""
    found = _places.phone(written, _places.kenya)
    assert found is not None and (found.to, found.hint) == (KENYAN, "···678")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "+",
        "0",
        "12",
        "712345678",
        "0212345678",
        "07123456789",
        "071234567",
        "+2547123456789",
        "+0712345678",
        "amina@example.org",
        "0712 345 67a",
        "+1234567890123456",
        "²07123456",
        "0" * 500,
    ],
)
def test_what_is_no_number_is_none(written: str) -> None:
    """Too short, too long, of no Kenyan network, or no digits at all."""
    assert _places.phone(written, _places.kenya) is None


def test_other_countries_numbers_are_their_providers_to_know() -> None:
    """E.164 is enough for them: a country and at most fifteen digits."""
    found = _places.phone("+256 772 123456")
    assert found is not None and found.to == "+256772123456"


@given(st.text())
def test_any_text_is_read_without_a_crash(written: str) -> None:
    """Whatever is written is a place or none, and a place reads as itself."""
    for read in (lambda text: _places.phone(text, _places.kenya), _places.mail, _places.account):
        found = read(written)
        if found is not None:
            again = read(found.to)
            assert again == found and len(found.hint) < len(found.to) + 4


@pytest.mark.parametrize("written", ["amina@example.org", " Amina@Example.ORG ", "a.b+c@mail.example.co.ke"])
def test_a_mailbox_is_an_address(written: str) -> None:
    """In small letters; shown by its first letter and its domain."""
    found = _places.mail(written)
    assert found is not None
    assert found.to == written.strip().lower() and found.hint.startswith("a···@")


@pytest.mark.parametrize(
    "written",
    ["", "amina", "@example.org", "a@b", "a b@example.org", "a..b@example.org", "a@example..org", "a@-x.org",
     "a@x.org\nBcc: b@x.org", '"a"@example.org', "a@[127.0.0.1]", f"{'a' * 120}@example.org"],
)  # fmt: skip
def test_what_is_no_mailbox_is_none(written: str) -> None:
    """Quotes, brackets, lines and other things that mail allows and nobody has."""
    assert _places.mail(written) is None


def test_an_account_is_known_by_its_check_digits() -> None:
    """ISO 13616's own examples are accounts; with one digit changed they are none."""
    for written in ("GB29 NWBK 6016 1331 9268 19", "de89 3704 0044 0532 0130 00"):
        found = _places.account(written)
        assert found is not None and found.hint == f"···{written.replace(' ', '')[-3:]}"
    assert _places.account("GB29 NWBK 6016 1331 9268 18") is None
    assert _places.account("GB29") is None
