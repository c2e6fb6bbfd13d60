"""What all networks cost against what they reach: one point a network, and the Pareto front."""

from __future__ import annotations

from collections import defaultdict
from heapq import nsmallest
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from reportgen import numbers
from reportgen.charts import style
from reportgen.charts.base import Chart
from reportgen.charts.drawing import Drawing, Label, Lines, Marks
from reportgen.charts.families import families
from reportgen.charts.panel import Panel
from reportgen.charts.placing import Box, Points, clear, fitting, moved_within, taken
from reportgen.charts.plot import plot
from reportgen.charts.scales import Scale
from reportgen.charts.text import shortened
from reportgen.charts.text import width as text_width
from reportgen.figures import figure
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reportgen.charts.drawing import Anchor, Item, Point
    from reportgen.charts.families import Family
    from reportgen.report import Catalogue

_ENOUGH: Final = 3
"""Networks that must have a metric before it makes an axis."""
_LESS_IS_BETTER: Final = ("error", "loss", "perplexity", "mae", "rmse", "wer", "fid")
_LABELS: Final = 40
"""Networks off the front that a label is tried for."""
_LEFT: Final = 56
_LEGEND_ROW: Final = 24
_APART: Final = 4
"""Pixels between two names on a line; nearer, they read as one."""
_LEVEL: Final = 5
"""From the middle of a line of text down to its baseline."""
_SPOTS: Final[tuple[tuple[float, float, Anchor], ...]] = (
    (9, _LEVEL, "left"),
    (-9, _LEVEL, "right"),
    (0, -9, "center"),
    (0, 20, "center"),
    (6, -7, "left"),
    (-6, -7, "right"),
    (6, 17, "left"),
    (-6, 17, "right"),
)
"""Where a name may stand from its point: across, down, and which end of it is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What stands on the y axis."""

    title: str
    unit: str
    values: Mapping[str, float]
    """By the network's id."""
    less_is_better: bool = False
    column: str = "receptive_field"
    """Name or heading of the column that holds the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One network."""

    id: str
    name: str
    family: Family
    cost: float
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tradeoff:
    """All networks of which both cost and measure are known."""

    cost: str
    """The cost, as people call it."""
    measure: Measure
    dots: tuple[Dot, ...]

    @property
    def sign(self) -> int:
        """Give 1 where more is better, -1 where less is."""
        return -1 if self.measure.less_is_better else 1

    @property
    def front(self) -> tuple[Dot, ...]:
        """Give the networks that none beats in both, from cheap to costly."""
        found: list[Dot] = []
        for dot in sorted(self.dots, key=lambda d: (d.cost, -self.sign * d.value, d.id)):
            if not found or self.sign * dot.value > self.sign * found[-1].value:
                found.append(dot)
        return tuple(found)


def measure_of(catalogue: Catalogue) -> Measure:
    """Choose what to compare by: the metric on the data that most networks have, else the receptive field."""
    found: dict[tuple[str, str, str], dict[str, float]] = defaultdict(dict)
    for network in catalogue.networks:
        for metric in network.metrics:
            found[metric.name, metric.dataset, metric.unit][network.id] = metric.value
    shared = {key: values for key, values in found.items() if len(values) >= _ENOUGH}
    if not shared:
        fields = {n.id: figure(n.totals, "receptive_field") for n in catalogue.networks}
        return Measure(title="Receptive field", unit="px", values={i: f for i, f in fields.items() if f is not None})
    (name, dataset, unit), values = min(shared.items(), key=lambda item: (-len(item[1]), item[0]))
    title = f"{name} on {dataset}" if dataset else name
    return Measure(
        title=title,
        column=f"{title}, {unit}" if unit else title,
        unit=unit,
        values=values,
        less_is_better=any(word in name.casefold() for word in _LESS_IS_BETTER),
    )


