"""Arithmetic of two tensors, or of a tensor and a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.importing.pytorch.exported import Ref
from reportgen.importing.pytorch.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

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
    given = call.given
    if not _forbids(b, given["value"]) or not _masked(b, call, given["self"], given["mask"]):
        b.unknown(call, "it puts a value where a mask says so", 0)


def where(b: Builder, call: Call) -> None:
    """One or the other, as a mask says; a mask before a softmax adds minus infinity."""
    given: dict[str, Any] = dict(call.given)
    one, other = given.get("self"), given.get("other")
    kept = one if _forbids(b, other) else other if _forbids(b, one) else None
    if kept is None or not _masked(b, call, kept, given["condition"]):
        b.unknown(call, "it takes one or the other, as a mask says", 0)


def _masked(b: Builder, call: Call, kept: object, mask: object) -> bool:
    """Mask a tensor: what is fixed adds minus infinity, what is worked out is known before a softmax."""
    x, told = b.read(kept), b.read(mask)
    if b.shape(x) != b.out(call):
        return False
    if b.fixed(told):
        b.whole(call, "add", [x, b.constant(b.shape(told))])
    else:
        b.whole(call, "mask", [x, told])
    return True


def _forbids(b: Builder, value: object) -> bool:
    """Say whether a value, where it stands among matches, leaves no share."""
    if isinstance(value, Ref):
        values = b.constants[name].values if (name := b.read(value)) in b.constants else None
        return values is not None and all(one <= FORBIDDING for one in values)
    return isinstance(value, int | float) and value <= FORBIDDING


_SCALED: Final = ("rescale", "layer_scale", "affine", "position_embedding")
_SAYS: Final = (
    "Of tensors of one shape, or one value of each channel; with a number; with learned values, one for each channel."
)

RULES: Final = (
    Rule(("add",), binary("add"), ("add", *_SCALED), _SAYS),
    Rule(("sub", "subtract"), binary("subtract"), ("subtract", *_SCALED[:1], "affine"), _SAYS),
    Rule(("rsub",), binary("subtract", turned=True), ("subtract", "rescale"), _SAYS),
    Rule(("mul", "multiply"), binary("multiply"), ("multiply", *_SCALED[:3]), _SAYS),
    Rule(("div", "divide", "true_divide"), binary("divide"), ("divide", "rescale"), _SAYS),
    Rule(("maximum",), binary("maximum"), ("maximum", "clip", "relu"), "Of tensors of one shape; with a number."),
    Rule(("minimum",), binary("minimum"), ("minimum", "clip"), "Of tensors of one shape; with a number."),
    Rule(("pow",), power, ("elementwise",), "To 2, 0.5, -0.5 or -1; others are told."),
    Rule(("masked_fill",), masked_fill, (), "As a mask of what attention matches; elsewhere it is told."),
    Rule(("where",), where, (), "As a mask of what attention matches; elsewhere it is told."),
)
"""In the order of the documentation."""
