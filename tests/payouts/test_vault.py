"""The vault: what is sealed opens with its key alone, and keys can be changed without losing anything."""

import stat
from pathlib import Path

import pytest

from bot.payouts.vault import Sealed, Vault, WrongKeys, kept_key, new_key

NUMBER = b"+254712345678"


def test_what_is_sealed_opens_and_shows_nothing() -> None:
    """The content comes back, is nowhere in the sealed text, and seals differently each time."""
    vault = Vault(new_key())
    sealed = vault.seal(NUMBER)
    assert vault.open(sealed) == NUMBER
    assert "712345678" not in sealed and sealed != vault.seal(NUMBER)


def test_another_key_opens_nothing() -> None:
    """Neither a stranger's key nor a changed text gives anything away."""
    sealed = Vault(new_key()).seal(NUMBER)
    for wrong in (sealed, sealed[:-4] + "AAAA", "", "é"):
        with pytest.raises(Sealed):
            Vault(new_key()).open(wrong)


def test_keys_are_changed_by_sealing_anew() -> None:
    """With a new key before the old one both open; what was sealed anew opens without the old one."""
    old, new = new_key(), new_key()
    sealed = Vault(old).seal(NUMBER)
    both = Vault(f"{new}, {old}")
    anew = both.resealed(sealed)
    assert both.open(sealed) == NUMBER and anew is not None
    assert Vault(new).open(anew) == NUMBER
    assert both.resealed(anew) is None
    with pytest.raises(Sealed):
        Vault(new).resealed(sealed)


@pytest.mark.parametrize("keys", ["", " , ", "secret", "A" * 43 + "!", "é" * 44, "A" * 43 + "=,x"])
def test_what_is_no_key_is_refused(keys: str) -> None:
    """A key is 32 bytes as `new_key` writes them, nothing else."""
    with pytest.raises(WrongKeys):
        Vault(keys)


def test_a_kept_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """The file is made with the first call, read by the next, and nobody else may read it."""
    file = tmp_path / "keys"
    key = kept_key(file)
    assert kept_key(file) == key and Vault(key)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
