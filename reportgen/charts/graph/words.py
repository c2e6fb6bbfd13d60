"""What a graph says: lines in its boxes, and the sentence for those who cannot see it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from reportgen import numbers
from reportgen.charts.layers import works
from reportgen.charts.text import width as text_width
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.charts.graph.flow import Box, Flow
    from reportgen.charts.graph.inside import Repeat, Step
    from reportgen.charts.layers import Stage
    from reportgen.report import LayerReport

_NUMBERED: Final = re.compile(r"(?P<word>.+)\.(?P<number>\d+)")
_SKIPS: Final = 4
"""Edges past the next box that a sentence names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """How many layers of a box are flagged."""

    tone: str
    """The flag that most of them have."""
    count: int

    @property
    def words(self) -> str:
        """Say how many, before what is wrong with them."""
        return f"{self.count} layer{'' if self.count == 1 else 's'}: "


def flagged(box: Box) -> Flagged | None:
    """Count the working layers of a box that have a flag."""
    layers = box.stage.layers if box.stage else ()
    found = Counter(layer.values["flag"] for layer in layers if layer.values["flag"] and works(layer))
    return Flagged(tone=found.most_common(1)[0][0], count=found.total()) if found else None


def cost(stage: Stage, size: float, room: float) -> str:
    """Word what a stage costs, in full where there is room."""
    parameters, macs = numbers.count(stage.total("parameters")), numbers.count(stage.total("macs"))
    full = f"{parameters} parameters, {macs} MACs"
    return next((w for w in (full, f"{parameters} params, {macs} MACs") if text_width(w, size) <= room), f"{macs} MACs")


def line(layer: LayerReport) -> str:
    """Name a layer in a few words: its own name where it was given one, its kind, its window."""
    own = layer.id.rpartition("/")[2]
    kind = layer.op.replace("_", " ")
    numbered = _NUMBERED.fullmatch(own)
    words = [kind if numbered else f"{own}: {kind}" if own.replace("_", " ") != kind else kind, _window(layer)]
    if layer.options.get("stride", 1) != 1:
        words.append(f"/{_sizes(layer.options['stride'])}")
    return " ".join(filter(None, words))


def _window(layer: LayerReport) -> str:
    kernel = layer.options.get("kernel")
    axes = len(layer.output_shape) - 1
    return _sizes([kernel] * axes if isinstance(kernel, int) else kernel) if kernel else ""


def _sizes(value: int | Sequence[int]) -> str:
    return str(value) if isinstance(value, int) else "\N{MULTIPLICATION SIGN}".join(map(str, value))


def serving(step: Step) -> str:
    """Name what serves a layer: ``batch norm, relu before``, ``+ batch norm, relu``."""
    before, behind = (
        ", ".join(layer.op.replace("_", " ") for layer in layers) for layers in (step.before, step.behind)
    )
    return "; ".join(filter(None, [before and f"after {before}", behind and f"+ {behind}"]))


def naming(repeat: Repeat) -> str:
    """Name a block that stands for several, by the first and the last of them, and count them."""
    last = _NUMBERED.fullmatch(repeat.last)
    return f"{repeat.name} \N{EN DASH} {last['number'] if last else repeat.last}: {repeat.times} alike"


def say(flow: Flow) -> str:
    """Say what the closed graph shows."""
    stages = flow.stages
    sources = [box for box in flow.boxes if not box.stage]
    entering = " and ".join(f"{box.name} ({numbers.shape(box.shape)})" for box in sources)
    chain = f"{len(stages)} stages" if len(stages) > 1 else "one stage"
    return f"From {entering} through {chain}: {', '.join(box.name for box in stages)}.{_skips(flow)}{_dearest(flow)}"


def _skips(flow: Flow) -> str:
    """Name the boxes that are read past the next one."""
    jumps = [(flow.boxes[a].name, flow.boxes[b].name) for a, b in flow.edges if b > a + 1 and flow.boxes[a].stage]
    if not jumps:
        return ""
    told = ", ".join(f"{b} also reads {a}" for a, b in jumps[:_SKIPS])
    rest = f", and {len(jumps) - _SKIPS} more" if len(jumps) > _SKIPS else ""
    return f" Past their neighbours, {told}{rest}."


def _dearest(flow: Flow) -> str:
    costs = [(box.stage.total("macs"), box.name) for box in flow.stages if box.stage]
    known = [(macs, name) for macs, name in costs if macs is not None]
    whole = sum(macs for macs, _ in known)
    if len(known) < len(costs) or not whole or len(costs) == 1:
        return ""
    most, name = max(known, key=lambda one: one[0])
    return f" {name} takes most multiply-adds, {100 * most / whole:.0f}%."
