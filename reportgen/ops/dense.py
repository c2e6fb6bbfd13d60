"""Dense layers, and the changes of shape around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.frozen import dataclass
from reportgen.ops.base import Layer, Parameters, Shape, ShapeError, layer, shape_text, size
from reportgen.ops.options import OptionError, flag, option, order, shape, whole
from reportgen.ops.reach import Span

if TYPE_CHECKING:
    from reportgen.ops.reach import Reach


@layer("dense", "dense", main="units")
@dataclass(frozen=True)
class Dense(Layer):
    """Every unit reads every value: what comes in is flattened first. `pointwise` keeps the axes instead."""

    weighted = 1

    units: int = option("Values it puts out.", whole())
    bias: bool = option("Whether one learned value is added per unit.", flag(), default=True)

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        return (self.units,)

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        return Parameters(self.units * (size(inputs[0]) + self.bias))

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return self.units * size(inputs[0])

    def products(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(output)

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        return Span.EVERYTHING


class Reshaped(Layer):
    """What keeps every value and changes the shape alone."""

    view = True

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        return Span.CELL if inputs[0] == output else Span.MOVED


@layer("flatten", "dense")
class Flatten(Reshaped):
    """All values in one row, channel after channel."""

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        return (size(inputs[0]),)


@layer("reshape", "dense", main="shape")
@dataclass(frozen=True)
class Reshape(Reshaped):
    """The same values, in the same order, in another shape."""

    shape: tuple[int, ...] = option("The shape to take, channels first.", shape())

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        # One cell that holds all values has read what each of them read.
        return Span.EVERYTHING if len(output) > 1 and size(output[1:]) == 1 else super().reach(inputs, output)

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        if size(self.shape) != size(inputs[0]):
            values = size(inputs[0])
            raise ShapeError(
                f"reshape cannot give the {values} values of {shape_text(inputs[0])} the shape "
                f"{shape_text(self.shape)}, which holds {size(self.shape)}; choose a shape of {values} values"
            )
        return self.shape


@layer("permute", "dense", main="order")
@dataclass(frozen=True)
class Permute(Reshaped):
    """The same axes in another order: `[1, 0]` makes channels of positions, and positions of channels."""

    order: tuple[int, ...] = option("For each axis, the axis of the input that it was; 0 is the channels.", order())

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        if sorted(self.order) != list(range(len(inputs[0]))):
            axes = ", ".join(str(place) for place in range(len(inputs[0])))
            message = f"the input {shape_text(inputs[0])} has the axes {axes}; name each of them once"
            raise OptionError(message, "order")
        return tuple(inputs[0][place] for place in self.order)

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        if self.order == tuple(sorted(self.order)):
            return Span.CELL
        if self.order[0] == 0:
            return Span.MOVED
        # What become channels of one cell stood all along an axis: of several axes there is no word for that.
        return Span.EVERYTHING if len(output) == 2 else Span.UNKNOWN  # noqa: PLR2004 - channels and positions


LAYERS = (Dense, Flatten, Reshape, Permute)
