"""Capacity and coverage by depth, with their bounds and nolearn's flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen import numbers
from reportgen.charts import style
from reportgen.charts.base import Chart
from reportgen.charts.drawing import Drawing, Label, Lines, Marks
from reportgen.charts.layers import features, runs
from reportgen.charts.panel import Panel, stage_ticks
from reportgen.charts.placing import along
from reportgen.charts.plot import plot
from reportgen.charts.scales import Scale, rounded_down, rounded_up
from reportgen.charts.text import width as text_width
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.charts.drawing import Item, Point
    from reportgen.charts.layers import Stage
    from reportgen.report import LayerReport, NetworkReport

LEAST_CAPACITY: Final = 100 / 6
"""Percent; Cao's bound on what a window must cover of its field."""
FULL_COVERAGE: Final = 100
"""Percent; the bound on a field as a part of the image."""

_HEIGHT: Final = 376
_AXIS: Final = 340
"""Baseline of the name of what runs across."""
_BOTH: Final = "below 1/6 and above 100%"
_LEFT: Final = 64
_APART: Final = 7
"""Pixels between two marks; nearer ones would run into one band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Both figures of each feature layer on its worst axis, in percent."""

    layers: tuple[LayerReport, ...]
    capacity: tuple[float, ...]
    coverage: tuple[float, ...]
    flags: tuple[str | None, ...]
    """nolearn's flag of a layer whose figures are its own; ``None`` for one that carries its input's too."""
    stages: tuple[Stage, ...]
    worst: bool
    """Whether axes differ, so that the worst one is shown."""


def read(report: NetworkReport) -> Profile | None:
    """Read the feature layers' figures; nothing where no convolution is judged."""
    if report.totals["capacity"] is None:
        return None
    layers = tuple(f.layer for f in features(report) if f.layer.values["capacity"])
    before: dict[str, tuple[Any, Any]] = {}
    flags: list[str | None] = []
    for layer in layers:
        own = (layer.values["capacity"], layer.values["coverage"])
        carried = own in [before.get(name) for name in layer.inputs]
        flags.append(None if carried else layer.values["flag"])
        before[layer.id] = own
    return Profile(
        layers=layers,
        capacity=tuple(min(layer.values["capacity"]) for layer in layers),
        coverage=tuple(max(layer.values["coverage"]) for layer in layers),
        flags=tuple(flags),
        stages=runs(layers),
        worst=any(len(set(layer.values[name])) > 1 for layer in layers for name in ("capacity", "coverage")),
    )


def draw(profile: Profile, width: int) -> str:
    """Draw two panels, one above the other, over the same layers."""
    height = _HEIGHT if any(profile.flags) else _AXIS + 12
    return plot(Drawing(width=width, height=height, items=tuple(_items(profile, width))))


def _items(profile: Profile, width: int) -> Iterator[Item]:
    x = Scale(low=0, high=len(profile.layers), start=_LEFT, stop=width - style.GRID)
    least, most = min(profile.capacity), max(profile.coverage)
    lowest = min(10, rounded_down(least))
    capacity = Panel(x=x, y=Scale(low=lowest, high=100, start=144, stop=40, log=True))
    highest = max(100, rounded_up(most))
    coverage = Panel(x=x, y=Scale(low=rounded_down(min(profile.coverage)), high=highest, start=296, stop=192, log=True))
    note = "worst axis, log scale" if profile.worst else "log scale"
    yield from capacity.title("Capacity, % of the field", "capacity", note)
    yield from _panel(capacity, profile.capacity, "capacity", LEAST_CAPACITY, "bound 1/6 = 16.7%")
    yield from _marks(capacity, profile, profile.capacity, ("magenta", "red"))
    yield from coverage.title("Coverage, % of the image", "coverage", note)
    yield from _panel(coverage, profile.coverage, "coverage", FULL_COVERAGE, "bound 100%: the whole image")
    yield from _marks(coverage, profile, profile.coverage, ("cyan", "red"))
    yield from stage_ticks(coverage, profile.stages)
    yield from _legend(profile, width)


def _panel(panel: Panel, values: Sequence[float], tone: str, bound: float, text: str) -> Iterator[Item]:
    line = panel.steps(values)
    yield from panel.rules(panel.y.ticks(4), lambda tick: f"{numbers.tick(tick)}%")
    above = tone == "coverage"
    yield panel.beyond(bound, above=above, tone="cyan" if above else "magenta")
    yield panel.bound(bound)
    yield Lines(paths=(line,), tone=tone)
    yield panel.bound_label(bound, text, along(line))


def _marks(panel: Panel, profile: Profile, values: Sequence[float], flags: Sequence[str]) -> Iterator[Item]:
    for flag in flags:
        places = [i + 0.5 for i, own in enumerate(profile.flags) if own == flag]
        points = _thinned(panel.points((i, values[int(i)]) for i in places))
        if points:
            yield _mark(flag, points)


def _mark(flag: str, points: tuple[Point, ...]) -> Marks:
    look = style.FLAGS[flag]
    return Marks(points=points, tone=look.tone, marker=look.marker, size=look.size)


def _thinned(points: Sequence[Point]) -> tuple[Point, ...]:
    kept: list[Point] = []
    for x, y in points:
        if not kept or max(abs(x - kept[-1][0]), abs(y - kept[-1][1])) >= _APART:
            kept.append((x, y))
    return tuple(kept)


def _legend(profile: Profile, width: int) -> Iterator[Item]:
    """Say below what the marks mean and what runs across."""
    y, x = _HEIGHT - 12.0, float(style.GRID)
    flags = [flag for flag in style.FLAGS if flag in profile.flags]
    for flag in flags:
        look = style.FLAGS[flag]
        word = _BOTH if flag == "red" and len(flags) < len(style.FLAGS) else look.word
        yield _mark(flag, ((x + 4, y - 5),))
        yield Label(at=(x + 14, y), text=word, tone=look.tone)
        x += 14 + text_width(word, style.SMALL) + 12
    yield Label(at=(width - style.GRID, _AXIS), text="layers in file order", anchor="right")


def say(profile: Profile) -> str:
    """Say when capacity falls below its bound, where it ends, and how far coverage goes."""
    return f"{_capacity_words(profile)}; {_coverage_words(profile)}."


def _capacity_words(profile: Profile) -> str:
    low = [value < LEAST_CAPACITY for value in profile.capacity]
    least = min(profile.capacity)
    at = profile.layers[profile.capacity.index(least)].id
    if not any(low):
        return f"Capacity never falls below 1/6, least {numbers.percent(least)} at {at}"
    first = low.index(True)
    began = profile.layers[first].id
    stays = " and stays there" if all(low[first:]) else ""
    lowest = f"to {numbers.percent(least)}" if at == began else f"down to {numbers.percent(least)} at {at}"
    return f"Capacity falls below 1/6 at {began}{stays}, {lowest}"


def _coverage_words(profile: Profile) -> str:
    most, last = max(profile.coverage), profile.coverage[-1]
    passed = next((i for i, value in enumerate(profile.coverage) if value > FULL_COVERAGE), None)
    if passed is None:
        return f"coverage grows to {numbers.percent(most)} of the image"
    ends = f"ends at {numbers.percent(last)}" if last == most else f"reaches {numbers.percent(most)}"
    return f"coverage passes 100% at {profile.layers[passed].id} and {ends}"


CHART: Final = Chart(
    name="profile",
    title="Capacity and coverage by depth",
    columns=("capacity", "coverage", "flag"),
    read=read,
    draw=draw,
    say=say,
)
