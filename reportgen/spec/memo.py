"""Results that come again and again while one file is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V]):
    """What a function gives for each argument, worked out when it is first asked for.

    ``functools.cache`` does the same, but to make one takes as long as to read twenty values of a file.
    """

    __slots__ = ("_work",)

    def __init__(self, work: Callable[[K], V]) -> None:
        self._work = work

    def __missing__(self, key: K) -> V:
        """Work out what has not been asked for yet."""
        found = self[key] = self._work(key)
        return found
