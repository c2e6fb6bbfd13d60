"""Pooling: one value for each window, or for all of space, channel by channel."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from reportgen.frozen import dataclass
from reportgen.ops.base import Layer, Shape, layer, size, spread
from reportgen.ops.options import OptionError, Padding, PerAxis, choice, flag, option, padding, per_axis
from reportgen.ops.reach import Adaptive, Span
from reportgen.ops.sliding import slide, spatial, windows

if TYPE_CHECKING:
    from reportgen.ops.reach import Reach
    from reportgen.ops.window import Window

KERNEL = "Cells the window reads along an axis."
STRIDE = "Input cells from one window to the next; as many as the kernel's where it is left out."
PADDING = "Cells around the input: a number, a number or pair an axis, `half`, `same` or `valid`."
CEIL_MODE = "Whether a last window that overhangs the input counts, if it starts inside."


class _Pool(Layer):
    """What pooling windows count in the same way."""

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        cells = spatial(inputs[0], self.word)
        over = self.windows(inputs)
        for window in over:
            if max(window.before, window.after) >= window.extent:
                raise OptionError(
                    f"{max(window.before, window.after)} cells beside a window over {window.extent} "
                    "would let it read padding alone; pad less",
                    "padding",
                )
        return (inputs[0][0], *slide(cells, over, self.word))

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(output) * prod(window.kernel for window in self.windows(inputs))

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        return self.windows(inputs)


@layer("max_pool", "pooling", main="kernel")
@dataclass(frozen=True)
class MaxPool(_Pool):
    """The largest value of each window."""

    kernel: PerAxis = option(KERNEL, per_axis())
    stride: PerAxis | None = option(STRIDE, per_axis(), default=None)
    padding: Padding = option(PADDING, padding(), default=0)
    dilation: PerAxis = option("Input cells from one read cell of the window to the next.", per_axis(), default=1)
    ceil_mode: bool = option(CEIL_MODE, flag(), default=False)

    def windows(self, inputs: tuple[Shape, ...]) -> tuple[Window, ...]:
        stride = self.kernel if self.stride is None else self.stride
        cells = spatial(inputs[0], self.word)
        return windows(cells, self.kernel, stride, self.dilation, self.padding, ceil_mode=self.ceil_mode)


@layer("avg_pool", "pooling", main="kernel")
@dataclass(frozen=True)
class AvgPool(_Pool):
    """The mean value of each window."""

    kernel: PerAxis = option(KERNEL, per_axis())
    stride: PerAxis | None = option(STRIDE, per_axis(), default=None)
    padding: Padding = option(PADDING, padding(), default=0)
    ceil_mode: bool = option(CEIL_MODE, flag(), default=False)

    def windows(self, inputs: tuple[Shape, ...]) -> tuple[Window, ...]:
        stride = self.kernel if self.stride is None else self.stride
        cells = spatial(inputs[0], self.word)
        return windows(cells, self.kernel, stride, 1, self.padding, ceil_mode=self.ceil_mode)


class _GlobalPool(Layer):
    """What global pools count in the same way."""

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        return (inputs[0][0], *(1 for _ in spatial(inputs[0], self.word)))

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(inputs[0])

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        return Span.EVERYTHING


@layer("global_max_pool", "pooling")
class GlobalMaxPool(_GlobalPool):
    """The largest value of each channel over all of space; the axes stay, at size 1."""


@layer("global_avg_pool", "pooling")
class GlobalAvgPool(_GlobalPool):
    """The mean value of each channel over all of space; the axes stay, at size 1."""


class _AdaptivePool(Layer):
    """What adaptive pools count in the same way."""

    size: PerAxis

    def _axes(self, inputs: tuple[Shape, ...]) -> tuple[Adaptive, ...]:
        cells = spatial(inputs[0], self.word)
        return tuple(map(Adaptive, cells, spread(self.size, len(cells), "size")))

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        return (inputs[0][0], *(axis.m for axis in self._axes(inputs)))

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return output[0] * prod(axis.taps for axis in self._axes(inputs))

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        return Span.EVERYTHING if set(output[1:]) == {1} else self._axes(inputs)


@layer("adaptive_avg_pool", "pooling", main="size")
@dataclass(frozen=True)
class AdaptiveAvgPool(_AdaptivePool):
    """The mean value of as many nearly equal parts as the output has cells."""

    size: PerAxis = option("Output cells along an axis.", per_axis())


@layer("adaptive_max_pool", "pooling", main="size")
@dataclass(frozen=True)
class AdaptiveMaxPool(_AdaptivePool):
    """The largest value of as many nearly equal parts as the output has cells."""

    size: PerAxis = option("Output cells along an axis.", per_axis())


@layer("reduce_channels", "pooling", main="how")
@dataclass(frozen=True)
class ReduceChannels(Layer):
    """One value for all channels of each position."""

    how: str = option("Which one.", choice("mean", "max", "min", "sum"))

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        return (1, *inputs[0][1:])

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(inputs[0])

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        return Span.CELL if len(output) > 1 else Span.EVERYTHING


LAYERS = (
    MaxPool,
    AvgPool,
    GlobalMaxPool,
    GlobalAvgPool,
    AdaptiveAvgPool,
    AdaptiveMaxPool,
    ReduceChannels,
)
