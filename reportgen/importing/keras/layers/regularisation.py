"""Regularisation: what acts in training alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.importing.keras.rules import rule

if TYPE_CHECKING:
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor


def dropped(call: Call, word: str) -> Tensor:
    """Add a dropout of some kind."""
    return call.emit(word, call.read, options={"rate": call.config.number("rate", 0.5)})


@rule("Dropout", "AlphaDropout", becomes="dropout")
def dropout(call: Call) -> Tensor:
    """With a `noise_shape` of one value a sample it is `drop_path`."""
    shape = call.config.raw("noise_shape")
    if isinstance(shape, list) and shape and shape[0] is None and set(shape[1:]) == {1}:
        return dropped(call, "drop_path")
    return dropped(call, "dropout")


@rule("SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", becomes="spatial_dropout")
def spatial_dropout(call: Call) -> Tensor:
    """Of whole channels."""
    return dropped(call, "spatial_dropout")


@rule("GaussianDropout", "GaussianNoise", becomes="identity")
def noise(call: Call) -> Tensor:
    """Noise in training, and nothing afterwards: a name in the graph."""
    return call.emit("identity", call.read, remark="noise in training alone")


RULES = (dropout, spatial_dropout, noise)
