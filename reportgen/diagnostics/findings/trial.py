"""What a change would do: shapes and fields of the layers behind it, without building the network again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reportgen.diagnostics.fields import Tracing
from reportgen.diagnostics.receptive_field import receptive_fields, step, whole_input
from reportgen.diagnostics.spans import Spans, TooManySpans
from reportgen.frozen import dataclass
from reportgen.graph.node import Node
from reportgen.ops.base import ShapeError
from reportgen.ops.fitted import Fitted, Fittings
from reportgen.ops.options import OptionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.diagnostics.fields import Fields
    from reportgen.ops.base import Layer, Shape


@dataclass(frozen=True, slots=True)
class Tried:
    """A node as it would be."""

    node: Node
    fields: Fields


def reshaped(nodes: Sequence[Node], start: int, shape: Shape, stop: int) -> Mapping[int, Fitted] | None:
    """Fit the layers behind ``start``, up to ``stop``, to what they would read if it had another shape.

    ``None`` where one of them could not take its input.
    """
    made = {start: replace(nodes[start].fitted, output=shape)}
    fittings = Fittings()
    for place in range(start + 1, stop + 1):
        node = nodes[place]
        if made.keys().isdisjoint(node.inputs):
            continue
        inputs = tuple((made[i] if i in made else nodes[i].fitted).output for i in node.inputs)
        try:
            made[place] = fittings.fit(node.op, inputs)
        except (ShapeError, OptionError):
            return None
    return made


def changed(layer: Layer, **options: Any) -> Layer | None:  # noqa: ANN401 - options are of many types
    """Give a layer with some options set otherwise; ``None`` where it does not have them."""
    return replace(layer, **options) if options.keys() <= layer.options.keys() else None


def applied(layer: Layer, shapes: tuple[Shape, ...]) -> Shape | None:
    """Give a layer's output; ``None`` where it cannot take its input."""
    try:
        layer.check()
        return layer.output(shapes)
    except (ShapeError, OptionError):
        return None


def stored(layer: Layer, node: Node) -> int:
    """Count what a layer trains in the place of a node; 0 where nobody knows, or where the weights are another's."""
    found = layer.parameters(node.input_shapes, node.shape) if node.shares is None else None
    return found.trainable if found else 0


def inserted(study: Study, start: int, layers: Sequence[Layer], stop: int) -> Mapping[int, Tried] | None:
    """Put layers in behind a node, for all that read it, and give what they change up to ``stop``.

    ``None`` where a layer on that way could not take its input, or its field would take too long.
    """
    try:
        return _inserted(study, start, layers, stop)
    except TooManySpans:
        return None


def tracing(study: Study) -> Tracing:
    """Give what the fields of all trials are traced with: together they may cost what the network itself may."""
    return Tracing(whole_input(study.graph), Spans(study.architecture.limits.spans))


def _inserted(study: Study, start: int, layers: Sequence[Layer], stop: int) -> Mapping[int, Tried] | None:
    nodes, fields, traced = study.graph.nodes, study.get(receptive_fields), study.get(tracing)
    node, own = nodes[start], fields[start]
    for layer in layers:
        shape = applied(layer, (node.shape,))
        if shape is None:
            return None
        node = Node(node.id, Fitted(layer, (node.shape,), shape), (start,))
        own = step(node, [own], traced)
    behind = reshaped(nodes, start, node.shape, stop)
    if behind is None:
        return None
    made = {start: Tried(node, own)}
    for place in sorted(behind)[1:]:
        node = nodes[place].on(behind[place])
        read = [made[i].fields if i in made else fields[i] for i in node.inputs]
        made[place] = Tried(node, step(node, read, traced))
    return made
