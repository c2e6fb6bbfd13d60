"""Layers around a layer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.importing.keras.dialects import layer_of
from reportgen.importing.keras.layers.recurrent import biases_of, recurrent, resets_after
from reportgen.importing.keras.records import MalformedError
from reportgen.importing.keras.rules import rule
from reportgen.importing.keras.tensors import UnexpressedError

if TYPE_CHECKING:
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor


MERGES: Final = frozenset({"concat", "sum", "mul", "ave"})
"""Ways in which what is read from both ends becomes one."""


def _within(call: Call) -> Call:
    """Give the call of the layer within, under the wrapper's name."""
    inner = layer_of(call.config.inner("layer"), old=call.record.old)
    return replace(call, record=replace(inner, name=call.record.name))


@rule("TimeDistributed")
def time_distributed(call: Call) -> tuple[Tensor, ...]:
    """The layer within, with a window of one step: a `Conv2D` is a `conv` with a kernel of `[1, k, k]`."""
    inner = _within(call)
    if len(call.reads[0].keras) < call.lead + 2:
        raise MalformedError(f"{call.config.place}: it reads {list(call.reads[0].keras)}, which has no steps")
    return call.apply(replace(inner, lead=call.lead + 1))


@rule("Bidirectional", becomes=("lstm", "gru"))
def bidirectional(call: Call) -> tuple[Tensor, ...]:
    """Of an `LSTM` or a `GRU` whose outputs are concatenated; others are told."""
    inner = _within(call)
    kind = inner.record.kind
    word = {"LSTM": "lstm", "CuDNNLSTM": "lstm", "GRU": "gru", "CuDNNGRU": "gru"}.get(kind)
    if word is None:
        raise UnexpressedError(f"it turns {kind} round, which has no word here")
    merge = call.config.text("merge_mode", "none")
    if merge not in MERGES:
        raise UnexpressedError("its two outputs are not merged")
    reset = kind.endswith("GRU") and resets_after(inner)
    return recurrent(inner, word, biases_of(kind, reset_after=reset), both=True, merge=merge)


RULES = (time_distributed, bidirectional)
