"""The flat graph of a network as an architecture file of its own: what it says reads back to the same graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.graph.lower import build
from reportgen.ops.base import shape_text
from reportgen.spec.writing import text, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.graph.node import Graph, Node
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
    return "\n".join([*_head(architecture, graph), "", "layers:", *_layers(graph)]) + "\n"


def _head(architecture: Architecture, graph: Graph) -> Iterator[str]:
    yield f"name: {_sentence(architecture.name)}"
    yield f"family: {text(architecture.family)}"
    yield from _inputs(architecture.inputs)
    if graph.outputs != (len(graph.nodes) - 1,):  # the last layer is the output unless the file says otherwise
        yield f"outputs: [{', '.join(text(graph.nodes[place].id) for place in graph.outputs)}]"
    if architecture.allow:
        yield f"allow: {_reasons(architecture.allow)}"


def _inputs(inputs: Mapping[str, tuple[int, ...]]) -> Iterator[str]:
    if list(inputs) == ["input"]:
        yield f"input: {written(inputs['input'])}"
        return
    yield "inputs:"
    for name, shape in inputs.items():
        yield f"  {text(name)}: {written(shape)}"


def _layers(graph: Graph) -> Iterator[str]:
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
        if node.allow:
            yield f"    allow: {_reasons(node.allow)}"
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


def _reasons(allow: Mapping[str, Reason]) -> str:
    return f"{{{', '.join(f'{text(name)}: {text(reason.text)}' for name, reason in allow.items())}}}"


def _sentence(value: str) -> str:
    """Write a text in which expressions are worked out, without any."""
    return text(value.replace("$", "$$"))
