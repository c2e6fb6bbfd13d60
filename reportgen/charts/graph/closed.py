"""The drawing of the closed graph. Its look is the page's, which has a rule for each class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen import numbers
from reportgen.charts import style
from reportgen.charts.graph.canvas import MARGIN, Text, lines
from reportgen.charts.graph.dot import lay_out
from reportgen.charts.graph.words import cost, flagged
from reportgen.charts.templates import render
from reportgen.charts.text import shortened
from reportgen.charts.text import width as text_width

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.charts.drawing import Point
    from reportgen.charts.graph.dot import Layout
    from reportgen.charts.graph.flow import Box, Flow
    from reportgen.charts.graph.words import Flagged

_PAD: Final = 12
_WIDTHS: Final = (304, 208)
"""Of a stage's box: the first with which the picture is no wider than a phone shows, else the last."""
_HIGH: Final = 56
_INPUT_HIGH: Final = 28
_SECOND: Final = 42
"""From the top of a box to the baseline of its second line."""
_BAR: Final = 3
_FLAG: Final = 40
"""Pixels for a flag and a number."""


def closed(flow: Flow, address: Callable[[int], str]) -> str:
    """Draw the boxes of a graph; ``address`` gives where the stage in a place opens."""
    wide, layout = _laid_out(flow)
    most = max((_macs(box) for box in flow.boxes), default=0)
    boxes = []
    for place, (box, (x, y)) in enumerate(zip(flow.boxes, layout.corners, strict=True)):
        corner, flag = (x + MARGIN, y + MARGIN), flagged(box)
        boxes.append(
            {
                "corner": corner,
                "width": wide,
                "height": _HIGH if box.stage else _INPUT_HIGH,
                "href": address(place) if box.stage else "",
                "texts": _texts(box, corner, wide, flag),
                "flag": flag,
                "bar": _macs(box) / most * (wide - 2 * _PAD) if most else 0,
            }
        )
    look = {"pad": _PAD, "bar_height": _BAR, "second": _SECOND}
    return render("graph", title="Graph of the stages", boxes=boxes, **look, **lines(layout))


def _laid_out(flow: Flow) -> tuple[int, Layout]:
    """Give the width of the boxes and their places."""
    for wide in _WIDTHS:
        sizes = [(wide, _HIGH if box.stage else _INPUT_HIGH) for box in flow.boxes]
        layout = lay_out(sizes, flow.edges, in_line=True)
        if layout.width + 2 * MARGIN <= style.NARROW:
            break
    return wide, layout


def _texts(box: Box, corner: Point, wide: float, flag: Flagged | None) -> list[Text]:
    """Write what a box is: its name and shape, below them its cost."""
    x, y = corner
    first = y + (22 if box.stage else 19)
    room = wide - 2 * _PAD
    shape = numbers.shape(box.shape)
    name = shortened(box.name, style.SMALL, room - text_width(shape, style.SMALL) - 8, bold=True)
    found = [
        Text(x=x + _PAD, y=first, words=name, look="n"),
        Text(x=x + wide - _PAD, y=first, words=shape, look="s"),
    ]
    if box.stage:
        said = cost(box.stage, style.SMALL, room - (_FLAG if flag else 0))
        found.append(Text(x=x + _PAD, y=y + _SECOND, words=said, look="c"))
    return found


def _macs(box: Box) -> int:
    return box.stage.total("macs") or 0 if box.stage else 0
