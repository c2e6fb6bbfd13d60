"""Tokens: positions in one row, what is added to them, and attention between them."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from reportgen.frozen import dataclass
from reportgen.ops.base import Layer, Parameters, Shape, layer, size, spread
from reportgen.ops.dense import Reshaped
from reportgen.ops.options import OptionError, PerAxis, flag, not_both, option, per_axis, whole
from reportgen.ops.reach import Blocks, Grid, Span
from reportgen.ops.sliding import divide, row, spatial

if TYPE_CHECKING:
    from reportgen.ops.reach import Reach


@layer("flatten_positions", "tokens")
class FlattenPositions(Reshaped):
    """All positions in one row, row after row; the channels stay. `flatten` flattens both."""

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        return (inputs[0][0], prod(spatial(inputs[0], self.word)))


@layer("class_token", "tokens")
class ClassToken(Layer):
    """One learned token more, in front of the others, to gather what is seen (Dosovitskiy et al. 2021)."""

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        channels, length = row(inputs[0], self.word)
        return channels, length + 1

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        return Parameters(output[0])

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        return Span.MOVED


@layer("position_embedding", "tokens")
@dataclass(frozen=True)
class PositionEmbedding(Layer):
    """A value for each channel of each position, added to it, so that positions can be told apart."""

    learned: bool = option(
        "Whether they are learned; fixed ones, such as sinusoids, store nothing.", flag(), default=True
    )

    length: int | None = option(
        "Positions of a row that it stores values for, where there are more than are read.", whole(), default=None
    )

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        cells = spatial(inputs[0], self.word)
        if self.length is not None and self.length < row(inputs[0], self.word)[1]:
            raise OptionError(f"{self.length} positions are fewer than the {cells[0]} that there are", "length")
        return inputs[0]

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        stored = size(output) if self.length is None else output[0] * self.length
        return Parameters(stored * self.learned)

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(output)


@layer("take_token", "tokens", main="index")
@dataclass(frozen=True)
class TakeToken(Layer):
    """The channels of one token alone: the class token's, which has seen all the others."""

    view = True

    index: int = option("Place of the token; 0 is the first.", whole(0), default=0)

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        channels, length = row(inputs[0], self.word)
        if self.index >= length:
            raise OptionError(f"there is no token {self.index} of {length}; the last is {length - 1}", "index")
        return (channels,)

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        return Span.EVERYTHING


@layer("self_attention", "tokens", main="heads")
@dataclass(frozen=True)
class SelfAttention(Layer):
    """Every position reads every other, weighted by how well they match (Vaswani et al. 2017).

    With `window`, a position reads its own window alone, and a `shift` moves the windows (Liu et al. 2021); with
    `grid`, it reads positions spread evenly over the whole (Tu et al. 2022). Cells are padded to whole windows,
    and the padding costs like any cell. Queries, keys, values and the output are projections of all channels;
    for depth they count twice, into the heads and out of them.
    """

    weighted = 2
    unshaped = ("window", "grid", "shift")

    heads: int = option("Parts of the channels that match by themselves.", whole())
    window: PerAxis | None = option(
        "Cells of a window along an axis; the whole input where it is left out.", per_axis(), default=None
    )
    grid: PerAxis | None = option("Cells that are read along an axis, spread evenly.", per_axis(), default=None)
    shift: PerAxis = option("Cells by which the windows are moved; 0 where one holds all.", per_axis(0), default=0)
    relative_position: bool = option(
        "Whether each head learns a value for each offset between two cells, added where they match.",
        flag(),
        default=False,
    )
    bias: bool = option("Whether the projections learn a bias.", flag(), default=True)

    def check(self) -> None:
        not_both("window", "grid", (self.window, self.grid))
        if self.window is None and self.shift != 0:
            raise OptionError("moves windows; give 'window' too", "shift")

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        channels = inputs[0][0]
        divide(channels, self.heads, f"the {channels} channels of {self.word}")
        for shift, cells in zip(self._shifts(inputs), self._group(inputs), strict=True):
            if shift >= cells:
                raise OptionError(f"{shift} must be less than the window of {cells}", "shift")
        return inputs[0]

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        return Parameters(self._projections(inputs)) + self._table(inputs)

    def unshared(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        # The projections are those of a pointwise convolution; a table belongs to windows, not to cells.
        return size(output[1:]) * self._projections(inputs) + self._table(inputs).trainable

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        channels, cells = output[0], self._padded(inputs)
        return 4 * channels**2 * cells + 2 * channels * cells * prod(self._group(inputs))

    def products(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        # Queries, keys, values, what they gather, and the output; and how well each pair matches.
        return 5 * output[0] * self._padded(inputs) + self._matches(inputs)

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return self._matches(inputs) * (1 + self.relative_position)

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        if set(self._groups(inputs)) == {1}:
            return Span.EVERYTHING
        axes = zip(output[1:], self._group(inputs), self._shifts(inputs), strict=True)
        if self.grid is not None:
            return tuple(Grid(n, cells) for n, cells, _ in axes)
        return tuple(Blocks(n, cells, shift if cells < n else 0) for n, cells, shift in axes)

    def _group(self, inputs: tuple[Shape, ...]) -> Shape:
        """Give the cells along each axis that read each other."""
        cells = spatial(inputs[0], self.word)
        if self.grid is not None:
            return spread(self.grid, len(cells), "grid")
        return cells if self.window is None else spread(self.window, len(cells), "window")

    def _groups(self, inputs: tuple[Shape, ...]) -> Shape:
        """Give the windows, or the grids, along each axis."""
        return tuple(-(-n // cells) for n, cells in zip(inputs[0][1:], self._group(inputs), strict=True))

    def _shifts(self, inputs: tuple[Shape, ...]) -> Shape:
        return spread(self.shift, len(spatial(inputs[0], self.word)), "shift")

    def _padded(self, inputs: tuple[Shape, ...]) -> int:
        """Count all cells, those of the padding included."""
        return prod(self._groups(inputs)) * prod(self._group(inputs))

    def _matches(self, inputs: tuple[Shape, ...]) -> int:
        """Count the pairs that are matched, over all heads."""
        return self.heads * self._padded(inputs) * prod(self._group(inputs))

    def _projections(self, inputs: tuple[Shape, ...]) -> int:
        channels = inputs[0][0]
        return 4 * channels * (channels + self.bias)

    def _table(self, inputs: tuple[Shape, ...]) -> Parameters:
        """Count the values of all offsets, and for each pair of cells the place of its offset."""
        if not self.relative_position:
            return Parameters()
        group = self._group(inputs)
        return Parameters(prod(2 * cells - 1 for cells in group) * self.heads, buffers=prod(group) ** 2)


LAYERS = (FlattenPositions, ClassToken, PositionEmbedding, TakeToken, SelfAttention)
