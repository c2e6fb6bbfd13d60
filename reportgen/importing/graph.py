"""From what a source tells to a flat graph of ours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.graph.node import Graph, Input, Node
from reportgen.graph.sharing import misfit
from reportgen.importing.names import INPUT, file_names
from reportgen.importing.source import plain
from reportgen.ops import LAYERS
from reportgen.ops.base import ShapeError
from reportgen.ops.fitted import Fitted
from reportgen.ops.options import OptionError
from reportgen.ops.reading import OptionProblems, make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.source import SourceLayer, SourceNetwork


def graph_of(network: SourceNetwork) -> Graph:
    """Make the graph of a source: its layers in its order, each behind the inputs, with the shapes that we work out.

    Node ``len(network.inputs) + i`` is ``network.layers[i]``, under its name in letters that a file may have.

    Raises:
        ReportgenError: with the first layer that cannot be made, or cannot read what it reads.
    """
    only = len(network.inputs) == 1
    names = file_names([*(() if only else network.inputs), *(layer.name for layer in network.layers)], "layer")
    nodes = [
        Node(INPUT if only else names[name], Fitted(Input(), (), tuple(shape)), ())
        for name, shape in network.inputs.items()
    ]
    places = {name: place for place, name in enumerate(network.inputs)}
    for layer in network.layers:
        try:
            nodes.append(_node(layer, names[layer.name], nodes, places))
        except (OptionProblems, ShapeError, OptionError) as error:
            problem = Problem("bad-layer", f"{layer.name}: {layer.word}: {error}", Mark(network.origin))
            raise ReportgenError([problem]) from error
        places[layer.name] = len(nodes) - 1
    return Graph(tuple(nodes), tuple(places[name] for name in network.outputs))


def _node(layer: SourceLayer, name: str, nodes: list[Node], places: Mapping[str, int]) -> Node:
    op = make(LAYERS[layer.word], {option: plain(value) for option, value in layer.options.items()})
    reads = tuple(places[read] for read in layer.reads)
    shapes = tuple(nodes[place].shape for place in reads)
    if len(shapes) != 1 and not (op.many or op.several):
        raise ShapeError(f"it reads one input, not {len(shapes)}")
    node = Node(name, Fitted(op, shapes, op.output(shapes)), reads)
    return _sharing(node, places[layer.weights], nodes) if layer.weights else node


def _sharing(node: Node, owner: int, nodes: list[Node]) -> Node:
    """Let a layer use the weights of another, or of the one whose weights that uses."""
    shares = nodes[owner].shares
    owner = owner if shares is None else shares
    why = misfit(node, nodes[owner])
    if why:
        raise ShapeError(f"it cannot use the weights of another layer: {why}")
    return replace(node, shares=owner)
