"""What a server shows first of an edit: the edited network's own pages, while those of many are what they were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.pages import Part
    from reportgen.site.bundles import Shelf


def put_off(parts: Sequence[Part], before: Sequence[tuple[str, str]], shelf: Shelf) -> tuple[Part, ...]:
    """Give parts of which those that tell of many networks are the ones that the last build had.

    Where networks have come or gone all are given as they are to be: links between them would lead nowhere.

    Args:
        parts: what a site is to be made of.
        before: what each part of the last build was about, and its key.
        shelf: where parts are kept.
    """
    if [part.about for part in parts] != [about for about, _ in before]:
        return tuple(parts)
    return tuple(_as_it_was(part, key, shelf) for part, (_, key) in zip(parts, before, strict=True))


def _as_it_was(part: Part, key: str, shelf: Shelf) -> Part:
    if part.of_one or part.key in ("", key):
        return part
    before = replace(part, key=key)
    return before if shelf.has(before) else part
