"""The convolutions of each resolution, beside those of the deepest plain network that the image bears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen import numbers
from reportgen.charts import style
from reportgen.charts.base import Chart
from reportgen.charts.drawing import Areas, Drawing, Label, Lines, box
from reportgen.charts.layers import image
from reportgen.charts.panel import Panel
from reportgen.charts.plot import plot
from reportgen.charts.scales import Scale
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.charts.drawing import Item
    from reportgen.report import NetworkReport

_HEIGHT: Final = 288
_LEFT: Final = 48
_BAR: Final = 24
"""The widest that a bar may be, in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Depths:
    """Convolutions by the jump that they read: pixels of the image from one value to the next."""

    pixels: int
    """Of the image along its shortest axis."""
    own: Mapping[float, int]
    planned: Mapping[float, int]

    @property
    def jumps(self) -> tuple[float, ...]:
        """Give every jump that either has, finest first."""
        return tuple(sorted({*self.own, *self.planned}))


def read(report: NetworkReport) -> Depths | None:
    """Read the total; nothing where no convolution has a window on the image."""
    found = report.totals.get("plan")
    if not found:
        return None
    return Depths(
        pixels=min(image(report)),
        own=dict(zip(found["jumps"], found["stages"], strict=True)),
        planned={2**stage: layers for stage, layers in enumerate(found["planned"])},
    )


def draw(depths: Depths, width: int) -> str:
    """Draw two bars for each resolution."""
    return plot(Drawing(width=width, height=_HEIGHT, items=tuple(_items(depths, width))))


def _items(depths: Depths, width: int) -> Iterator[Item]:
    jumps = depths.jumps
    most = max([*depths.own.values(), *depths.planned.values()])
    panel = Panel(
        x=Scale(low=0, high=len(jumps), start=_LEFT, stop=width - style.GRID),
        y=Scale(low=0, high=1.16 * most, start=192, stop=40),
    )
    yield from panel.title("Convolutions at each resolution")
    yield from panel.rules([tick for tick in panel.y.ticks(4) if tick == int(tick)], numbers.tick)
    pitch = panel.x(1) - panel.x(0)
    wide = min(_BAR, pitch / 3)
    yield from _bars(panel, [depths.own.get(jump, 0) for jump in jumps], "capacity", -wide, wide)
    yield from _bars(panel, [depths.planned.get(jump, 0) for jump in jumps], "bound", 0, wide)
    area = panel.area
    yield Lines(paths=(((area.left, area.bottom), (area.right, area.bottom)),), tone="muted", width=1)
    for place, jump in enumerate(jumps):
        word = numbers.exact(round(jump, 2))
        yield Label(at=(panel.x(place + 0.5), area.bottom + 20), text=word, anchor="center")
    yield Label(at=(width - style.GRID, 234), text="pixels from one value read to the next", anchor="right")
    yield from _legend(depths, width)


def _bars(panel: Panel, values: Sequence[int], tone: str, left: float, wide: float) -> Iterator[Item]:
    """Draw one bar for each place, beside its middle, with its value above; none where there is nothing."""
    corners = [(panel.x(place + 0.5) + left, panel.y(value)) for place, value in enumerate(values)]
    bars = tuple(box(x, y, x + wide - 2, panel.area.bottom) for (x, y), n in zip(corners, values, strict=True) if n)
    if bars:
        yield Areas(paths=bars, tone=tone)
    for (x, y), value in zip(corners, values, strict=True):
        if value:
            yield Label(at=(x + wide / 2 - 1, y - 5), text=str(value), tone="fg", anchor="center")


def _legend(depths: Depths, width: int) -> Iterator[Item]:
    said = (("capacity", "this network", depths.own), ("bound", f"plan for {depths.pixels:,} px", depths.planned))
    for place, (tone, words, found) in enumerate(said):
        x, y = style.GRID + place * (width / 2), _HEIGHT - 18
        yield Areas(paths=(box(x, y - 10, x + 12, y),), tone=tone)
        yield Label(at=(x + 20, y), text=f"{words}: {sum(found.values())} in all", tone="fg")


def say(depths: Depths) -> str:
    """Say how many there are, how many the plan bears, and where the network has most beyond it."""
    own, planned = sum(depths.own.values()), sum(depths.planned.values())
    beyond = {jump: count - depths.planned.get(jump, 0) for jump, count in depths.own.items()}
    most = max(beyond, key=lambda jump: beyond[jump])
    where = (
        f"; most beyond it are those that read every {numbers.exact(round(most, 2))} px, "
        f"{depths.own[most]} where {depths.planned.get(most, 0)} are planned"
        if beyond[most] > 0
        else ""
    )
    return (
        f"{own} {'convolution' if own == 1 else 'convolutions'} on the longest path, where a plain network for an "
        f"image of {depths.pixels:,} px bears {planned}{where}."
    )


CHART: Final = Chart(
    name="plan",
    title="Stages against the plan",
    columns=("plan",),
    read=read,
    draw=draw,
    say=say,
    alone=True,
)
