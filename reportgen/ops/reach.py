"""What one output cell of a layer reads of its input: the receptive-field step of every layer.

Along each spatial axis a layer either reads through something that answers ``reads(i)`` and repeats
itself with a ``period`` (a window, a resampling, an adaptive cell), or is one of the ``Span`` cases.
"""

from __future__ import annotations

import enum
from math import gcd
from typing import Protocol

from reportgen.frozen import dataclass


class AxisReach(Protocol):
    """How one axis of the output reads the same axis of the input."""

    def reads(self, i: int) -> range:
        """Give the input cells that output cell ``i`` reads; cells outside the input are padding."""
        ...

    @property
    def period(self) -> tuple[int, int]:
        """``(a, b)`` with ``reads(i + a) == reads(i) shifted by b`` for every ``i``."""
        ...


class Span(enum.Enum):
    """What a layer reads where no per-axis window says it."""

    CELL = "cell"
    """Each cell reads the cell at its own place: activations, norms, merges."""
    EVERYTHING = "everything"
    """Each cell reads the whole input: dense layers, global pooling."""
    MOVED = "moved"
    """Each cell reads one cell, but places are no longer those of the input's axes: flatten, reshape."""
    UNKNOWN = "unknown"
    """Nobody said."""


Reach = tuple[AxisReach, ...] | Span
"""One entry per spatial axis, or what holds for all of them."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """Nearest-neighbour resampling from ``n`` to ``m`` cells: output ``i`` reads ``floor(i n / m)``."""

    n: int
    m: int

    def reads(self, i: int) -> range:
        """Give the one cell that is copied."""
        cell = i * self.n // self.m
        return range(cell, cell + 1)

    @property
    def period(self) -> tuple[int, int]:
        """Reduce ``m : n``."""
        common = gcd(self.n, self.m)
        return self.m // common, self.n // common


@dataclass(frozen=True, slots=True)
class Interpolated:
    """Interpolation from ``n`` to ``m`` cells over ``taps`` neighbours: 2 is linear, 4 is cubic.

    Output ``i`` stands at ``(i + 1/2) n / m - 1/2`` of the input, or at ``i (n - 1) / (m - 1)`` with aligned
    corners, and reads the ``taps`` cells around it; a cell of weight zero is not read.
    """

    n: int
    m: int
    taps: int
    align_corners: bool = False

    @property
    def _step(self) -> tuple[int, int]:
        """Input cells per output cell, as a fraction."""
        if not self.align_corners:
            return self.n, self.m
        # One output cell stands on the first corner, and goes nowhere.
        return self.n - 1, max(self.m - 1, 1)

    def reads(self, i: int) -> range:
        """Give the neighbours with a weight; only the one cell where ``i`` stands exactly on it."""
        cells, steps = self._step
        if self.align_corners:
            cell, rest = divmod(i * cells, steps)
        else:
            cell, rest = divmod((2 * i + 1) * cells - steps, 2 * steps)
        if rest == 0:
            return range(cell, cell + 1)
        before = self.taps // 2 - 1
        return range(cell - before, cell + self.taps - before)

    @property
    def period(self) -> tuple[int, int]:
        """Reduce output to input cells: ``m : n``, or ``m - 1 : n - 1`` with aligned corners."""
        cells, steps = self._step
        common = gcd(cells, steps)
        return steps // common, cells // common


@dataclass(frozen=True, slots=True)
class Adaptive:
    """Adaptive pooling from ``n`` to ``m`` cells.

    Output ``i`` reads the cells from ``floor(i n / m)`` up to and without ``ceil((i + 1) n / m)``.
    """

    n: int
    m: int

    def reads(self, i: int) -> range:
        """Give the cells between the two fractional borders, widened to whole cells."""
        return range(i * self.n // self.m, -(-(i + 1) * self.n // self.m))

    @property
    def taps(self) -> int:
        """Count what all outputs read together: the input, and a cell once more for each border that cuts one."""
        return self.n + self.m - gcd(self.n, self.m)

    @property
    def period(self) -> tuple[int, int]:
        """Reduce ``m : n``."""
        common = gcd(self.n, self.m)
        return self.m // common, self.n // common


@dataclass(frozen=True, slots=True)
class Listed:
    """Reads among ``n`` cells of which no cell is the middle: they are listed, and beyond them the list begins anew.

    What is read has a place of its own, not around the cell that reads: centres of such fields say nothing.
    """

    n: int

    @property
    def period(self) -> tuple[int, int]:
        """All ``n`` cells on."""
        return self.n, self.n


@dataclass(frozen=True, slots=True)
class Blocks(Listed):
    """Attention within windows of ``size`` cells, over ``n`` cells padded behind to whole windows.

    With a ``shift`` all windows stand that many cells further on. What is left over at both ends, which a cyclic
    shift brings into one window and its mask parts again, are windows of their own (Liu et al. 2021).
    """

    size: int
    shift: int = 0

    def reads(self, i: int) -> range:
        """Give the cells of the window that ``i`` stands in; the padding behind the last is not told."""
        turn, place = divmod(i, self.n)
        first = (place - self.shift) // self.size * self.size + self.shift
        return range(turn * self.n + max(first, 0), turn * self.n + min(first + self.size, self.n))

    @property
    def period(self) -> tuple[int, int]:
        """Whole windows repeat sooner than the list."""
        steps = self.n if self.shift or self.n % self.size else self.size
        return steps, steps


@dataclass(frozen=True, slots=True)
class Grid(Listed):
    """Attention over ``size`` cells spread evenly over ``n``, padded behind to a multiple (Tu et al. 2022)."""

    size: int

    def reads(self, i: int) -> range:
        """Give every ``ceil(n / size)``-th cell from the one that ``i`` falls on, itself among them."""
        turn, place = divmod(i, self.n)
        step = -(-self.n // self.size)
        return range(turn * self.n + place % step, (turn + 1) * self.n, step)


@dataclass(frozen=True, slots=True)
class Past(Listed):
    """A recurrent layer over ``n`` steps: step ``i`` has read all steps up to its own."""

    def reads(self, i: int) -> range:
        """Give the steps from the first to ``i``."""
        return range(i // self.n * self.n, i + 1)
