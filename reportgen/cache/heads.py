"""The heads of many entries as one entry: what every build asks of each of a thousand is read at once."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.cache.store import Store


class Heads:
    """Texts of one line by key, as they were when a folder was last built; those not asked for are forgotten."""

    def __init__(self, store: Store, name: str) -> None:
        self._store, self._name = store, name
        self._before = dict(_lines(store.get(name) or b""))
        self._asked: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """Give the head that was kept under a key; ``None`` where none was."""
        found = self._asked.get(key) or self._before.get(key)
        if found is not None:
            self._asked[key] = found
        return found

    def put(self, key: str, head: str) -> None:
        """Keep the head of an entry; a line of JSON is one."""
        self._asked[key] = head

    def keep(self) -> None:
        """Write down what was asked for. Once a day the entries themselves are counted as read."""
        if self._store.is_stale(self._name):
            for key in self._asked:
                self._store.used(key)
        elif self._asked == self._before:
            return
        self._store.put(self._name, "\n".join(f"{key} {head}" for key, head in self._asked.items()).encode())


def _lines(content: bytes) -> Iterator[tuple[str, str]]:
    with suppress(UnicodeDecodeError):
        for line in content.decode().split("\n"):
            key, _, head = line.partition(" ")
            yield key, head
