"""Values that are made when somebody first looks at them: many that could be asked for never are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar, overload

T = TypeVar("T")


class LateMapping(Mapping[str, T]):
    """A mapping that is made when it is first read, and then stays as it is."""

    def __init__(self, make: Callable[[], Mapping[str, T]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[str, T]:
        return self._make()

    def __getitem__(self, key: str) -> T:
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._made

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


class LateTuple(Sequence[T]):
    """A tuple that is made when somebody first looks at one of its values; until then nothing but its length is known.

    What it is made of is held no longer than that.
    """

    def __init__(self, make: Callable[[], Iterable[T]], count: int | None = None) -> None:
        """Declare it by what makes it, and by its length where that is known."""
        self._make: Callable[[], Iterable[T]] | None = make
        self._count = count
        self._all: tuple[T, ...] = ()

    @property
    def _made(self) -> tuple[T, ...]:
        make = self._make
        if make is not None:  # two threads may both make it, and neither finds it half made
            self._all = tuple(make())
            self._make = None
        return self._all

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._made[index]

    def __iter__(self) -> Iterator[T]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made) if self._count is None else self._count

    def __eq__(self, other: object) -> bool:
        return other is self or (isinstance(other, Sequence) and tuple(self) == tuple(other))

    def __repr__(self) -> str:
        """Give what a tuple of them would give: many a digest is made of it."""
        return repr(self._made)

    __hash__ = None  # type: ignore[assignment]  # no more than its values have one

    def __reduce__(self) -> tuple[type[tuple[Any, ...]], tuple[tuple[T, ...]]]:
        """Have other processes get them made."""
        return tuple, (self._made,)
