"""What is kept of an update that could not be handled: enough to find a fault, and no word or number of anybody's."""

import json
from typing import Any

import pytest

from bot.chat import wordless

UPDATE: dict[str, Any] = {
    "update_id": 77,
    "message": {
        "from": {"id": 424242, "is_bot": False, "first_name": "Zebunnisa"},
        "text": "🐘 Not well",
        "entities": [{"type": "bot_command", "offset": 0}],
        "reply_to": None,
    },
}


def test_the_shape_has_names_of_fields_and_kinds_of_values() -> None:
    """Neither what was written nor who wrote it."""
    assert wordless.shape(UPDATE) == {
        "update_id": "int",
        "message": {
            "from": {"id": "int", "is_bot": "bool", "first_name": "text of 9"},
            "text": "text of 10",
            "entities": [{"type": "text of 11", "offset": "int"}],
            "reply_to": "NoneType",
        },
    }


def test_an_update_that_is_too_deep_or_too_long_has_a_shape_too() -> None:
    """Of the rest stands what it is."""
    deep: Any = []
    for _ in range(500):
        deep = [deep]
    assert len(json.dumps(wordless.shape({"deep": deep, "long": [1] * 500}))) < 200


def test_money_that_came_can_be_found_again() -> None:
    """How much, for what, by which charge; not whose."""
    paid = {
        "currency": "USD",
        "total_amount": 500,
        "invoice_payload": "top-up 7",
        "telegram_payment_charge_id": "c" * 500,
        "provider_payment_charge_id": ["odd"],
        "order_info": {"name": "Zebunnisa"},
    }
    kept = wordless.shape({"message": {"successful_payment": paid}})["message"]["successful_payment"]
    assert kept == {
        "currency": "USD",
        "total_amount": "500",
        "invoice_payload": "top-up 7",
        "telegram_payment_charge_id": "c" * 200,
        "provider_payment_charge_id": ["text of 3"],
        "order_info": {"name": "text of 9"},
    }


def failed(first: Exception, then: Exception) -> Exception:
    """An error that came of another one."""
    try:
        try:
            raise first
        except Exception as error:
            raise then from error
    except Exception as error:
        return error


@pytest.mark.parametrize("said", ["not well", "WELL, it seems", "person 424242", "no number 77"])
def test_an_error_that_repeats_what_was_written_is_hidden(said: str) -> None:
    """Wherever in the chain: what kind it was and where stay."""
    told = wordless.why(failed(KeyError(said), ValueError("no such column: mood")), UPDATE)
    assert said not in told and told.index(f"KeyError: {wordless.hidden}") < told.index(
        "ValueError: no such column: mood"
    )
    assert "test_wordless.py" in told


def test_a_number_nobody_can_write_is_no_hindrance() -> None:
    """Python writes whole numbers of 4,300 digits at most."""
    odd = {"update_id": 10**5000, "currency": 10**5000}
    assert wordless.shape(odd) == {"update_id": "int", "currency": ""}
    assert wordless.why(ValueError("too long"), odd) == "ValueError: too long"
