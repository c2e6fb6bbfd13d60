"""Operators that move values and change none."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from reportgen.importing.onnx.node import FRACTIONAL, UnsupportedError
from reportgen.importing.onnx.operators.table import Operator
from reportgen.importing.tensors.program import Constant

if TYPE_CHECKING:
    from reportgen.importing.onnx.node import Node


def reshape(n: Node) -> None:
    """It makes a layer only where the next one needs another order of values."""
    n.make("reshape", n.reads())


def transpose(n: Node) -> None:
    """It makes a layer only where the next one needs another order of values."""
    rank = len(n.shape())
    n.make("permute", n.reads(), order=tuple(n.attribute("perm", range(rank - 1, -1, -1))))


def expand(n: Node) -> None:
    """Where it repeats single cells."""
    before, after = n.shape(), n.out()
    lined = (1,) * (len(after) - len(before)) + before
    if any(one not in {1, other} for one, other in zip(lined, after, strict=True)):
        raise UnsupportedError("it repeats more than single cells")
    n.make("expand", n.reads())


def take(n: Node) -> None:
    """Where both ends are fixed and it goes forward."""
    rank = len(n.shape())
    starts, ends = n.setting("starts", 1) or (), n.setting("ends", 2) or ()
    axes = n.setting("axes", 3) or tuple(range(len(starts)))
    steps = n.whole(4) or (1,) * len(starts)
    read, shape = n.reads(), list(n.shape())
    for axis, start, end, step in zip((a % rank for a in axes), starts, ends, steps, strict=True):
        if step < 1:
            raise UnsupportedError("it goes backwards")
        first, last, _ = slice(start, end).indices(shape[axis])
        shape[axis] = max(-(-(last - first) // step), 0)
        read = n.step("slice", read, shape=tuple(shape), axis=axis, start=first, stop=last, step=step)
    n.make("identity", read)


def split(n: Node) -> None:
    """Each part that is read."""
    axis = n.attribute("axis", 0) % len(n.shape())
    start = 0
    for place in range(len(n.proto.output)):
        if not n.proto.output[place]:
            raise UnsupportedError("a part has no name, and its size is unknown")
        stop = start + n.out(place)[axis]
        n.make("slice", n.reads(), place=place, axis=axis, start=start, stop=stop, step=1)
        start = stop


def gather(n: Node) -> None:
    """A vector for each whole number; or one place, or a run of places, of a tensor."""
    axis = n.attribute("axis", 0) % len(n.shape())
    table = n.constant(0)
    if table is not None and n.constant(1) is None:
        if axis != 0 or len(table.shape) != 2:  # noqa: PLR2004 - words, and their values
            raise UnsupportedError("its table is not one vector for each number")
        n.make("embedding", n.reads(1), n.weight(0))
        return
    _take_places(n, axis, n.whole(1) or ())


def gather_nd(n: Node) -> None:
    """A run of places of the first axis."""
    if n.attribute("batch_dims", 0) or n.shape(1)[-1] != 1:
        raise UnsupportedError("it takes places along several axes")
    _take_places(n, 0, n.whole(1) or ())


def _take_places(n: Node, axis: int, places: tuple[int, ...]) -> None:
    """Take a run of places along one axis."""
    size = n.shape()[axis]
    first = places[0] % size if places else 0
    if [place % size for place in places] != list(range(first, first + len(places))):
        raise UnsupportedError("it takes places that are no run")
    shape = (*n.shape()[:axis], len(places), *n.shape()[axis + 1 :])
    part = n.step("slice", n.reads(), shape=shape, axis=axis, start=first, stop=first + len(places), step=1)
    n.make("reshape", part)


def concat(n: Node) -> None:
    """Of channels; and of a learned token with others."""
    reads = [n.reads(place) for place, name in enumerate(n.proto.input) if name not in n.reading.empty]
    n.make("concat" if len(reads) > 1 else "identity", *reads, axis=n.attribute("axis") % len(n.out()))


def stored(n: Node) -> None:
    """As weights, where a layer reads them."""
    out, tensor = n.out(), n.proto.output[0]
    given = next((a.t for a in n.proto.attribute if a.name == "value"), None)
    learned = given is None or given.data_type in FRACTIONAL
    trainable = {tensor: prod(out)} if learned and prod(out) > 1 else {}
    n.reading.constants[tensor] = Constant(name=tensor, shape=out, trainable=trainable)


def dequantize(n: Node) -> None:
    """Weights that are kept as whole numbers count as they are."""
    constant = n.constant(0)
    if constant is None:
        n.make("identity", n.reads())
        return
    tensor = n.proto.output[0]
    kept = constant.trainable or {constant.name: prod(constant.shape)}
    n.reading.constants[tensor] = Constant(name=tensor, shape=constant.shape, trainable=kept)


OPERATORS = (
    *(Operator(name, reshape, "`flatten`, `reshape`, …") for name in ("Reshape", "Flatten", "Squeeze", "Unsqueeze")),
    Operator("Transpose", transpose, "`permute`, `flatten_positions`, `channel_shuffle`, …"),
    *(Operator(name, expand, "`upsample`") for name in ("Expand", "Tile")),
    Operator("Slice", take, "`crop`, `split`, `take_token`"),
    Operator("Split", split, "`split`, `crop`"),
    Operator("Gather", gather, "`embedding`, `take_token`, `split`, `crop`"),
    Operator("GatherND", gather_nd, "`crop`, `split`"),
    Operator("Concat", concat, "`concat`, `class_token`"),
    *(Operator(name, stored, "weights") for name in ("ConstantOfShape", "Constant")),
    Operator("DequantizeLinear", dequantize, "nothing"),
)
