"""Receptive-field arithmetic: which cells of the network's input a layer's cells read, exactly.

Everything is whole numbers. A layer whose cells all read alike needs one span and one shift; where cells
differ by phase (transposed convolutions, resampling, adaptive pooling, windows of attention), one period of
spans is kept.

Definitions: Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks" (Distill,
2019), carried over to phases.
"""

from __future__ import annotations

from itertools import chain
from math import gcd, lcm
from typing import TYPE_CHECKING, Any, TypeVar

from reportgen.diagnostics.exact import quotient
from reportgen.frozen import dataclass
from reportgen.ops.reach import Listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reportgen.diagnostics.exact import Exact
    from reportgen.diagnostics.spans import Spans
    from reportgen.ops.reach import AxisReach

T = TypeVar("T")
Interval = tuple[int, int]
"""First and last input cell, both read; cells outside the input are padding and may be negative."""


@dataclass(frozen=True, slots=True)
class AxisField:
    """What the cells of a layer read along one axis of the network's input."""

    spans: tuple[Interval | None, ...]
    """What cells 0, 1, .. of one period read; ``None`` where a phase reads nothing."""
    shift: int
    """Input cells from one period to the next."""
    regular: bool = True
    """Whether the step is known: the period holds over all cells, or over those that exist by a whole shift."""
    centred: bool = True
    """Whether cells look at what lies around them; windows of attention and recurrent steps do not."""

    @property
    def size(self) -> int:
        """The most input cells from first to last that a cell spans."""
        if len(self.spans) > 1:
            return max(map(_length, self.spans))
        first = self.spans[0]
        return first[1] - first[0] + 1 if first else 0

    def holds(self, other: AxisField) -> bool:
        """Whether each cell reads all that the cell of another field reads, as far as one span tells of all cells."""
        step = self.shift == other.shift and self.regular and other.regular and self.centred is other.centred
        own, theirs = self.spans[0], other.spans[0]
        if not (step and own and theirs and len(self.spans) == len(other.spans) == 1):
            return self == other
        return own[0] <= theirs[0] and theirs[1] <= own[1]

    @property
    def jump(self) -> Exact | None:
        """Input cells per step of this layer's cells; ``None`` where steps differ."""
        if not self.regular:
            return None
        return self.shift if len(self.spans) == 1 else quotient(self.shift, len(self.spans))

    @property
    def start(self) -> int | None:
        """The first input cell that cell 0 reads; negative in the padding, ``None`` where it reads nothing."""
        return self.spans[0][0] if self.spans[0] else None

    @property
    def centre(self) -> Exact:
        """Where cell 0 looks: the mean over phases of the middle of what a phase reads, moved to cell 0."""
        return quotient(*self.middle)

    @property
    def middle(self) -> tuple[int, int]:
        """Its centre, undivided: top and bottom of a fraction."""
        if len(self.spans) == 1:
            return sum(self.spans[0] or ()), 2
        # In whole numbers: a middle is half a sum, a step is a shift by the period.
        period, own = len(self.spans), [(i, sum(span)) for i, span in enumerate(self.spans) if span]
        total = sum(both * period - 2 * self.shift * i for i, both in own)
        return total, 2 * period * (len(own) or 1)

    def span(self, i: int) -> Interval | None:
        """Give what cell ``i`` reads."""
        turn, phase = divmod(i, len(self.spans))
        span = self.spans[phase]
        return span and (span[0] + turn * self.shift, span[1] + turn * self.shift)

    def through(self, reach: AxisReach, count: int, spans: Spans) -> AxisField:
        """Give the field of a layer of ``count`` cells that reads this one through ``reach``.

        Where it would repeat itself only after more cells than there are, those that there are are listed.
        """
        steps, cells = reach.period
        centred = self.centred and not isinstance(reach, Listed)
        if steps == len(self.spans) == 1:  # each cell reads as the first does
            own, read = self.spans[0], reach.reads(0)
            seen = (own[0] + read[0] * self.shift, own[1] + read[-1] * self.shift) if own and read else None
            return AxisField((seen,), cells * self.shift, self.regular, centred)
        turns = len(self.spans) // gcd(cells, len(self.spans))
        period, shift = steps * turns, cells * turns // len(self.spans) * self.shift
        listed = min(period, count)
        if listed > 1:
            spans.take(listed * min(len(reach.reads(0)), 2 * len(self.spans)))
        shift, rest = divmod(shift * listed, period)
        found = tuple(self._seen(reach.reads(i)) for i in range(listed))
        return AxisField(found, shift + bool(rest), self.regular and not rest, centred)

    def _seen(self, cells: range) -> Interval | None:
        """Give the hull of what some cells read.

        Of a long row only its ends are looked at: what a cell reads lies a whole shift behind what was read one
        period before it.
        """
        period = len(self.spans)
        if period == 1 and cells and self.spans[0]:
            first, last = self.spans[0]
            return first + cells[0] * self.shift, last + cells[-1] * self.shift
        if len(cells) <= 2 * period:
            return hull(map(self.span, cells))
        return hull(map(self.span, chain(cells[:period], cells[-period:])))


def spread(*fields: AxisField) -> Exact:
    """Give the distance between the outermost centres."""
    centres = [field.centre for field in fields]
    return max(centres) - min(centres)


def _length(span: Interval | None) -> int:
    return span[1] - span[0] + 1 if span else 0


def hull(spans: Iterable[Interval | None]) -> Interval | None:
    """Give the least interval that holds all spans; ``None`` where all are empty."""
    filled = [span for span in spans if span]
    return (min(filled)[0], max([last for _, last in filled])) if filled else None


def merged(fields: Sequence[AxisField], cells: int, spans: Spans) -> AxisField:
    """Give the hull of the fields that meet in a layer of ``cells`` cells along this axis.

    Where steps disagree, or repeat only after more cells than there are, the fields are laid cell by cell.
    """
    first, *others = fields
    if all(f == first for f in others):
        return first
    period = lcm(*[len(f.spans) for f in fields])
    shifts = {f.shift * (period // len(f.spans)) for f in fields}
    regular = len(shifts) == 1 and period <= cells and all(f.regular for f in fields)
    if not regular:
        period = cells
    shift = max([-(-f.shift * period // len(f.spans)) for f in fields])
    if period > 1:
        spans.take(period * len(fields))
    found = tuple(hull([f.span(i) for f in fields]) for i in range(period))
    return AxisField(found, shift, regular, all(f.centred for f in fields))


def each_axis(work: Callable[..., T], *given: Iterable[Any]) -> tuple[T, ...]:
    """Call a function for each axis; where all are alike in what is given, as those of a square are, they share it."""
    axes = list(zip(*given, strict=True))
    if axes and axes.count(axes[0]) == len(axes):
        return (work(*axes[0]),) * len(axes)
    return tuple([work(*axis) for axis in axes])


def whole(cells: int) -> AxisField:
    """Give the field of a layer that reads all ``cells`` of the input."""
    return AxisField(((0, cells - 1),), 0)


CELL = AxisField(((0, 0),), 1)
"""The input itself: each cell reads itself."""
