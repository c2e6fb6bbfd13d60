"""Layers that read a row step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.importing.tensors.lowering.tools import with_channels

if TYPE_CHECKING:
    from reportgen.importing.tensors.lowering.tools import Tools
    from reportgen.importing.tensors.program import Operation
    from reportgen.importing.tensors.views import View
    from reportgen.ops.options import Value


def recurrent(tools: Tools, op: Operation) -> View:
    """An LSTM or a GRU that puts out every step, or the last state alone."""
    view = tools.as_channels(op, tools.view(op), -1)
    if len(view.base) == 1:  # a row of one step
        view = tools.layers.whole(tools.layers.standard(tools.view(op), op, 2), (1, 0))
    steps = op.options["sequence"]
    channels = op.shape[-1]
    given: dict[str, Value] = {name: op.options[name] for name in ("units", "bidirectional", "biases", "sequence")}
    constants = tools.layers.constants(op)
    shape = (channels, *view.base[1:]) if steps else (channels,)
    layer = tools.layers.add(op, op.kind, [view.layer], shape, given, constants=constants)
    return with_channels(view, -1, layer, channels) if steps else tools.layers.whole(layer)
