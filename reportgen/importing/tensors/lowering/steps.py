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
    """An LSTM or a GRU that puts out every step."""
    view = tools.as_channels(op, tools.view(op), -1)
    channels = op.shape[-1]
    given: dict[str, Value] = {name: op.options[name] for name in ("units", "bidirectional", "biases")}
    constants = tools.layers.constants(op)
    layer = tools.layers.add(op, op.kind, [view.layer], (channels, *view.base[1:]), given, constants=constants)
    return with_channels(view, -1, layer, channels)
