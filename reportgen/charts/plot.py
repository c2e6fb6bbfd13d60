"""Drawings as SVG, by matplotlib, which is loaded when the first is drawn: a build of what is kept does without."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.charts.drawing import Drawing


def plot(drawing: Drawing) -> str:
    """Give the drawing as SVG whose colours are sentinels."""
    from reportgen.charts.canvas import plot as drawn  # noqa: PLC0415 - a third of a second

    return drawn(drawing)
