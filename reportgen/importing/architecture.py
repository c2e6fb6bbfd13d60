"""A source that is an architecture file already: its graph, with the structure that it was written in forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.graph.lower import build
from reportgen.importing.agreement import stored
from reportgen.importing.source import SourceLayer, SourceNetwork, plain

if TYPE_CHECKING:
    from reportgen.graph.node import Graph, Node
    from reportgen.spec.model import Architecture


def source_of(architecture: Architecture) -> SourceNetwork:
    """Give the flat graph of a network as a source; its scopes are the paths of its ids.

    Raises:
        ReportgenError: where its layers do not fit together.
    """
    graph = build(architecture)
    return SourceNetwork(
        name=architecture.name,
        origin=architecture.source,
        inputs={node.id: node.shape for node in graph.inputs},
        layers=tuple(_layer(graph, node) for node in graph.layers),
        outputs=tuple(graph.nodes[place].id for place in graph.outputs),
    )


def _layer(graph: Graph, node: Node) -> SourceLayer:
    count = stored(node)
    return SourceLayer(
        name=node.id,
        word=node.op.word,
        options={name: plain(value) for name, value in node.op.given().items()},
        reads=tuple(graph.nodes[place].id for place in node.inputs),
        shape=node.shape,
        trainable=count.trainable if count else None,
        buffers=count.buffers if count else None,
        scope=tuple(node.id.split("/")[:-1]),
        weights="" if node.shares is None else graph.nodes[node.shares].id,
        remark="it is custom in the file" if node.op.word == "custom" else "",
    )
