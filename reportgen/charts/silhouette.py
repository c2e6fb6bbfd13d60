"""A network's outline for a card: its boxes alone, small, in the colour of the text around."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.charts import svg
from reportgen.charts.solids import parts, solids
from reportgen.charts.templates import render

if TYPE_CHECKING:
    from reportgen.report import NetworkReport

WIDTH: Final = 224
HEIGHT: Final = 96
_MOST: Final = 12
_MARGIN: Final = 4


def silhouette(report: NetworkReport) -> str:
    """Draw the input and the stages as an ``<svg>`` for a page; decoration, without a text of its own."""
    found = parts(report, _MOST)
    pitch = (WIDTH - 2 * _MARGIN) / len(found)
    across, back = min(28, pitch * 0.55), min(20, pitch * 0.4)
    drawn = solids(found, across=across, high=HEIGHT - 2 * _MARGIN - back, back=back, bent=True)
    boxes = []
    for place, solid in enumerate(drawn):
        left = _MARGIN + pitch * (place + 0.5) - (solid.across + solid.back) / 2
        boxes.append(solid.faces(left, (HEIGHT + solid.high + solid.back) / 2))
    return svg.decoration(render("silhouette", width=WIDTH, height=HEIGHT, boxes=boxes))
