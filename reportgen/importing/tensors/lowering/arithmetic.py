"""What works on each value: functions, arithmetic with constants, and merges of several tensors."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.importing.source import along as sizes
from reportgen.importing.tensors.elementwise import exact, word_for
from reportgen.importing.tensors.layers import InexpressibleError
from reportgen.importing.tensors.lowering.tools import with_channels
from reportgen.importing.tensors.views import count, digits, joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.tensors.lowering.tools import Tools
    from reportgen.importing.tensors.program import Constant, Operation
    from reportgen.importing.tensors.views import View
    from reportgen.ops.base import Shape
    from reportgen.ops.options import Value

MERGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "add": "add",
        "subtract": "subtract",
        "multiply": "multiply",
        "divide": "divide",
        "maximum": "maximum",
        "minimum": "minimum",
        "average": "average",
    }
)
"""The merge that a function of two tensors is."""

_POWERS: Final[Mapping[float, str]] = MappingProxyType({2: "square", 0.5: "sqrt", -1: "reciprocal", -0.5: "rsqrt"})


def function(tools: Tools, op: Operation) -> View:
    """A function of each value."""
    word, options = word_for(op.kind, op.options)
    return tools.each(op, tools.view(op), word, options)


def dropout(tools: Tools, op: Operation) -> View:
    """Nothing, once it is trained."""
    return tools.each(op, tools.view(op), op.kind, {"rate": exact(op.options["rate"])})


def prelu(tools: Tools, op: Operation) -> View:
    """A slope below zero, for all channels or for each."""
    slopes = tools.layers.constants(op)
    shared = not slopes or prod(slopes[0].shape) == 1
    return tools.each(op, tools.view(op), "prelu", {} if shared else {"shared": False})


def affine(tools: Tools, op: Operation) -> View:
    """A learned scale and shift of each channel."""
    scale, _ = tools.layers.constants(op)
    view = tools.layers.settled(tools.view(op), op)
    if _along(scale, view) != "channels":
        raise InexpressibleError("its values are not one for each channel")
    return tools.each(op, view, "affine")


def binary(tools: Tools, op: Operation) -> View:
    """A function of two tensors, or of one and a constant."""
    views = tools.worked_out(op)
    if len(views) == len(op.reads):
        return _merged(tools, op, views)
    if len(views) != 1 or len(op.reads) != 2:  # noqa: PLR2004 - a tensor and a constant
        raise InexpressibleError("it reads several constants")
    constant = tools.layers.constants(op)[0]
    view = tools.layers.settled(views[0], op)
    if prod(constant.shape) == 1 and not constant.trainable and constant.values:
        return _by_number(tools, op, view, constant.values[0])
    return _by_values(tools, op, view, constant)


def _by_number(tools: Tools, op: Operation, view: View, number: float) -> View:
    """Arithmetic with one fixed number."""
    if not math.isfinite(number):
        raise InexpressibleError(f"there is no word for arithmetic with {number}")
    turned = op.reads[0] in tools.layers.program.constants
    scale_and_offset = _linear(op.kind, number, turned=turned)
    if scale_and_offset is not None and all(map(math.isfinite, scale_and_offset)):
        usual = {"scale": Fraction(1), "offset": Fraction(0)}
        given = dict(zip(usual, map(exact, scale_and_offset), strict=True))
        return tools.each(op, view, "rescale", {name: v for name, v in given.items() if v != usual[name]})
    if op.kind in {"maximum", "minimum"}:
        word, options = word_for("clip", {"low" if op.kind == "maximum" else "high": number})
        return tools.each(op, view, word, options)
    if op.kind == "power" and not turned and number in _POWERS:
        return tools.each(op, view, "elementwise", {"function": _POWERS[number]})
    if op.kind == "divide" and turned:
        inner = op if number == 1 else replace(op, name=f"{op.name}/reciprocal")
        view = tools.each(replace(inner, reads=()), view, "elementwise", {"function": "reciprocal"})
        return view if number == 1 else tools.each(op, view, "rescale", {"scale": exact(number)})
    raise InexpressibleError("there is no word for this arithmetic with a number")


def _linear(kind: str, number: float, *, turned: bool) -> tuple[float, float] | None:
    """Give scale and offset of arithmetic with a number; ``turned`` where the number stands first."""
    match kind:
        case "add":
            return 1, number
        case "subtract":
            return (-1, number) if turned else (1, -number)
        case "multiply":
            return number, 0
        case "divide" if number and not turned:
            return 1 / number, 0
    return None


def _by_values(tools: Tools, op: Operation, view: View, constant: Constant) -> View:
    """Arithmetic with a tensor of constants: one value for each channel, or one for each value."""
    along = _along(constant, view)
    learned = bool(constant.trainable)
    scaled = op.kind == "multiply" or (op.kind == "divide" and op.reads[1] == constant.name)
    if along == "channels" and learned and scaled:
        return tools.each(op, view, "layer_scale")
    if along == "channels" and learned and op.kind in {"add", "subtract"}:
        return tools.each(op, view, "affine", {"scale": False})
    if along == "all" and op.kind == "add" and len(view.base) > 1:
        return tools.each(op, view, "position_embedding", _positions(constant, view.base))
    raise InexpressibleError("there is no word for this arithmetic with constants")


def _positions(constant: Constant, base: Shape) -> dict[str, Value]:
    """Say what is stored for positions: fixed values, those of each, or of more than there are."""
    stored = sum(constant.trainable.values())
    if not stored:
        return {"learned": False}
    more = len(base) == 2 and stored > prod(base) and stored % base[0] == 0  # noqa: PLR2004 - a row
    return {"length": stored // base[0]} if more else {}


def _along(constant: Constant, view: View) -> str:
    """Say along what the values of a constant differ: ``channels``, ``all``, or something else (empty)."""
    sizes = (1,) * (len(view.axes) - len(constant.shape)) + constant.shape
    if len(sizes) != len(view.axes):
        return ""
    differing = joined(digit for axis, size in zip(view.axes, sizes, strict=True) if size > 1 for digit in axis)
    if any(size not in {1, count(axis)} for axis, size in zip(view.axes, sizes, strict=True)):
        return ""
    if differing == digits(view.base)[0]:
        return "channels"
    return "all" if prod(digit.size for digit in differing) == prod(view.base) else ""


def _merged(tools: Tools, op: Operation, views: list[View]) -> View:
    """Several tensors of one shape, value by value; one value of each channel is spread over cells."""
    if op.kind not in MERGES:
        raise InexpressibleError("there is no word for it")
    views = [tools.layers.settled(_of_rank(view, len(op.shape)), op) for view in views]
    first = max(views, key=lambda view: prod(view.shape))
    alike = all(view.axes == first.axes and view.base == first.base and view.turned == first.turned for view in views)
    if alike:
        return first.over(tools.layers.add(op, MERGES[op.kind], [view.layer for view in views], first.base))
    channels = tools.channels(first)
    order = (channels, *(place for place in range(1, len(op.shape)) if place != channels))
    shape = tuple(op.shape[place] for place in order)
    reads = [_spread(tools, op, tools.layers.standard(view, op, channels), shape) for view in views]
    layer = tools.layers.add(op, MERGES[op.kind], reads, shape)
    return tools.layers.whole(layer, tuple(order.index(place) for place in range(1, len(order) + 1)))


def _of_rank(view: View, rank: int) -> View:
    """Give a view the axes of size 1 in front that it lacks."""
    return replace(view, axes=((),) * (rank - len(view.axes)) + view.axes)


def _spread(tools: Tools, op: Operation, layer: str, shape: Shape) -> str:
    """Spread one cell over all of an axis, where a merge does not do so by itself."""
    found = tools.layers.shapes[layer]
    by_itself = op.kind == "multiply" and found in {(shape[0], *(1 for _ in shape[1:])), (1, *shape[1:])}
    fits = found[0] == shape[0] and all(n in {1, full} for n, full in zip(found[1:], shape[1:], strict=True))
    if found == shape or by_itself or not fits:
        return layer
    spread = replace(op, name=f"{op.name}/upsample")
    return tools.layers.add(spread, "upsample", [layer], shape, {"size": sizes(shape[1:])})


def concat(tools: Tools, op: Operation) -> View:
    """Channels one after the other; or a learned token before all others."""
    axis = op.options["axis"] % len(op.shape)
    views = tools.worked_out(op)
    if len(views) < len(op.reads):
        return _with_token(tools, op, axis)
    if len(views) == 1:
        return views[0]
    home = tools.channels(views[0])
    views = [tools.as_channels(op, view, axis) for view in views]
    first = views[0]
    if any(
        (view.axes[:axis], view.axes[axis + 1 :], view.base[1:])
        != (first.axes[:axis], first.axes[axis + 1 :], first.base[1:])
        for view in views
    ):
        order = (axis, *(place for place in range(1, len(op.shape)) if place != axis))
        places = tuple(order.index(place) for place in range(1, len(op.shape)))
        views = [tools.layers.whole(tools.layers.standard(view, op, axis), places) for view in views]
        first = views[0]
    channels = sum(view.base[0] for view in views)
    layer = tools.layers.add(op, "concat", [view.layer for view in views], (channels, *first.base[1:]))
    return _turned_back(tools, op, with_channels(first, axis, layer, channels), home)


def _turned_back(tools: Tools, op: Operation, view: View, home: int) -> View:
    """Give what was joined along another axis its channels back where they stood."""
    axis = tools.channels(view)
    if axis == home or view.axes[axis] != digits(view.base)[0]:
        return view
    order = (home, *(place for place in range(1, len(view.axes)) if place != home))
    layer = tools.layers.standard(view, op, home)
    return tools.layers.whole(layer, tuple(order.index(place) for place in range(1, len(view.axes))))


def _with_token(tools: Tools, op: Operation, axis: int) -> View:
    """A learned token in front of the others, which stand along ``axis``."""
    constants, views = tools.layers.constants(op), tools.worked_out(op)
    token = tools.layers.constant(op.reads[0])
    if len(views) != 1 or len(constants) != 1 or token is None or token.shape[axis] != 1:
        raise InexpressibleError("it puts constants beside what is worked out")
    channels = tools.channels(views[0])
    row = tools.layers.standard(views[0], op, channels)
    if {channels, axis} != {1, 2} or len(op.shape) != 3:  # noqa: PLR2004 - the batch, channels and positions
        raise InexpressibleError("it puts constants beside what is no row of tokens")
    shape = (op.shape[channels], op.shape[axis])
    return tools.layers.whole(
        tools.layers.add(op, "class_token", [row], shape, {}, constants=constants), (1, 0) if axis == 1 else (0, 1)
    )
