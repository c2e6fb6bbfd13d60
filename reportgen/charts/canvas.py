"""Let matplotlib write a drawing as SVG.

Artists are placed on a bare ``Figure``, without Axes and never through pyplot: a third of the time, no global
state, and every pixel where the drawing put it. Settings that the SVG writer takes from matplotlib's
configuration are fixed, so that the same drawing gives the same bytes on every machine.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from reportgen.charts.drawing import Areas, Drawing, Item, Label, Lines, Marks
from reportgen.charts.style import sentinel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.artist import Artist
    from matplotlib.backend_bases import RendererBase
    from matplotlib.transforms import Transform

_DPI: Final = 72
"""At 72 dots an inch a point is a pixel."""
_SETTINGS: Final[Mapping[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "reportgen",
    "svg.id": None,
    "path.simplify": False,
    "lines.scale_dashes": False,
    "font.family": ["DejaVu Sans"],
}
_METADATA: Final = {"Date": None, "Creator": None, "Format": None, "Type": None}


def plot(drawing: Drawing) -> str:
    """Give the drawing as SVG whose colours are sentinels."""
    with mpl.rc_context(dict(_SETTINGS)), warnings.catch_warnings():
        # Names may hold letters that matplotlib's own font lacks; the reader's has them.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=(drawing.width / _DPI, drawing.height / _DPI), dpi=_DPI, frameon=False)
        FigureCanvasSVG(figure)
        down = Affine2D().scale(1, -1).translate(0, drawing.height)
        for place, item in enumerate(drawing.items):
            figure.add_artist(_artist(item, down, place))
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata=_METADATA)
    return _tidied(written.getvalue(), drawing)


def _artist(item: Item, down: Transform, place: int) -> Artist:
    match item:
        case Lines():
            artist = _lines(item)
        case Areas():
            artist = PolyCollection(item.paths, facecolors=sentinel(item.tone), edgecolors="none", alpha=item.opacity)
        case Marks():
            artist = _marks(item)
        case Label():
            artist = _label(item)
    artist.set_transform(down)
    artist.set_zorder(place)
    return artist


def _lines(item: Lines) -> Artist:
    dash: Any = (0, item.dash) if item.dash else "solid"
    return LineCollection(
        item.paths,
        colors=sentinel(item.tone),
        linewidths=item.width,
        linestyles=[dash],
        alpha=None if item.opacity == 1 else item.opacity,
        joinstyle="round",
    )


def _marks(item: Marks) -> Artist:
    colour = sentinel(item.tone)
    return Line2D(
        [x for x, _ in item.points],
        [y for _, y in item.points],
        linestyle="none",
        marker=item.marker,
        markersize=item.size,
        markerfacecolor=colour if item.filled else sentinel("surface"),
        markeredgecolor=colour if not item.filled else sentinel("surface"),
        markeredgewidth=1,
    )


class _Words(Text):
    """Text that is placed by one of its ends, of which nobody asks how much room it takes: that is half its work."""

    def draw(self, renderer: RendererBase) -> None:
        """Have the words written, as all text is that has one line, no angle and no box."""
        x, y = self.get_transform().transform(self.get_position())
        _, height = renderer.get_canvas_width_height()
        pen = renderer.new_gc()
        pen.set_foreground(self.get_color())
        renderer.draw_text(pen, x, height - y, self.get_text(), self.get_fontproperties(), 0, mtext=self)
        pen.restore()


def _label(item: Label) -> Artist:
    return _Words(
        *item.at,
        item.text,
        color=sentinel(item.tone),
        fontsize=item.size,
        fontweight=700 if item.bold else 400,
        horizontalalignment=item.anchor,
        verticalalignment="baseline",
        parse_math=False,
    )


_TEXT: Final = re.compile(r'<text style="(?P<style>[^"]*)" x="(?P<x>[^"]*)" y="(?P<y>[^"]*)"[^>]*>')
_KEPT: Final = re.compile(r"(font-weight|font-size|text-anchor|fill): ([^;]+)")


def _tidied(written: str, drawing: Drawing) -> str:
    """Keep what is drawn: no prolog, metadata, global style, comments, or fonts by name."""
    body = written[written.index('<g id="figure_1">') :]
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    body = _TEXT.sub(_text, body)
    body = body.replace("xlink:href", "href").replace('<g id="figure_1">', '<g stroke-linejoin="round">')
    body = re.sub(r'<g id="[^"]*">', "<g>", body)
    body = re.sub(r"\s*\n\s*", " ", body).replace("> <", "><").replace(' "', '"').strip()
    size = f'viewBox="0 0 {drawing.width} {drawing.height}" width="{drawing.width}" height="{drawing.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}'


def _text(found: re.Match[str]) -> str:
    kept = {"x": found["x"], "y": found["y"], **dict(_KEPT.findall(found["style"]))}
    if "font-weight" in kept:
        kept["font-weight"] = "600"  # matplotlib's own font has no such weight, the reader's has
    return "<text" + "".join(f' {name}="{value}"' for name, value in kept.items()) + ">"
