"""Settings: read once, told by name when wrong, never shown."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from pydantic import ValidationError

from bot import config, payouts
from bot.app import ways_of
from bot.config import Settings, WrongSettings, carried, example
from bot.payouts.vault import new_key

TOKEN = "7000:" + "A" * 35
ROOT = Path(__file__).parents[1]
OPERATOR = {
    "UJIMA_OPERATOR_NAME": "Ujima Society",
    "UJIMA_OPERATOR_ADDRESS": "1 Market Road, Kisumu",
    "UJIMA_OPERATOR_LAW": "Kenya",
    "UJIMA_COMPLAINTS_BODY": "Labour Office, Kisumu",
}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine the tests run on."""
    for name in Settings.model_fields:
        monkeypatch.delenv(config.prefix + name.upper(), raising=False)


def test_an_empty_folder_gives_the_defaults(tmp_path: Path) -> None:
    """Without any setting the program stands on SQLite in ./data and dollars."""
    found = config.read(tmp_path)
    assert (found.currency, found.floor_hourly_micro, found.node, found.poll_timeout_s) == (
        "USD",
        5_000_000,
        0,
        25,
    )
    assert unquote(found.database_url) == f"sqlite://{Path('data/ujima.db').absolute()}"
    assert found.secrets == ()


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable of the environment is stronger than the same one in .env."""
    (tmp_path / ".env").write_text(
        "UJIMA_CURRENCY=KES\nUJIMA_FLOOR_HOURLY=500.00\nUJIMA_PAYOUT_LEAST=50\nUJIMA_TWO_PEOPLE_ABOVE=60000.00\n"
        "UJIMA_REVERSIBLE_MAX=6000.00\nUJIMA_NODE=7\nEDITOR=vi\n",
        "utf-8",
    )
    monkeypatch.setenv("UJIMA_NODE", "8")
    found = config.read(tmp_path)
    assert (found.currency, found.node) == ("KES", 8)


def test_a_data_folder_with_any_name_makes_a_sound_address(tmp_path: Path) -> None:
    """Letters that mean something in an address are escaped in the database's."""
    assert Settings(data=Path("/a folder/#1?")).database_url == "sqlite:///a%20folder/%231%3F/ujima.db"


def test_settings_are_frozen(tmp_path: Path) -> None:
    """What was read once stays as it was read."""
    found = config.read(tmp_path)
    with pytest.raises(ValidationError, match="frozen"):
        found.node = 3  # type: ignore[misc]


def test_run_is_refused_without_a_token_and_an_operator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People are owed a name, an address, a law and a complaints body before the first task."""
    assert [sentence.split()[0] for sentence in config.read(tmp_path).missing_to_run()] == [
        "UJIMA_TOKEN",
        *OPERATOR,
    ]
    for name, value in {"UJIMA_TOKEN": TOKEN, **OPERATOR}.items():
        monkeypatch.setenv(name, value)
    assert config.read(tmp_path).missing_to_run() == ()
    monkeypatch.setenv("UJIMA_OPERATOR_LAW", "  ")
    assert len(config.read(tmp_path).missing_to_run()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("UJIMA_TOKEN", "7000:short"),
        ("UJIMA_TOKEN", TOKEN + "A"),
        ("UJIMA_API_URL", "ftp://example.org"),
        ("UJIMA_API_URL", "https://user:secret@example.org"),
        ("UJIMA_DATABASE", "mysql://user:secret@host/name"),
        ("UJIMA_DATABASE", "postgresql://user:se@cret@host/name"),
        ("UJIMA_DATABASE", "postgresql://user:se#cret@host/name"),
        ("UJIMA_DATABASE", "postgresql://user:se/cret@host/name"),
        ("UJIMA_DATABASE", "postgresql://user:secret@host"),
        ("UJIMA_DATABASE", "postgresql://user:secret@host:99999/name"),
        ("UJIMA_CURRENCY", "usd"),
        ("UJIMA_CURRENCY", "ABC"),
        ("UJIMA_FLOOR_HOURLY", "-5"),
        ("UJIMA_FLOOR_HOURLY", "five"),
        ("UJIMA_PAYOUT_LEAST", "0.000"),
        ("UJIMA_LOG_LEVEL", "loud"),
        ("UJIMA_NODE", "1024"),
        ("UJIMA_NODE", "one"),
        ("UJIMA_POLL_TIMEOUT_S", "0"),
        ("UJIMA_POLL_TIMEOUT_S", "51"),
    ],
)
def test_a_wrong_value_is_named_and_not_shown(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence that begins with the setting's name and keeps its value to itself."""
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSettings) as caught:
        config.read(tmp_path)
    (sentence,) = caught.value.sentences
    assert sentence.startswith(f"{name} can't be used: ") and sentence.endswith(".")
    assert value not in sentence and "secret" not in sentence and "cret@" not in sentence
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


