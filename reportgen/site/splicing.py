"""A long file that is mostly what it was: its pieces that have not changed are copied from the file before."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, suppress
from typing import IO, TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reportgen.pages.page import Piece

Pieces: TypeAlias = "tuple[tuple[str, int], ...]"
"""Key and length in bytes of each piece of a file, in order; without a key none is ever copied."""
_AT_ONCE: Final = 1 << 20


def splice(target: Path, pieces: Iterable[Piece], before: Path | None = None, held: Pieces = ()) -> Pieces:
    """Write a file, and tell what it holds by then.

    Args:
        target: the file.
        pieces: what it is put together of.
        before: a file that may hold some of them; none where there is none.
        held: what that file holds.

    Raises:
        EOFError, FileNotFoundError: the file before does not hold as much, or is gone.
    """
    places = dict(_places(held)) if before else {}
    written = []
    with ExitStack() as files:
        file = files.enter_context(target.open("wb"))
        run = _Run(files.enter_context(before.open("rb")), file) if before else None
        for piece in pieces:
            place = places.get(piece.key)
            if run and place:
                run.go_on(*place)
                length = place[1]
            else:
                content = piece.make().encode()
                if run:
                    run.copy()
                length = file.write(content)
            written.append((piece.key, length))
        if run:
            run.copy()
    return tuple(written)


class _Run:
    """Pieces that follow each other in the file before as well: they are copied together."""

    def __init__(self, source: IO[bytes], target: IO[bytes]) -> None:
        self._source, self._target = source, target
        self._start = self._end = 0

    def go_on(self, start: int, length: int) -> None:
        """Add a piece."""
        if start != self._end:
            self.copy()
            self._start = start
        self._end = start + length

    def copy(self) -> None:
        """Copy what was added since the last time."""
        self._target.flush()
        while self._start < self._end and (count := self._some()):
            self._start += count
        if self._start < self._end:
            raise EOFError(self._source.name)

    def _some(self) -> int:
        """Copy as much as the system does at a time: without it passing through this program, where that can be."""
        length = self._end - self._start
        if sys.platform == "linux":
            with suppress(OSError):
                if count := os.copy_file_range(self._source.fileno(), self._target.fileno(), length, self._start):
                    return count
        self._source.seek(self._start)
        count = self._target.write(self._source.read(min(length, _AT_ONCE)))
        self._target.flush()
        return count


def _places(held: Pieces) -> Iterator[tuple[str, tuple[int, int]]]:
    """Tell where each piece begins, and how long it is."""
    start = 0
    for key, length in held:
        if key:
            yield key, (start, length)
        start += length
