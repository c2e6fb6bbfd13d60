"""Resampling: other numbers of cells or channels, made from the values that are there."""

from __future__ import annotations

from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING

from reportgen.frozen import dataclass
from reportgen.ops.base import Layer, Shape, ShapeError, layer, shape_text, size, spread
from reportgen.ops.options import (
    OptionError,
    PerAxis,
    Sides,
    choice,
    either,
    flag,
    option,
    per_axis,
    sides,
    sizes,
    whole,
)
from reportgen.ops.reach import Interpolated, Nearest
from reportgen.ops.sliding import divide, spatial
from reportgen.ops.sliding import sides as pairs
from reportgen.ops.window import Window

if TYPE_CHECKING:
    from reportgen.ops.reach import Reach

_TAPS = MappingProxyType({"nearest": 1, "bilinear": 2, "bicubic": 4})
"""Cells that one output cell reads along an axis."""


@layer("upsample", "resampling", main="scale")
@dataclass(frozen=True)
class Upsample(Layer):
    """The same picture in another number of cells; give either `scale` or `size`.

    `bilinear` is linear along one axis and trilinear along three; `bicubic` is for two axes.
    """

    scale: PerAxis | None = option("Output cells per input cell along an axis.", per_axis(), default=None)
    size: PerAxis | None = option(
        "Output cells along an axis; fewer than the input's shrink it.", per_axis(), default=None
    )
    mode: str = option("How a value between cells is made.", choice(*_TAPS), default="nearest")
    align_corners: bool = option(
        "Whether the first and last cells keep their places; otherwise the borders do.", flag(), default=False
    )

    def check(self) -> None:
        either("scale", "size", (self.scale, self.size))
        if self.align_corners and self.mode == "nearest":
            raise OptionError("has no meaning with mode 'nearest'; leave it out, or interpolate", "align_corners")

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        cells = spatial(inputs[0], self.word)
        if self.mode == "bicubic" and len(cells) != 2:  # noqa: PLR2004 - as it is defined
            message = f"'bicubic' is for two axes, but the input is {shape_text(inputs[0])}; use 'bilinear'"
            raise OptionError(message, "mode")
        if self.size is not None:
            return (inputs[0][0], *spread(self.size, len(cells), "size"))
        scales = spread(self.scale or 1, len(cells), "scale")
        return (inputs[0][0], *(n * scale for n, scale in zip(cells, scales, strict=True)))

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        if self.mode == "nearest":
            return 0
        return size(output) * prod(_TAPS[self.mode] for _ in inputs[0][1:])

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        axes = zip(inputs[0][1:], output[1:], strict=True)
        if self.mode == "nearest":
            return tuple(Nearest(n, m) for n, m in axes)
        return tuple(Interpolated(n, m, _TAPS[self.mode], self.align_corners) for n, m in axes)


class _Edged(Layer):
    """What adds cells at the edges, or cuts them off."""

    def _edges(self, inputs: tuple[Shape, ...]) -> tuple[Window, ...]:
        raise NotImplementedError

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        cells = spatial(inputs[0], self.word)
        return (inputs[0][0], *(w.output(n) for w, n in zip(self._edges(inputs), cells, strict=True)))

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        return self._edges(inputs)


@layer("pad", "resampling", main="padding")
@dataclass(frozen=True)
class Pad(_Edged):
    """Zeros around the input: give `padding` for cells, `channels` for whole channels, or both."""

    padding: Sides | None = option(
        "Cells added on each side: a number, or a number or pair an axis.", sides(), default=None
    )
    channels: int | None = option("Channels added on each side of the input's own.", whole(), default=None)

    def check(self) -> None:
        if self.padding is None and self.channels is None:
            raise OptionError("must be given 'padding' or 'channels'")

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        channels, *cells = super().output(inputs)
        return (channels + 2 * (self.channels or 0), *cells)

    def _edges(self, inputs: tuple[Shape, ...]) -> tuple[Window, ...]:
        rank = len(spatial(inputs[0], self.word))
        return tuple(Window(before=p, after=q) for p, q in pairs(self.padding or 0, rank, "padding"))


