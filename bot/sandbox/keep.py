"""The sandbox's memory on disk: one file of lines, each a whole batch of changes, and the last line wins.

A line is a JSON array of [key, value] pairs; null forgets a key. A line that was cut off in the middle is not read, so
what is read is always a state that once was. At each start, and whenever it has grown too far, the file is written anew,
without what was forgotten, and put in its place in one step.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

grown_bytes_max = 67_108_864


class Keep:
    """Gathers what changed during one request and writes it before the request is answered.

    Without a folder it keeps nothing. A write reaches the operating system, not the platter: a killed sandbox loses
    nothing, a machine without power may lose the last moments.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / "state.jsonl" if folder else None
        self._changed: dict[str, Callable[[], Any]] = {}
        self._file: BinaryIO | None = None
        self._grown_bytes = 0
        self._fresh_bytes = 0

    def open(self) -> dict[str, Any]:
        """Everything kept so far, oldest key first; afterwards changes can be written."""
        if self._path is None:
            return {}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        kept = _read(self._path)
        self._renew(self._path, kept)
        return kept

    def _renew(self, path: Path, kept: dict[str, Any]) -> None:
        """Write the file anew and go on at its end."""
        fresh = path.with_suffix(".new")
        with fresh.open("wb") as file:
            for key, value in kept.items():
                file.write(_line([[key, value]]))
            file.flush()
            os.fsync(file.fileno())
            self._fresh_bytes = file.tell()
        fresh.replace(path)
        self._file = path.open("ab", buffering=0)
        self._grown_bytes = 0

    def change(self, key: str, value: Callable[[], Any]) -> None:
        """Remember that `key` changed; `value` is asked once, when the batch is written. None forgets the key."""
        if self._file is not None:
            self._changed[key] = value

    def write(self) -> None:
        """Write the batch, if there is one."""
        if self._file is not None and self._changed:
            batch = [[key, value()] for key, value in self._changed.items()]
            self._changed.clear()
            self._grown_bytes += self._file.write(_line(batch))
            if self._path and self._grown_bytes > max(grown_bytes_max, self._fresh_bytes):
                self._file.close()
                self._renew(self._path, _read(self._path))

    def close(self) -> None:
        """Write what is left and close the file."""
        self.write()
        if self._file is not None:
            self._file.close()
            self._file = None


def _line(batch: list[list[Any]]) -> bytes:
    return json.dumps(batch, separators=(",", ":")).encode("utf-8") + b"\n"


def _read(path: Path) -> dict[str, Any]:
    """The state after the last whole line; what follows a broken line is not looked at."""
    state: dict[str, Any] = {}
    if not path.exists():
        return state
    with path.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                break
            try:
                batch = json.loads(line)
            except ValueError:
                break
            for key, value in batch:
                if value is None:
                    state.pop(key, None)
                else:
                    state[key] = value
    return state
