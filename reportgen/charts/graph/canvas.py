"""What the drawings of a graph share: its lines with their arrows, and lines of text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.charts.drawing import Point
    from reportgen.charts.graph.dot import Layout

MARGIN: Final = 8
"""Pixels around what Graphviz laid out."""
_ARROW: Final = 3.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of text."""

    x: float
    y: float
    words: str
    look: str
    """Its class: ``n`` a name, ``s`` a shape, ``c`` a cost or a note."""


def lines(layout: Layout) -> dict[str, object]:
    """Give the canvas, the edges and their heads."""
    return {
        "width": math.ceil(layout.width) + 2 * MARGIN,
        "height": math.ceil(layout.height) + 2 * MARGIN,
        "routes": [_route(points) for points in layout.routes],
        "heads": [_head(points) for points in layout.routes],
    }


def _route(points: Sequence[Point]) -> str:
    (x, y), *curve = ((round(a + MARGIN), round(b + MARGIN)) for a, b in points)
    if all(a == x for a, _ in curve):
        return f"M{x} {y}V{curve[-1][1]}"
    return f"M{x} {y}C" + " ".join(f"{a} {b}" for a, b in curve)


def _head(points: Sequence[Point]) -> str:
    """Give an arrow's head that ends where a route does, in the direction that it comes from."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = math.hypot(x1 - x0, y1 - y0) or 1
    dx, dy = (x1 - x0) / length * _ARROW, (y1 - y0) / length * _ARROW
    first, across = (-2 * dx - dy, -2 * dy + dx), (2 * dy, -2 * dx)
    return f"M{round(x1 + MARGIN)} {round(y1 + MARGIN)}l{_pair(first)}l{_pair(across)}z"


def _pair(point: Point) -> str:
    return " ".join(f"{round(value, 1) + 0.0:g}" for value in point)
