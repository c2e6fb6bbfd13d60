"""Every network of the catalogue, built by PyTorch, exported, and imported again: the same graph comes back."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch_graph import Network

from reportgen import Architecture, Graph, Node, build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.receptive_field import receptive_fields
from reportgen.importing.graph import graph_of
from reportgen.importing.pytorch.archive import read_archive
from reportgen.importing.pytorch.read import source_of
from reportgen.importing.write import write
from reportgen.ops.reach import Span

ARCHITECTURES = [
    architecture
    for path in sorted((Path(__file__).parents[3] / "architectures").rglob("*.yml"))
    for architecture in load(path)
]
QUICK = {"lenet-5", "squeezenet-1-1", "vae-decoder", "wavenet"}
"""Networks that are exported in a second or two."""

SAME = {
    "pointwise": "conv",
    "depthwise_conv": "conv",
    "spatial_dropout": "dropout",
    "drop_path": "dropout",
    "input": "input",
}
"""Words for what the oracle builds by the same module as another's."""
SEEN_OTHERWISE = frozenset(
    {
        *("kernel", "stride", "padding", "dilation", "filters", "groups", "multiplier", "amount", "size", "scale"),
        *("window", "shift", "grid"),
    }
)
"""Options that may be written in several ways: what they come to shows in shapes, counts and reach."""


MOVING = {"MLP-Mixer"}
"""Families whose files turn channels and positions over: imported files do so in fewer layers, or in none.

A layer there may find channels and cells where the file's has channels and positions: the same in another shape.
"""
pytestmark = pytest.mark.filterwarnings(
    "ignore:The tensor attributes:UserWarning"
)  # PyTorch's own, of recurrent layers


class Ends(nn.Module):
    """A network that puts out its outputs alone."""

    def __init__(self, graph: Graph) -> None:
        super().__init__()
        self.net, self.ends = Network(graph), graph.outputs

    def forward(self, *given: Tensor) -> tuple[Tensor, ...]:
        values = self.net(*given)
        return tuple(values[place] for place in self.ends)


def numbers(graph: Graph, place: int) -> torch.dtype:
    """Give the kind of numbers that an input holds: whole ones where they are looked up in a table."""
    words = {node.op.word for node in graph.nodes if place in node.inputs}
    return torch.long if words == {"embedding"} else torch.float32


def back(graph: Graph, name: str) -> Graph:
    """Build a graph by PyTorch without weights, export it, and read what was exported."""
    with torch.device("meta"):
        made = Ends(graph).eval()
        given = tuple(
            torch.empty(1, *node.shape, dtype=numbers(graph, place)) for place, node in enumerate(graph.inputs)
        )
        exported = torch.export.export(made, given)
    file = io.BytesIO()
    torch.export.save(exported, file)
    file.seek(0)
    network = source_of(read_archive(file, name), name, name)
    assert write(network).customs == ()
    return graph_of(network)


def told(node: Node) -> tuple[Any, ...]:
    """Give what a layer is, whatever words it is written in."""
    op, shapes = node.op, node.input_shapes
    word = SAME.get(op.word, op.word)
    return (
        word,
        {name: value for name, value in op.given().items() if name not in SEEN_OTHERWISE},
        node.shape,
        op.parameters(shapes, node.shape),
        op.macs(shapes, node.shape),
        op.windows(shapes) if word == "conv" else op.reach(shapes, node.shape),
    )


def done(graph: Graph) -> list[str]:
    """Give for each node what it does and to what, down to the inputs: the same in whatever order nodes stand."""
    found: list[str] = []
    for place, node in enumerate(graph.nodes):
        reads = [found[read] for read in node.inputs]
        owner = None if node.shares is None else found[node.shares]
        what = told(node)
        made = repr((what, reads or place, owner))
        found.append(f"{what[0]} {hashlib.sha256(made.encode()).hexdigest()}")
    return found


def worked(graph: Graph) -> Counter[str]:
    """Count the layers that do more than put values in another order, in whatever shape they find them."""
    nodes = (node for node in graph.nodes if node.op.reach(node.input_shapes, node.shape) is not Span.MOVED)
    parts = ((told(node), node.values) for node in nodes)
    return Counter(repr((word, options, values, *counts)) for (word, options, _, *counts, _), values in parts)


def check(architecture: Architecture) -> None:
    graph = build(architecture)
    again = back(graph, architecture.id)

    if architecture.family in MOVING:
        assert worked(again) == worked(graph)
        return
    ours, theirs = done(graph), done(again)
    assert Counter(theirs) == Counter(ours)
    assert [theirs[place] for place in again.outputs] == [ours[place] for place in graph.outputs]
    fields = (Study(one, architecture).get(receptive_fields) for one in (graph, again))
    assert dict(zip(ours, next(fields), strict=True)) == dict(zip(theirs, next(fields), strict=True))


@pytest.mark.parametrize("architecture", [a for a in ARCHITECTURES if a.id.split("/")[-1] in QUICK], ids=lambda a: a.id)
def test_the_same_graph_comes_back(architecture: Architecture) -> None:
    check(architecture)


@pytest.mark.slow
@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=lambda a: a.id)
def test_the_same_graph_comes_back_from_every_network(architecture: Architecture) -> None:
    check(architecture)
