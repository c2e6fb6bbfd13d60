"""Growth of the receptive field by depth, largest and least over paths, against the size of the image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from reportgen import numbers
from reportgen.charts import style
from reportgen.charts.base import Chart
from reportgen.charts.drawing import Areas, Drawing, Label, Lines
from reportgen.charts.layers import features, image, runs
from reportgen.charts.panel import Panel, stage_ticks
from reportgen.charts.placing import along, first_clear, taken
from reportgen.charts.plot import plot
from reportgen.charts.scales import Scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.charts.drawing import Item
    from reportgen.charts.layers import Stage
    from reportgen.charts.placing import Box
    from reportgen.report import NetworkReport

Value = TypeVar("Value")

_HEIGHT: Final = 288
_LEFT: Final = 64
_AXES: Final = {1: ("",), 2: ("Y", "X"), 3: ("Z", "Y", "X")}
_DASHES: Final = (None, (7.0, 3.0), (2.0, 2.0))
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
    def top(self) -> int:
        """Give the largest field of all."""
        return max(max(curve.largest) for curve in self.curves)


def read(report: NetworkReport) -> Growth | None:
    """Read the fields; nothing where no layer has a place on the input."""
    found = features(report)
    if not found:
        return None
    cells = image(report)
    fields = [
        (tuple(f.largest[axis] for f in found), tuple(f.least[axis] for f in found)) for axis in range(len(cells))
    ]
    return Growth(
        curves=tuple(Curve(axes=axes, largest=most, least=least) for (most, least), axes in _named(fields).items()),
        images=_named(cells),
        names=tuple(f.layer.id for f in found),
        stages=runs(f.layer for f in found),
    )


def _named(values: Sequence[Value]) -> dict[Value, str]:
    """Name each distinct value by the axes that have it; not at all where all have one."""
    axes: dict[Value, list[str]] = {}
    for value, axis in zip(values, _AXES[len(values)], strict=True):
        axes.setdefault(value, []).append(axis)
    return {value: " and ".join(names) if len(axes) > 1 else "" for value, names in axes.items()}


def draw(growth: Growth, width: int) -> str:
    """Draw the fields as steps, one a layer."""
    return plot(Drawing(width=width, height=_HEIGHT, items=tuple(_items(growth, width))))


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
    for curve, dash in zip(growth.curves, _DASHES, strict=False):
        yield from _curve(panel, curve, dash)
    for cells in images:
        yield panel.bound(cells)
    yield from _labels(panel, growth, images)
    yield from stage_ticks(panel, growth.stages)
    yield Label(at=(width - style.GRID, 276), text="layers in file order", anchor="right")


def _curve(panel: Panel, curve: Curve, dash: tuple[float, float] | None) -> Iterator[Item]:
    """Draw one curve, and below it what the shortest path sees, with a tint between."""
    largest, least = panel.steps(curve.largest), panel.steps(curve.least)
    if curve.branches:
        yield Areas(paths=((*largest, *reversed(least)),), tone="field", opacity=0.1)
        yield Lines(paths=(least,), tone="least", dash=style.DASH)
    yield Lines(paths=(largest,), tone="field", dash=dash)


def _labels(panel: Panel, growth: Growth, images: Sequence[int]) -> Iterator[Label]:
    """Say what each line is and where it ends, clear of the lines and of each other."""
    obstacles = [box for cells in images for box in along(panel.bound(cells).paths[0])]
    for curve in growth.curves:
        obstacles += along(panel.steps(curve.largest))
        obstacles += along(panel.steps(curve.least)) if curve.branches else ()
    for cells in images:
        text = " ".join(filter(None, ("image", growth.images[cells])))
        label = panel.bound_label(cells, f"{text}: {cells:,} px", obstacles)
        obstacles.append(taken(label))
        yield label
    for curve in growth.curves:
        ends = [(curve.largest[-1], "largest", "field"), (curve.least[-1], "least", "least")]
        for size, word, tone in ends if curve.branches else ends[:1]:
            parts = (curve.axes, word if curve.branches else "", f"{size:,} px")
            label = _at_end(panel, size, " ".join(filter(None, parts)), tone, obstacles)
            obstacles.append(taken(label))
            yield label


def _at_end(panel: Panel, value: int, said: str, tone: str, obstacles: list[Box]) -> Label:
    right, y = panel.area.right, panel.y(value)
    spots = [(right - back, y + rise) for back in (4, 40, 80, 120, 160) for rise in (-7, 18)]
    labels = (Label(at=spot, text=said, tone=tone, anchor="right", bold=True) for spot in spots)
    return first_clear([label for label in labels if taken(label).within(panel.area.grown(8))], obstacles)


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
    shortest = f" (on the shortest path {curve.least[-1]:,})" if curve.branches else ""
    return f"{max(curve.largest):,} px{axes}{shortest}"


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
    columns=("receptive_field",),
    read=read,
    draw=draw,
    say=say,
)
