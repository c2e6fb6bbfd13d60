"""Values as an architecture file writes them: what is written here reads back to the same value."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from reportgen.limits import Limits
from reportgen.spec.scalars import resolve
from reportgen.spec.words import NAME

_LIMITS: Final = Limits()
_EXACT: Final = Context(prec=100)
"""More digits than any number within the limits has."""


def written(value: object) -> str:
    """Write an option's value in one line: ``3``, ``false``, ``half``, ``[[1, 2], 0]``, ``{kernel: 3}``, ``0.5``.

    A fraction that no decimal can hold becomes an expression, such as ``"${1 / 3}"``.
    """
    match value:
        case None | bool():
            return json.dumps(value)
        case Fraction():
            return _fraction(value)
        case str():
            return text(value.replace("$", "$$"))
        case Mapping():
            return f"{{{', '.join(f'{text(str(key))}: {written(part)}' for key, part in value.items())}}}"
        case Sequence():
            return f"[{', '.join(map(written, value))}]"
        case _:
            return str(value)


def text(value: str) -> str:
    """Write a text: bare where it stays a text so, else in quotes."""
    # A word of the grammar of names holds nothing that YAML reads otherwise, but may still be a number.
    try:
        bare = NAME.fullmatch(value) is not None and isinstance(resolve(value, _LIMITS), str)
    except OverflowError:
        bare = False
    return value if bare else json.dumps(value, ensure_ascii=False)


def _fraction(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    decimal = _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    if Fraction(decimal) == value:
        return f"{decimal:f}"
    return f'"${{{value.numerator} / {value.denominator}}}"'
