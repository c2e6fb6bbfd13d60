"""One spelling for layers that do the same: as a person would write them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reportgen.graph.node import Graph, Node
from reportgen.ops import LAYERS
from reportgen.ops.base import ShapeError
from reportgen.ops.options import OptionError
from reportgen.ops.reading import OptionProblems, make

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from reportgen.ops.base import Layer, Shape

_PER_AXIS = ("kernel", "stride", "padding", "dilation")
_ANY_ORDER = frozenset({"add", "multiply", "average", "maximum", "minimum"})


def spelled(graph: Graph) -> Graph:
    """Give a graph whose options are written as people write them: one number for all axes, ``half`` padding.

    ``same`` becomes ``half`` too, where it is that in every layer.
    """
    halves = all(_padded(node, "half") for node in graph.nodes if getattr(node.op, "padding", None) == "same")
    return Graph(tuple(_with(node, _spelled(node, same_too=halves)) for node in graph.nodes), graph.outputs)


def nested(graph: Graph) -> Graph:
    """Let a concatenation that begins with all that an earlier one joined read that one: DenseNet's grow by one."""
    known: dict[tuple[int, ...], int] = {}
    nodes: list[Node] = []
    for place, node in enumerate(graph.nodes):
        reads = node.inputs
        if node.op.word == "concat":
            cut = next((cut for cut in range(len(reads) - 1, 1, -1) if reads[:cut] in known), 0)
            known.setdefault(reads, place)
            reads = (known[reads[:cut]], *reads[cut:]) if cut else reads
        fitted = replace(node.fitted, inputs=tuple(nodes[read].shape for read in reads))
        nodes.append(replace(node, inputs=reads, fitted=fitted))
    return Graph(tuple(nodes), graph.outputs)


def in_any_order(op: Layer) -> bool:
    """Say whether a merge gives the same whatever comes first."""
    return op.word in _ANY_ORDER


def same_reads(one: Iterable[int], other: Iterable[int], *, any_order: bool) -> bool:
    """Say whether two layers read the same, in the same order where it matters."""
    return sorted(one) == sorted(other) if any_order else list(one) == list(other)


def essence(op: Layer, inputs: tuple[Shape, ...]) -> Hashable:
    """Give what a layer does to these inputs, the same for all ways to write it."""
    values: dict[str, Any] = {option.name: getattr(op, option.attribute) for option in op.options.values()}
    if not {"padding", "kernel"} <= values.keys() or not op.windows(inputs):
        return op
    over = op.windows(inputs)
    rest = tuple((name, value) for name, value in values.items() if name not in _PER_AXIS)
    if op.word == "conv" and all(w.kernel == 1 and not w.before and not w.after for w in over):
        # A window of one cell is a layer at each position, whatever it is called.
        stride = values["stride"]
        return make(
            LAYERS["pointwise"], {**dict(rest), "stride": list(stride) if isinstance(stride, tuple) else stride}
        )
    return (op.word, over, rest)


def _with(node: Node, op: Layer) -> Node:
    """Give a node with its layer spelt otherwise."""
    return replace(node, fitted=replace(node.fitted, op=op))


def _spelled(node: Node, *, same_too: bool) -> Layer:
    op = node.op
    for name in _PER_AXIS:
        value = getattr(op, name, None)
        if isinstance(value, tuple) and len(set(value)) == 1 and isinstance(value[0], int):
            op = replace(op, **{name: value[0]})
    now = _with(node, op)
    if getattr(op, "stride", None) is not None and op.options["stride"].default is None:
        op = _if_alike(now, "stride", None)
    padding = getattr(op, "padding", None)
    if op.windows(node.input_shapes) and padding not in {None, "half"} and (padding != "same" or same_too):
        plain = _if_alike(_with(now, op), "padding", 0)
        op = plain if plain is not op else _if_alike(_with(now, op), "padding", "half")
    return op


def _if_alike(node: Node, name: str, value: object) -> Layer:
    """Give a layer with another value of one option, if that says the same; else the layer itself."""
    try:
        other: Layer = replace(node.op, **{name: value})
        alike = other.windows(node.input_shapes) == node.op.windows(node.input_shapes)
        return other if alike and other.output(node.input_shapes) == node.shape else node.op
    except (OptionError, OptionProblems, ShapeError):
        return node.op


def _padded(node: Node, padding: str) -> bool:
    return _if_alike(node, "padding", padding) is not node.op
