"""Convolutions: a window of weights, shared by every position; and its twin that shares nothing."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from reportgen.frozen import dataclass
from reportgen.ops.base import Layer, Parameters, Shape, layer, size, spread
from reportgen.ops.options import OptionError, Padding, PerAxis, flag, option, padding, per_axis, whole
from reportgen.ops.reach import Span
from reportgen.ops.sliding import divide, pads, slide, slide_back, spatial, windows
from reportgen.ops.window import TransposedWindow, same_transposed

if TYPE_CHECKING:
    from reportgen.ops.reach import Reach
    from reportgen.ops.window import Window

FILTERS = "Output channels."
KERNEL = "Cells the window reads along an axis."
STRIDE = "Input cells from one window to the next."
PADDING = "Cells of zeros around the input: a number, a number or pair an axis, `half`, `same` or `valid`."
DILATION = "Input cells from one tap of the window to the next."
GROUPS = "Groups of channels that do not read each other."
BIAS = "Whether one learned value is added per filter."


class _Convolution(Layer):
    """What all convolutions count in the same way."""

    weighted = 1
    judged = True
    kernel: PerAxis
    bias: bool

    def _filters_and_groups(self, channels: int) -> tuple[int, int]:
        """Give the output channels, and the groups that do not read each other."""
        raise NotImplementedError

    def _slid(self, inputs: tuple[Shape, ...]) -> Shape:
        """Give the output cells along each axis."""
        return slide(inputs[0][1:], self.windows(inputs), self.word)

    def _taps(self, inputs: tuple[Shape, ...]) -> int:
        """Count the weights of one filter."""
        channels, *cells = inputs[0]
        _, groups = self._filters_and_groups(channels)
        return prod(spread(self.kernel, len(cells), "kernel")) * channels // groups

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        channels = inputs[0][0]
        filters, groups = self._filters_and_groups(channels)
        if groups > 1:
            divide(channels, groups, f"the {channels} input channels of {self.word}")
            divide(filters, groups, f"the {filters} filters of {self.word}")
        return (filters, *self._slid(inputs))

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        return Parameters(output[0] * (self._taps(inputs) + self.bias))

    def unshared(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(output) * (self._taps(inputs) + self.bias)

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(output) * self._taps(inputs)

    def products(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(output)

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        return self.windows(inputs)


@dataclass(frozen=True)
class _Grouped(_Convolution):
    """A window whose filters are as many as one says."""

    unshaped = ("stride", "padding", "dilation")

    filters: int = option(FILTERS, whole())
    kernel: PerAxis = option(KERNEL, per_axis())
    stride: PerAxis = option(STRIDE, per_axis(), default=1)
    padding: Padding = option(PADDING, padding(), default=0)
    dilation: PerAxis = option(DILATION, per_axis(), default=1)
    groups: int = option(GROUPS, whole(), default=1)
    bias: bool = option(BIAS, flag(), default=True)

    def _filters_and_groups(self, channels: int) -> tuple[int, int]:
        return self.filters, self.groups

    def windows(self, inputs: tuple[Shape, ...]) -> tuple[Window, ...]:
        cells = spatial(inputs[0], self.word)
        return windows(cells, self.kernel, self.stride, self.dilation, self.padding)


@layer("conv", "convolution")
class Conv(_Grouped):
    """A convolution in one, two or three dimensions."""


@layer("depthwise_conv", "convolution")
@dataclass(frozen=True)
class DepthwiseConv(_Convolution):
    """A convolution that gives each channel filters of its own: as many groups as channels."""

    unshaped = ("stride", "padding", "dilation")

    kernel: PerAxis = option(KERNEL, per_axis())
    stride: PerAxis = option(STRIDE, per_axis(), default=1)
    padding: Padding = option(PADDING, padding(), default=0)
    dilation: PerAxis = option(DILATION, per_axis(), default=1)
    multiplier: int = option("Filters per input channel.", whole(), default=1)
    bias: bool = option(BIAS, flag(), default=True)

    def _filters_and_groups(self, channels: int) -> tuple[int, int]:
        return channels * self.multiplier, channels

    def windows(self, inputs: tuple[Shape, ...]) -> tuple[Window, ...]:
        cells = spatial(inputs[0], self.word)
        return windows(cells, self.kernel, self.stride, self.dilation, self.padding)


@layer("pointwise", "convolution", main="filters")
@dataclass(frozen=True)
class Pointwise(_Convolution):
    """A 1x1 convolution at any rank, a bare vector of channels included: it reads no neighbour."""

    unshaped = ("stride",)
    kernel = 1

    filters: int = option(FILTERS, whole())
    stride: PerAxis = option(STRIDE, per_axis(), default=1)
    groups: int = option(GROUPS, whole(), default=1)
    bias: bool = option(BIAS, flag(), default=True)

    def _filters_and_groups(self, channels: int) -> tuple[int, int]:
        return self.filters, self.groups

    def windows(self, inputs: tuple[Shape, ...]) -> tuple[Window, ...]:
        return windows(inputs[0][1:], self.kernel, self.stride, 1, 0)

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        over = self.windows(inputs)
        if not over:
            return Span.EVERYTHING
        return over if any(window.stride > 1 for window in over) else Span.CELL


@layer("conv_transpose", "convolution")
@dataclass(frozen=True)
class ConvTranspose(_Convolution):
    """A transposed convolution: each input cell writes a window, and windows overlap by addition.

    The output has `S (W - 1) + F - 2 P` cells for an input of W, kernel F, stride S, padding P and
    dilation 1 (Dumoulin and Visin 2016, relationship 13).
    """

    unshaped = ("stride", "padding", "output_padding", "dilation")

    filters: int = option(FILTERS, whole())
    kernel: PerAxis = option("Cells that one input cell writes along an axis.", per_axis())
    stride: PerAxis = option("Output cells from one window to the next.", per_axis(), default=1)
    padding: Padding = option(
        "Cells cut from the sides of what is written; `same` gives stride times the input.",
        padding(),
        default=0,
    )
    output_padding: PerAxis = option("Cells more at the end of each axis.", per_axis(0), default=0)
    dilation: PerAxis = option("Output cells from one tap of the window to the next.", per_axis(), default=1)
    groups: int = option(GROUPS, whole(), default=1)
    bias: bool = option(BIAS, flag(), default=True)

    def check(self) -> None:
        if self.padding == "same" and self.output_padding != 0:
            raise OptionError("padding 'same' already settles the output's size; leave it out", "output_padding")

    def _filters_and_groups(self, channels: int) -> tuple[int, int]:
        return self.filters, self.groups

    def transposed(self, inputs: tuple[Shape, ...]) -> tuple[TransposedWindow, ...]:
        """Give the window that each input cell writes along each axis, padding resolved."""
        rank = len(spatial(inputs[0], self.word))
        k, s = spread(self.kernel, rank, "kernel"), spread(self.stride, rank, "stride")
        d = spread(self.dilation, rank, "dilation")
        extra = spread(self.output_padding, rank, "output_padding")
        if self.padding == "same":
            return tuple(map(same_transposed, k, s, d))
        for more, most in zip(extra, map(max, s, d), strict=True):
            if more >= most:
                message = f"{more} must be less than {most}, the larger of stride and dilation"
                raise OptionError(message, "output_padding")
        axes = zip(k, s, d, pads(self.padding, k, d), extra, strict=True)
        return tuple(TransposedWindow(k, s, d, before, after, e) for k, s, d, (before, after), e in axes)

    def _slid(self, inputs: tuple[Shape, ...]) -> Shape:
        return slide_back(inputs[0][1:], self.transposed(inputs), self.word)

    def unshared(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        # Each input cell would own the window that it writes; the bias belongs to output cells.
        return self.macs(inputs, output) + size(output) * self.bias

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(inputs[0][1:]) * self._taps(inputs) * output[0]

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        return self.transposed(inputs)


@layer("locally_connected", "convolution")
class LocallyConnected(_Grouped):
    """A convolution that shares nothing: each output cell has filters of its own."""

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        return Parameters(self.unshared(inputs, output))


LAYERS = (Conv, DepthwiseConv, Pointwise, ConvTranspose, LocallyConnected)
