"""The same task pays the same, whoever and wherever somebody is (P7): no path leads from a person's traits to an amount."""

import ast
import re

import pytest

from bot.packs.form import PackForm
from tests.house.paths import Place, Program, sources
from tests.house.sources import BOT, modules

ROOMS = ("actions", "chat", "desk", "domain", "ledger", "money", "packs", "rounds")
TRAITS = {
    "language",
    "country",
    "data_mode",
    "offset",
    "offset_minutes",
    "offset_at",
    "offset_before",
    "quiet_from",
    "telegram",
    "first_name",
    "shares",
    "away",
    "name",
    "created_at",
    "barred",
    "limited",
}
"""What is known of a person, their place, their phone and their Telegram account."""

PAYS = re.compile(r"bot\.ledger\.(pay_\w+|lock|top_up|advance)")
AMOUNTS = {"amount", "quote"}
COLUMNS = {
    "paid",
    "reading",
    "reading_pay",
    "care_pay",
    "extra",
    "hourly",
    "price",
    "floor_extra",
    "changes_due",
}
"""What a query is given to write where an amount is kept."""


def amounts(program: Program) -> list[tuple[Place, ast.AST]]:
    """Every amount that is locked, paid or kept to be paid: what ledger and queries are given for it."""
    found: list[tuple[Place, ast.AST]] = []
    for name, calls in program.calls.items():
        wanted = AMOUNTS | {None} if PAYS.fullmatch(name) else COLUMNS if name.endswith(".run") else set()
        for place, call in calls:
            found += [(place, given.value) for given in call.keywords if given.arg in wanted]
    return found


def test_no_path_leads_from_a_person_to_an_amount() -> None:
    """What amounts are made of is the pack's: its price, its estimate, its words, its reserves; and nothing of a person."""
    program = Program.of(modules(*ROOMS))
    beginnings = amounts(program)
    found = sources(program, beginnings)
    assert len(beginnings) >= 30 and {"price", "reading_pay", "floor_extra", "care_pay", "hourly"} <= found
    assert found & TRAITS == set()


WRONG = (
    ('form.price * (2 if who.language == "en" else 1)', "language"),
    ("(form.price if cheap(who) else 2 * form.price)", "country"),
    ('max(form.price, 3 if assignment["data_mode"] == "full" else 0)', "data_mode"),
)


@pytest.mark.parametrize(("written", "trait"), WRONG)
def test_a_path_that_is_added_is_found(written: str, trait: str) -> None:
    """A price by language, by country through a function, by data mode in a row: each is seen, wherever it stands."""

    def changed() -> list[tuple[str, ast.Module]]:
        trees = []
        for path, tree in modules(*ROOMS):
            if path == "bot/actions/working.py":
                source = (BOT / "actions" / "working.py").read_text("utf-8")
                assert source.count("pack, form.price, window_h") == 1
                source = source.replace("pack, form.price, window_h", f"pack, {written}, window_h")
                source += "\n\ndef cheap(person):\n    where = person.country\n    return where == 'KE'\n"
                tree = ast.parse(source)
            trees.append((path, tree))
        return trees

    program = Program.of(changed())
    assert trait in sources(program, amounts(program)) & TRAITS


OF_A_PERSON = re.compile(r"\b(language|country|data_mode|offset_minutes|offset_before)\b")
OF_MONEY = re.compile(
    r"\b(paid|price|hourly|reading_pay|care_pay|floor_extra|floor_hourly|floor|amount|changes_due)\b"
)
BESIDE = {
    "cases.add": "a case goes to who reads its language; its amount says how many people decide",
    "cases.one": "the same",
    "cases.kept": "the same",
    "interpreters.eligible": "an interpreter reads the case's language, and has answers that were paid",
    "cases.eligible": "a jury reads the case's language, and has answers that were paid",
}


def test_no_query_knows_a_person_s_traits_and_an_amount() -> None:
    """Where one query names both, it stands here with the reason; none of them writes what somebody is paid."""
    found = set()
    for file in sorted((BOT / "storage" / "sql").glob("*.sql")):
        for block in re.split(r"^-- name: ", file.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            name, _, body = block.partition("\n")
            body = "\n".join(line for line in body.splitlines() if not line.startswith("--"))
            if OF_A_PERSON.search(body) and OF_MONEY.search(body):
                found.add(f"{file.stem}.{name.split()[0]}")
    assert found == BESIDE.keys()


def test_a_pack_has_one_price() -> None:
    """One whole number for all; no field of its form has a price for some."""
    priced = [name for name in PackForm.model_fields if re.search("price|pay|rate|hourly|bonus", name)]
    assert priced == ["price"] and PackForm.model_fields["price"].annotation is int
