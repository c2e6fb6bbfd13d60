"""What lifts a learning capacity, and what brings a field back into the image, worked out for one layer."""

from __future__ import annotations

from bisect import bisect_left
from math import floor
from typing import TYPE_CHECKING

from reportgen.diagnostics.findings.larger_input import LargerInput
from reportgen.diagnostics.findings.leaving import Removable
from reportgen.diagnostics.findings.places import cut_before, put_in
from reportgen.diagnostics.findings.pooling import pooled
from reportgen.diagnostics.findings.sight import sights
from reportgen.diagnostics.findings.words import WHOLES, percents, window
from reportgen.frozen import cached_property, dataclass
from reportgen.ops.base import shape_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from reportgen.diagnostics.base import Study
    from reportgen.diagnostics.findings.sight import Sight


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What a network is held against: bounds of capacity and coverage, and which of them a layer misses."""

    study: Study
    least: Fraction
    """The bound of capacity."""
    most: Fraction
    """The bound of coverage."""
    low: bool
    """Whether it is about a capacity that is too low."""
    high: bool
    """Whether it is about a coverage that is too high."""
    missed: Mapping[int, tuple[bool, bool]]
    """Whether each layer that sees more than before misses the one, and the other, by its place."""

    @cached_property
    def keeping(self) -> list[int]:
        """Places of the layers that keep the bounds which it is about."""
        seen = self.study.get(sights)
        return [
            place
            for place, (narrow, wide) in self.missed.items()
            if not (self.low and (narrow or not seen[place].judged)) and not (self.high and wide)
        ]


@dataclass(frozen=True, slots=True)
class Case:
    """A layer that misses the bounds of a demand."""

    demand: Demand
    place: int

    @property
    def id(self) -> str:
        """The layer's."""
        return self.demand.study.graph.nodes[self.place].id

    @property
    def sight(self) -> Sight:
        """What the layer sees."""
        return self.demand.study.get(sights)[self.place]

    @property
    def deepest(self) -> int | None:
        """Place of the last layer before it that keeps the bounds which this one misses."""
        i = bisect_left(self.demand.keeping, self.place)
        return self.demand.keeping[i - 1] if i else None

    def raised(self) -> str:
        """Say how its capacity is lifted: by a pooling before it, or by leaving out what widens its field."""
        study, least, most = self.demand.study, self.demand.least, self.demand.most
        then, cut = pooled(study, self.place), cut_before(study, self.place)
        if then is None or cut is None or then.capacity <= self.sight.capacity:
            return self.without()
        rank = self.sight.rank
        kind = f"{window(2, rank)} max pooling" if rank > 1 else "max pooling of 2"
        capacity, bound = percents(then.capacity, least)
        promise = f"A {kind} {put_in(study, cut)} lifts it to {capacity}"
        if then.capacity < least:
            return f"{promise}, which is still below {bound}. {self.without()}".rstrip()
        if then.coverage > most:
            covered, _ = percents(then.coverage, most)
            part = f"{covered} of the {WHOLES[rank]}"
            return f"{promise}, but its field then covers {part}. {self.without()}".rstrip()
        return f"{promise}."

    def narrowed(self) -> str:
        """Say how its field comes to fit the image: by a larger image, or by leaving out what widens it."""
        larger = self.demand.study.get(LargerInput).holding(self.demand.most)
        return f"{self.without()} An input of {shape_text(larger)} holds every field." if larger else self.without()

    def without(self) -> str:
        """Say which layers to leave out for the bounds to hold; failing that, which layer is the last to keep them."""
        study, deepest = self.demand.study, self.deepest
        cut = cut_before(study, self.place)
        left = None if cut is None else study.get(Removable).before(cut, self._surplus())
        if left is not None:
            return f"Without {left.names} its {self._measured(self.sight.less(left.gain))}."
        if deepest is None:
            return ""
        name = study.graph.nodes[deepest].id
        measured = self._measured(study.get(sights)[deepest])
        return f"The last layer before it that keeps within bounds is {name}: its {measured}."

    def _measured(self, sight: Sight) -> str:
        """Write what a layer reaches of that which this one misses."""
        demand = self.demand
        capacity, _ = percents(sight.capacity, demand.least)
        coverage, _ = percents(sight.coverage, demand.most)
        said = [f"capacity is {capacity}"] * demand.low + [f"coverage is {coverage}"] * demand.high
        return " and its ".join(said)

    def _surplus(self) -> list[int]:
        """Count the pixels per axis by which its field is too large for its window or for the image."""
        return [
            max(self._over_window(axis) if self.demand.low else 0, self._over_image(axis) if self.demand.high else 0)
            for axis in range(len(self.sight.sizes))
        ]

    def _over_window(self, axis: int) -> int:
        spanned = self.sight.filters[axis]
        return 0 if spanned is None else self.sight.sizes[axis] - floor(spanned / self.demand.least)

    def _over_image(self, axis: int) -> int:
        sight = self.sight
        return sight.sizes[axis] - floor(self.demand.most * sight.cells[axis]) if axis in sight.grown else 0
