"""What works on the channels of each position: products with a matrix, norms and shares."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.importing.tensors.layers import InexpressibleError
from reportgen.importing.tensors.lowering.tools import with_channels
from reportgen.importing.tensors.views import batch_first, digits, joined

if TYPE_CHECKING:
    from reportgen.importing.tensors.lowering.tools import Tools
    from reportgen.importing.tensors.program import Operation
    from reportgen.importing.tensors.views import View
    from reportgen.ops.options import Value


def linear(tools: Tools, op: Operation) -> View:
    """The last axis by a matrix: dense over a sample's values in one row, pointwise over its channels."""
    units, bias = op.shape[-1], len(op.reads) > 2  # noqa: PLR2004 - behind what comes in and the matrix
    view = tools.layers.settled(tools.view(op), op)
    if _one_row(view) and tools.layers.word_of(tools.layers.constants(op)) != "pointwise":
        options: dict[str, Value] = {"units": units, "bias": bias}
        layer = tools.layers.add(op, "dense", [view.layer], (units,), options, constants=tools.layers.constants(op))
        leading = (1,) * (len(op.shape) - 2)
        return tools.folded_view(layer, (op.shape[0], *leading, units))
    view = tools.as_channels(op, view, -1)
    options = {"filters": units, "bias": bias}
    shape = (units, *view.base[1:])
    layer = tools.layers.add(op, "pointwise", [view.layer], shape, options, constants=tools.layers.constants(op))
    return with_channels(view, -1, layer, units)


def _one_row(view: View) -> bool:
    """Say whether the last axis holds all values of the layer, row by row."""
    whole = joined(digit for axis in digits(view.base) for digit in axis)
    alone = batch_first(view.axes) and not any(view.axes[1:-1])
    return alone and view.axes[-1] == whole and not any(view.turned)


def embedding(tools: Tools, op: Operation) -> View:
    """A vector for each whole number."""
    view = tools.view(op)
    table = tools.layers.constants(op)
    if not table or view.base[0] != 1:
        raise InexpressibleError("its table is worked out, or its numbers have channels")
    vocabulary, units = table[0].shape[0], op.shape[-1]
    options: dict[str, Value] = {"vocabulary": vocabulary, "units": units}
    shape = (units, *view.base[1:])
    layer = tools.layers.add(op, "embedding", [view.layer], shape, options, constants=table)
    return with_channels(replace(view, axes=(*view.axes, ())), -1, layer, units)


def softmax(tools: Tools, op: Operation) -> View:
    """The channels of each position as shares of one."""
    return tools.each(op, tools.as_channels(op, tools.view(op), op.options["axis"]), op.kind)


def norm_over_channels(tools: Tools, op: Operation) -> View:
    """A norm over one axis, which is the channels; over all there is, it is a group norm of one group."""
    over, options = op.options["over"], _learned(op)
    if op.kind == "layer_norm" and over == tuple(range(1, len(op.shape))) and options == {"affine": False}:
        return tools.put(op, "group_norm", {"groups": 1, **options})
    if len(over) != 1:
        raise InexpressibleError("it normalises over several axes at once")
    if op.kind == "rms_norm":
        options = {}
    return tools.each(op, tools.as_channels(op, tools.view(op), over[0]), op.kind, options)


def norm(tools: Tools, op: Operation) -> View:
    """A norm of [N, C, ...]."""
    groups: dict[str, Value] = {"groups": op.options["groups"]} if op.kind == "group_norm" else {}
    return tools.put(op, op.kind, {**groups, **_learned(op)})


def local_response_norm(tools: Tools, op: Operation) -> View:
    """Each value by the squares of its neighbour channels."""
    return tools.put(op, op.kind, {"size": op.options["size"]})


def _learned(op: Operation) -> dict[str, Value]:
    """Say which of scale and shift a norm learns."""
    scale, shift = op.options["scale"], op.options["shift"]
    return {"affine": True, "scale": scale, "shift": shift} if scale or shift else {"affine": False}
