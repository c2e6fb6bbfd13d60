"""Exact numbers: whole ones where they are whole, as arithmetic with fractions takes forty times as long."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Exact: TypeAlias = int | Fraction


def quotient(top: int, bottom: int) -> Exact:
    """Divide whole numbers exactly."""
    found, rest = divmod(top, bottom)
    return Fraction(top, bottom) if rest else found


def least(tops: Sequence[Exact], bottoms: Sequence[int]) -> int:
    """Give the place of the least of some ratios, the first of equal ones; nothing is divided, and no bottom is 0."""
    found, least_top, least_bottom = 0, tops[0], bottoms[0]
    for place, (top, bottom) in enumerate(zip(tops, bottoms, strict=True)):
        if top * least_bottom < least_top * bottom:
            found, least_top, least_bottom = place, top, bottom
    return found


def plain(value: Exact | None) -> int | float | None:
    """Give a fraction as JSON has it: a whole number where it is whole."""
    if value is None or isinstance(value, int):
        return value
    return value.numerator if value.denominator == 1 else float(value)
