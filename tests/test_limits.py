"""Which numbers are within the limits."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction

import pytest

from reportgen.limits import Limits


@pytest.mark.parametrize("number", [0, 10, -10, Fraction(1, 100), Fraction(999, 100), Fraction(-999, 100)])
def test_held(number: int | Fraction) -> None:
    assert Limits(magnitude=10).hold(number)


@pytest.mark.parametrize("number", [11, -11, Fraction(1, 101), Fraction(1001, 100), Fraction(-1001, 100)])
def test_not_held(number: int | Fraction) -> None:
    assert not Limits(magnitude=10).hold(number)


def test_every_limit_lets_something_through() -> None:
    limits = Limits()
    assert all(getattr(limits, field.name) >= 1 for field in fields(Limits))
