"""Changes of shape."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

from reportgen.importing.keras.dialects import MOST_SIZES
from reportgen.importing.keras.layers.arguments import axes_of
from reportgen.importing.keras.layers.windows import rank_of, spread
from reportgen.importing.keras.records import MalformedError
from reportgen.importing.keras.rules import rule
from reportgen.importing.keras.tensors import UnexpressedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor


@rule("Flatten", becomes="flatten")
def flatten(call: Call) -> Tensor:
    """Channel after channel, where Keras has cell after cell: a dense layer behind has its weights in another order."""
    x = call.read
    if call.lead and x.shape[1:].count(1) < len(x.shape) - 2:
        raise UnexpressedError(
            "the cells of each step become channels", (x.keras[0], prod(x.keras[1:])), parameters=0, macs=0
        )
    return call.reshaped(x, (*x.keras[: call.lead], prod(x.keras[call.lead :])))


@rule("Reshape", becomes=("reshape", "flatten", "flatten_positions", "channel_shuffle", "permute"))
def reshape(call: Call) -> Tensor:
    """None where it gives back what was flattened; where it deals channels out, `channel_shuffle`."""
    target = call.config.raw("target_shape")
    if not isinstance(target, list) or not all(isinstance(n, int) and not isinstance(n, bool) for n in target):
        raise call.config.refused("target_shape", "a list of whole numbers")
    return shaped(call, call.read, target)


def shaped(call: Call, x: Tensor, target: Sequence[int]) -> Tensor:
    """Give a value the shape that a file names, in which one size may be left to be worked out (-1)."""
    if len(target) > MOST_SIZES:
        raise MalformedError(f"{call.config.place}: a shape of {len(target)} axes; expected {MOST_SIZES} at most")
    known = [n for n in target if n != -1]
    whole = prod(x.keras[call.lead :])
    rest = whole // prod(known) if min(known, default=1) > 0 else 0
    shape = tuple(rest if n == -1 else n for n in target)
    if min(shape, default=1) < 1 or prod(shape) != whole:
        raise MalformedError(f"{call.config.place}: {list(x.keras)} cannot take the shape {list(target)}")
    return call.reshaped(x, (*x.keras[: call.lead], *shape))


@rule("Permute", becomes="permute")
def permute(call: Call) -> Tensor:
    """Only where a layer behind takes another axis for the channels than the one that they stand on here."""
    dims = call.config.raw("dims")
    return permuted(call, call.read, axes_of(dims))


def permuted(call: Call, x: Tensor, dims: Sequence[int]) -> Tensor:
    """Let axes change places; ``dims`` counts them from 1."""
    turned = [*range(call.lead), *(dim - 1 + call.lead for dim in dims)]
    if sorted(turned) != list(range(len(x.keras))):
        raise MalformedError(f"{call.config.place}: dims: expected each axis from 1 to {len(x.keras)} once")
    now = {old: new for new, old in enumerate(turned)}
    order = tuple(None if axis is None else now[axis] for axis in x.axes)
    return replace(x, keras=tuple(x.keras[axis] for axis in turned), order=order)


@rule("RepeatVector", becomes=("reshape", "upsample"))
def repeat_vector(call: Call) -> Tensor:
    """A row of one position, and more of the same."""
    x = call.read
    x = call.reshaped(x, (1, *x.keras), "row")
    return call.emit("upsample", x, options={"scale": call.config.whole("n")})


@rule("UpSampling1D", "UpSampling2D", "UpSampling3D", becomes="upsample")
def upsampling(call: Call) -> Tensor:
    """`nearest`, `bilinear` and `bicubic`; other ways are told."""
    x = call.channelled()
    rank, how = rank_of(call, x), call.config.text("interpolation", "nearest")
    scale = call.config.cells("size", rank, 2)
    if how not in {"nearest", "bilinear", "bicubic"} or (call.lead and how != "nearest"):
        raise UnexpressedError(f"its interpolation is '{how}'", scaled(x, spread(call, scale, 1)), parameters=0, macs=0)
    return call.emit("upsample", x, options={"scale": spread(call, scale, 1), "mode": how})


def scaled(x: Tensor, scale: Sequence[int]) -> tuple[int, ...]:
    """Give the shape, as Keras orders it, of a value whose cells become more."""
    by = dict(zip(x.axes[1:], scale, strict=True))
    return tuple(n * by.get(axis, 1) for axis, n in enumerate(x.keras))


RULES = (flatten, reshape, permute, repeat_vector, upsampling)
