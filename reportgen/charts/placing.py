"""Labels that stay clear of each other and of what is drawn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Final

from reportgen.charts import text
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.charts.drawing import Label, Point

_FROM_ITS_OWN: Final = 5
"""Pixels between a name and the point that it names."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something takes up, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any pixel."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, other: Box) -> bool:
        """Whether it lies wholly inside the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom

    def has(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left < x < self.right and self.top < y < self.bottom

    def grown(self, by: float) -> Box:
        """Give the box with a margin around it."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def widened(self, by: float) -> Box:
        """Give the box with a margin at its left and right."""
        return Box(self.left - by, self.top, self.right + by, self.bottom)


class Points:
    """Points by name, from left to right: which of a thousand are near is asked hundreds of times."""

    def __init__(self, points: Mapping[str, Point]) -> None:
        self._points = sorted((x, y, name) for name, (x, y) in points.items())

    def crowd(self, box: Box, own: str, distance: float) -> bool:
        """Whether any comes too near to a box that is about one of them; that one may come nearer."""
        first = bisect_right(self._points, (box.left - distance, inf))
        last = bisect_left(self._points, (box.right + distance, -inf))
        near, nearer = box.grown(distance), box.grown(_FROM_ITS_OWN)
        return any((nearer if name == own else near).has(x, y) for x, y, name in self._points[first:last])


def taken(label: Label) -> Box:
    """Give the box of a label: an upper estimate, see ``text.py``."""
    wide = text.width(label.text, label.size, bold=label.bold)
    x, y = label.at
    left = {"left": x, "center": x - wide / 2, "right": x - wide}[label.anchor]
    return Box(left, y - 0.8 * label.size, left + wide, y + 0.25 * label.size)


def moved_within(label: Label, left: float, right: float) -> Label:
    """Move a centred label along its line until it lies between two edges, if it can."""
    half = text.width(label.text, label.size, bold=label.bold) / 2
    x, y = label.at
    return replace(label, at=(round(max(min(x, right - half), left + half), 2), y))


def clear(candidate: Label, obstacles: Iterable[Box]) -> bool:
    """Whether a label meets none of the obstacles."""
    own = taken(candidate)
    return not any(own.meets(other) for other in obstacles)


def along(points: Sequence[Point], step: float = 6) -> tuple[Box, ...]:
    """Give the boxes that a polyline takes up, one every few pixels."""
    found = []
    for (x0, y0), (x1, y1) in pairwise(points):
        pieces = max(1, round(max(abs(x1 - x0), abs(y1 - y0)) / step))
        for piece in range(pieces + 1):
            x, y = x0 + (x1 - x0) * piece / pieces, y0 + (y1 - y0) * piece / pieces
            found.append(Box(x - 2, y - 2, x + 2, y + 2))
    return tuple(found)


def first_clear(candidates: Iterable[Label], obstacles: Sequence[Box]) -> Label:
    """Give the first label that meets no obstacle, or the one that meets fewest."""

    def met(label: Label) -> int:
        own = taken(label)
        return sum(map(own.meets, obstacles))

    return min(candidates, key=met)


def fitting(candidates: Iterable[Label], gap: float = 8) -> tuple[Label, ...]:
    """Keep labels, the first ones first, as long as they stay apart by the gap."""
    kept: list[Label] = []
    boxes: list[Box] = []
    for label in candidates:
        if clear(label, boxes):
            kept.append(label)
            boxes.append(taken(label).grown(gap))
    return tuple(kept)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Move rising positions apart until each stands a gap below the last, all between the two ends.

    Each goes no further than it must: first down from the top, then what ran past the end back up.
    """
    found: list[float] = []
    for position in wanted:
        found.append(max(position, low, found[-1] + gap if found else low))
    limit = high
    for place in reversed(range(len(found))):
        found[place] = min(found[place], limit)
        limit = found[place] - gap
    return tuple(found)
