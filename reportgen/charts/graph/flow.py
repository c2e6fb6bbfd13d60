"""The closed graph: what enters, the stages, and which reads which."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportgen.charts.layers import Stage, divided, runs
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.report import LayerReport, NetworkReport

MOST: Final = 12
"""Boxes of a closed graph, inputs included: as many as a reader takes in at once."""
_INPUTS: Final = 3
"""Inputs that have a box each; more share one."""
_NEARLY_ALL: Final = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One input, or one stage."""

    name: str
    shape: tuple[int, ...]
    """Channels first: what enters, or what the stage works at."""
    stage: Stage | None = None
    """``None`` for an input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Boxes in file order, and edges between their places."""

    boxes: tuple[Box, ...]
    edges: tuple[tuple[int, int], ...]

    @property
    def stages(self) -> tuple[Box, ...]:
        """The boxes that open."""
        return tuple(box for box in self.boxes if box.stage)

    @property
    def layers(self) -> tuple[LayerReport, ...]:
        """All layers of the network, in file order."""
        return tuple(layer for box in self.boxes if box.stage for layer in box.stage.layers)


def flow(report: NetworkReport) -> Flow:
    """Fold a network into at most ``MOST`` boxes."""
    sources = _sources(report)
    stages = divided(_unfolded(report.layers), report, MOST - len(sources))
    boxes = (*sources, *(Box(name=stage.name, shape=stage.shape, stage=stage) for stage in stages))
    home = {layer.id: place for place, box in enumerate(boxes) if box.stage for layer in box.stage.layers}
    for number, name in enumerate(report.inputs):
        home[name] = min(number, len(sources) - 1)
    edges = {(home[read], home[layer.id]) for layer in report.layers for read in layer.inputs}
    return Flow(boxes=boxes, edges=tuple(sorted(edge for edge in edges if edge[0] != edge[1])))


def _sources(report: NetworkReport) -> tuple[Box, ...]:
    inputs = tuple(Box(name=name, shape=shape) for name, shape in report.inputs.items())
    if len(inputs) <= _INPUTS:
        return inputs
    return (*inputs[: _INPUTS - 1], replace(inputs[_INPUTS - 1], name=f"{len(inputs) - _INPUTS + 1} more inputs"))


def _unfolded(layers: Sequence[LayerReport]) -> tuple[Stage, ...]:
    """Gather layers by their top-level group; where one group holds nearly all, by the groups inside it.

    A block that is only repeated inside stays one: it says more as one box.
    """
    found = runs(layers)
    if not found:
        return found
    largest = max(found, key=lambda stage: len(stage.layers))
    if "/" not in largest.layers[0].id or len(largest.layers) < _NEARLY_ALL * len(layers):
        return found
    inner = tuple(_inner(largest))
    kinds = {stage.first.rpartition(".")[0] or stage.first for stage in inner}
    if len(kinds) < max(2, len(inner) / 2):
        return found
    at = found.index(largest)
    return (*found[:at], *inner, *found[at + 1 :])


def _inner(stage: Stage) -> list[Stage]:
    named = groupby(stage.layers, key=lambda layer: "/".join(layer.id.split("/")[:2]))
    return [Stage(first=name, last=name, layers=tuple(layers)) for name, layers in named]
