"""Growth of the receptive field by depth, largest, least over paths and effective, against the image."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from reportgen import numbers
from reportgen.charts import style
from reportgen.charts.base import Chart
from reportgen.charts.drawing import Areas, Drawing, Label, Lines
from reportgen.charts.layers import features, image, runs
from reportgen.charts.panel import Panel, stage_ticks
from reportgen.charts.placing import along
from reportgen.charts.plot import plot
from reportgen.charts.scales import Scale
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.charts.drawing import Item
    from reportgen.charts.layers import Feature, Stage
    from reportgen.report import NetworkReport

Value = TypeVar("Value")

_HEIGHT: Final = 288
_LEFT: Final = 64
_LEGEND_ROW: Final = 24
_AXES: Final = {1: ("",), 2: ("Y", "X"), 3: ("Z", "Y", "X")}
_DASHES: Final = (None, (7.0, 3.0), (2.0, 2.0))
_DOTS: Final = (1.5, 2.5)
_HEADROOM: Final = 24
"""Pixels above the highest value, for its label."""
_WITHIN_SIGHT: Final = 6
"""An image more than so many times the largest field is told in words; its line would flatten the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The fields along one axis, or along several that agree; in pixels, one for each feature layer."""

    axes: str
    """``Y``, ``X``, ...; empty where all agree."""
    largest: tuple[int, ...]
    least: tuple[int, ...]
    effective: tuple[float, ...] | None
    """What an untrained network sees, an estimate; ``None`` where it is unknown for a layer."""

    @property
    def branches(self) -> bool:
        """Whether any path sees less than another."""
        return self.least != self.largest


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """The fields of the feature layers, in file order."""

    curves: tuple[Curve, ...]
    images: Mapping[int, str]
    """Axes of the input by their size; no name where all agree."""
    names: tuple[str, ...]
    """Ids of the layers."""
    stages: tuple[Stage, ...]

    @property
    def top(self) -> float:
        """Give the largest field of all, estimates included."""
        return max(max(*curve.largest, *(curve.effective or ())) for curve in self.curves)


def read(report: NetworkReport) -> Growth | None:
    """Read the fields; nothing where no layer has a place on the input."""
    found = features(report)
    if not found:
        return None
    cells = image(report)
    curves = [_along(found, axis) for axis in range(len(cells))]
    return Growth(
        curves=tuple(replace(curve, axes=axes) for curve, axes in _named(curves).items()),
        images=_named(cells),
        names=tuple(f.layer.id for f in found),
        stages=runs(f.layer for f in found),
    )


def _along(found: Sequence[Feature], axis: int) -> Curve:
    estimates = [f.effective[axis] for f in found if f.effective]
    return Curve(
        axes="",
        largest=tuple(f.largest[axis] for f in found),
        least=tuple(f.least[axis] for f in found),
        effective=tuple(estimates) if len(estimates) == len(found) else None,
    )


def _named(values: Sequence[Value]) -> dict[Value, str]:
    """Name each distinct value by the axes that have it; not at all where all have one."""
    axes: dict[Value, list[str]] = {}
    for value, axis in zip(values, _AXES[len(values)], strict=True):
        axes.setdefault(value, []).append(axis)
    return {value: " and ".join(names) if len(axes) > 1 else "" for value, names in axes.items()}


def draw(growth: Growth, width: int) -> str:
    """Draw the fields as steps, one a layer."""
    rows = (len(_courses(growth)) + 1) // 2
    return plot(Drawing(width=width, height=_HEIGHT + _LEGEND_ROW * rows, items=tuple(_items(growth, width))))


def _items(growth: Growth, width: int) -> Iterator[Item]:
    images = [cells for cells in growth.images if cells <= _WITHIN_SIGHT * growth.top]
    bottom, top = 232.0, 40.0
    high = max(growth.top, *images, 1) * (bottom - top) / (bottom - top - _HEADROOM)
    panel = Panel(
        x=Scale(low=0, high=len(growth.names), start=_LEFT, stop=width - style.GRID),
        y=Scale(low=0, high=high, start=bottom, stop=top),
    )
    yield from panel.title("Receptive field, pixels", note=_out_of_sight(growth))
    yield from panel.rules([tick for tick in panel.y.ticks(5) if tick == int(tick)], numbers.tick)
    for curve in growth.curves:
        if curve.branches:
            between = (*panel.steps(curve.largest), *reversed(panel.steps(curve.least)))
            yield Areas(paths=(between,), tone="field", opacity=0.1)
    courses = _courses(growth)
    lines = [panel.steps(course.values) for course in courses]
    for course, line in zip(courses, lines, strict=True):
        yield Lines(paths=(line,), tone=course.tone, dash=course.dash)
    obstacles = [box for line in lines for box in along(line)]
    for cells in images:
        yield panel.bound(cells)
        text = " ".join(filter(None, ("image", growth.images[cells])))
        yield panel.bound_label(cells, f"{text}: {cells:,} px", obstacles)
    yield from stage_ticks(panel, growth.stages)
    yield Label(at=(width - style.GRID, 276), text="layers in file order", anchor="right")
    yield from _legend(courses, width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One line of the chart."""

    values: Sequence[float]
    words: str
    """What it is, and the value that counts."""
    tone: str
    dash: tuple[float, float] | None


