"""How each layer that widens its field stands to the image, and its window to the field."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reportgen.diagnostics.capacity import real_filter, real_filters
from reportgen.diagnostics.findings.words import alike
from reportgen.diagnostics.handing import makers
from reportgen.diagnostics.receptive_field import main_input, receptive_fields
from reportgen.frozen import Keeping, cached_property, dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.diagnostics.exact import Exact
    from reportgen.diagnostics.fields import Field
    from reportgen.graph.node import Node
    from reportgen.ops.base import Shape


@dataclass(frozen=True, slots=True)
class Sight(Keeping):
    """What a layer sees, per axis of the input; it is judged only where it has a window of its own."""

    filters: tuple[Exact | None, ...]
    """Input pixels that its window spans; ``None`` where capacity does not judge it."""
    sizes: tuple[int, ...]
    """Input pixels of its field."""
    cells: tuple[int, ...]
    """Input pixels that there are."""
    grown: tuple[int, ...]
    """Axes along which it widens the field."""

    @property
    def judged(self) -> bool:
        """Whether capacity judges it."""
        return any(spanned is not None for spanned in self.filters)

    @property
    def capacity(self) -> Fraction:
        """The least real filter over field; 1 where capacity does not judge it."""
        return self._least[0]

    @property
    def weakest(self) -> int:
        """The axis of the least capacity."""
        return self._least[1]

    @cached_property
    def _least(self) -> tuple[Fraction, int]:
        judged = [axis for axis, spanned in enumerate(self.filters) if spanned is not None]
        return min(_ratios(self.filters, self.sizes, judged), default=(Fraction(1), 0))

    @property
    def widest(self) -> int:
        """The axis of the largest coverage among those along which it widens the field."""
        return self._most[1]

    @property
    def coverage(self) -> Fraction:
        """The largest field over image."""
        return self._most[0]

    @cached_property
    def _most(self) -> tuple[Fraction, int]:
        return max(_ratios(self.sizes, self.cells, self.grown), key=itemgetter(0))

    @property
    def rank(self) -> int:
        """How many axes the input has."""
        return len(self.cells)

    @property
    def alike(self) -> bool:
        """Whether all axes are the same."""
        return alike(list(zip(self.filters, self.sizes, self.cells, strict=True)))

    def narrower(self, least: Fraction) -> bool:
        """Whether its capacity is below a bound; told in whole numbers, as of most layers nothing else is asked."""
        top, bottom, judged = least.numerator, least.denominator, False
        for spanned, size in zip(self.filters, self.sizes, strict=True):
            if spanned is not None:
                if spanned * bottom < top * size:
                    return True
                judged = True
        return not judged and bottom < top

    def wider(self, most: Fraction) -> bool:
        """Whether its coverage is above a bound."""
        top, bottom = most.numerator, most.denominator
        above = [self.sizes[axis] * bottom > top * self.cells[axis] for axis in self.grown]
        return True in above

    def less(self, gain: tuple[int, ...]) -> Sight:
        """Give what it would see if the layers before it saw less."""
        return replace(self, sizes=tuple(size - less for size, less in zip(self.sizes, gain, strict=True)))


def _ratios(tops: Sequence[Any], bottoms: Sequence[int], axes: Iterable[int]) -> list[tuple[Fraction, int]]:
    """Divide along some axes; of those that are alike, as those of a square are, only the first is told."""
    first: dict[tuple[Any, int], int] = {}
    for axis in axes:
        first.setdefault((tops[axis], bottoms[axis]), axis)
    return [(Fraction(top, bottom), axis) for (top, bottom), axis in first.items()]


def sight_of(node: Node, before: Field | None, own: Field | None, cells: Shape) -> Sight | None:
    """Give a layer's sight; ``None`` where it does not widen the field, or has none."""
    grown = _grown(before, own)
    if not (before and own and grown):
        return None
    return Sight(real_filter(node, before) or (None,) * len(cells), own.size, cells, grown)


def _grown(before: Field | None, own: Field | None) -> tuple[int, ...]:
    """Give the axes along which a layer widens the field that it reads."""
    if before is None or own is None or not before.local or not own.local or before.size == own.size:
        return ()
    return tuple([axis for axis, n in enumerate(own.size) if n > before.size[axis]])


def sights(study: Study) -> Mapping[int, Sight]:
    """Give the sight of every node that has one, by its place; a merge only gathers what its paths saw."""
    cells = main_input(study.graph).shape[1:]
    fields, windows = study.get(receptive_fields), study.get(real_filters)
    unjudged = (None,) * len(cells)
    found: dict[int, Sight] = {}
    for place, _, read in study.get(makers):
        own = fields[place].ungated
        grown = _grown(fields[read[0]].ungated, own) if len(read) == 1 else ()
        if own and grown:
            found[place] = Sight(windows.get(place, unjudged), own.size, cells, grown)
    return found
