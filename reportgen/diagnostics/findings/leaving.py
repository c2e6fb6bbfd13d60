"""What leaving layers out would do where nothing else changes: runs that hand on the shape and the grid they get."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from reportgen.diagnostics.findings.places import cuts, units
from reportgen.diagnostics.findings.words import listed
from reportgen.diagnostics.receptive_field import receptive_fields
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.diagnostics.fields import Field
    from reportgen.graph.node import Node

MOST_RUNS: Final = 3
"""Advice that names more runs than this is no help."""


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two cuts and can be left out, as it keeps shape and grid."""

    end: int
    """Place of its last node."""
    gain: tuple[int, ...]
    """Pixels by which it widens the field of all that stands behind it, per axis."""
    run: int
    """Number of the run of neighbours that it belongs to; what adds nothing to the field does not part them."""
    first: str
    """Units at its two ends."""
    last: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Layers to leave out, and what that takes off the field."""

    names: str
    gain: tuple[int, ...]


class Removable:
    """The parts of a network that can be left out, and the sums of what they add to the field."""

    def __init__(self, study: Study) -> None:
        self.parts = tuple(_parts(study))
        self._ends = [part.end for part in self.parts]
        axes = zip(*(part.gain for part in self.parts), strict=True)
        self._sums = [list(accumulate(axis, initial=0)) for axis in axes]

    def before(self, cut: int, surplus: Sequence[int]) -> LeftOut | None:
        """Choose the parts nearest before a cut that take the surplus off a field behind it, and no more of them.

        ``None`` where there are not enough of them, or where they would be named in too many runs.
        """
        count = bisect_right(self._ends, cut)
        starts = [
            bisect_right(sums, sums[count] - over, hi=count + 1) - 1
            for sums, over in zip(self._sums, surplus, strict=False)
        ]
        if not starts or min(starts) < 0:
            return None
        start = min(starts)
        names = self._names(start, count)
        if not names or len(names) > MOST_RUNS:
            return None
        return LeftOut(listed(names), tuple(sums[count] - sums[start] for sums in self._sums))

    def _names(self, start: int, stop: int) -> list[str]:
        """Name the runs among some parts, the first first; one more than are allowed at the most."""
        names: list[str] = []
        while stop > start and len(names) <= MOST_RUNS:
            last = self.parts[stop - 1]
            stop = max(start, bisect_left(self.parts, last.run, key=lambda part: part.run))
            first = self.parts[stop].first
            names.insert(0, first if first == last.last else f"{first} to {last.last}")
        return names


def _parts(study: Study) -> list[Part]:
    nodes, named = study.graph.nodes, study.get(units)
    fields = study.get(receptive_fields)
    found: list[Part] = []
    run = 0
    for start, end in pairwise(study.get(cuts)):
        gain = _gain(nodes[start], nodes[end], fields[start].ungated, fields[end].ungated)
        if gain is None:
            run += 1
        elif any(gain):
            found.append(Part(end, gain, run, named[start + 1], named[end]))
    return found


def _gain(first: Node, last: Node, before: Field | None, behind: Field | None) -> tuple[int, ...] | None:
    """Give what stands between two nodes adds to the field; ``None`` where leaving it out changes more than that."""
    if before is None or behind is None or first.shape != last.shape:
        return None
    axes = list(zip(before.axes, behind.axes, strict=True))
    if any(a.jump != b.jump or len(a.spans) != 1 or len(b.spans) != 1 for a, b in axes):
        return None
    return tuple(b.size - a.size for a, b in axes)