def _courses(growth: Growth) -> tuple[Course, ...]:
    """Give the lines in the order that they are drawn in, the largest fields last."""
    return tuple(course for curve in growth.curves for course in _courses_of(curve, growth.curves.index(curve)))


def _courses_of(curve: Curve, place: int) -> Iterator[Course]:
    axes = f" {curve.axes}" if curve.axes else ""
    if curve.branches:
        words = f"shortest path{axes} {curve.least[-1]:,} px"
        yield Course(values=curve.least, words=words, tone="least", dash=style.DASH)
    if curve.effective:
        words = f"effective{axes} about {curve.effective[-1]:,.0f} px"
        yield Course(values=curve.effective, words=words, tone="effective", dash=_DOTS)
    words = f"largest{axes} {max(curve.largest):,} px"
    yield Course(values=curve.largest, words=words, tone="field", dash=_DASHES[place])


def _legend(courses: Sequence[Course], width: int) -> Iterator[Item]:
    """Name the lines below, two in a row."""
    for place, course in enumerate(reversed(courses)):
        x, y = style.GRID + place % 2 * (width / 2), _HEIGHT + 8 + _LEGEND_ROW * (place // 2)
        yield Lines(paths=(((x, y - 5), (x + 28, y - 5)),), tone=course.tone, width=2, dash=course.dash)
        yield Label(at=(x + 34, y), text=course.words, tone=course.tone)


def _out_of_sight(growth: Growth) -> str:
    hidden = [cells for cells in growth.images if cells > _WITHIN_SIGHT * growth.top]
    return f"image: {numbers.per_axis(hidden)} px, far above" if hidden else ""


def say(growth: Growth) -> str:
    """Say how far the field grows, what the image has, and what the shortest path sees."""
    curves = "; ".join(_curve_words(curve) for curve in growth.curves)
    cells = numbers.TIMES.join(f"{cells:,}{f' ({axes})' if axes else ''}" for cells, axes in growth.images.items())
    return f"The receptive field grows to {curves}; the image has {cells} px{_passed(growth)}."


def _curve_words(curve: Curve) -> str:
    axes = f" along {curve.axes}" if curve.axes else ""
    others = [f"on the shortest path {curve.least[-1]:,}"] if curve.branches else []
    others += [f"effective about {curve.effective[-1]:,.0f}"] if curve.effective else []
    told = f" ({', '.join(others)})" if others else ""
    return f"{max(curve.largest):,} px{axes}{told}"


def _passed(growth: Growth) -> str:
    """Say which layer is the first to see past the image on every axis that it can."""
    if len(growth.images) > 1 or len(growth.curves) > 1:
        return ""
    cells = next(iter(growth.images))
    past = [name for name, size in zip(growth.names, growth.curves[0].largest, strict=True) if size > cells]
    return f", passed at {past[0]}" if past else ""


CHART: Final = Chart(
    name="growth",
    title="Growth of the receptive field",
    columns=("receptive_field", "effective_field"),
    read=read,
    draw=draw,
    say=say,
)
