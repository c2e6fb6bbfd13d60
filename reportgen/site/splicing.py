"""A long file that is mostly what it was: its pieces that have not changed are copied from the file before."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reportgen.pages.page import Piece

Pieces: TypeAlias = "tuple[tuple[str, int], ...]"
"""Key and length in bytes of each piece of a file, in order; without a key none is ever copied."""


def splice(target: Path, pieces: Iterable[Piece], before: Path | None = None, held: Pieces = ()) -> Pieces:
    """Write a file, and tell what it holds by then.

    Args:
        target: the file.
        pieces: what it is put together of.
        before: a file that may hold some of them; none where there is none.
        held: what that file holds.
    """
    places = dict(_places(held)) if before else {}
    written = []
    with ExitStack() as files:
        file = files.enter_context(target.open("wb"))
        old = files.enter_context(before.open("rb")) if before else None
        for piece in pieces:
            place = places.get(piece.key)
            if old and place:
                start, length = place
                old.seek(start)
                content = old.read(length)
            else:
                content = piece.make().encode()
            file.write(content)
            written.append((piece.key, len(content)))
    return tuple(written)


def _places(held: Pieces) -> Iterator[tuple[str, tuple[int, int]]]:
    """Tell where each piece begins, and how long it is."""
    start = 0
    for key, length in held:
        if key:
            yield key, (start, length)
        start += length
