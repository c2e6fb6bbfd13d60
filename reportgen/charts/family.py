"""A family's members in one picture: capacity, coverage and field laid over each other, and their costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from reportgen import numbers
from reportgen.charts import cost, profile, style
from reportgen.charts.base import Chart
from reportgen.charts.drawing import Drawing, Label, Lines
from reportgen.charts.layers import features
from reportgen.charts.panel import Panel
from reportgen.charts.placing import along
from reportgen.charts.plot import plot
from reportgen.charts.scales import Scale, rounded_down, rounded_up
from reportgen.charts.text import shortened
from reportgen.figures import figure
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reportgen.charts.drawing import Item, Point
    from reportgen.charts.families import Family
    from reportgen.report import NetworkReport

_LEFT: Final = 64
_LEGEND_ROW: Final = 22
_DASH: Final = (7.0, 3.0)
_MOST_ROWS: Final = 20

Values = tuple[float, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One course by depth, and whose it is."""

    names: tuple[str, ...]
    """Members that share it to the digit."""
    values: Values
    """One for each feature layer."""

    @property
    def name(self) -> str:
        """Name the first, and say how many share it."""
        others = len(self.names) - 1
        return self.names[0] + (f" and {others} alike" if others else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """The courses of a family's members, from the smallest to the largest, and what bounds them."""

    family: str
    curves: tuple[Curve, ...]
    left_out: int
    """Members between those shown, where there are more than can be told apart."""


def _overlay(family: Family, course: Callable[[NetworkReport], Values | None]) -> Overlay | None:
    """Gather the courses; nothing where fewer than two members have one."""
    found: dict[Values, list[str]] = {}
    for member in sorted(family.members, key=_size):
        values = course(member)
        if values:
            found.setdefault(values, []).append(member.name)
    if sum(map(len, found.values())) < 2:  # noqa: PLR2004 - one cannot be compared
        return None
    curves = [Curve(names=tuple(names), values=values) for values, names in found.items()]
    kept = _few(curves, len(style.MEMBER_TONES))
    left_out = sum(len(c.names) for c in curves) - sum(len(c.names) for c in kept)
    return Overlay(family=family.name, curves=tuple(kept), left_out=left_out)


def _size(member: NetworkReport) -> tuple[float, str]:
    return figure(member.totals, "parameters") or 0, member.id


def _few(found: Sequence[T], most: int) -> Sequence[T]:
    """Keep the first, the last, and some between at equal distances."""
    if len(found) <= most:
        return found
    return [found[round(place * (len(found) - 1) / (most - 1))] for place in range(most)]


def _capacity(report: NetworkReport) -> Values | None:
    found = profile.read(report)
    return found.capacity if found else None


def _coverage(report: NetworkReport) -> Values | None:
    found = profile.read(report)
    return found.coverage if found else None


def _field(report: NetworkReport) -> Values | None:
    return tuple(float(max(feature.largest)) for feature in features(report)) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one kind of course is drawn and told."""

    title: str
    short: str
    """What a value is, in a sentence."""
    unit: str
    bound: float | None = None
    bound_name: str = ""
    note: str = "log scale"
    least: bool = False
    """Whether the least value of a course is what counts, rather than the largest."""

    def telling(self, values: Values) -> float:
        """Give the value of a course that counts."""
        return min(values) if self.least else max(values)

    def worded(self, value: float) -> str:
        """Write a value with its unit."""
        return numbers.percent(value) if self.unit == "%" else f"{numbers.exact(value)} {self.unit}"


def _drawer(look: Look) -> Callable[[Overlay, int], str]:
    def draw(overlay: Overlay, width: int) -> str:
        rows = len(overlay.curves) + bool(overlay.left_out)
        items = tuple(_items(overlay, look, width))
        return plot(Drawing(width=width, height=264 + _LEGEND_ROW * rows, items=items))

    return draw


def _items(overlay: Overlay, look: Look, width: int) -> Iterator[Item]:
    every = [value for curve in overlay.curves for value in curve.values]
    low, high = rounded_down(min(every)), rounded_up(max(*every, look.bound or 0))
    panel = Panel(
        x=Scale(low=0, high=100, start=_LEFT, stop=width - style.GRID),
        y=Scale(low=low, high=high if high > low else 10 * low, start=208, stop=40, log=True),
    )
    yield from panel.title(look.title, note=look.note)
    yield from panel.rules(panel.y.ticks(5), lambda tick: numbers.tick(tick) + ("%" if look.unit == "%" else ""))
    lines = [_course(panel, curve.values) for curve in overlay.curves]
    for place, line in enumerate(lines):
        yield Lines(paths=(line,), tone=_tone(place, len(lines)), dash=_DASH if place % 2 else None)
    if look.bound:
        yield panel.bound(look.bound)
        yield panel.bound_label(look.bound, look.bound_name, [box for line in lines for box in along(line)])
    yield from _depths(panel)
    yield from _legend(overlay, look, width)


def _course(panel: Panel, values: Values) -> tuple[Point, ...]:
    """Stretch a course over the panel's width, however many layers it has."""
    return replace(panel, x=replace(panel.x, high=len(values))).steps(values)


def _tone(place: int, curves: int) -> str:
    last = len(style.MEMBER_TONES) - 1
    return style.MEMBER_TONES[round(place * last / max(curves - 1, 1))]


def _depths(panel: Panel) -> Iterator[Item]:
    area = panel.area
    ticks = [0, 25, 50, 75, 100]
    marks = (((panel.x(tick), area.bottom), (panel.x(tick), area.bottom + 6)) for tick in ticks)
    yield Lines(paths=(((area.left, area.bottom), (area.right, area.bottom)), *marks), tone="muted", width=1)
    for tick in ticks[:-1]:
        yield Label(at=(panel.x(tick), area.bottom + 20), text=f"{tick}%", anchor="center")
    yield Label(at=(area.right, area.bottom + 20), text="100%", anchor="right")
    yield Label(at=(area.right, area.bottom + 40), text="share of the layers, in file order", anchor="right")


def _legend(overlay: Overlay, look: Look, width: int) -> Iterator[Item]:
    """Name each line below, with the value that counts."""
    y = 272.0
    for place, curve in enumerate(overlay.curves):
        tone = _tone(place, len(overlay.curves))
        dash = _DASH if place % 2 else None
        yield Lines(paths=(((style.GRID, y - 5), (40, y - 5)),), tone=tone, width=2, dash=dash)
        yield Label(at=(48, y), text=shortened(curve.name, style.SMALL, width - 160), tone="fg")
        value = f"{'least' if look.least else 'most'} {look.worded(look.telling(curve.values))}"
        yield Label(at=(width - style.GRID, y), text=value, anchor="right")
        y += _LEGEND_ROW
    if overlay.left_out:
        yield Label(at=(48, y), text=f"{overlay.left_out} more between them are left out")


def _sayer(look: Look) -> Callable[[Overlay], str]:
    def say(overlay: Overlay) -> str:
        told = ", ".join(f"{curve.name} {look.worded(look.telling(curve.values))}" for curve in overlay.curves)
        return f"{'Least' if look.least else 'Largest'} {look.short} in {overlay.family}: {told}."

    return say


def _chart(
    name: str, column: str, course: Callable[[NetworkReport], Values | None], look: Look
) -> Chart[Family, Overlay]:
    return Chart(
        name=name,
        title=look.title.partition(",")[0] + " by depth",
        columns=(column,),
        read=lambda family: _overlay(family, course),
        draw=_drawer(look),
        say=_sayer(look),
    )


CAPACITY: Final = _chart(
    "family-capacity",
    "capacity",
    _capacity,
    Look(
        title="Capacity, % of the field",
        short="capacity",
        unit="%",
        bound=profile.LEAST_CAPACITY,
        bound_name="bound 1/6 = 16.7%",
        least=True,
    ),
)
COVERAGE: Final = _chart(
    "family-coverage",
    "coverage",
    _coverage,
    Look(
        title="Coverage, % of the image",
        short="coverage",
        unit="%",
        bound=profile.FULL_COVERAGE,
        bound_name="bound 100%",
    ),
)
FIELD: Final = _chart(
    "family-field",
    "receptive_field",
    _field,
    Look(title="Receptive field, pixels", short="receptive field", unit="px"),
)


def read_costs(family: Family) -> cost.Costs | None:
    """Read the members' totals, from the smallest to the largest; nothing for a family of one."""
    members = _few(sorted(family.members, key=_size), _MOST_ROWS)
    rows = tuple(
        cost.Row(name=member.name, costs=tuple(_whole(member, total) for total, _ in cost.FIGURES))
        for member in members
    )
    return cost.Costs(rows=rows, header="Network", parts=False) if len(rows) > 1 else None


def _whole(member: NetworkReport, total: str) -> int | None:
    found = figure(member.totals, total)
    return None if found is None else int(found)


def say_costs(costs: cost.Costs) -> str:
    """Say between which members each cost runs."""
    said = "; ".join(filter(None, (_range(costs, place, title) for place, (_, title) in enumerate(cost.FIGURES))))
    return f"{said}."


def _range(costs: cost.Costs, place: int, title: str) -> str:
    known = {row.name: value for row in costs.rows if (value := row.costs[place]) is not None}
    if not known:
        return f"{title} unknown"
    least, most = (end(known, key=lambda name: known[name]) for end in (min, max))
    return f"{title} from {numbers.count(known[least])} ({least}) to {numbers.count(known[most])} ({most})"


COST: Final = Chart(
    name="family-cost",
    title="Cost of the members",
    columns=("parameters", "macs", "activations"),
    read=read_costs,
    draw=cost.draw,
    say=say_costs,
)
