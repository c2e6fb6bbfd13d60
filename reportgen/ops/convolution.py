"""Convolutions: a window of weights, shared by every position."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from reportgen.ops.base import Layer, Parameters, Shape, ShapeError, layer, size, spread
from reportgen.ops.options import Padding, PerAxis, flag, option, padding, per_axis, whole
from reportgen.ops.sliding import pads, slide, spatial, windows
from reportgen.ops.window import TransposedWindow

if TYPE_CHECKING:
    from reportgen.ops.reach import Reach
    from reportgen.ops.window import Window

KERNEL = "Cells the window reads along an axis."
STRIDE = "Input cells from one window to the next."
PADDING = "Cells of zeros around the input: a number, a pair an axis, `half`, `same` or `valid`."
DILATION = "Input cells from one tap of the window to the next."
GROUPS = "Groups of channels that do not read each other."
BIAS = "One added value per filter."


@dataclass(frozen=True)
class _Convolution(Layer):
    """What all convolutions count in the same way."""

    weighted = True
    judged = True
    product = True

    def _filters(self, channels: int) -> int:
        raise ShapeError(f"{self.word} of {channels} channels has no filters")

    def _taps(self, inputs: tuple[Shape, ...]) -> int:
        """Count the weights of one filter."""
        return prod(w.kernel for w in self.windows(inputs)) * inputs[0][0] // self._groups(inputs[0][0])

    def _groups(self, channels: int) -> int:  # noqa: ARG002
        return 1

    def _biases(self) -> int:
        return 0

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        cells = spatial(inputs[0], self.word)
        channels, groups = inputs[0][0], self._groups(inputs[0][0])
        filters = self._filters(channels)
        for name, count in (("input channels", channels), ("filters", filters)):
            if count % groups:
                raise ShapeError(f"{self.word}: {count} {name} cannot be split into {groups} groups")
        return (filters, *slide(cells, self.windows(inputs), self.word))

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        return Parameters(output[0] * (self._taps(inputs) + self._biases()))

    def unshared(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(output) * (self._taps(inputs) + self._biases())

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(output) * self._taps(inputs)

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:  # noqa: ARG002
        return self.windows(inputs)


@layer("conv", "convolution")
@dataclass(frozen=True)
class Conv(_Convolution):
    """A convolution in one, two or three dimensions."""

    filters: int = option("Output channels.", whole())
    kernel: PerAxis = option(KERNEL, per_axis())
    stride: PerAxis = option(STRIDE, per_axis(), default=1)
    padding: Padding = option(PADDING, padding(), default=0)
    dilation: PerAxis = option(DILATION, per_axis(), default=1)
    groups: int = option(GROUPS, whole(), default=1)
    bias: bool = option(BIAS, flag(), default=True)

    def _filters(self, channels: int) -> int:  # noqa: ARG002
        return self.filters

    def _groups(self, channels: int) -> int:  # noqa: ARG002
        return self.groups

    def _biases(self) -> int:
        return int(self.bias)

    def windows(self, inputs: tuple[Shape, ...]) -> tuple[Window, ...]:
        return windows(spatial(inputs[0], self.word), self.kernel, self.stride, self.dilation, self.padding)


@layer("depthwise_conv", "convolution")
@dataclass(frozen=True)
class DepthwiseConv(_Convolution):
    """A convolution that gives each channel filters of its own: as many groups as channels."""

    kernel: PerAxis = option(KERNEL, per_axis())
    stride: PerAxis = option(STRIDE, per_axis(), default=1)
    padding: Padding = option(PADDING, padding(), default=0)
    dilation: PerAxis = option(DILATION, per_axis(), default=1)
    multiplier: int = option("Filters per input channel.", whole(), default=1)
    bias: bool = option(BIAS, flag(), default=True)

    def _filters(self, channels: int) -> int:
        return channels * self.multiplier

    def _groups(self, channels: int) -> int:
        return channels

    def _biases(self) -> int:
        return int(self.bias)

    def windows(self, inputs: tuple[Shape, ...]) -> tuple[Window, ...]:
        return windows(spatial(inputs[0], self.word), self.kernel, self.stride, self.dilation, self.padding)


@layer("pointwise", "convolution", main="filters")
@dataclass(frozen=True)
class Pointwise(_Convolution):
    """A 1x1 convolution at any rank: it mixes channels and reads no neighbour."""

    filters: int = option("Output channels.", whole())
    stride: PerAxis = option(STRIDE, per_axis(), default=1)
    groups: int = option(GROUPS, whole(), default=1)
    bias: bool = option(BIAS, flag(), default=True)

    def _filters(self, channels: int) -> int:  # noqa: ARG002
        return self.filters

    def _groups(self, channels: int) -> int:  # noqa: ARG002
        return self.groups

    def _biases(self) -> int:
        return int(self.bias)

    def windows(self, inputs: tuple[Shape, ...]) -> tuple[Window, ...]:
        return windows(inputs[0][1:], 1, self.stride, 1, 0)

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        # A vector of channels has no axis to slide along, and is mixed all the same.
        return super().output(inputs) if len(inputs[0]) > 1 else (super().output(((*inputs[0], 1),))[0],)


@layer("conv_transpose", "convolution")
@dataclass(frozen=True)
class ConvTranspose(_Convolution):
    """A transposed convolution: each input cell writes a window, and windows overlap by addition.

    Output size is ``S (W - 1) + F - 2 P`` for dilation 1 (Dumoulin and Visin 2016, relationship 13).
    """

    filters: int = option("Output channels.", whole())
    kernel: PerAxis = option("Cells that one input cell writes along an axis.", per_axis())
    stride: PerAxis = option("Output cells from one window to the next.", per_axis(), default=1)
    padding: Padding = option("Cells cut from the sides of what is written.", padding(), default=0)
    output_padding: PerAxis = option("Cells added at the end of each axis.", per_axis(0), default=0)
    dilation: PerAxis = option("Output cells from one tap of the window to the next.", per_axis(), default=1)
    groups: int = option(GROUPS, whole(), default=1)
    bias: bool = option(BIAS, flag(), default=True)

    def _filters(self, channels: int) -> int:  # noqa: ARG002
        return self.filters

    def _groups(self, channels: int) -> int:  # noqa: ARG002
        return self.groups

    def _biases(self) -> int:
        return int(self.bias)

    def transposed(self, inputs: tuple[Shape, ...]) -> tuple[TransposedWindow, ...]:
        """Give the transposed window along each axis; ``same`` makes the output ``stride`` times the input."""
        rank = len(spatial(inputs[0], self.word))
        k, s = spread(self.kernel, rank, "kernel"), spread(self.stride, rank, "stride")
        d, extra = spread(self.dilation, rank, "dilation"), spread(self.output_padding, rank, "output_padding")
        if self.padding == "same":
            cut = tuple((max(d_ * (k_ - 1) + 1 - s_, 0), s_) for k_, s_, d_ in zip(k, s, d, strict=True))
            pairs = tuple((total // 2, total - total // 2) for total, _ in cut)
            short = (max(s_ - d_ * (k_ - 1) - 1, 0) for k_, s_, d_ in zip(k, s, d, strict=True))
            extra = tuple(e + more for e, more in zip(extra, short, strict=True))
        else:
            pairs = pads(self.padding, k, d)
        return tuple(TransposedWindow(*w, *p, e) for *w, p, e in zip(k, s, d, pairs, extra, strict=True))

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        channels = inputs[0][0]
        for name, count in (("input channels", channels), ("filters", self.filters)):
            if count % self.groups:
                raise ShapeError(f"{self.word}: {count} {name} cannot be split into {self.groups} groups")
        axes = zip(self.transposed(inputs), spatial(inputs[0], self.word), strict=True)
        out = tuple(w.output(n) for w, n in axes)
        if min(out) < 1:
            raise ShapeError(f"{self.word}'s padding cuts away all that it writes; pad less")
        return (self.filters, *out)

    def _taps(self, inputs: tuple[Shape, ...]) -> int:
        return prod(w.kernel for w in self.transposed(inputs)) * inputs[0][0] // self.groups

    def unshared(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        # Each input cell would own the window that it writes; the bias belongs to output cells.
        return self.macs(inputs, output) + size(output) * self._biases()

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(inputs[0][1:]) * self._taps(inputs) * output[0]

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:  # noqa: ARG002
        return self.transposed(inputs)
