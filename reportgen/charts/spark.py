"""A capacity profile as small as a word, for the row of a table."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.charts import svg
from reportgen.charts.profile import LEAST_CAPACITY, read
from reportgen.charts.scales import Scale
from reportgen.charts.templates import render

if TYPE_CHECKING:
    from reportgen.report import NetworkReport

WIDTH: Final = 96
HEIGHT: Final = 24
_MARGIN: Final = 3


def spark(report: NetworkReport) -> str:
    """Draw capacity by depth as an ``<svg>`` for a page, with its bound and its least; nothing where none is judged.

    It stands beside the figures that it draws, so it has no text of its own.
    """
    profile = read(report)
    if profile is None:
        return ""
    least = min(profile.capacity)
    x = Scale(low=0, high=len(profile.capacity), start=_MARGIN, stop=WIDTH - _MARGIN)
    y = Scale(low=min(10, least), high=100, start=HEIGHT - _MARGIN, stop=_MARGIN, log=True)
    heights = [round(y(value), 1) for value in profile.capacity]
    path = f"M{x(0):g} {heights[0]:g}"
    for place, (before, height) in enumerate(pairwise(heights), 1):
        if height != before:
            path += f"H{round(x(place), 1):g}V{height:g}"
    at = profile.capacity.index(least)
    drawn = render(
        "spark",
        width=WIDTH,
        height=HEIGHT,
        path=f"{path}H{x.stop:g}",
        rule=f"M{x.start:g} {y(LEAST_CAPACITY):.4g}H{x.stop:g}",
        least=(x(at + 0.5), y(least)),
        mark="magenta" if least < LEAST_CAPACITY else "capacity",
    )
    return svg.decoration(drawn)
