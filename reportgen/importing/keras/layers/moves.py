"""Operations that move values: Keras 3 has them in a graph by themselves, Keras 2 as functions of TensorFlow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.importing.keras.layers.arguments import axes_of, given
from reportgen.importing.keras.layers.merging import concatenated
from reportgen.importing.keras.layers.reshaping import permuted, shaped
from reportgen.importing.keras.records import MOST, MalformedError
from reportgen.importing.keras.rules import rule
from reportgen.importing.keras.tensors import UnexpressedError

if TYPE_CHECKING:
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor


@rule("ops.Concatenate", becomes="concat")
def concatenate(call: Call) -> Tensor:
    """As the layer."""
    axis = given(call, "axis")
    return concatenated(call, call.reads, axis if isinstance(axis, int) else 0)


@rule("ops.Reshape", becomes=("reshape", "flatten", "flatten_positions", "channel_shuffle", "permute"))
def reshape(call: Call) -> Tensor:
    """As the layer."""
    target = axes_of(given(call, "newshape", "shape"))
    if not target:
        raise UnexpressedError("a reshape to sizes that are worked out elsewhere")
    return shaped(call, call.read, target[1:])


@rule("ops.ExpandDims", becomes="reshape")
def expand_dims(call: Call) -> Tensor:
    """An axis of size 1."""
    x, axis = call.read, given(call, "axis")
    place = axis + len(x.keras) + 1 if isinstance(axis, int) and axis < 0 else axis - 1 if axis else -1
    if not 0 <= place <= len(x.keras):
        raise UnexpressedError("an axis before the batch")
    return call.reshaped(x, (*x.keras[:place], 1, *x.keras[place:]))


@rule("ops.Squeeze", becomes=("reshape", "flatten", "flatten_positions"))
def squeeze(call: Call) -> Tensor:
    """Axes of size 1 are left out."""
    x, value = call.read, given(call, "axis")
    left = {call.axis(x, axis) for axis in axes_of(value)} if value is not None else set(range(len(x.keras)))
    if value is not None and any(x.keras[axis] != 1 for axis in left):
        raise MalformedError(f"{call.config.place}: an axis of more than one cell cannot be left out")
    return call.reshaped(x, tuple(n for axis, n in enumerate(x.keras) if axis not in left or n != 1))


@rule("ops.Transpose", becomes="permute")
def transpose(call: Call) -> Tensor:
    """As `Permute`, if the batch stays in front."""
    axes = axes_of(given(call, "axes", "perm"))
    if not axes or axes[0] != 0:
        raise UnexpressedError("a transposition that moves the batch")
    return permuted(call, call.read, axes[1:])


@rule("ops.Split", becomes="split")
def split(call: Call) -> tuple[Tensor, ...]:
    """Into equal parts; others are told."""
    parts, axis = given(call, "indices_or_sections", "num_or_size_splits"), given(call, "axis", behind=False)
    if not isinstance(parts, int) or parts < call.wanted:
        raise UnexpressedError("a split into parts of several sizes")
    x = call.read
    x = call.along(x, call.axis(x, axis if isinstance(axis, int) else 0))
    return tuple(
        call.emit("split", x, options={"parts": parts, "take": place}, part=f"part.{place}" if place else "")
        for place in range(call.wanted)
    )


@rule("ops.Pad", becomes="pad")
def pad(call: Call) -> Tensor:
    """Around the cells; those that are copied or mirrored count as zeros."""
    x, pairs = call.read, given(call, "pad_width")
    if not isinstance(pairs, list) or len(pairs) != len(x.keras) + 1 or not all(map(_is_pair, pairs)):
        raise UnexpressedError("it pads by what is worked out elsewhere")
    edges = dict(enumerate(pairs[1:]))
    if any(pairs[0]) or x.axes[0] is None or any(edges[x.axes[0]]):
        shape = tuple(n + sum(edges[axis]) for axis, n in enumerate(x.keras))
        raise UnexpressedError("it pads channels", shape, parameters=0, macs=0)
    return call.emit("pad", x, options={"padding": [[0, 0] if axis is None else edges[axis] for axis in x.axes[1:]]})


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(n, int) and 0 <= n <= MOST for n in value)  # noqa: PLR2004 - before and behind


@rule("ops.Cast")
def cast(call: Call) -> Tensor:
    """Another type of numbers."""
    return call.read


RULES = (concatenate, reshape, expand_dims, squeeze, transpose, split, pad, cast)