def reader(total: str, cost: str) -> Callable[[Catalogue], Tradeoff | None]:
    """Make what reads one cost of all networks; it gives nothing where fewer than two can be compared."""

    def read(catalogue: Catalogue) -> Tradeoff | None:
        measure = measure_of(catalogue)
        dots = tuple(
            Dot(id=network.id, name=network.name, family=family, cost=spent, value=measure.values[network.id])
            for family in families(catalogue)
            for network in family.members
            if (spent := figure(network.totals, total)) and network.id in measure.values
        )
        return Tradeoff(cost=cost, measure=measure, dots=dots) if len(dots) > 1 else None

    return read


def draw(tradeoff: Tradeoff, width: int) -> str:
    """Draw the points over a logarithmic cost, the front as a staircase, and the families below."""
    panel = _panel(tradeoff, width)
    legend = tuple(_legend(tradeoff, width, panel.area.bottom + 72))
    height = round(max(label.at[1] for label in legend)) + 12
    return plot(Drawing(width=width, height=height, items=(*_items(tradeoff, panel, legend), *legend)))


def _panel(tradeoff: Tradeoff, width: int) -> Panel:
    costs = [dot.cost for dot in tradeoff.dots]
    values = [dot.value for dot in tradeoff.dots]
    margin = 0.12 * (max(values) - min(values) or abs(values[0]) or 1)
    bottom = 432 if width > style.NARROW else 336
    return Panel(
        x=Scale(low=min(costs) / 1.5, high=max(costs) * 1.5, start=_LEFT, stop=width - style.GRID, log=True),
        y=Scale(low=min(values) - margin, high=max(values) + margin, start=bottom, stop=40),
    )


def _items(tradeoff: Tradeoff, panel: Panel, legend: Sequence[Label]) -> Iterator[Item]:
    unit = f", {tradeoff.measure.unit}" if tradeoff.measure.unit else ""
    yield from panel.title(f"{tradeoff.measure.title}{unit}", note="dashed: the Pareto front")
    yield from panel.rules(panel.y.ticks(6), numbers.tick)
    yield from _cost_axis(panel, tradeoff.cost)
    stairs = _stairs(panel, tradeoff)
    yield Lines(paths=(stairs,), tone="muted", width=1, dash=style.DASH)
    front = {dot.id for dot in tradeoff.front}
    for dots, name in zip(_by_family(tradeoff.dots), legend, strict=True):
        behind = [dot for dot in dots if dot.id not in front]
        yield _marks(panel, dots[0].family, behind, (name.at[0] - 11, name.at[1] - _LEVEL))
    for dots in _by_family(tradeoff.front):
        yield _marks(panel, dots[0].family, dots)
    yield from _names(tradeoff, panel, stairs)


def _by_family(dots: Iterable[Dot]) -> Iterator[tuple[Dot, ...]]:
    """Give networks of one family that stand together."""
    for _, own in groupby(dots, key=lambda dot: dot.family.slot):
        yield tuple(own)


def _marks(panel: Panel, family: Family, dots: Iterable[Dot], *others: Point) -> Marks:
    """Mark networks of a family, and other places in its likeness."""
    points = (*panel.points((dot.cost, dot.value) for dot in dots), *others)
    return Marks(points=points, tone=family.tone, marker=family.marker, size=9)


def _cost_axis(panel: Panel, cost: str) -> Iterator[Item]:
    area = panel.area
    places = [(panel.x(tick), numbers.tick(tick)) for tick in panel.x.ticks(6)]
    ticks = (((x, area.bottom), (x, area.bottom + 6)) for x, _ in places)
    axis = ((area.left, area.bottom), (area.right, area.bottom))
    yield Lines(paths=(axis, *ticks), tone="muted", width=1)
    labels = (Label(at=(x, area.bottom + 20), text=word, anchor="center") for x, word in places)
    yield from fitting(moved_within(label, 0, area.right + style.GRID) for label in labels)
    yield Label(at=(area.right, area.bottom + 44), text=f"{cost}, log scale", anchor="right")


def _stairs(panel: Panel, tradeoff: Tradeoff) -> tuple[Point, ...]:
    """Draw the best that each cost buys: level up to the next better network, then a step."""
    points = panel.points((dot.cost, dot.value) for dot in tradeoff.front)
    corners = [point for (_, y), (x, above) in pairwise(points) for point in ((x, y), (x, above))]
    return (points[0], *corners, (panel.area.right, points[-1][1]))


