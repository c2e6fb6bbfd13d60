"""What the lowerings share: the views of what is worked out so far, and ways to read them."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

from reportgen.importing.source import along
from reportgen.importing.tensors.layers import MOST_AXES, NOTHING, InexpressibleError
from reportgen.importing.tensors.views import Digit, digits, joined, reshaped, view_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.tensors.layers import Layers
    from reportgen.importing.tensors.program import Dimensions, Operation
    from reportgen.importing.tensors.views import View
    from reportgen.ops.base import Shape
    from reportgen.ops.options import Value


class Tools:
    """Layers under construction, and the view that each tensor is of one."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.views: dict[str, View] = {}

    def view(self, op: Operation, place: int = 0) -> View:
        """Give what an operation reads at ``place``; raise ``InexpressibleError`` where it is a constant."""
        if place >= len(op.reads) or op.reads[place] not in self.views:
            raise InexpressibleError("it reads a constant where a tensor is expected")
        return self.views[op.reads[place]]

    def worked_out(self, op: Operation) -> list[View]:
        """Give what an operation reads, constants left out."""
        return [self.views[name] for name in op.reads if name in self.views]

    def channels(self, view: View) -> int:
        """Give the axis of a tensor that holds its layer's channels; the one behind the batch where several might."""
        held = [place for place, axis in enumerate(view.axes) if any(digit.axis == 0 for digit in axis)]
        return held[0] if len(held) == 1 and held[0] > 0 else min(1, len(view.axes) - 1)

    def as_channels(self, op: Operation, view: View, axis: int) -> View:
        """Give a view of which ``axis`` is exactly the channels of its layer, turning over what stands otherwise."""
        axis %= len(view.axes)
        view = self.layers.settled(view, op)
        if view.axes[axis] == digits(view.base)[0]:
            return view
        order = (axis, *(place for place in range(1, len(view.axes)) if place != axis))
        layer = self.layers.standard(view, op, axis)
        return self.layers.whole(layer, tuple(order.index(place) for place in range(1, len(view.axes))))

    def standard(self, op: Operation) -> str:
        """Give a layer that puts out what an operation reads first, as [N, C, ...] less the batch."""
        return self.layers.standard(self.view(op), op)

    def put(self, op: Operation, word: str, options: Mapping[str, Value] = NOTHING) -> View:
        """Make an operation on [N, C, ...] a layer that reads what it reads first, and stores what it reads besides."""
        reads = [self.standard(op)]
        return self.layers.whole(
            self.layers.add(op, word, reads, op.shape[1:], options, constants=self.layers.constants(op))
        )

    def each(self, op: Operation, view: View, word: str, options: Mapping[str, Value] = NOTHING) -> View:
        """Make an operation on each value, or on the channels of each position, a layer behind a view's."""
        view = self.layers.settled(view, op)
        layer = self.layers.add(op, word, [view.layer], view.base, options, constants=self.layers.constants(op))
        return view.over(layer)

    def folded(self, shape: Dimensions) -> Shape:
        """Give a shape of ours for any tensor: the batch left out, and what it has too many of joined at the end."""
        sizes = shape[1:] if shape and shape[0] == self.layers.batch else shape
        if len(sizes) > MOST_AXES:
            sizes = (*sizes[: MOST_AXES - 1], prod(sizes[MOST_AXES - 1 :]))
        return sizes or (1,)

    def folded_view(self, layer: str, shape: Dimensions) -> View:
        """See a layer of a folded shape as the tensor that was folded."""
        batch = self.layers.batch if shape and shape[0] == self.layers.batch else 1
        view = reshaped(view_of(layer, self.layers.shapes[layer], batch), shape)
        if view is None:
            raise AssertionError(layer)  # it was folded row by row
        return view


def with_channels(view: View, axis: int, layer: str, size: int) -> View:
    """See a layer that differs from a view's in the number of its channels, which ``axis`` is."""
    axis %= len(view.axes)
    axes = (*view.axes[:axis], joined([Digit(0, size, 1)]), *view.axes[axis + 1 :])
    return replace(view, layer=layer, base=(size, *view.base[1:]), axes=axes)


def sides(padding: tuple[tuple[int, int], ...] | str) -> Value:
    """Write cells on each side as briefly as they can be: one number, one an axis, or pairs."""
    if isinstance(padding, str):
        return padding
    if any(before != after for before, after in padding):
        return [before if before == after else [before, after] for before, after in padding]
    return along([before for before, _ in padding])
