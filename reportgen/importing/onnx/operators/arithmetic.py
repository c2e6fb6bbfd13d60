"""Operators that work on each value: functions, arithmetic and merges."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from reportgen.importing.onnx.node import UnsupportedError
from reportgen.importing.onnx.operators.table import Operator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.onnx.node import Node

FUNCTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Abs": "abs",
        "Ceil": "ceil",
        "Cos": "cos",
        "Erf": "erf",
        "Exp": "exp",
        "Floor": "floor",
        "Gelu": "gelu",
        "HardSwish": "hard_swish",
        "Log": "log",
        "Mish": "mish",
        "Neg": "negative",
        "Reciprocal": "reciprocal",
        "Relu": "relu",
        "Round": "round",
        "Sigmoid": "sigmoid",
        "Sign": "sign",
        "Sin": "sin",
        "Softplus": "softplus",
        "Softsign": "softsign",
        "Sqrt": "sqrt",
        "Tanh": "tanh",
    }
)
"""Functions of each value without options that matter here."""

OPTIONS: Final[Mapping[str, tuple[str, Mapping[str, tuple[str, float]]]]] = MappingProxyType(
    {
        "LeakyRelu": ("leaky_relu", {"slope": ("alpha", 0.01)}),
        "Elu": ("elu", {"alpha": ("alpha", 1.0)}),
        "Celu": ("celu", {"alpha": ("alpha", 1.0)}),
        "HardSigmoid": ("hard_sigmoid", {"slope": ("alpha", 0.2), "offset": ("beta", 0.5)}),
    }
)
"""Functions with options: each as ours, what ONNX calls it, and what it is where it is left out."""

MERGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Add": "add",
        "Sum": "add",
        "Sub": "subtract",
        "Mul": "multiply",
        "Div": "divide",
        "Pow": "power",
        "Max": "maximum",
        "Min": "minimum",
        "Mean": "average",
    }
)


def function(n: Node) -> None:
    """Always."""
    n.make(FUNCTIONS[n.proto.op_type], n.reads())


def function_with_options(n: Node) -> None:
    """Always."""
    kind, options = OPTIONS[n.proto.op_type]
    n.make(kind, n.reads(), **{ours: n.attribute(theirs, usual) for ours, (theirs, usual) in options.items()})


def hard_sigmoid(n: Node) -> None:
    """With an offset of 0.5."""
    function_with_options(n)


def selu(n: Node) -> None:
    """With the two constants that keep mean and variance."""
    alpha, gamma = n.attribute("alpha", 1.67326319), n.attribute("gamma", 1.05070102)
    if abs(alpha - 1.67326) > 1e-4 or abs(gamma - 1.0507) > 1e-4:  # noqa: PLR2004 - as they are defined
        raise UnsupportedError("its constants are its own")
    n.make("selu", n.reads())


def swish(n: Node) -> None:
    """With an alpha of 1."""
    if n.attribute("alpha", 1.0) != 1:
        raise UnsupportedError("its alpha is not 1")
    n.make("silu", n.reads())


def clip(n: Node) -> None:
    """Bounds must be fixed; 0, or 0 and 6, have words of their own."""
    bounds: dict[str, Any] = {}
    for name, place, attribute in (("low", 1, "min"), ("high", 2, "max")):
        found: Any = n.attribute(attribute)
        given = n.numbers(place) if found is None else (found,)
        if given and abs(given[0]) < 1e30:  # noqa: PLR2004 - older exporters write the largest number for none
            bounds[name] = given[0]
    n.make("clip" if bounds else "identity", n.reads(), **bounds)


def prelu(n: Node) -> None:
    """One slope for all channels, or one for each."""
    n.make("prelu", n.reads(0), n.weight(1))


def merge(n: Node) -> None:
    """Of tensors, one value of which may be spread over cells; with a number, a value a channel, or one for each."""
    reads = n.all()
    kind = MERGES[n.proto.op_type] if len(reads) > 1 else "identity"
    n.make(kind, *reads)


def where(n: Node) -> None:
    """As a mask of what attention matches."""
    tensors = [place for place in range(3) if n.constant(place) is None]
    if tensors not in ([1], [2]):
        raise UnsupportedError("it chooses between tensors")
    n.make("mask", n.reads(tensors[0]))


def nothing(n: Node) -> None:
    """It makes no layer."""
    n.make("identity", n.reads())


def dropout(n: Node) -> None:
    """What was dropped is not put out."""
    rate = n.attribute("ratio")
    given = n.numbers(1) if rate is None else (rate,)
    n.make("dropout", n.reads(), rate=given[0] if given else 0.5)


OPERATORS = (
    *(Operator(name, function, f"`{ours}`") for name, ours in FUNCTIONS.items()),
    *(Operator(name, function_with_options, f"`{OPTIONS[name][0]}`") for name in OPTIONS if name != "HardSigmoid"),
    Operator("HardSigmoid", hard_sigmoid, "`hard_sigmoid`"),
    Operator("Selu", selu, "`selu`"),
    Operator("Swish", swish, "`silu`"),
    Operator("Clip", clip, "`clip`, `relu`, `relu6`"),
    Operator("PRelu", prelu, "`prelu`"),
    *(Operator(name, merge, f"`{ours}`, `rescale`, `layer_scale`, `affine`") for name, ours in MERGES.items()),
    Operator("Where", where, "nothing"),
    Operator("Dropout", dropout, "`dropout`"),
    *(Operator(name, nothing, "nothing") for name in ("Identity", "Cast", "CastLike", "QuantizeLinear")),
)
