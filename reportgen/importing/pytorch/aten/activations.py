"""Activations, and other functions of one value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.importing.pytorch.aten.windows import first
from reportgen.importing.pytorch.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call


def function(kind: str, **arguments: tuple[str, float]) -> Callable[[Builder, Call], None]:
    """A function of each value; ``arguments`` tell for each option PyTorch's name and default."""

    def made(b: Builder, call: Call) -> None:
        options = {option: float(call.given.get(name, usual)) for option, (name, usual) in arguments.items()}
        b.whole(call, kind, [b.read(first(call))], options)

    return made


def usual(kind: str, **arguments: float) -> Callable[[Builder, Call], None]:
    """A function of each value that has words here only with these arguments."""

    def made(b: Builder, call: Call) -> None:
        others = [
            f"{name} {call.given[name]}" for name, value in arguments.items() if call.given.get(name, value) != value
        ]
        if others:
            b.unknown(call, f"it has {' and '.join(others)}", 0)
            return
        b.whole(call, kind, [b.read(first(call))])

    return made


def clip(low: str, high: str, **usual_values: float) -> Callable[[Builder, Call], None]:
    """What stops at one value, or at two."""

    def made(b: Builder, call: Call) -> None:
        bounds = {
            option: call.given.get(name, usual_values.get(name)) for option, name in (("low", low), ("high", high))
        }
        given = {option: float(value) for option, value in bounds.items() if isinstance(value, int | float)}
        if len(given) < sum(value is not None for value in bounds.values()):
            b.unknown(call, "it stops at values that are worked out", 0)
            return
        b.whole(call, "clip", [b.read(first(call))], given)

    return made


def softmax(kind: str) -> Callable[[Builder, Call], None]:
    """Shares of one along an axis."""

    def made(b: Builder, call: Call) -> None:
        x = b.read(first(call))
        b.whole(call, kind, [x], {"axis": call.given["dim"] % max(len(b.shape(x)), 1)})

    return made


def prelu(b: Builder, call: Call) -> None:
    """A learned slope."""
    b.whole(call, "prelu", [b.read(first(call)), b.read(call.given["weight"])])


def glu(b: Builder, call: Call) -> None:
    """One half of an axis, gated by the other."""
    x = b.read(first(call))
    axis = call.given.get("dim", -1) % len(b.shape(x))
    half = b.shape(x)[axis] // 2
    gate = b.make("sigmoid", [b.slice(x, axis, half, 2 * half)], b.out(call))
    b.whole(call, "multiply", [b.slice(x, axis, 0, half), gate])


SAME: Final = ("relu", "relu6", "selu", "gelu", "silu", "mish", "sigmoid", "tanh")
"""Activations that have the same name here."""

FUNCTIONS: Final = (
    *("exp", "log", "sqrt", "rsqrt", "reciprocal", "abs", "square", "erf", "sin", "cos", "floor", "ceil", "sign"),
)
"""Functions that have the same name here."""

RULES: Final = (
    *(Rule((name,), function(name), (name,), "Always.") for name in SAME),
    Rule(("hardsigmoid",), function("hard_sigmoid"), ("hard_sigmoid",), "Always."),
    Rule(("hardswish",), function("hard_swish"), ("hard_swish",), "Always."),
    Rule(("softplus",), usual("softplus", beta=1), ("softplus",), "With a beta of 1."),
    Rule(("leaky_relu",), function("leaky_relu", slope=("negative_slope", 0.01)), ("leaky_relu",), "Always."),
    Rule(("elu",), function("elu", alpha=("alpha", 1.0)), ("elu",), "Always."),
    Rule(("celu",), function("celu", alpha=("alpha", 1.0)), ("celu",), "Always."),
    Rule(("prelu", "_prelu_kernel"), prelu, ("prelu",), "One slope for all channels, or one for each."),
    Rule(("glu",), glu, ("split", "sigmoid", "multiply"), "Along the channels."),
    *(
        Rule(names, read, ("clip", "relu", "relu6"), "Between fixed numbers; from 0, and from 0 to 6, have words.")
        for names, read in (
            (("clamp",), clip("min", "max")),
            (("clamp_min",), clip("min", "")),
            (("clamp_max",), clip("", "max")),
            (("hardtanh",), clip("min_val", "max_val", min_val=-1.0, max_val=1.0)),
        )
    ),
    Rule(("softmax", "_softmax", "_safe_softmax"), softmax("softmax"), ("softmax",), "Along one axis."),
    Rule(("log_softmax", "_log_softmax"), softmax("log_softmax"), ("log_softmax",), "Along one axis."),
    *(Rule((name,), function(name), ("elementwise",), "Always.") for name in FUNCTIONS),
    Rule(("round",), usual("round", decimals=0), ("elementwise",), "To whole numbers."),
    Rule(("neg",), function("negative"), ("elementwise",), "Always."),
)
"""In the order of the documentation."""
