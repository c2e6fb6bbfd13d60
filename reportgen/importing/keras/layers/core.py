"""Dense layers, embeddings, and what stands in a configuration without doing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.importing.keras.layers.activation import activated
from reportgen.importing.keras.rules import rule
from reportgen.importing.keras.tensors import UnexpressedError

if TYPE_CHECKING:
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor


@rule("Dense", becomes=("dense", "pointwise"))
def dense(call: Call) -> Tensor:
    """A row of values goes through `dense`; where there are cells, each goes through by itself, in `pointwise`."""
    x, units, bias = call.read, call.config.whole("units"), call.config.flag("use_bias")
    if len(x.keras) == 1:
        return activated(call, call.emit("dense", x, options={"units": units, "bias": bias}, axes=(0,)))
    x = call.along(x, len(x.keras) - 1)
    return activated(call, call.emit("pointwise", x, options={"filters": units, "bias": bias}))


@rule("Embedding", becomes="embedding")
def embedding(call: Call) -> Tensor:
    """What it reads has one channel here; an input that only embeddings read is declared so."""
    rank = len(call.read.keras)
    x = call.laid(call.read, (None, *range(rank)))
    options = {"vocabulary": call.config.whole("input_dim"), "units": call.config.whole("output_dim")}
    # The vectors stand along a new last axis of Keras', in the place of the one channel.
    return call.emit("embedding", x, options=options, axes=(rank, *range(rank)))


@rule("Identity", "Masking", "ActivityRegularization")
def passed(call: Call) -> Tensor:
    """Nothing is done to what passes."""
    return call.read


@rule("Lambda", becomes="custom")
def unread(call: Call) -> Tensor:
    """Its code is neither read nor run. It keeps its shape as far as the file tells it; weights it has none."""
    shape = call.config.raw("output_shape")
    known = shape if isinstance(shape, list) and all(isinstance(n, int) and n > 0 for n in shape) else None
    raise UnexpressedError("a Lambda: its code was not run", tuple(known) if known else None, parameters=0)


RULES = (dense, embedding, passed, unread)
