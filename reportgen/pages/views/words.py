"""Words of pages: things counted and joined, and what a table sorts a figure by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen import numbers
from reportgen.tables.figures import NONE, figure, percents, pixels, several

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NONE", "figure", "listed", "percents", "pixels", "plural", "several", "sort_key"]


def plural(number: int, one: str, many: str = "") -> str:
    """Count things: ``1 network``, ``1,200 networks``, ``2 families``."""
    return f"{numbers.exact(number)} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does: ``a, b and c``."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def sort_key(value: Any) -> str:  # noqa: ANN401 - any plain JSON value
    """Give what a table sorts a figure by: its number, the largest of its axes, or nothing for the unknown."""
    if isinstance(value, dict):
        value = value.get("trainable")
    if isinstance(value, list | tuple):
        value = max(value, default=None)
    return "" if value is None else f"{value:.10g}"