def test_every_wrong_setting_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two wrong values and a misspelt name are three sentences."""
    (tmp_path / ".env").write_text("UJIMA_TOKNE=7\n", "utf-8")
    monkeypatch.setenv("UJIMA_NODE", "x")
    monkeypatch.setenv("UJIMA_CURRENCY", "x")
    with pytest.raises(WrongSettings) as caught:
        config.read(tmp_path)
    assert caught.value.sentences[0] == "UJIMA_TOKNE is no setting; did you mean UJIMA_TOKEN?"
    assert len(caught.value.sentences) == 3


def test_a_file_that_is_no_text_is_a_sentence(tmp_path: Path) -> None:
    """A .env of random bytes is refused by name."""
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00UJIMA")
    with pytest.raises(WrongSettings, match=r"\.env can't be read"):
        config.read(tmp_path)


def test_secrets_are_known_as_written_and_as_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The logs learn the token and the password, escaped and plain; printing the settings shows neither."""
    monkeypatch.setenv("UJIMA_TOKEN", TOKEN)
    monkeypatch.setenv("UJIMA_DATABASE", "postgresql://ujima:p%40ss-word@localhost:5432/ujima")
    found = config.read(tmp_path)
    assert found.secrets == (TOKEN, "p%40ss-word", "p@ss-word")
    assert TOKEN not in repr(found) + str(found) and "ss-word" not in repr(found) + str(found)


def test_the_example_file_is_the_settings() -> None:
    """`deploy/settings.env.example` has every setting, its description and its default; `make settings` writes it."""
    assert (ROOT / "deploy" / "settings.env.example").read_text("utf-8") == example()


def test_the_example_uncommented_is_the_defaults(tmp_path: Path) -> None:
    """Whoever copies the example and uncomments every line has changed nothing."""
    lines = [line.removeprefix("#") for line in example().splitlines() if line.startswith("#UJIMA_")]
    (tmp_path / ".env").write_text("\n".join(lines), "utf-8")
    assert config.read(tmp_path) == Settings()


def test_carried_folders_are_found_from_any_folder(tmp_path: Path) -> None:
    """In a checkout the carried folders are the checkout's own, wherever one stands."""
    ask = "from bot.config import carried; print(carried('taskpacks'))"
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()) == carried("taskpacks") == ROOT / "taskpacks"