def _names(tradeoff: Tradeoff, panel: Panel, stairs: Sequence[Point]) -> Iterator[Label]:
    """Name the front, then the best of the others, wherever a name meets nothing."""
    front = {dot.id: dot for dot in tradeoff.front}
    others = (dot for dot in tradeoff.dots if dot.id not in front)
    best = nsmallest(_LABELS, others, key=lambda dot: (-tradeoff.sign * dot.value, dot.cost, dot.id))
    points = {dot.id: (panel.x(dot.cost), panel.y(dot.value)) for dot in tradeoff.dots}
    near = Points(points)
    area, obstacles = panel.area, [_step(*ends) for ends in pairwise(stairs)]
    inside = Box(area.left, area.top - style.GRID, area.right + style.GRID, area.bottom - 4)
    for dot, distances in [*((dot, (11, 6)) for dot in reversed(front.values())), *((dot, (10,)) for dot in best)]:
        spots = [s for s in _around(*points[dot.id], dot.name, strong=dot.id in front) if taken(s).within(inside)]
        label = _free(spots, obstacles, near, dot.id, distances)
        if label:
            obstacles.append(taken(label).widened(_APART))
            yield label


def _step(one: Point, other: Point) -> Box:
    """Give the box that a level or upright line takes up."""
    (left, right), (top, bottom) = (sorted(ends) for ends in zip(one, other, strict=True))
    return Box(left, top, right, bottom).grown(2)


def _free(
    spots: Sequence[Label],
    obstacles: Sequence[Box],
    near: Points,
    own: str,
    distances: Sequence[float],
) -> Label | None:
    """Give the first place that meets nothing, and keeps its distance from the points of others.

    A name too near to another's point would seem to be that point's; the distances are tried in turn.
    """
    for distance in distances:
        for spot in spots:
            if clear(spot, obstacles) and not near.crowd(taken(spot), own, distance):
                return spot
    return None


def _around(x: float, y: float, name: str, *, strong: bool) -> Iterator[Label]:
    """Give the places for a name around its point, the best first."""
    tone = "fg" if strong else "muted"
    for dx, dy, anchor in _SPOTS:
        yield Label(at=(x + dx, y + dy), text=name, tone=tone, anchor=anchor, bold=strong)


def _legend(tradeoff: Tradeoff, width: int, top: float) -> Iterator[Label]:
    """Name the families in rows from left to right, with room for a mark before each name."""
    x, y = float(style.GRID), top
    for dots in _by_family(tradeoff.dots):
        family = dots[0].family
        name = shortened(family.name, style.SMALL, width / 2)
        needed = 16 + text_width(name, style.SMALL) + 16
        if x + needed > width and x > style.GRID:
            x, y = float(style.GRID), y + _LEGEND_ROW
        yield Label(at=(x + 16, y), text=name)
        x += needed


def say(tradeoff: Tradeoff) -> str:
    """Say how many networks there are, and name the front."""
    measure = tradeoff.measure
    front = ", ".join(
        f"{dot.name} ({numbers.exact(dot.value)}{measure.unit if measure.unit == '%' else f' {measure.unit}'.rstrip()} "
        f"for {numbers.count(dot.cost)})"
        for dot in tradeoff.front
    )
    return (
        f"{measure.title} against {tradeoff.cost} of {len(tradeoff.dots)} networks; "
        f"none is both cheaper and better than {front}."
    )


def _chart(name: str, total: str, cost: str) -> Chart[Catalogue, Tradeoff]:
    return Chart(
        name=name,
        title=f"What {cost} buy",
        columns=lambda tradeoff: (total, tradeoff.measure.column),
        read=reader(total, cost),
        draw=draw,
        say=say,
        widths=(style.WIDE, style.NARROW),
    )


MACS: Final = _chart("cost-macs", "macs", "MACs")
PARAMETERS: Final = _chart("cost-parameters", "parameters", "parameters")
