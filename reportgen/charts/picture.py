"""The network as a row of boxes to scale: what enters, and each stage with its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen import numbers
from reportgen.charts import style
from reportgen.charts.base import Chart
from reportgen.charts.drawing import Label
from reportgen.charts.solids import Part, Solid, parts, solids
from reportgen.charts.templates import render
from reportgen.charts.text import shortened
from reportgen.charts.text import width as text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.report import NetworkReport

_MOST: Final = 12
_TEXT: Final = 13
"""Text size of the wide layout, which is never shown much smaller than it is."""
_LINE: Final = 18
"""From one baseline to the next."""


def read(report: NetworkReport) -> tuple[Part, ...] | None:
    """Read the input and the stages; nothing where there are no layers."""
    return parts(report, _MOST) if report.layers else None


def draw(found: Sequence[Part], width: int) -> str:
    """Draw the boxes from left to right, or one below the other where there is little room."""
    return _across(found, width) if width > style.NARROW else _down(found, width)


def _across(found: Sequence[Part], width: int) -> str:
    pitch = (width - 2 * style.GRID) / len(found)
    drawn = solids(found, across=min(56, pitch * 0.5), high=144, back=pitch * 0.4)
    tallest = max(solid.high + solid.back for solid in drawn)
    middle, top = style.GRID + tallest / 2, round(tallest) + 3 * style.GRID + 8
    # Names that do not fit beside each other take turns on two lines.
    crowded = any(text_width(part.name, _TEXT, bold=True) > pitch - 4 for part in found)
    labels: list[Label] = []
    for place, part in enumerate(found):
        x = style.GRID + pitch * (place + 0.5)
        room = min((2 if crowded else 1) * pitch - 8, 2 * min(x, width - x))
        name = shortened(part.name, _TEXT, room, bold=True)
        y = top + _LINE * (crowded and place % 2)
        labels.append(Label(at=(x, y), text=name, tone="fg", size=_TEXT, anchor="center", bold=True))
        lines = (top + _LINE * (2 if crowded else 1), top + _LINE * (3 if crowded else 2))
        labels += _shape_labels(part, x, lines)
    return render(
        "picture",
        width=width,
        height=round(max(label.at[1] for label in labels)) + style.GRID,
        path=f"M{style.GRID} {middle:.5g}H{width - style.GRID}",
        boxes=[
            _box(part, solid, style.GRID + pitch * (place + 0.5), middle)
            for place, (part, solid) in enumerate(zip(found, drawn, strict=True))
        ],
        labels=labels,
    )


def _shape_labels(part: Part, x: float, lines: tuple[float, float]) -> tuple[Label, ...]:
    """Tell the channels, and below them the cells where there are any."""
    channels, *space = part.shape
    words = (numbers.exact(channels, ""), "\N{MULTIPLICATION SIGN}".join(map(str, space)))
    told = ((y, word) for y, word in zip(lines, words, strict=True) if word)
    return tuple(Label(at=(x, y), text=word, size=_TEXT, anchor="center") for y, word in told)


def _down(found: Sequence[Part], width: int) -> str:
    drawn = solids(found, across=144, high=64, back=24)
    middle, y = width - 128.0, float(style.GRID)
    boxes, labels = [], []
    for part, solid in zip(found, drawn, strict=True):
        room = max(48.0, round(solid.high + solid.back) + 12.0)
        at = y + room / 2
        boxes.append(_box(part, solid, middle, at))
        name = shortened(part.name, style.SMALL, width / 2 - 2 * style.GRID, bold=True)
        labels.append(Label(at=(style.GRID, at - 4), text=name, tone="fg", bold=True))
        labels.append(Label(at=(style.GRID, at + 14), text=numbers.shape(part.shape)))
        y += room
    path = f"M{middle:.5g} {style.GRID}V{y:.5g}"
    return render("picture", width=width, height=round(y) + style.GRID, path=path, boxes=boxes, labels=labels)


def _box(part: Part, solid: Solid, x: float, y: float) -> dict[str, str]:
    """Give the faces of a box whose middle stands at a place."""
    faces = solid.faces(x - (solid.across + solid.back) / 2, y + (solid.high + solid.back) / 2)
    return {**faces, "tone": "muted" if part.is_input else "accent"}


def say(found: Sequence[Part]) -> str:
    """Name the shape of the input and of each stage."""
    source, *rest = found
    words = [f"{part.name} {numbers.shape(part.shape)}" for part in rest]
    return f"From an input of {numbers.shape(source.shape)} through {', '.join(words)}."


CHART: Final = Chart(
    name="picture",
    title="The network",
    columns=("output_shape",),
    read=read,
    draw=draw,
    say=say,
    widths=(style.WIDE, style.NARROW),
)
