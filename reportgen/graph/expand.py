"""The flat graph of a network as an architecture file of its own: what it says reads back to the same graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.graph.lower import build
from reportgen.ops.base import shape_text
from reportgen.spec.writing import text, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.graph.node import Graph, Node
    from reportgen.ops.base import Shape
    from reportgen.spec.model import Architecture, Reason

_COMMENT_COLUMN: Final = 72
"""Where shapes stand, unless the layer's own line is longer."""


def expand(architecture: Architecture) -> str:
    """Write a network out flat: no blocks, no repeats, no expressions; each layer with its id as its name.

    Ids, layers, options, inputs, shapes and outputs are those of ``build(architecture)``. What the file
    says about the network besides its name and family, and of published figures, is left out.

    Raises:
        ReportgenError: where its layers do not fit together, with all that is wrong.
    """
    graph = build(architecture)
    return "\n".join([*_head(architecture, graph), "", "layers:", *layer_lines(graph)]) + "\n"


def _head(architecture: Architecture, graph: Graph) -> Iterator[str]:
    yield name_line(architecture.name)
    yield f"family: {text(architecture.family)}"
    yield from input_lines(architecture.inputs)
    yield from output_lines(graph)
    yield from _reasons(architecture.allow, "")


def name_line(name: str) -> str:
    """Write a network's name, in which expressions would be worked out, without any."""
    return f"name: {text(name.replace('$', '$$'))}"


def input_lines(inputs: Mapping[str, Shape]) -> Iterator[str]:
    """Write the shapes of a network's inputs."""
    if list(inputs) == ["input"]:
        yield f"input: {written(inputs['input'])}"
        return
    yield "inputs:"
    for name, shape in inputs.items():
        yield f"  {text(name)}: {written(shape)}"


def output_lines(graph: Graph) -> Iterator[str]:
    """Write a network's outputs, unless they are what they are where nothing is said: the last layer."""
    if graph.outputs != (len(graph.nodes) - 1,):
        yield f"outputs: [{', '.join(text(graph.nodes[place].id) for place in graph.outputs)}]"


def layer_lines(graph: Graph) -> Iterator[str]:
    """Write every layer with its id as its name, what it reads where that is not the layer above, and its shape."""
    if not graph.layers:
        yield "  []"
    above = 0  # the first layer reads the first input
    for place, node in enumerate(graph.nodes):
        if node.is_input:
            continue
        yield f"{f'  - {_call(node)}':<{_COMMENT_COLUMN}}  # {shape_text(node.shape)}"
        yield f"    name: {text(node.id)}"
        if node.inputs != (above,):
            yield f"    from: {_reads([graph.nodes[read].id for read in node.inputs])}"
        if node.shares is not None:
            yield f"    weights: {text(graph.nodes[node.shares].id)}"
        yield from _reasons(node.allow, "    ")
        above = place


def _call(node: Node) -> str:
    """Write a layer's word, and what it is given: the main value alone where that is all."""
    word, given = node.op.word, node.op.given()
    if not given:
        return f"{word}:"
    if list(given) == [node.op.main]:
        return f"{word}: {written(given[node.op.main])}"
    return f"{word}: {written(given)}"


def _reads(ids: list[str]) -> str:
    return text(ids[0]) if len(ids) == 1 else f"[{', '.join(map(text, ids))}]"


def _reasons(allow: Mapping[str, Reason], indent: str) -> Iterator[str]:
    """Write what is allowed, each finding with its reason on a line of its own."""
    if allow:
        yield f"{indent}allow:"
        yield from (f"{indent}  {text(name)}: {text(reason.text)}" for name, reason in allow.items())
