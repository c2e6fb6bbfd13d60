"""Whether what was written is what the source says: every layer, its shape and its parameters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.graph.lower import build
from reportgen.importing.spelling import essence, in_any_order, same_reads
from reportgen.ops.base import Parameters, shape_text
from reportgen.spec import DEFAULTS
from reportgen.spec.document import read
from reportgen.spec.source import single
from reportgen.spec.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.graph.node import Graph, Node
    from reportgen.importing.draft import Draft
    from reportgen.importing.source import SourceLayer, SourceNetwork
    from reportgen.limits import Limits

_FILE: Final = "imported.yml"
"""What the file is called while it is only in memory."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was compared with the source, and what differs."""

    layers: int
    shapes: int
    """Layers whose shape the source tells."""
    counts: int
    """Layers whose parameters the source tells."""
    differences: tuple[str, ...]
    """Each with the layer's name; empty where all agrees."""

    def __str__(self) -> str:
        """Tell it in a sentence."""
        if self.shapes == self.counts == self.layers:
            return f"{self.layers} layers: every shape and parameter count agrees with the source"
        return (
            f"{self.layers} layers: all that the source tells agrees, {self.shapes} shapes and {self.counts} "
            "parameter counts"
        )


def read_back(draft: Draft, limits: Limits = DEFAULTS) -> Graph:
    """Read and build what was written, as a file would be that such limits hold for.

    Raises:
        ReportgenError: where it is no sound file, or past a limit.
    """
    source = single(Path(_FILE))
    (architecture,) = read(source, decode(draft.text.encode(), source.path, limits), limits)
    return build(architecture)


def is_same(graph: Graph, written: Graph, places: tuple[int, ...]) -> bool:
    """Say whether a written graph is that of the source in another order: the layers, what each reads, the outputs."""
    ours = (*range(len(graph.inputs)), *places)
    if len(ours) != len(written.nodes) or sorted(ours) != list(range(len(graph.nodes))):
        return False
    pairs = list(zip((graph.nodes[place] for place in ours), written.nodes, strict=True))
    alike = all(_alike(node, one, tuple(ours[read] for read in one.inputs)) for node, one in pairs)
    alike &= all(node.shares == (None if one.shares is None else ours[one.shares]) for node, one in pairs)
    return alike and tuple(ours[place] for place in written.outputs) == graph.outputs


def _alike(node: Node, written: Node, reads: tuple[int, ...]) -> bool:
    """Say whether two layers do the same to the same; ``reads`` is what the written one reads, by the source's places.

    There may be other words for the same padding, and another order in what a sum reads.
    """
    return (
        node.shape == written.shape
        and same_reads(node.inputs, reads, any_order=in_any_order(node.op))
        and essence(node.op, node.input_shapes) == essence(written.op, written.input_shapes)
    )


def compare(network: SourceNetwork, written: Graph, places: tuple[int, ...]) -> Agreement:
    """Hold every layer of a written graph against what the source says of it, and the totals."""
    rows = list(zip(places, written.layers, strict=True))
    inputs = len(network.inputs)
    pairs = sorted(((place - inputs, node) for place, node in rows), key=lambda pair: pair[0])
    told = [(network.layers[place], node) for place, node in pairs]
    differences = [line for layer, node in told for line in _differences(layer, node)]
    return Agreement(
        layers=len(told),
        shapes=sum(layer.shape is not None for layer, _ in told),
        counts=sum(layer.trainable is not None for layer, _ in told),
        differences=(*differences, *_totals(network, [stored(node) for _, node in told if node.shares is None])),
    )


def stored(node: Node) -> Parameters | None:
    """Count the stored values that a layer of a graph uses, its own or another's; ``None`` where nobody knows."""
    return node.fitted.parameters


def _differences(layer: SourceLayer, node: Node) -> Iterator[str]:
    if layer.shape is not None and tuple(layer.shape) != node.shape:
        yield f"{layer.name}: {shape_text(layer.shape)} in the source, {shape_text(node.shape)} as {node.op.word}"
    ours = stored(node)
    for what, theirs, count in (
        ("trainable parameters", layer.trainable, ours.trainable if ours else None),
        ("buffers", layer.buffers, ours.buffers if ours else None),
    ):
        if theirs is not None and count != theirs:
            yield f"{layer.name}: {theirs:,} {what} in the source, {_shown(count)} as {node.op.word}"


def _totals(network: SourceNetwork, ours: list[Parameters | None]) -> Iterator[str]:
    known = None if None in ours else sum((count for count in ours if count is not None), Parameters())
    for what, theirs, count in (
        ("trainable parameters", network.trainable, known.trainable if known else None),
        ("buffers", network.buffers, known.buffers if known else None),
    ):
        if theirs is not None and known is not None and count != theirs:
            yield f"in all: {theirs:,} {what} in the source, {_shown(count)} in the file"


def _shown(count: int | None) -> str:
    return "unknown" if count is None else f"{count:,}"
