"""Drawings as values: lines, areas, marks and labels on a canvas in pixels, y downwards.

What a chart shows is decided in these terms; ``plot.py`` lets matplotlib write them as SVG.
"""

from __future__ import annotations

from typing import Literal

from reportgen.charts.style import LINE, SMALL
from reportgen.frozen import dataclass

Point = tuple[float, float]
Anchor = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Polylines of one look."""

    paths: tuple[tuple[Point, ...], ...]
    tone: str
    width: float = LINE
    dash: tuple[float, float] | None = None
    """Pixels drawn and left out; ``None`` for a solid line."""
    opacity: float = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """Filled polygons of one look."""

    paths: tuple[tuple[Point, ...], ...]
    tone: str
    opacity: float = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """One marker at several points."""

    points: tuple[Point, ...]
    tone: str
    marker: str
    """matplotlib's letter for the shape."""
    size: float = 7
    """Pixels across."""
    filled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One line of text."""

    at: Point
    """Where its baseline starts, has its middle, or ends, as anchored."""
    text: str
    tone: str = "muted"
    size: int = SMALL
    anchor: Anchor = "left"
    bold: bool = False


Item = Lines | Areas | Marks | Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A canvas and what stands on it; later items cover earlier ones."""

    width: int
    height: int
    items: tuple[Item, ...]


def box(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    """Give the corners of a rectangle."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))
