"""Activation memory that is live while each layer runs, with its peak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen import numbers
from reportgen.charts import style
from reportgen.charts.base import Chart
from reportgen.charts.drawing import Areas, Drawing, Label, Lines, Marks
from reportgen.charts.layers import runs
from reportgen.charts.panel import Panel, stage_ticks
from reportgen.charts.placing import moved_within
from reportgen.charts.plot import plot
from reportgen.charts.scales import Scale
from reportgen.charts.text import shortened
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.charts.drawing import Item
    from reportgen.charts.layers import Stage
    from reportgen.report import NetworkReport

_HEIGHT: Final = 240
_LEFT: Final = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Bytes live while each layer runs, in file order."""

    live: tuple[int, ...]
    names: tuple[str, ...]
    """Ids of the layers."""
    stages: tuple[Stage, ...]

    @property
    def peak(self) -> int:
        """Give the place of the layer at which most is live; the first, where several tie."""
        return self.live.index(max(self.live))


def read(report: NetworkReport) -> Memory | None:
    """Read the column; nothing where it is unknown for a layer."""
    live = [layer.values["live_bytes"] for layer in report.layers]
    if not live or None in live:
        return None
    return Memory(live=tuple(live), names=tuple(layer.id for layer in report.layers), stages=runs(report.layers))


def draw(memory: Memory, width: int) -> str:
    """Draw the live bytes as a filled step line."""
    return plot(Drawing(width=width, height=_HEIGHT, items=tuple(_items(memory, width))))


def _items(memory: Memory, width: int) -> Iterator[Item]:
    most = memory.live[memory.peak]
    panel = Panel(
        x=Scale(low=0, high=len(memory.live), start=_LEFT, stop=width - style.GRID),
        y=Scale(low=0, high=1.16 * max(most, 1), start=184, stop=40),
    )
    line, area = panel.steps(memory.live), panel.area
    yield from panel.title("Live activations, bytes", "memory", "one sample, float32")
    yield from panel.rules(panel.y.ticks(4), _bytes)
    yield Areas(paths=(((area.left, area.bottom), *line, (area.right, area.bottom)),), tone="memory", opacity=0.18)
    yield Lines(paths=(line,), tone="memory")
    x, y = panel.x(memory.peak + 0.5), panel.y(most)
    yield Marks(points=((x, y),), tone="memory", marker="o")
    room = area.right - area.left
    said = shortened(f"peak {_peak_words(memory)}", style.SMALL, room, bold=True)
    label = Label(at=(x, y - 9), text=said, tone="memory", anchor="center", bold=True)
    yield moved_within(label, area.left, area.right)
    yield from stage_ticks(panel, memory.stages)
    yield Label(at=(width - style.GRID, 228), text="layers in file order", anchor="right")


def _bytes(value: float) -> str:
    word = numbers.tick(value)
    return f"{word} B" if word[-1].isdigit() else f"{word}B"


def _peak_words(memory: Memory) -> str:
    return f"{numbers.nbytes(memory.live[memory.peak])} at {memory.names[memory.peak]}"


def say(memory: Memory) -> str:
    """Say where most is live, and what is left at the end."""
    last = numbers.nbytes(memory.live[-1])
    return f"Live activations peak with {_peak_words(memory)}; the last layer needs {last}."


CHART: Final = Chart(
    name="memory",
    title="Live memory",
    columns=("live_bytes", "peak_activation_bytes"),
    read=read,
    draw=draw,
    say=say,
)
