"""An opened stage: its layers with what serves them, blocks that are repeated told once, and which reads which."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.charts.graph.blocks import blocks
from reportgen.charts.layers import works
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportgen.charts.graph.blocks import Block
    from reportgen.charts.graph.flow import Flow
    from reportgen.report import LayerReport

MOST: Final = 48
"""Steps that are drawn of one stage; the table has the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One layer that does something, and those before and behind it that only serve it: norms, activations."""

    layer: LayerReport
    before: tuple[LayerReport, ...] = ()
    behind: tuple[LayerReport, ...] = ()
    frame: int | None = None
    """Place of the repeated block that it stands in."""

    @property
    def layers(self) -> tuple[LayerReport, ...]:
        """All its layers, in file order."""
        return (*self.before, self.layer, *self.behind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A block that stands for several."""

    name: str
    last: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What a stage opens to."""

    sources: tuple[str, ...]
    """Names of the boxes that it reads."""
    steps: tuple[Step, ...]
    repeats: tuple[Repeat, ...]
    edges: tuple[tuple[int, int], ...]
    """From source or step to step; the sources come first."""
    left_out: int
    """Layers past those that are drawn."""


def inside(flow: Flow, place: int) -> Inside:
    """Open the box in a place of a graph."""
    stage = flow.boxes[place].stage
    assert stage is not None, "inputs do not open"  # noqa: S101 - callers list the boxes that do
    tree = blocks(stage.layers)
    repeats: list[Repeat] = []
    told = {copy.id: own.id for block in tree for copy, own in block.copied()}
    alone = list(_alone(tree, repeats, None))
    steps = _gathered(alone, told, flow.layers)
    drawn, rest = steps[:MOST], steps[MOST:]
    sources = _sources(flow, place, {layer.id for step in drawn for layer in step.layers})
    return Inside(
        sources=tuple(dict.fromkeys(sources.values())),
        steps=tuple(drawn),
        repeats=tuple(repeats),
        edges=_edges(drawn, told, sources, stage.layers),
        left_out=sum(len(step.layers) for step in rest),
    )


def _alone(tree: Iterable[Block], repeats: list[Repeat], frame: int | None) -> Iterator[Step]:
    """Give each layer that is told as a step of its own; the outermost repeated block frames it."""
    for block in tree:
        own = frame
        if block.copies and frame is None:
            own = len(repeats)
            repeats.append(Repeat(name=block.name, last=block.copies[-1].name, times=block.times))
        if block.layer:
            yield Step(layer=block.layer, frame=own)
        else:
            yield from _alone(block.parts, repeats, own)


def _gathered(alone: Sequence[Step], told: Mapping[str, str], layers: Sequence[LayerReport]) -> list[Step]:
    """Put layers that only serve with the one that they serve; ``layers`` are all of the network."""
    by_id = {layer.id: layer for layer in layers}
    serving = {step.layer.id for step in alone if _serves(step.layer, by_id.get(step.layer.inputs[0]))}
    readers = Counter(told.get(read, read) for layer in layers for read in layer.inputs if layer.id not in told)
    found: list[Step] = []
    for step in alone:
        last = found[-1] if found else None
        follows = bool(
            last
            and step.layer.inputs == (last.layers[-1].id,)
            and readers[last.layers[-1].id] == 1
            and last.frame == step.frame
        )
        if last and follows and step.layer.id in serving:
            found[-1] = replace(last, behind=(*last.behind, step.layer))
        elif last and follows and last.layer.id in serving:
            found[-1] = replace(step, before=last.layers)
        else:
            found.append(step)
    return found


def _serves(layer: LayerReport, reads: LayerReport | None) -> bool:
    """Whether a layer neither works, nor changes shape or field of the one thing that it reads."""
    if reads is None or len(layer.inputs) > 1 or works(layer):
        return False
    alike = layer.values["receptive_field"] == reads.values["receptive_field"]
    return alike and layer.output_shape == reads.output_shape


def _sources(flow: Flow, place: int, drawn: set[str]) -> Mapping[str, str]:
    """Name the box that holds each layer or input that is read from outside."""
    homes = {layer.id: box.name for box in flow.stages if box.stage for layer in box.stage.layers}
    stage = flow.boxes[place].stage
    read = [name for layer in (stage.layers if stage else ()) if layer.id in drawn for name in layer.inputs]
    own = {layer.id for layer in stage.layers} if stage else set()
    return {name: homes.get(name, name) for name in read if name not in own}


def _edges(
    steps: Sequence[Step], told: Mapping[str, str], sources: Mapping[str, str], layers: Sequence[LayerReport]
) -> tuple[tuple[int, int], ...]:
    names = list(dict.fromkeys(sources.values()))
    at = {layer.id: len(names) + place for place, step in enumerate(steps) for layer in step.layers}
    at |= {read: names.index(name) for read, name in sources.items()}
    reads = ((told.get(read, read), told.get(layer.id, layer.id)) for layer in layers for read in layer.inputs)
    found = {(at[tail], at[head]) for tail, head in reads if tail in at and head in at}
    # What the next of the copies reads of the last one would run back.
    return tuple(sorted(edge for edge in found if edge[0] < edge[1]))
