"""Operations of Keras 3 that stand in a graph by themselves, such as `x + y`.

Keras 2 has functions of TensorFlow in their place.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.importing.keras.layers.activation import WORDS, along, applied
from reportgen.importing.keras.layers.arguments import PREFIX, given
from reportgen.importing.keras.layers.merging import merged
from reportgen.importing.keras.layers.rescaling import rescaled
from reportgen.importing.keras.layers.tensorflow import OPERATIONS
from reportgen.importing.keras.records import exact
from reportgen.importing.keras.rules import rule
from reportgen.importing.keras.tensors import Tensor, UnexpressedError, broadcast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.keras.call import Call

_MERGES: Final = MappingProxyType(
    {
        "Add": "add",
        "Subtract": "subtract",
        "Multiply": "multiply",
        "Divide": "divide",
        "TrueDivide": "divide",
        "Maximum": "maximum",
        "Minimum": "minimum",
    }
)
_FUNCTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Relu": "relu",
        "Relu6": "relu6",
        "Elu": "elu",
        "Celu": "celu",
        "Selu": "selu",
        "Gelu": "gelu",
        "Silu": "silu",
        "Sigmoid": "sigmoid",
        "HardSigmoid": "hard_sigmoid",
        "HardSilu": "hard_silu",
        "HardTanh": "hard_tanh",
        "Tanh": "tanh",
        "Softplus": "softplus",
        "Softsign": "softsign",
    }
)
_ELEMENTWISE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Abs": "abs",
        "Absolute": "abs",
        "Ceil": "ceil",
        "Cos": "cos",
        "Erf": "erf",
        "Exp": "exp",
        "Floor": "floor",
        "Log": "log",
        "Negative": "negative",
        "Reciprocal": "reciprocal",
        "Round": "round",
        "Rsqrt": "rsqrt",
        "Sign": "sign",
        "Sin": "sin",
        "Sqrt": "sqrt",
        "Square": "square",
    }
)
_POWERS: Final = MappingProxyType(
    {Fraction(2): "square", Fraction(1, 2): "sqrt", Fraction(-1): "reciprocal", Fraction(-1, 2): "rsqrt"}
)


def _kind(call: Call) -> str:
    return call.record.kind.removeprefix(PREFIX)


def _number(call: Call) -> Fraction | None:
    """Give the only number that stands beside the only value of the network; ``None`` where it is not so."""
    numbers = [value for value in (*call.args, *call.kwargs.values()) if _is_number(value)]
    if len(numbers) != 1 or len(call.reads) != 1:
        return None
    return exact(numbers[0], call.config.refused("y", "a number"))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@rule(*(f"{PREFIX}{name}" for name in _MERGES), becomes=(*dict.fromkeys(_MERGES.values()), "rescale", "clip"))
def arithmetic(call: Call) -> Tensor:
    """Of two values a merge; of a value and a number a `rescale` or `clip`."""
    number = _number(call)
    if number is not None:
        return _with_number(call, number)
    if len(call.reads) < 2 or len({len(x.keras) for x in call.reads}) > 1:  # noqa: PLR2004 - a merge
        raise _spread(call)
    return merged(call, _MERGES[_kind(call)], call.reads)


def _with_number(call: Call, number: Fraction) -> Tensor:
    """Add arithmetic between a value and a number, whichever stands first."""
    first = bool(call.args) and isinstance(call.args[0], Tensor)
    zero, one = Fraction(0), Fraction(1)
    match _kind(call):
        case "Add":
            return rescaled(call, call.read, one, number)
        case "Subtract":
            return rescaled(call, call.read, *((one, -number) if first else (-one, number)))
        case "Multiply":
            return rescaled(call, call.read, number, zero)
        case "Maximum" | "Minimum" as kind:
            return call.emit("clip", call.read, options={"low" if kind == "Maximum" else "high": number})
    if not number:
        raise _spread(call)
    if not first:
        inverse = call.emit("elementwise", call.read, options={"function": "reciprocal"}, part="reciprocal")
        return rescaled(call, inverse, number, zero)
    return rescaled(call, call.read, 1 / number, zero)


def _spread(call: Call) -> UnexpressedError:
    """Say that an elementwise operation has no word; its values are spread over each other as NumPy does."""
    whole = broadcast(tuple(x.keras for x in call.reads))
    why = f"{_kind(call)} of these has no word here"
    return UnexpressedError(why, whole, parameters=0, macs=0, sees="none")


@rule(
    *(f"{PREFIX}{name}" for name in _FUNCTIONS),
    becomes=tuple(dict.fromkeys(WORDS[name][0] for name in _FUNCTIONS.values())),
)
def function(call: Call) -> Tensor:
    """The activations that have a word."""
    # The operation is the function of Keras 3 in any dialect.
    return applied(replace(call, record=replace(call.record, old=False)), call.read, _FUNCTIONS[_kind(call)])


@rule(*(f"{PREFIX}{name}" for name in _ELEMENTWISE), becomes="elementwise")
def elementwise(call: Call) -> Tensor:
    """Mathematical functions of each value."""
    return call.emit("elementwise", call.read, options={"function": _ELEMENTWISE[_kind(call)]})


@rule("ops.Power", becomes="elementwise")
def power(call: Call) -> Tensor:
    """Squares, roots, and what is one by them; others are told."""
    first = bool(call.args) and isinstance(call.args[0], Tensor)
    function = _POWERS.get(_number(call) or Fraction(0)) if first else None
    if function is None:
        raise _spread(call)
    return call.emit("elementwise", call.read, options={"function": function})


@rule("ops.Clip", becomes="clip")
def clip(call: Call) -> Tensor:
    """Between two numbers."""
    names = {"low": ("x_min", "clip_value_min"), "high": ("x_max", "clip_value_max")}
    ends = {option: given(call, *said, behind=False) for option, said in names.items()}
    return call.emit(
        "clip", call.read, options={name: exact(n, call.config.refused(name, "a number")) for name, n in ends.items()}
    )


@rule("ops.LeakyRelu", becomes="leaky_relu")
def leaky_relu(call: Call) -> Tensor:
    """With its slope."""
    said = given(call, "negative_slope", "alpha")
    slope = exact(0.2 if said is None else said, call.config.refused("negative_slope", "a number"))
    return call.emit("leaky_relu", call.read, options={"slope": slope})


@rule("ops.Softmax", "ops.LogSoftmax", becomes=("softmax", "log_softmax"))
def softmax(call: Call) -> Tensor:
    """Along the channels; for another axis the axes are permuted first."""
    axis = given(call, "axis")
    return along(
        call, call.read, "softmax" if _kind(call) == "Softmax" else "log_softmax", -1 if axis is None else axis
    )


@rule("ops.Mean", "ops.Max", "ops.Min", "ops.Sum", becomes=("global_avg_pool", "global_max_pool", "reduce_channels"))
def reduction(call: Call) -> Tensor:
    """Over all cells (means and maxima), or over the channels."""
    x, axes = call.read, given(call, "axis")
    taken = {call.axis(x, axis) for axis in (axes if isinstance(axes, list) else [axes])}
    keeps = call.config.raw("keepdims") is True or call.kwargs.get("keepdims") is True
    how = _kind(call).lower()
    pool = {"mean": "global_avg_pool", "max": "global_max_pool"}.get(how)
    left = tuple(n for axis, n in enumerate(x.keras) if axis not in taken)
    if pool and len(x.keras) > 1 and taken == set(x.axes[1:]):
        y = call.emit(pool, x, part="" if keeps else "pool")
    elif taken == {x.axes[0]} and len(x.keras) > 1:
        y = call.emit("reduce_channels", x, options={"how": how})
    else:
        kept = tuple(1 if axis in taken else n for axis, n in enumerate(x.keras))
        why = f"its {how} is over axes of which there is no word"
        raise UnexpressedError(why, kept if keeps else left, parameters=0, macs=0)
    return y if keeps else call.reshaped(y, left)


@rule("TFOpLambda")
def tensorflow(call: Call) -> tuple[Tensor, ...]:
    """A function of TensorFlow in a graph of Keras 2: those that are one of these operations; others are told."""
    kind = OPERATIONS.get(call.config.text("function"))
    if kind is None:
        raise UnexpressedError(f"tf.{call.config.text('function')[:60]} has no word here")
    return call.apply(replace(call, record=replace(call.record, kind=f"{PREFIX}{kind}")))


RULES = (arithmetic, function, elementwise, power, clip, leaky_relu, softmax, reduction, tensorflow)
