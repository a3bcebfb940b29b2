"""The store keeps bytes once and durably, gives back exactly them, and sweeps only what nobody needs."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.media.images import hash_of
from bot.media.store import MissingMedia, Store

HOUR_S = 3_600
NOW = 1_800_000_000_000
UNKNOWN = "0" * 64


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store whose folder does not exist yet."""
    return Store(tmp_path / "media")


def aged(store: Store, data: bytes, age_s: int) -> str:
    """Put bytes and make them `age_s` seconds old at NOW."""
    name = store.put(data)
    then_s = NOW // 1_000 - age_s
    os.utime(store.path(name), (then_s, then_s))
    return name


def test_what_is_put_can_be_got(store: Store) -> None:
    """The hash of some bytes gives these bytes back, empty ones too."""
    for data in (b"maize", b"", bytes(range(256)) * 1_000):
        name = store.put(data)
        assert name == hash_of(data)
        assert store.get(name) == data


def test_the_same_content_is_kept_once(store: Store) -> None:
    """Putting twice leaves one file, unchanged."""
    first = store.put(b"maize")
    inode = store.path(first).stat().st_ino
    assert store.put(b"maize") == first
    assert store.path(first).stat().st_ino == inode
    assert [path.name for path in store.folder.rglob("*") if path.is_file()] == [first]


def test_a_file_lies_under_the_first_two_digits(store: Store) -> None:
    """The layout is the published one, so a backup can be read by hand."""
    name = store.put(b"maize")
    assert store.path(name) == store.folder / name[:2] / name


def test_media_are_readable_by_their_owner_only(store: Store) -> None:
    """Other users of the machine see neither the pictures nor their names."""
    path = store.path(store.put(b"maize"))
    assert [part.stat().st_mode & 0o077 for part in (path, path.parent, store.folder)] == [0, 0, 0]


def test_unknown_media_are_missing(store: Store) -> None:
    """A hash that was never put raises MissingMedia and names the hash."""
    with pytest.raises(MissingMedia, match=UNKNOWN):
        store.get(UNKNOWN)


@pytest.mark.parametrize(
    "name",
    ["", "..", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 65, "0" * 64 + "\n", "/" + "0" * 63, "٠" * 64],
)
def test_only_a_hash_becomes_a_path(store: Store, name: str) -> None:
    """No name that is not 64 lower-case hex digits reaches the file system."""
    with pytest.raises(ValueError, match="not a media hash"):
        store.path(name)
    with pytest.raises(ValueError, match="not a media hash"):
        store.get(name)


def test_many_threads_may_put_the_same_content(store: Store) -> None:
    """Twenty puts at once from four threads leave one whole file and no remains."""
    data = bytes(100_000)
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(store.put, [data] * 20))) == 1
    assert [path.read_bytes() for path in store.folder.rglob("*") if path.is_file()] == [data]


def test_a_failed_write_leaves_nothing_behind(store: Store) -> None:
    """When the disk is full at the worst moment, neither the name nor a remainder exists."""
    code = (
        "import resource, signal, sys; from pathlib import Path; from bot.media.store import Store\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "Store(Path(sys.argv[1])).put(bytes(5000))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, store.folder], capture_output=True, text=True, check=False
    )
    assert "File too large" in run.stderr
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_a_killed_process_leaves_only_whole_media(store: Store) -> None:
    """After kill -9 in the middle of many puts, all that was said to be kept is there, and no half file has a name."""
    code = (
        "import sys; from pathlib import Path; from bot.media.store import Store\n"
        "store = Store(Path(sys.argv[1]))\n"
        "for number in range(1_000_000): print(store.put(str(number).encode() * 20_000), flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, store.folder], stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout
        said = [run.stdout.readline().strip() for _ in range(20)]
        run.kill()
    named = [path for path in store.folder.rglob("*") if path.is_file() and len(path.name) == 64]
    assert set(said) <= {path.name for path in named}
    assert all(hash_of(path.read_bytes()) == path.name for path in named)


def test_a_sweep_removes_what_is_old_and_unneeded(store: Store) -> None:
    """Old media that nobody keeps go; kept ones and young ones stay."""
    kept = aged(store, b"kept", 2 * HOUR_S)
    young = aged(store, b"young", HOUR_S // 2)
    old = aged(store, b"old", 2 * HOUR_S)
    assert store.sweep(keep={kept}, older_than_s=HOUR_S, now=NOW) == 1
    assert (store.get(kept), store.get(young)) == (b"kept", b"young")
    with pytest.raises(MissingMedia):
        store.get(old)


def test_an_age_equal_to_the_limit_is_not_older(store: Store) -> None:
    """Exactly the given age stays, one second more goes."""
    name = aged(store, b"maize", HOUR_S)
    assert store.sweep(keep=(), older_than_s=HOUR_S, now=NOW) == 0
    assert store.sweep(keep=(), older_than_s=HOUR_S, now=NOW + 1_000) == 1
    assert not store.path(name).exists()


def test_putting_again_makes_old_media_young(store: Store) -> None:
    """A sweep between a put and its row must not take the media, even if they lay there unneeded for long."""
    name = aged(store, b"maize", 1_000 * HOUR_S)
    store.put(b"maize")
    put_at = store.path(name).stat().st_mtime_ns // 1_000_000
    assert store.sweep(keep=(), older_than_s=HOUR_S, now=put_at) == 0
    assert store.get(name) == b"maize"


@pytest.mark.parametrize("before", [True, False])
def test_a_put_of_another_process_in_the_moment_of_a_sweep_keeps_the_content(
    before: bool, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It made the file young, or found it gone and wrote it anew: either way its row will find its bytes."""
    name, other, rename = store.put(b"maize"), Store(store.folder), Path.rename
    put_at = store.path(name).stat().st_mtime_ns // 1_000_000
    os.utime(store.path(name), (0, 0))

    def at_that_moment(path: Path, target: Path) -> Path:
        if before and path.name == name:
            other.put(b"maize")
        moved = rename(path, target)
        if not before and path.name == name:
            other.put(b"maize")
        return moved

    monkeypatch.setattr(Path, "rename", at_that_moment)
    assert store.sweep(keep=(), older_than_s=HOUR_S, now=put_at) == (0 if before else 1)
    assert other.get(name) == b"maize"
    assert [one.name for one in store.path(name).parent.iterdir()] == [name]


def test_remains_of_interrupted_writes_are_swept(store: Store) -> None:
    """A file left by a killed process goes like any other that nobody needs; foreign files stay."""
    folder = store.path(store.put(b"maize")).parent
    remains, foreign = folder / ".unfinished-abc", folder / "README"
    for path in (remains, foreign):
        path.write_bytes(b"x")
        os.utime(path, (0, 0))
    assert store.sweep(keep={hash_of(b"maize")}, older_than_s=HOUR_S, now=NOW) == 1
    assert foreign.exists() and not remains.exists()


def test_sweeping_an_empty_store_does_nothing(store: Store) -> None:
    """A store that never kept anything can be swept."""
    assert store.sweep(keep=(), older_than_s=0, now=NOW) == 0


def test_what_is_kept_can_be_listed_without_what_is_unfinished(store: Store) -> None:
    """Every content's path, and no other file of the folder."""
    names = {store.put(b"one"), store.put(b"two")}
    (store.path(min(names)).parent / ".unfinished-x").touch()
    (store.folder / "notes.txt").touch()
    assert {path.name for path in store.kept()} == names
    assert all(path.is_file() for path in store.kept())
