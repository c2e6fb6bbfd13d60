"""Cost by stage: parameters, multiply-adds and activations, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen import numbers
from reportgen.charts import style
from reportgen.charts.base import Chart
from reportgen.charts.drawing import Areas, Drawing, Label, Lines, box
from reportgen.charts.layers import stages
from reportgen.charts.plot import plot
from reportgen.charts.text import shortened
from reportgen.charts.text import width as text_width
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.charts.drawing import Item
    from reportgen.report import NetworkReport

FIGURES: Final = (("parameters", "Parameters"), ("macs", "MACs"), ("activations", "Activations"))
"""Columns that are drawn, and what they are called; each has the tone of its name."""

_MOST: Final = 12
_TOP: Final = 56
_NAMES: Final = 112
"""Pixels for the names where they stand beside the figures."""
_BAR: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one stage, or one network, costs."""

    name: str
    costs: tuple[int | None, ...]
    """One for each of ``FIGURES``; ``None`` for unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What each of several things costs."""

    rows: tuple[Row, ...]
    header: str = "Stage"
    """What a row is."""
    parts: bool = True
    """Whether the rows make up one whole, so that their sum means something."""

    def column(self, place: int) -> tuple[int | None, ...]:
        """Give one figure of all stages."""
        return tuple(row.costs[place] for row in self.rows)


def read(report: NetworkReport) -> Costs | None:
    """Add up the columns over at most a dozen stages."""
    rows = (
        Row(name=stage.name, costs=tuple(stage.total(column) for column, _ in FIGURES))
        for stage in stages(report, _MOST)
    )
    return Costs(rows=tuple(rows)) if report.layers else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where things stand: names beside the figures, or above them where they are long."""

    left: float
    """Where the first figure begins."""
    pitch: float
    """From one figure to the next."""
    row: int
    """From one row to the next."""
    drop: int
    """From the top of a row to the baseline of its figures."""
    names: float
    """Room for a name."""


def _layout(costs: Costs, width: int) -> Layout:
    longest = max(text_width(row.name, style.SMALL) for row in costs.rows)
    beside = longest <= _NAMES - style.GRID
    left = _NAMES if beside else style.GRID
    return Layout(
        left=left,
        pitch=(width - left - style.GRID) // len(FIGURES),
        row=32 if beside else 56,
        drop=17 if beside else 40,
        names=_NAMES - style.GRID if beside else width - 2 * style.GRID,
    )


def draw(costs: Costs, width: int) -> str:
    """Draw a row for each stage: its name, and three figures with a bar under each."""
    layout = _layout(costs, width)
    height = _TOP + layout.row * len(costs.rows) + style.GRID
    return plot(Drawing(width=width, height=height, items=tuple(_items(costs, layout, width))))


def _items(costs: Costs, layout: Layout, width: int) -> Iterator[Item]:
    if layout.left == _NAMES:
        yield Label(at=(style.GRID, 20), text=costs.header, tone="fg", size=style.MEDIUM, bold=True)
    for place, row in enumerate(costs.rows):
        name = shortened(row.name, style.SMALL, layout.names)
        yield Label(at=(style.GRID, _TOP + layout.row * place + 17), text=name, tone="fg")
    tops = [_TOP + layout.row * place - 0.5 for place in range(len(costs.rows) + 1)]
    rules = tuple(((style.GRID, y), (width - style.GRID, y)) for y in tops)
    yield Lines(paths=rules, tone="grid", width=style.HAIRLINE)
    for place, (column, title) in enumerate(FIGURES):
        left = layout.left + place * layout.pitch
        yield Label(at=(left, 20), text=title, tone=column, bold=True)
        yield Label(at=(left, 42), text=_summary(costs, place))
        yield from _column(costs.column(place), column, layout, left)


def _summary(costs: Costs, place: int) -> str:
    """Say what the bars of a column are measured by."""
    known = [value for value in costs.column(place) if value is not None]
    if not costs.parts:
        return f"most {numbers.count(max(known, default=None))}"
    return f"total {numbers.count(sum(known) if len(known) == len(costs.rows) else None)}"


def _column(values: tuple[int | None, ...], tone: str, layout: Layout, left: float) -> Iterator[Item]:
    """Draw one figure of all rows: its number, and a bar below for its share of the largest."""
    most = max((value for value in values if value is not None), default=0)
    room = layout.pitch - style.GRID
    bars = []
    for place, value in enumerate(values):
        y = _TOP + layout.row * place + layout.drop
        yield Label(at=(left, y), text=numbers.count(value), tone="muted" if value is None else "fg")
        if value:
            bars.append(box(left, y + 4, left + max(1, round(room * value / most, 1)), y + 4 + _BAR))
    if bars:
        yield Areas(paths=tuple(bars), tone=tone)


def say(costs: Costs) -> str:
    """Say which stage holds most of each figure."""
    said = "; ".join(_most_words(costs, place, title) for place, (_, title) in enumerate(FIGURES))
    return f"Where most is spent: {said}."


def _most_words(costs: Costs, place: int, title: str) -> str:
    name = title if title == "MACs" else title.lower()
    known = {row.name: row.costs[place] or 0 for row in costs.rows if row.costs[place] is not None}
    if not any(known.values()):
        return f"{name} {'none' if known else numbers.UNKNOWN}"
    most = max(known, key=lambda row: known[row])
    return f"{name} in {most} ({numbers.percent(100 * known[most] / sum(known.values()), 0)})"


CHART: Final = Chart(
    name="cost",
    title="Cost by stage",
    columns=("parameters", "macs", "activations"),
    read=read,
    draw=draw,
    say=say,
)
