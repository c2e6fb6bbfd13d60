"""Where an input's channels stand: told by the first operation that treats one of its axes as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.importing.tensors.views import BATCH, Digit, View, digits, joined

if TYPE_CHECKING:
    from reportgen.importing.tensors.program import Dimensions, Operation, Program

LAST: Final = frozenset({"linear", "lstm", "gru", "rnn"})
"""Kinds of operations to which the last axis is the channels."""

SECOND: Final = frozenset(
    {
        *("conv", "conv_transpose", "max_pool", "avg_pool", "adaptive_avg_pool", "adaptive_max_pool"),
        *("batch_norm", "instance_norm", "group_norm", "local_response_norm", "upsample", "prelu"),
        *("pixel_shuffle", "pixel_unshuffle", "channel_shuffle"),
    }
)
"""Kinds of operations to which the axis behind the batch is the channels."""

PASSING: Final = frozenset({"permute", "add", "subtract", "multiply", "divide", "pad", "identity", "dropout"})
"""Kinds of operations that leave the axes apart."""


def input_view(program: Program, name: str, shape: Dimensions, batch: int) -> View:
    """See an input as the tensor of its shape: its channels stand where they are read, or behind the batch.

    Whole numbers that are looked up in a table have no channels of their own, and are given one.
    """
    readers = [op for op in program.operations if name in op.reads]
    apart = _batch_place(shape, batch)
    places = [place for place in range(len(shape)) if place != apart]
    if readers and all(op.kind == "embedding" for op in readers):
        base = (1, *(shape[place] for place in places))
        order = [-1, *places]
    else:
        channels = _channels(program, name, list(range(len(shape))))
        order = sorted(places, key=lambda place: (place != channels, place))
        base = tuple(shape[place] for place in order) or (1,)
    along = dict(zip(order, digits(base), strict=False))
    axes = tuple(along.get(place, joined([Digit(BATCH, batch, 1)])) for place in range(len(shape)))
    return View(name, base, axes, (0,) * len(base), (0,) * len(base))


def _batch_place(shape: Dimensions, batch: int) -> int | None:
    """Give the axis of the batch: the first, but where steps stand there; ``None`` where there is none."""
    if shape and shape[0] == batch:
        return 0
    return shape.index(batch) if len(shape) > 2 and batch in shape else None  # noqa: PLR2004 - steps, batch, channels


def _channels(program: Program, name: str, axes: list[int]) -> int:
    """Follow a tensor to the first reader that tells which of its ``axes``, named as the input's, is the channels."""
    op = next((op for op in program.operations if name in op.reads), None)
    if op is None:
        return 1
    if op.kind in SECOND and len(axes) > 1:
        return axes[1]
    if op.kind in {"layer_norm", "rms_norm"}:
        over: tuple[int, ...] = op.options["over"]
        return axes[over[0]]
    if op.kind in LAST:
        return axes[-1]
    if op.kind in PASSING and len(op.shape) == len(axes):
        return _channels(program, op.name, _moved(op, axes))
    return 1


def _moved(op: Operation, axes: list[int]) -> list[int]:
    return [axes[place] for place in op.options["order"]] if op.kind == "permute" else axes
