"""What lifts a learning capacity, and what brings a field back into the image, worked out for one layer."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from reportgen.diagnostics.findings.larger_input import LargerInput
from reportgen.diagnostics.findings.leaving import Removable
from reportgen.diagnostics.findings.places import cut_before, put_in
from reportgen.diagnostics.findings.pooling import pooled
from reportgen.diagnostics.findings.sight import sights
from reportgen.diagnostics.findings.words import WHOLES, percents, window
from reportgen.frozen import dataclass
from reportgen.ops.base import shape_text

if TYPE_CHECKING:
    from fractions import Fraction

    from reportgen.diagnostics.base import Study
    from reportgen.diagnostics.findings.sight import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A layer that misses a bound of capacity or coverage."""

    study: Study
    place: int
    sight: Sight
    least: Fraction
    """The bound of capacity."""
    most: Fraction
    """The bound of coverage."""
    low: bool
    """Whether its capacity is too low."""
    high: bool
    """Whether its coverage is too high."""
    deepest: int | None
    """Place of the last layer before it that keeps the bounds which this one misses."""

    def raised(self) -> str:
        """Say how its capacity is lifted: by a pooling before it, or by leaving out what widens its field."""
        then, cut = pooled(self.study, self.place), cut_before(self.study, self.place)
        if then is None or cut is None or then.capacity <= self.sight.capacity:
            return self.without()
        rank = self.sight.rank
        kind = f"{window(2, rank)} max pooling" if rank > 1 else "max pooling of 2"
        capacity, bound = percents(then.capacity, self.least)
        promise = f"A {kind} {put_in(self.study, cut)} lifts it to {capacity}"
        if then.capacity < self.least:
            return f"{promise}, which is still below {bound}. {self.without()}".rstrip()
        if then.coverage > self.most:
            covered, _ = percents(then.coverage, self.most)
            part = f"{covered} of the {WHOLES[rank]}"
            return f"{promise}, but its field then covers {part}. {self.without()}".rstrip()
        return f"{promise}."

    def narrowed(self) -> str:
        """Say how its field comes to fit the image: by a larger image, or by leaving out what widens it."""
        larger = self.study.get(LargerInput).holding(self.most)
        return f"{self.without()} An input of {shape_text(larger)} holds every field." if larger else self.without()

    def without(self) -> str:
        """Say which layers to leave out for the bounds to hold; failing that, which layer is the last to keep them."""
        cut = cut_before(self.study, self.place)
        left = None if cut is None else self.study.get(Removable).before(cut, self._surplus())
        if left is not None:
            return f"Without {left.names} its {self._measured(self.sight.less(left.gain))}."
        if self.deepest is None:
            return ""
        sight = self.study.get(sights)[self.deepest]
        name = self.study.graph.nodes[self.deepest].id
        return f"The last layer before it that keeps within bounds is {name}: its {self._measured(sight)}."

    def _measured(self, sight: Sight) -> str:
        """Write what a layer reaches of that which this one misses."""
        capacity, _ = percents(sight.capacity, self.least)
        coverage, _ = percents(sight.coverage, self.most)
        said = [f"capacity is {capacity}"] * self.low + [f"coverage is {coverage}"] * self.high
        return " and its ".join(said)

    def _surplus(self) -> list[int]:
        """Count the pixels per axis by which its field is too large for its window or for the image."""
        return [
            max(self._over_window(axis) if self.low else 0, self._over_image(axis) if self.high else 0)
            for axis in range(len(self.sight.sizes))
        ]

    def _over_window(self, axis: int) -> int:
        spanned = self.sight.filters[axis]
        return 0 if spanned is None else self.sight.sizes[axis] - floor(spanned / self.least)

    def _over_image(self, axis: int) -> int:
        return self.sight.sizes[axis] - floor(self.most * self.sight.cells[axis]) if axis in self.sight.grown else 0
