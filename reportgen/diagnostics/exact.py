"""Exact numbers: whole ones where they are whole, as arithmetic with fractions takes forty times as long."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

Exact: TypeAlias = int | Fraction


def quotient(top: int, bottom: int) -> Exact:
    """Divide whole numbers exactly."""
    found, rest = divmod(top, bottom)
    return Fraction(top, bottom) if rest else found


def plain(value: Exact | None) -> int | float | None:
    """Give a fraction as JSON has it: a whole number where it is whole."""
    if value is None or isinstance(value, int):
        return value
    return value.numerator if value.denominator == 1 else float(value)
