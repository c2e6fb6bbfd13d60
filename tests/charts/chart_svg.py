"""Reads drawn charts back: where lines, areas and marks of one tone stand, and labels."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from reportgen.charts.style import sentinel

Point = tuple[float, float]
SVG = "{http://www.w3.org/2000/svg}"


def lines(svg: str, tone: str) -> list[list[Point]]:
    """Polylines drawn in a tone."""
    return _paths(svg, f"stroke: {sentinel(tone)}")


def areas(svg: str, tone: str) -> list[list[Point]]:
    """Polygons filled with a tone."""
    return _paths(svg, f"fill: {sentinel(tone)}")


def marks(svg: str, tone: str) -> list[Point]:
    """Middles of the markers of a tone."""
    found = ET.fromstring(svg).iter(f"{SVG}use")  # noqa: S314 - our own
    return [
        (float(use.get("x", "")), float(use.get("y", ""))) for use in found if sentinel(tone) in use.get("style", "")
    ]


def labels(svg: str) -> list[tuple[str | None, str | None, Point]]:
    """Words of the labels, what of them stands at their point, and that point."""
    return [
        (words.text, words.get("text-anchor"), (float(words.get("x", "")), float(words.get("y", ""))))
        for words in ET.fromstring(svg).iter(f"{SVG}text")  # noqa: S314 - our own
    ]


def _paths(svg: str, style: str) -> list[list[Point]]:
    found = [p.get("d", "") for p in ET.fromstring(svg).iter(f"{SVG}path") if style in p.get("style", "")]  # noqa: S314 - our own drawing
    return [[(float(x), float(y)) for x, y in re.findall(r"[ML] (\S+) (\S+)", path)] for path in found]
