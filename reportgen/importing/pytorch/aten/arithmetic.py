"""Arithmetic of two tensors, or of a tensor and a number."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call

FORBIDDING: Final = -1e4
"""What is added to a match that nothing is to come of, at most."""


def binary(kind: str, *, turned: bool = False) -> Callable[[Builder, Call], None]:
    """A function of two; ``turned``: the second first."""

    def made(b: Builder, call: Call) -> None:
        if call.given.get("rounding_mode") is not None:
            b.unknown(call, "it divides and rounds")
            return
        one, other = b.read(call.given["self"]), b.read(call.given["other"])
        if call.given.get("alpha", 1) != 1:
            factor = b.number(float(call.given["alpha"]))
            if turned:
                one = b.make("multiply", [one, factor], b.shape(one))
            else:
                other = b.make("multiply", [other, factor], b.shape(other))
        b.whole(call, kind, [other, one] if turned else [one, other])

    return made


def power(b: Builder, call: Call) -> None:
    """One to the power of the other."""
    b.whole(call, "power", [b.read(call.given["self"]), b.read(call.given["exponent"])])


def masked_fill(b: Builder, call: Call) -> None:
    """What is taken out of matches before their softmax, as if minus infinity were added."""
    value, mask = call.given["value"], call.given["mask"]
    if b.is_constant(mask) and isinstance(value, int | float) and (value == -math.inf or value <= FORBIDDING):
        b.whole(call, "add", [b.read(call.given["self"]), b.constant(b.shape(b.read(mask)))])
        return
    b.unknown(call, "it puts a value where a mask says so")


def where(b: Builder, call: Call) -> None:
    """One or the other, as a mask says; a mask before a softmax adds minus infinity."""
    given: dict[str, Any] = dict(call.given)
    other = given.get("other")
    if b.is_constant(given["condition"]) and isinstance(other, int | float) and other <= FORBIDDING:
        b.whole(call, "add", [b.read(given["self"]), b.constant(b.shape(b.read(given["condition"])))])
        return
    b.unknown(call, "it takes one or the other, as a mask says")


OPERATORS: Final[Mapping[str, Callable[[Builder, Call], None]]] = MappingProxyType(
    {
        "add": binary("add"),
        **dict.fromkeys(("sub", "subtract"), binary("subtract")),
        "rsub": binary("subtract", turned=True),
        **dict.fromkeys(("mul", "multiply"), binary("multiply")),
        **dict.fromkeys(("div", "divide", "true_divide"), binary("divide")),
        "maximum": binary("maximum"),
        "minimum": binary("minimum"),
        "pow": power,
        "masked_fill": masked_fill,
        "where": where,
    }
)
"""By the operator's name."""
