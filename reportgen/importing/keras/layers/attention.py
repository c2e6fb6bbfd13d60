"""Attention."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from reportgen.importing.keras.layers.arguments import axes_of
from reportgen.importing.keras.records import MalformedError
from reportgen.importing.keras.rules import rule
from reportgen.importing.keras.tensors import UnexpressedError

if TYPE_CHECKING:
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor


@rule("MultiHeadAttention", becomes="self_attention")
def multi_head_attention(call: Call) -> Tensor:
    """Of one value with itself, in heads that share its channels out; cross-attention and other sizes are told."""
    reads, config = call.reads, call.config
    query = reads[0]
    heads, key = config.whole("num_heads"), config.whole("key_dim")
    value = key if config.raw("value_dim") is None else config.whole("value_dim")
    if not query.keras:
        raise MalformedError(f"{config.place}: it reads a single number, which has no axes")
    bias, channels = config.flag("use_bias"), query.keras[-1]
    why = _unsaid(call, heads * key, heads * value)
    if why:
        widths = [x.keras[-1] for x in reads if x.keras]
        memory = widths[1] if len(widths) > 1 else channels
        keys = widths[2] if len(widths) > 2 else memory  # noqa: PLR2004 - query, value, key
        inner = heads * (key * (channels + bias) + key * (keys + bias) + value * (memory + bias))
        known = config.raw("output_shape") is None
        stored = inner + channels * (heads * value + bias) if known else None
        raise UnexpressedError(why, query.keras if known else None, parameters=stored)
    return call.emit("self_attention", query, options={"heads": heads, "bias": bias})


def _unsaid(call: Call, keys: int, values: int) -> str:
    """Say what of it has no word here; empty: nothing."""
    query, axes = call.reads[0], call.config.raw("attention_axes")
    cells = set(range(len(query.keras) - 1))
    if {x.name for x in call.reads} != {query.name} or len({x.keras for x in call.reads}) > 1:
        return "it reads from one value and attends to another"
    if {keys, values} != {query.keras[-1]} or call.config.raw("output_shape") is not None:
        return "its heads do not share the channels out"
    if query.axes[0] != len(query.keras) - 1 or not cells or prod(query.shape[1:]) < 1:
        return "it takes another axis for the channels"
    if axes is not None and {call.axis(query, axis) for axis in axes_of(axes)} != cells:
        return "it attends along some of the axes alone"
    return ""


RULES = (multi_head_attention,)
