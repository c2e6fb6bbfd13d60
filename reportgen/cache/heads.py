"""The heads of many entries as one entry: what every build asks of each of a thousand is read at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.cache.store import Store

_FEW: Final = 64
"""One head in as many is sooner read from its entry, in every build, than all are written again."""


class Heads:
    """Texts of one line by key, as they were when a folder was last built; those not asked for are forgotten.

    A server asks through the same ones again and again: of its edits all stay until another program builds.

    They are kept as bytes until they are asked for: of millions of letters that are not all ASCII, each would else
    take two bytes or four, as many as the widest.
    """

    def __init__(self, store: Store, name: str) -> None:
        self._store, self._name = store, name
        self._before = dict(_lines(store.get(name) or b""))
        self._asked: dict[bytes, bytes] = {}

    def __contains__(self, key: str) -> bool:
        """Whether a head was kept under a key."""
        return key.encode() in self._before or key.encode() in self._asked

    def get(self, key: str) -> str | None:
        """Give the head that was kept under a key; ``None`` where none was."""
        name = key.encode()
        found = self._asked.get(name) or self._before.get(name)
        if found is None:
            return None
        try:
            text = found.decode()
        except UnicodeDecodeError:
            return None
        self._asked[name] = found
        return text

    def put(self, key: str, head: str) -> None:
        """Keep the head of an entry; a line of JSON is one."""
        self._asked[key.encode()] = head.encode()

    def keep(self) -> None:
        """Write down what was asked for, unless that is most of what was there, and little else.

        A head that is not among them is in its entry too. Once a day the entries themselves are counted as read.
        """
        if self._store.is_stale(self._name):
            for key in self._asked:
                self._store.used(key.decode())
        elif self._others() <= len(self._asked) // _FEW:
            return
        self._store.put(self._name, b"\n".join(key + b" " + head for key, head in self._asked.items()))
        self._before = dict(self._asked)

    def _others(self) -> int:
        """Count the heads that were not there, and those that nobody asked for."""
        same = sum(self._before.get(key) is head for key, head in self._asked.items())
        return len(self._asked) + len(self._before) - 2 * same


def _lines(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    for line in content.split(b"\n"):
        key, _, head = line.partition(b" ")
        yield key, head
