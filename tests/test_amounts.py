"""Figures as people print them: their value, and one unit of the last digit that is printed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reportgen.figures import amount

AMOUNTS = [
    ("11689512", 11689512, 1),
    ("0012", 12, 1),
    ("-12", -12, 1),
    (" 12 ", 12, 1),
    ("1.814e9", 1814000000, 10**6),
    ("5.3M", 5300000, 10**5),
    ("69.758", Fraction(69758, 1000), Fraction(1, 1000)),
    ("12e-1", Fraction(12, 10), Fraction(1, 10)),
    ("9" * 64, int("9" * 64), 1),
]


@pytest.mark.parametrize(("text", "value", "unit"), AMOUNTS)
def test_amount(text: str, value: Fraction, unit: Fraction) -> None:
    assert amount(text) == (value, unit)
    assert all(type(part) is Fraction for part in amount(text) or ())


@pytest.mark.parametrize("text", ["", "many", "\u0663", "\u00b2", "1.2.3", "1 000", "9" * 65])
def test_what_is_no_figure(text: str) -> None:
    assert amount(text) is None
