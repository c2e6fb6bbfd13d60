"""What moves values and changes none: views, for as long as nothing asks for their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.importing.source import along
from reportgen.importing.tensors.layers import InexpressibleError
from reportgen.importing.tensors.views import permuted, reshaped, rolled, sliced

if TYPE_CHECKING:
    from reportgen.importing.tensors.lowering.tools import Tools
    from reportgen.importing.tensors.program import Operation
    from reportgen.importing.tensors.views import View


def identity(tools: Tools, op: Operation) -> View:
    """Nothing at all."""
    return tools.view(op)


def reshape(tools: Tools, op: Operation) -> View:
    """The same values in the same order, counted in other groups."""
    view = reshaped(tools.view(op), op.shape)
    if view is not None:
        return view
    # The groups do not match those of the layer: let a layer put the values out as the tensor has them.
    before = tools.view(op)
    layer = tools.layers.standard(before, op)
    view = reshaped(tools.layers.whole(layer), op.shape)
    if view is not None:
        return view
    shape = tools.folded(op.shape)
    return tools.folded_view(tools.layers.add(op, "reshape", [layer], shape, {"shape": list(shape)}), op.shape)


def permute(tools: Tools, op: Operation) -> View:
    """The axes in another order."""
    return permuted(tools.view(op), op.options["order"])


def take(tools: Tools, op: Operation) -> View:
    """A part of one axis."""
    options = op.options
    view = sliced(_in_order(tools, op), options["axis"], options["start"], options["stop"], options["step"])
    if view is None:
        raise InexpressibleError("it takes a part that is no run of places")
    return view


def _in_order(tools: Tools, op: Operation) -> View:
    """Give what a part is taken of; channels that were dealt out, as in a shuffle, are put in that order first."""
    view, axis = tools.view(op), op.options["axis"]
    whole = (op.options["start"], op.options["stop"]) == (0, view.shape[axis])
    if whole or sum(digit.axis == 0 for digit in view.axes[axis]) < 2:  # noqa: PLR2004 - channels in two orders
        return view
    try:
        return tools.as_channels(op, view, axis)
    except InexpressibleError:
        return view


def roll(tools: Tools, op: Operation) -> View:
    """One axis moved on, end to start."""
    view = rolled(tools.view(op), op.options["axis"], op.options["shift"])
    if view is None:
        raise InexpressibleError("it rolls what is not one axis of cells")
    return view


def expand(tools: Tools, op: Operation) -> View:
    """One cell for each place of an axis; a single value of each channel is what upsampling spreads."""
    view = reshaped(tools.view(op), (1,) * (len(op.shape) - len(tools.view(op).axes)) + tools.view(op).shape)
    if view is None or view.shape[:2] != op.shape[:2]:
        raise InexpressibleError("it repeats values along an axis that is none of cells")
    if view.shape == op.shape:
        return view
    layer = tools.layers.standard(view, op)
    scale = along([out // n for n, out in zip(view.shape[2:], op.shape[2:], strict=True)])
    return tools.layers.whole(tools.layers.add(op, "upsample", [layer], op.shape[1:], {"scale": scale}))
