"""Elementwise functions: what each computes, and the layer that it is.

What a source spells out by hand is recognised by its values (``rewriting/by_value``), for which each function is
written here once, in plain floats.
"""

from __future__ import annotations

import math
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from reportgen.ops.activation import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.ops.options import Value


def _exp(x: float) -> float:
    return math.exp(min(x, 700.0))


def _sigmoid(x: float) -> float:
    return 1 / (1 + _exp(-x))


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


UNARY: Final[Mapping[str, Callable[[float, Mapping[str, Any]], float]]] = MappingProxyType(
    {
        "relu": lambda x, _: max(x, 0.0),
        "relu6": lambda x, _: min(max(x, 0.0), 6.0),
        "leaky_relu": lambda x, o: x if x > 0 else o["slope"] * x,
        "elu": lambda x, o: x if x > 0 else o.get("alpha", 1.0) * math.expm1(x),
        "selu": lambda x, _: 1.0507009873554805 * (x if x > 0 else 1.6732632423543772 * math.expm1(x)),
        "gelu": lambda x, _: x * (1 + math.erf(x / math.sqrt(2))) / 2,
        "silu": lambda x, _: x * _sigmoid(x),
        "mish": lambda x, _: x * math.tanh(_softplus(x)),
        "sigmoid": lambda x, _: _sigmoid(x),
        "hard_sigmoid": lambda x, o: min(max(o.get("slope", 1 / 6) * x + o.get("offset", 0.5), 0.0), 1.0),
        "hard_swish": lambda x, _: x * min(max(x + 3, 0.0), 6.0) / 6,
        "tanh": lambda x, _: math.tanh(x),
        "softplus": lambda x, _: _softplus(x),
        "clip": lambda x, o: min(max(x, o.get("low", -math.inf)), o.get("high", math.inf)),
        "abs": lambda x, _: abs(x),
        "exp": lambda x, _: _exp(x),
        "log": lambda x, _: math.log(x),
        "sqrt": lambda x, _: math.sqrt(x),
        "reciprocal": lambda x, _: 1 / x,
        "rsqrt": lambda x, _: 1 / math.sqrt(x),
        "negative": lambda x, _: -x,
        "square": lambda x, _: x * x,
        "erf": lambda x, _: math.erf(x),
        "sin": lambda x, _: math.sin(x),
        "cos": lambda x, _: math.cos(x),
        "floor": lambda x, _: math.floor(x),
        "ceil": lambda x, _: math.ceil(x),
        "round": lambda x, _: round(x),
        "sign": lambda x, _: (x > 0) - (x < 0),
        "softsign": lambda x, _: x / (1 + abs(x)),
        "celu": lambda x, o: x if x > 0 else o.get("alpha", 1.0) * math.expm1(x / o.get("alpha", 1.0)),
    }
)
"""Functions of one value and of their options; those that are words of ours, and others."""

BINARY: Final[Mapping[str, Callable[[float, float], float]]] = MappingProxyType(
    {
        "add": lambda x, y: x + y,
        "subtract": lambda x, y: x - y,
        "multiply": lambda x, y: x * y,
        "divide": lambda x, y: x / y,
        "power": math.pow,
        "maximum": max,
        "minimum": min,
    }
)
"""Functions of two values."""


def exact(value: float) -> Fraction:
    """Give a number as it would be written: 0.1, and not the nearest number that a computer keeps."""
    return Fraction(repr(float(value)))


def word_for(kind: str, options: Mapping[str, Any]) -> tuple[str, Mapping[str, Value]]:
    """Give the layer that a function of one value is, with its options."""
    if kind in FUNCTIONS:
        return "elementwise", {"function": kind}
    if kind == "clip":
        return _clipped(options.get("low"), options.get("high"))
    return kind, {name: exact(value) for name, value in options.items() if not _usual(name, value)}


def _clipped(low: float | None, high: float | None) -> tuple[str, Mapping[str, Value]]:
    """Give what stops at two values; where they are 0, or 0 and 6, it has a word of its own."""
    bounds = {
        name: value for name, value in (("low", low), ("high", high)) if value is not None and math.isfinite(value)
    }
    if not bounds:
        return "identity", {}
    if bounds in ({"low": 0}, {"low": 0, "high": 6}):
        return ("relu6" if "high" in bounds else "relu"), {}
    return "clip", {name: exact(value) for name, value in bounds.items()}


_USUAL: Final = MappingProxyType({"slope": 1 / 6, "offset": 1 / 2})
"""A hard sigmoid's options in most frameworks."""


def _usual(name: str, value: float) -> bool:
    """Say whether an option of a hard sigmoid is what it is in most frameworks; sixths have no decimals."""
    return name in _USUAL and math.isclose(value, _USUAL[name], abs_tol=1e-6)
