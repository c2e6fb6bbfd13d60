"""The drawing of an opened stage. Its look is the page's, which has a rule for each class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen import numbers
from reportgen.charts.graph.canvas import MARGIN, Text, lines
from reportgen.charts.graph.dot import Frame, lay_out
from reportgen.charts.graph.words import line, naming, serving
from reportgen.charts.templates import render
from reportgen.charts.text import shortened
from reportgen.charts.text import width as text_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.charts.drawing import Point
    from reportgen.charts.graph.inside import Inside, Repeat, Step

_WIDE: Final = 192
_SIZE: Final = 12
"""Text size: an opened stage is never shown smaller than it is."""
_LINE: Final = 16
_SOURCE: Final = 24
"""Height of what is read from outside."""
_PAD: Final = 8


def opened(inside: Inside, name: str, rows: Mapping[str, str]) -> str:
    """Draw the layers of a stage; ``rows`` gives the address of each layer's row, where it has one."""
    names = [shortened(source, _SIZE, _WIDE - 3 * _PAD) for source in inside.sources]
    pills = [round(text_width(source, _SIZE)) + 3 * _PAD for source in names]
    heights = [10 + _LINE * (3 if serving(step) else 2) for step in inside.steps]
    sizes = [*((wide, _SOURCE) for wide in pills), *((_WIDE, high) for high in heights)]
    layout = lay_out(sizes, inside.edges, _frames(inside))
    corners = [(x + MARGIN, y + MARGIN) for x, y in layout.corners]
    sources = zip(names, pills, corners, strict=False)
    steps = zip(inside.steps, heights, corners[len(pills) :], strict=True)
    repeats = zip(_drawn(inside), layout.frames, strict=True)
    return render(
        "inside",
        title=f"Layers of {name}",
        sources=[
            {"name": source, "width": wide, "height": _SOURCE, "corner": corner} for source, wide, corner in sources
        ],
        steps=[_step(step, high, corner, rows.get(step.layer.id, "")) for step, high, corner in steps],
        frames=[_framed(repeat, *frame) for repeat, frame in repeats],
        **lines(layout),
    )


def _drawn(inside: Inside) -> list[Repeat]:
    """List the repeated blocks of which anything is drawn."""
    used = {step.frame for step in inside.steps}
    return [repeat for place, repeat in enumerate(inside.repeats) if place in used]


def _frames(inside: Inside) -> list[Frame]:
    first = len(inside.sources)
    members: dict[int, list[int]] = {}
    for place, step in enumerate(inside.steps, first):
        if step.frame is not None:
            members.setdefault(step.frame, []).append(place)
    return [Frame(members=tuple(members[frame]), width=_WIDE) for frame in sorted(members)]


def _framed(repeat: Repeat, upper_left: Point, lower_right: Point) -> dict[str, object]:
    (left, top), (right, bottom) = upper_left, lower_right
    return {
        "corner": (left + MARGIN, top + MARGIN),
        "width": right - left,
        "height": bottom - top,
        "words": shortened(naming(repeat), _SIZE, right - left - 2 * _PAD),
    }


def _step(step: Step, high: float, corner: Point, href: str) -> dict[str, object]:
    flag = step.layer.values["flag"] or ""
    room = _WIDE - 2 * _PAD
    said = [(line(step.layer), "n", room - (2 * _PAD if flag else 0)), (_shape(step, room), "s", room)]
    said.append((serving(step), "c", room))
    return {
        "id": step.layer.id,
        "href": href,
        "corner": corner,
        "width": _WIDE,
        "height": high,
        "flag": flag,
        "texts": [
            Text(
                x=corner[0] + _PAD,
                y=corner[1] + 17 + _LINE * place,
                words=shortened(words, _SIZE, room, bold=look == "n"),
                look=look,
            )
            for place, (words, look, room) in enumerate(said)
            if words
        ],
    }


def _shape(step: Step, room: float) -> str:
    """Give the shape that a step puts out, and its multiply-adds where there is room."""
    shape, macs = numbers.shape(step.layer.output_shape), step.layer.values["macs"]
    both = f"{shape}, {numbers.count(macs)} MACs"
    return both if macs != 0 and text_width(both, _SIZE) <= room else shape
