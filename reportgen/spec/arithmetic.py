"""Exact arithmetic on the values of a file, strict about what they are: no truth value counts as a number."""

from __future__ import annotations

import math
import operator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from reportgen.spec.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.ops.options import Value

Exact: TypeAlias = int | Fraction
"""A number without rounding; a whole result of arithmetic may be either."""


class ArithmeticFault(Exception):  # noqa: N818 - an error only once the reader has given it a place
    """Values do not allow what is asked of them."""

    def __init__(self, message: str, name: str = "bad-expression") -> None:
        self.name = name
        """Name of the problem: that of a limit, or the general one."""
        super().__init__(message)


def binary(sign: str, left: Value, right: Value) -> Exact:
    """Give ``left + right`` and so on, for ``+ - * / // %``; a division is exact."""
    first, second = number(left, sign), number(right, sign)
    if second == 0 and sign in _DIVISIONS:
        raise ArithmeticFault(f"division by zero: {written(first)} {sign} 0")
    return _OPERATIONS[sign](first, second)


def negative(value: Value) -> Exact:
    """Give ``-value``."""
    return -number(value, "-")


def compare(sign: str, left: Value, right: Value) -> bool:
    """Compare two values of one kind; only numbers have an order."""
    if sign not in _EQUALITIES:
        left, right = number(left, sign), number(right, sign)
    elif type(left) is not type(right) and _kind(left) != _kind(right):
        raise ArithmeticFault(f"'{sign}' compares like with like, got {described(left)} and {described(right)}")
    return _COMPARISONS[sign](left, right)


def condition(value: Value, word: str) -> bool:
    """Take a truth value as it is; nothing else counts as one."""
    if isinstance(value, bool):
        return value
    raise ArithmeticFault(f"'{word}' expects true or false, such as a comparison, got {described(value)}")


def number(value: Value, sign: str) -> Exact:
    """Take a number as it is; a truth value is none."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return value
    raise ArithmeticFault(f"'{sign}' expects a number, got {described(value)}")


def item(items: Value, index: Value) -> Value:
    """Give ``items[index]``, counted from 0."""
    entries = _entries(items, "[ ]")
    if isinstance(index, bool) or not isinstance(index, int):
        raise ArithmeticFault(f"a subscript is a whole number, got {described(index)}")
    if not 0 <= index < len(entries):
        raise ArithmeticFault(f"the subscript {index} is outside the list: it has {len(entries)}, counted from 0")
    return entries[index]


def call(function: str, values: list[Value]) -> Value:
    """Work out a function with as many values as it takes."""
    match function:
        case "len":
            return len(_entries(values[0], function))
        case "ceil":
            return math.ceil(number(values[0], function))
        case "floor":
            return math.floor(number(values[0], function))
        case "round_to":
            return round_to(number(values[0], function), _step(values[1]))
    entries = _entries(values[0], function) if len(values) == 1 else values
    if not entries:
        raise ArithmeticFault(f"{function} of an empty list is unknown")
    numbers = [number(entry, function) for entry in entries]
    return min(numbers) if function == "min" else max(numbers)


def round_to(x: Exact, step: int) -> int:
    """Give the multiple of ``step`` nearest to ``x``, half up, at least ``step`` and never under 90% of ``x``.

    The rule by which MobileNets and their kin scale their channels (Sandler et al., 2018, and the code published
    with it), in exact arithmetic.
    """
    nearest = max(step, math.floor(Fraction(x) / step + Fraction(1, 2)) * step)
    return nearest + step if nearest < Fraction(9, 10) * x else nearest


def described(value: Value) -> str:
    """Say what a value is, for an error."""
    kind = _kind(value)
    if kind in ("a list", "a mapping", "nothing"):
        return kind
    return f"{kind} {quoted(value) if isinstance(value, str) else written(value)}"


def written(value: Value) -> str:
    """Give a value as people write it: decimals exact and as short as can be, ``1/3`` where there is no decimal."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Fraction():
            return _decimal(value)
        case list():
            return f"[{', '.join(map(written, value))}]"
        case dict():
            return f"{{{', '.join(f'{name}: {written(part)}' for name, part in value.items())}}}"
        case _:
            return str(value)


def _decimal(value: Fraction) -> str:
    places = 0
    while 10**places % value.denominator:
        if places > value.denominator.bit_length():
            return str(value)
        places += 1
    digits = str(abs(value.numerator) * 10**places // value.denominator).zfill(places + 1)
    cut = len(digits) - places
    return f"{'-' * (value < 0)}{digits[:cut]}{'.' * (places > 0)}{digits[cut:]}"


def _kind(value: Value) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "the truth value"
        case str():
            return "the word"
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case _:
            return "the number"


def _entries(value: Value, word: str) -> list[Value]:
    if isinstance(value, list):
        return value
    raise ArithmeticFault(f"'{word}' expects a list, got {described(value)}")


def _step(value: Value) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ArithmeticFault(f"round_to expects multiples of a whole number of at least 1, got {described(value)}")
    return value


def _divided(left: Exact, right: Exact) -> Exact:
    return Fraction(left) / right


_EQUALITIES: Final = frozenset({"==", "!="})
_DIVISIONS: Final = frozenset({"/", "//", "%"})
_OPERATIONS: Final[Mapping[str, Callable[[Exact, Exact], Exact]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divided,
    "//": operator.floordiv,
    "%": operator.mod,
}
_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