@layer("crop", "resampling", main="amount")
@dataclass(frozen=True)
class Crop(_Edged):
    """The middle of the input; give either the `amount` to cut or the `size` to keep."""

    amount: Sides | None = option(
        "Cells cut from each side: a number, or a number or pair an axis.", sides(), default=None
    )
    size: PerAxis | None = option(
        "Cells kept along an axis; an odd cell is cut from the end.", per_axis(), default=None
    )

    def check(self) -> None:
        either("amount", "size", (self.amount, self.size))

    def _edges(self, inputs: tuple[Shape, ...]) -> tuple[Window, ...]:
        cells = spatial(inputs[0], self.word)
        if self.size is None:
            cuts = pairs(self.amount or 0, len(cells), "amount")
        else:
            surplus = (n - kept for n, kept in zip(cells, spread(self.size, len(cells), "size"), strict=True))
            cuts = tuple((cut // 2, cut - cut // 2) for cut in surplus)
        for n, (before, after) in zip(cells, cuts, strict=True):
            if min(before, after) < 0 or before + after >= n:
                kept = n - before - after
                raise ShapeError(f"crop cannot keep {kept} of {n} cells along an axis; keep from 1 to {n}")
        return tuple(Window(before=-before, after=-after) for before, after in cuts)


@layer("pixel_shuffle", "resampling", main="factor")
@dataclass(frozen=True)
class PixelShuffle(Layer):
    """Channels become cells: each cell's channels are laid out as a block of cells (Shi et al. 2016)."""

    factor: int = option("Output cells per input cell along an axis.", whole())

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        channels, *_ = inputs[0]
        cells = spatial(inputs[0], self.word)
        share = divide(channels, self.factor ** len(cells), f"the {channels} channels of pixel_shuffle")
        return (share, *(n * self.factor for n in cells))

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        return tuple(map(Nearest, inputs[0][1:], output[1:]))


@layer("pixel_unshuffle", "resampling", main="factor")
@dataclass(frozen=True)
class PixelUnshuffle(Layer):
    """Cells become channels: each block of cells is laid out as the channels of one."""

    factor: int = option("Input cells per output cell along an axis.", whole())

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        cells = spatial(inputs[0], self.word)
        blocks = (divide(n, self.factor, f"an axis of {n} cells in pixel_unshuffle") for n in cells)
        return (inputs[0][0] * self.factor ** len(cells), *blocks)

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        return tuple(Window(self.factor, self.factor) for _ in inputs[0][1:])


@layer("channel_shuffle", "resampling", main="groups")
@dataclass(frozen=True)
class ChannelShuffle(Layer):
    """Channels in another order: the first of every group, then the second (Zhang et al. 2018)."""

    groups: int = option("Groups that are dealt out.", whole())

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        divide(inputs[0][0], self.groups, f"the {inputs[0][0]} channels of channel_shuffle")
        return inputs[0]


@layer("split", "resampling")
@dataclass(frozen=True, kw_only=True)
class Split(Layer):
    """One of the parts that the channels are divided into: give either `parts`, which are equal, or their `sizes`."""

    view = True

    parts: int | None = option("Equal parts that the channels are divided into.", whole(), default=None)
    sizes: tuple[int, ...] | None = option("Channels of each part, where they differ.", sizes(), default=None)
    take: int = option("The part it gives; 0 is the first.", whole(0))

    def check(self) -> None:
        either("parts", "sizes", (self.parts, self.sizes))
        count = self.parts or len(self.sizes or ())
        if self.take >= count:
            raise OptionError(f"there is no part {self.take} of {count}; the last is {count - 1}", "take")

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        channels, *cells = inputs[0]
        if self.sizes is None:
            return (divide(channels, self.parts or 1, f"the {channels} channels of split"), *cells)
        if sum(self.sizes) != channels:
            raise OptionError(f"are {sum(self.sizes)} together, but the input has {channels} channels", "sizes")
        return (self.sizes[self.take], *cells)


LAYERS = (Upsample, Pad, Crop, PixelShuffle, PixelUnshuffle, ChannelShuffle, Split)