def test_another_currency_needs_amounts_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five of another currency may be nothing: whoever sets one says the amounts whose defaults are dollars."""
    monkeypatch.setenv("UJIMA_CURRENCY", "KES")
    for name, amount in IN_SHILLINGS.items():
        with pytest.raises(WrongSettings, match=f"{name} is not set"):
            config.read(tmp_path)
        monkeypatch.setenv(name, amount)
    read = config.read(tmp_path)
    assert (read.floor_hourly_micro, read.reversible_max_micro) == (650_000_000, 6_500_000_000)
    assert ways_of(read, lambda: 0).least == 50_000_000


IN_SHILLINGS = {
    "UJIMA_FLOOR_HOURLY": "650.00",
    "UJIMA_PAYOUT_LEAST": "50",
    "UJIMA_TWO_PEOPLE_ABOVE": "65000.00",
    "UJIMA_REVERSIBLE_MAX": "6500.00",
}


RAILS = {
    "rates": "KES 129.50 2026-01-01",
    "keys": new_key(),
    "hooks_port": 8443,
    "hooks_url": "https://pay.example.org/",
    "hooks_secret": "a long enough secret",
    "mpesa_key": "key",
    "mpesa_secret": "mpesa secret",
    "mpesa_shortcode": "600992",
    "mpesa_initiator": "ujima",
    "mpesa_credential": "credential",
    "paypal_key": "client",
    "paypal_secret": "paypal secret",
    "africas_talking_key": "at key",
    "africas_talking_user": "ujima",
    "africas_talking_product": "wages",
    "list_form": "sepa",
}


def test_no_rail_is_offered_unless_it_is_set_up() -> None:
    """The defaults pay nobody, and miss nothing."""
    assert payouts.rails(Settings(), lambda: 0) == {} and payouts.wanting(Settings()) == {}


def test_every_rail_is_offered_with_its_settings() -> None:
    """With all of them set, all rails are there, and nothing they need is missing."""
    settings = Settings(**RAILS)
    assert sorted(payouts.rails(settings, lambda: 0)) == ["africas_talking", "list", "mpesa", "paypal"]
    assert payouts.wanting(settings) == {} and not any("payouts" in one for one in settings.missing_to_run())


@pytest.mark.parametrize("name", sorted(set(RAILS) - {"list_form"}))
def test_half_a_rail_is_told_by_name(name: str) -> None:
    """Without any one of its settings a rail is not offered, and a start says which one it needs."""
    settings = Settings(**{key: value for key, value in RAILS.items() if key != name})
    said = [one for one in settings.missing_to_run() if f"UJIMA_{name.upper()} is needed for payouts" in one]
    assert said and all(one.endswith(".") for one in said)
    if name != "keys":
        assert len(payouts.rails(settings, lambda: 0)) < 4


def test_a_door_needs_a_secret() -> None:
    """Without one anybody could make the addresses that providers are told."""
    (said,) = (one for one in Settings(hooks_port=8443).missing_to_run() if "HOOKS" in one)
    assert said.startswith("UJIMA_HOOKS_SECRET is needed for notices.")


HOOK = {
    "webhook_url": "https://bot.example.org/updates",
    "webhook_port": 8081,
    "webhook_secret": "a-secret_of-16-letters",
}


@pytest.mark.parametrize("name", sorted(HOOK))
def test_half_a_webhook_is_told_by_name(name: str) -> None:
    """A start says what it still needs; whole, or not begun, it needs nothing."""
    (said,) = (
        one
        for one in Settings(**{key: value for key, value in HOOK.items() if key != name}).missing_to_run()
        if "WEBHOOK" in one
    )
    assert said.startswith(f"UJIMA_{name.upper()} is needed for a webhook.")
    assert not [one for whole in ({}, HOOK) for one in Settings(**whole).missing_to_run() if "WEBHOOK" in one]
    assert "a-secret_of-16-letters" in Settings(**HOOK).secrets


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook_url", "bot.example.org"),
        ("webhook_secret", "short"),
        ("webhook_secret", "with a space in between"),
        ("webhook_port", -1),
        ("backend", "curl"),
    ],
)
def test_a_wrong_setting_of_the_line_is_refused(name: str, value: object) -> None:
    """An address without a scheme, a secret that no header may hold, a backend that is none."""
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: value})


def test_secrets_of_rails_are_secrets() -> None:
    """No log may show a rail's keys, the vault's, or the secret of the door; each of several keys alone, too."""
    several = f"{new_key()}, {new_key()}"
    hidden = Settings(**{**RAILS, "keys": several}).secrets
    assert {"mpesa secret", "credential", "paypal secret", "at key", "a long enough secret"} <= set(hidden)
    assert set(several.split(", ")) <= set(hidden)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("keys", "no key at all"),
        ("rates", "KES"),
        ("hooks_url", "http://pay.example.org"),
        ("hooks_secret", "short"),
        ("hooks_port", 70_000),
        ("mpesa_fee", "5:1 2:3"),
        ("mpesa_shortcode", "six"),
        ("mpesa_url", "https://user:secret@example.org"),
        ("paypal_currency", "dollars"),
        ("list_form", "bitcoin"),
    ],
)
def test_a_wrong_setting_of_payouts_is_refused(name: str, value: object) -> None:
    """A tariff that goes down, an address without https, a key that is none."""
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: value})
