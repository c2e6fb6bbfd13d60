"""What a server shows first of an edit: the edited network's own pages, while those of many are what they were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.pages import Part, Turn
    from reportgen.site.bundles import Shelf


def put_off(parts: Sequence[Part], turn: Turn, before: Sequence[tuple[str, str]], shelf: Shelf) -> tuple[Part, ...]:
    """Give parts of which those of later turns are the ones that the last build had.

    Where networks have come or gone all are given as they are to be: links between them would lead nowhere.

    Args:
        parts: what a site is to be made of.
        turn: the last that counts.
        before: what each part of the last build was about, and its key.
        shelf: where parts are kept.
    """
    if [part.about for part in parts] != [about for about, _ in before]:
        return tuple(parts)
    pairs = zip(parts, before, strict=True)
    return tuple(part if part.turn <= turn else _as_it_was(part, key, shelf) for part, (_, key) in pairs)


def _as_it_was(part: Part, key: str, shelf: Shelf) -> Part:
    if part.key in ("", key):
        return part
    before = replace(part, key=key)
    return before if shelf.has(before) else part


def due(parts: Iterable[Part], now: Iterable[Part]) -> Turn | None:
    """Give the next turn that makes anything.

    Args:
        parts: what a site is to be made of.
        now: what it is made of for now.
    """
    return min((one.turn for one, other in zip(parts, now, strict=True) if one.key != other.key), default=None)
