"""From a program over tensors to the layers of a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.importing.source import SourceNetwork
from reportgen.importing.tensors.inputs import input_view
from reportgen.importing.tensors.layers import MOST_AXES, InexpressibleError, Layers
from reportgen.importing.tensors.lowering import LOWERINGS
from reportgen.importing.tensors.lowering.tools import Tools
from reportgen.importing.tensors.projections import with_projections
from reportgen.importing.tensors.rewriting import rewritten

if TYPE_CHECKING:
    from reportgen.importing.source import SourceLayer
    from reportgen.importing.tensors.program import Operation, Program
    from reportgen.importing.tensors.views import View
    from reportgen.ops.base import Shape


def recognise(program: Program, batch: int = 1) -> SourceNetwork:
    """Give a program's network: each operation as a layer, as a view of one, or as ``custom`` with its remark.

    ``batch`` is the number of samples that its shapes hold.
    """
    program = rewritten(program)
    stored = [program.constants[name] for op in program.operations for name in op.reads if name in program.constants]
    buffers = {name: size for constant in stored for name, size in constant.buffers.items()}
    trainable = {name: size for constant in stored for name, size in constant.trainable.items() if name not in buffers}
    layers = Layers(program, batch)
    tools = Tools(layers)
    for name, shape in program.inputs.items():
        tools.views[name] = input_view(program, name, shape, batch)
        layers.shapes[name] = tools.views[name].base
    for op in program.operations:
        tools.views[op.name] = _lowered(tools, op)
    put_out = tuple(_put_out(tools, name) for name in program.outputs if name in tools.views)  # not constants
    made, outputs = with_projections(layers.made, layers.shapes, put_out)
    return SourceNetwork(
        name=program.name,
        origin=program.origin,
        inputs={name: tools.views[name].base for name in program.inputs},
        layers=_read(tuple(made.values()), outputs),
        outputs=outputs,
        trainable=sum(trainable.values()),
        buffers=sum(buffers.values()),
    )


def _lowered(tools: Tools, op: Operation) -> View:
    """Give the view of an operation's result; behind a ``custom`` layer where there are no words for it."""
    if op.kind not in LOWERINGS:
        return _custom(tools, op, str(op.options.get("why", "there is no word for it")))
    try:
        view = LOWERINGS[op.kind](tools, op)
    except InexpressibleError as error:
        return _custom(tools, op, str(error))
    if view.shape != op.shape:
        return _custom(tools, op, f"the source puts out {op.shape}, and its words {view.shape}")
    return view


def _custom(tools: Tools, op: Operation, remark: str) -> View:
    reads = [tools.views[name].layer for name in op.reads if name in tools.views]
    places, shape = _standing(tools, op)
    layer = tools.layers.custom(op, reads, shape, remark)
    return tools.folded_view(layer, op.shape) if places is None else tools.layers.whole(layer, places)


def _standing(tools: Tools, op: Operation) -> tuple[tuple[int, ...] | None, Shape]:
    """Give the order in which a tensor shows the axes of its layer, and the layer's shape.

    Channels stand where the first thing that is read has them, if it has as many axes; otherwise behind the batch.
    ``None`` for the order where the tensor has more axes than a shape of ours, or no batch.
    """
    sizes = op.shape[1:]
    if not sizes or len(sizes) >= MOST_AXES + 1 or op.shape[0] != tools.layers.batch:
        return None, tools.folded(op.shape)
    first = next((tools.views[name] for name in op.reads if name in tools.views), None)
    channels = tools.channels(first) - 1 if first is not None and len(first.axes) == len(op.shape) else 0
    order = (channels, *(place for place in range(len(sizes)) if place != channels))
    return tuple(order.index(place) for place in range(len(sizes))), tuple(sizes[place] for place in order)


def _put_out(tools: Tools, name: str) -> str:
    """Give the layer that puts out a tensor, channels first."""
    view = tools.views[name]
    op = next((op for op in tools.layers.program.operations if op.name == name), None)
    if op is None:
        return view.layer
    try:
        if tools.layers.batch == 1 and view.axes and view.axes[0]:
            return tools.layers.ordered(view, range(len(view.axes)), op)  # it has no batch
        return tools.layers.standard(view, op, tools.channels(view))
    except InexpressibleError as error:
        return tools.layers.custom(op, [view.layer], tools.folded(op.shape), str(error))


def _read(layers: tuple[SourceLayer, ...], outputs: tuple[str, ...]) -> tuple[SourceLayer, ...]:
    """Leave out what stores nothing and nothing reads."""
    needed, kept = set(outputs), []
    for layer in reversed(layers):
        if layer.name in needed or layer.trainable or layer.buffers:
            needed.update(layer.reads)
            kept.append(layer)
    return tuple(reversed(kept))
