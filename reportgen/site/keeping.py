"""What ``serve`` keeps from one build to the next, so that an edit redraws only what it changed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.pages.page import Asset


class Keeper:
    """Remembers each asset's bytes and what they were made from.

    An asset that the same function makes of equal values has the same bytes; only a ``partial`` tells both.
    """

    def __init__(self) -> None:
        self._made: dict[str, tuple[Callable[[], bytes], bytes]] = {}

    def keeping(self, asset: Asset) -> Asset:
        """Give the same asset, made only if what it is made from has changed since it was last asked for."""

        def content() -> bytes:
            kept = self._made.get(asset.path)
            if kept is None or not _same(kept[0], asset.content):
                kept = self._made[asset.path] = (asset.content, asset.content())
            return kept[1]

        return replace(asset, content=content)


def _same(one: Callable[[], bytes], other: Callable[[], bytes]) -> bool:
    if isinstance(one, partial) and isinstance(other, partial):
        return (one.func, one.args, one.keywords) == (other.func, other.args, other.keywords)
    return one == other
