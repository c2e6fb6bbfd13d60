"""The receptive field drawn on the input: how much of the image each stage's cells see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen import numbers
from reportgen.charts import style
from reportgen.charts.base import Chart
from reportgen.charts.drawing import Label
from reportgen.charts.layers import features, image, runs
from reportgen.charts.placing import spread
from reportgen.charts.templates import render
from reportgen.charts.text import shortened
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.report import NetworkReport

_MOST: Final = 7
_AREA: Final = 272
"""Pixels of the square that holds the image and the fields."""
_BEYOND: Final = 7
"""Fields up to so many times the image are drawn; past that the image would be a dot."""
_ROW: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one cell of a stage's last feature layer sees."""

    name: str
    size: tuple[int, ...]
    """Pixels per axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The fields of a few stages, and the image they look at."""

    image: tuple[int, ...]
    """Pixels per axis."""
    seen: tuple[Seen, ...]
    """From the smallest field to the largest."""

    @property
    def drawn(self) -> float:
        """Give the pixels of the input that the drawing spans."""
        whole = max(self.image)
        return max(whole, min(max(self.seen[-1].size), _BEYOND * whole))

    def leaves(self, seen: Seen) -> bool:
        """Whether a field is too large to be drawn."""
        return max(seen.size) > self.drawn

    def spills(self, seen: Seen) -> bool:
        """Whether a field is larger than the image on any axis."""
        return any(r > n for r, n in zip(seen.size, self.image, strict=True))


def read(report: NetworkReport) -> Reach | None:
    """Read the field that each stage ends with; nothing where no layer has a place on the input."""
    fields = {feature.layer.id: feature.largest for feature in features(report)}
    if not fields:
        return None
    found: dict[tuple[int, ...], str] = {}
    for run in runs(report.layers):
        placed = [layer.id for layer in run.layers if layer.id in fields]
        if placed:
            found.setdefault(fields[placed[-1]], run.name)
    seen = [Seen(name=name, size=size) for size, name in sorted(found.items())]
    return Reach(image=image(report), seen=tuple(_few(seen)))


def _few(seen: Sequence[Seen]) -> Sequence[Seen]:
    """Keep the first, the last, and some between at equal distances."""
    if len(seen) <= _MOST:
        return seen
    return [seen[round(place * (len(seen) - 1) / (_MOST - 1))] for place in range(_MOST)]


def draw(reach: Reach, width: int) -> str:
    """Draw squares on the image, or bars under a signal."""
    return _bars(reach, width) if len(reach.image) == 1 else _squares(reach, width)


def _squares(reach: Reach, width: int) -> str:
    unit, middle = _AREA / reach.drawn, style.GRID + _AREA / 2
    shown = sorted(reach.seen, key=lambda seen: -seen.size[-2])
    frames = [_frame(reach, seen, unit, middle) for seen in shown]
    heights = spread([frame["y"] for frame in frames], _ROW, 20, style.GRID + _AREA - 16)
    left = style.GRID + _AREA + 24
    labels: list[Label] = []
    for seen, frame, y in zip(shown, frames, heights, strict=True):
        start = frame["x"] + frame["width"]
        frame["leader"] = f"M{start:.5g} {frame['y']:.5g}H{left - 16}L{left - 4} {y - 4:.5g}"
        labels += _labels(reach, seen, left, y, width - left)
    return render(
        "reach",
        width=width,
        height=_AREA + 2 * style.GRID + 24,
        image=_rectangle(reach.image, unit, middle, middle),
        frames=frames,
        labels=[*labels, _image_label(reach, _AREA + 2 * style.GRID + 16)],
    )


def _frame(reach: Reach, seen: Seen, unit: float, middle: float) -> dict[str, Any]:
    """Place one field; of one that leaves the drawing only its leader is drawn, from the corner."""
    sides = [min(side, reach.drawn) for side in seen.size]
    frame = _rectangle(sides, unit, middle, middle)
    return {**frame, "spills": reach.spills(seen), "leaves": reach.leaves(seen)}


def _rectangle(size: Sequence[float], unit: float, x: float, y: float) -> dict[str, Any]:
    """Centre a rectangle of input pixels, Y and X its last two axes, on the canvas."""
    high, wide = size[-2] * unit, size[-1] * unit
    placed = {"x": x - wide / 2, "y": y - high / 2, "width": wide, "height": high}
    return {name: round(value, 2) for name, value in placed.items()}


def _labels(reach: Reach, seen: Seen, x: float, y: float, room: float) -> tuple[Label, Label]:
    name = shortened(seen.name, style.SMALL, room - style.GRID, bold=True)
    tone = "cyan" if reach.spills(seen) else "field"
    size = f"{numbers.per_axis(seen.size)} px{', beyond' if reach.leaves(seen) else ''}"
    return Label(at=(x, y), text=name, tone="fg", bold=True), Label(at=(x, y + 17), text=size, tone=tone)


def _image_label(reach: Reach, y: float) -> Label:
    sizes = numbers.TIMES.join(f"{cells:,}" for cells in reach.image)
    dashed = "; dashed: larger than it" if any(map(reach.spills, reach.seen)) else ""
    return Label(at=(style.GRID, y), text=f"shaded: the image, {sizes} px{dashed}")


def _bars(reach: Reach, width: int) -> str:
    room = width - 2 * style.GRID
    unit, middle = room / reach.drawn, width / 2
    rows = [Seen(name="input", size=reach.image), *reach.seen]
    frames: list[dict[str, Any]] = []
    labels: list[Label] = []
    for place, seen in enumerate(rows):
        y = 24 + _ROW * place
        wide = max(2.0, min(seen.size[0] * unit, room))
        frames.append(
            {
                "x": round(middle - wide / 2, 2),
                "y": y + 6,
                "width": round(wide, 2),
                "height": 10,
                "spills": reach.spills(seen),
                "leaves": reach.leaves(seen),
            }
        )
        labels += _row_labels(reach, seen, y, width)
    return render("reach", width=width, height=24 + _ROW * len(rows), image=frames[0], frames=frames[1:], labels=labels)


def _row_labels(reach: Reach, seen: Seen, y: float, width: int) -> tuple[Label, Label]:
    tone = "cyan" if reach.spills(seen) else "muted"
    size = Label(at=(width - style.GRID, y), text=f"{numbers.per_axis(seen.size)} px", tone=tone, anchor="right")
    return Label(at=(style.GRID, y), text=seen.name, tone="fg", bold=True), size


def say(reach: Reach) -> str:
    """Say what the first and the last stage see, and which is the first to see more than the image."""
    sizes = [f"{numbers.per_axis(seen.size)} px at {seen.name}" for seen in reach.seen]
    grows = f"grows from {sizes[0]} to {sizes[-1]}" if len(sizes) > 1 else f"is {sizes[0]}"
    cells = numbers.TIMES.join(f"{cells:,}" for cells in reach.image)
    past = next((seen.name for seen in reach.seen if reach.spills(seen)), None)
    ends = f"{past} is the first to see past it" if past else "none sees past it"
    return f"On the input of {cells} px a cell's field {grows}; {ends}."


CHART: Final = Chart(
    name="reach",
    title="The receptive field on the input",
    columns=("receptive_field",),
    read=read,
    draw=draw,
    say=say,
)
