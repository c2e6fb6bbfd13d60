"""A plot area: scales across and down, hairlines, ticks, bounds, and a line through data."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from reportgen.charts import style
from reportgen.charts.drawing import Areas, Label, Lines, box
from reportgen.charts.placing import Box, first_clear, fitting, moved_within
from reportgen.charts.text import shortened
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reportgen.charts.drawing import Anchor, Item, Point
    from reportgen.charts.layers import Stage
    from reportgen.charts.scales import Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One plot area."""

    x: Scale
    y: Scale

    @property
    def area(self) -> Box:
        """Give the pixels it covers."""
        return Box(self.x.start, self.y.stop, self.x.stop, self.y.start)

    def points(self, values: Iterable[tuple[float, float]]) -> tuple[Point, ...]:
        """Place data on the canvas."""
        return tuple((self.x(x), self.y(y)) for x, y in values)

    def rules(self, ticks: Iterable[float], word: Callable[[float], str]) -> Iterator[Item]:
        """Draw hairlines across, each with its value at the left."""
        places = [(self.y(tick), word(tick)) for tick in ticks]
        area = self.area
        paths = tuple(((area.left, y), (area.right, y)) for y, _ in places)
        yield Lines(paths=paths, tone="grid", width=style.HAIRLINE)
        for y, value in places:
            yield Label(at=(area.left - style.GRID, y + 5), text=value, anchor="right")

    def title(self, text: str, tone: str = "fg", note: str = "") -> Iterator[Label]:
        """Name above the panel what it shows, with its unit, and at the right what else to know."""
        y = self.area.top - 18
        yield Label(at=(style.GRID, y), text=text, tone=tone, size=style.MEDIUM, bold=True)
        if note:
            yield Label(at=(self.area.right, y), text=note, anchor="right")

    def steps(self, values: Sequence[float]) -> tuple[Point, ...]:
        """Draw one value a layer, each held over its place; what falls on one pixel is drawn once."""
        found: list[Point] = []
        for place, value in enumerate(values):
            left, right, y = self.x(place), self.x(place + 1), round(self.y(value), 1)
            if found and found[-1][1] == y:
                found[-1] = (right, y)
            else:
                found += [(left, y), (right, y)]
        return tuple(found)

    def bound(self, value: float) -> Lines:
        """Draw a bound across."""
        area, y = self.area, self.y(value)
        return Lines(paths=(((area.left, y), (area.right, y)),), tone="bound", width=1, dash=style.DASH)

    def bound_label(self, value: float, text: str, obstacles: Sequence[Box], tone: str = "fg") -> Label:
        """Name a bound on its line, where that covers least of what is drawn."""
        area, y = self.area, self.y(value)
        spots: list[tuple[float, Anchor]] = [
            (area.right - 4, "right"),
            (area.left + 4, "left"),
            ((area.left + area.right) / 2, "center"),
        ]
        heights = [h for h in (y - 6, y + 16) if area.top + 8 < h < area.bottom + 4]
        return first_clear(
            [Label(at=(x, h), text=text, tone=tone, anchor=anchor) for h in heights for x, anchor in spots],
            obstacles,
        )

    def beyond(self, value: float, *, above: bool, tone: str) -> Areas:
        """Tint what lies on the wrong side of a bound."""
        area, y = self.area, self.y(value)
        top, bottom = (area.top, y) if above else (y, area.bottom)
        return Areas(paths=(box(area.left, top, area.right, bottom),), tone=tone, opacity=0.09)


def stage_ticks(panel: Panel, runs: Sequence[Stage]) -> Iterator[Item]:
    """Mark where the stages of a run of layers begin, and name those that have room.

    The layers of the runs stand at 0, 1, 2, ... across. Wide stages are named first.
    """
    area = panel.area
    ends = list(accumulate((len(run.layers) for run in runs), initial=0))
    spans = [(panel.x(a), panel.x(b), run.name) for (a, b), run in zip(pairwise(ends), runs, strict=True)]
    widest_first = sorted(spans, key=lambda span: span[0] - span[1])
    kept = fitting(_below(area, left, right, name) for left, right, name in widest_first)
    named = {label.text for label in kept}
    marked = [
        left
        for left, right, name in spans
        if _below(area, left, right, name).text in named or right - left >= style.GRID
    ]
    ticks = (((x, area.bottom), (x, area.bottom + 6)) for x in marked)
    axis = ((area.left, area.bottom), (area.right, area.bottom))
    yield Lines(paths=(axis, *ticks), tone="muted", width=1)
    yield from kept


def _below(area: Box, left: float, right: float, name: str) -> Label:
    """Name a stretch of the axis; a name may be wider than its stretch, but takes no more than a third of the axis."""
    room = max(right - left, (area.right - area.left) / 3)
    centre = (left + right) / 2
    label = Label(at=(centre, area.bottom + 20), text=shortened(name, style.SMALL, room), anchor="center")
    return moved_within(label, area.left, area.right + style.GRID / 2)
