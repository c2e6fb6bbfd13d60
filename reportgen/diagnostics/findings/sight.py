"""How each layer that widens its field stands to the image, and its window to the field."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.diagnostics.capacity import real_filter
from reportgen.diagnostics.findings.words import alike
from reportgen.diagnostics.receptive_field import main_input, receptive_fields
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from reportgen.diagnostics.base import Study
    from reportgen.diagnostics.exact import Exact
    from reportgen.diagnostics.receptive_field import Field
    from reportgen.graph.node import Node
    from reportgen.ops.base import Shape


@dataclass(frozen=True)
class Sight:
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

    @cached_property
    def capacity(self) -> Fraction:
        """The least real filter over field; 1 where capacity does not judge it."""
        return min(self._capacities(), default=(Fraction(1), 0))[0]

    @property
    def weakest(self) -> int:
        """The axis of the least capacity."""
        return min(self._capacities(), default=(Fraction(1), 0))[1]

    def _capacities(self) -> list[tuple[Fraction, int]]:
        axes = enumerate(zip(self.filters, self.sizes, strict=True))
        return [(Fraction(spanned, size), axis) for axis, (spanned, size) in axes if spanned is not None]

    @cached_property
    def widest(self) -> int:
        """The axis of the largest coverage among those along which it widens the field."""
        return max(self.grown, key=lambda axis: Fraction(self.sizes[axis], self.cells[axis]))

    @cached_property
    def coverage(self) -> Fraction:
        """The largest field over image."""
        return Fraction(self.sizes[self.widest], self.cells[self.widest])

    @property
    def rank(self) -> int:
        """How many axes the input has."""
        return len(self.cells)

    @property
    def alike(self) -> bool:
        """Whether all axes are the same."""
        return alike(list(zip(self.filters, self.sizes, self.cells, strict=True)))

    def less(self, gain: tuple[int, ...]) -> Sight:
        """Give what it would see if the layers before it saw less."""
        return replace(self, sizes=tuple(size - less for size, less in zip(self.sizes, gain, strict=True)))


def sight_of(node: Node, before: Field | None, own: Field | None, cells: Shape) -> Sight | None:
    """Give a layer's sight; ``None`` where it does not widen the field, or has none."""
    if before is None or own is None or not before.local or not own.local:
        return None
    grown = tuple(axis for axis, n in enumerate(own.size) if n > before.size[axis])
    if not grown:
        return None
    return Sight(real_filter(node, before) or (None,) * len(cells), own.size, cells, grown)


def sights(study: Study) -> tuple[Sight | None, ...]:
    """Give the sight of every node that has one; a merge only gathers what its paths saw."""
    cells = main_input(study.graph).shape[1:]
    fields = [f.ungated for f in study.get(receptive_fields)]
    return tuple(
        sight_of(node, fields[node.inputs[0]], fields[place], cells) if len(node.inputs) == 1 else None
        for place, node in enumerate(study.graph.nodes)
    )
