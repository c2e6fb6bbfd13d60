"""Layers that Keras Applications define for themselves, known by their names and settings."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from reportgen.importing.keras.layers.merging import merged
from reportgen.importing.keras.layers.rescaling import rescaled
from reportgen.importing.keras.rules import rule
from reportgen.importing.keras.tensors import UnexpressedError

if TYPE_CHECKING:
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor


@rule("LayerScale", becomes="layer_scale")
def layer_scale(call: Call) -> Tensor:
    """Of ConvNeXt."""
    x = call.along(call.read, len(call.read.keras) - 1)
    if call.config.raw("projection_dim") != x.shape[0]:
        raise UnexpressedError("a LayerScale that is not the one of Keras Applications")
    return call.emit("layer_scale", x)


@rule("StochasticDepth", becomes="drop_path")
def stochastic_depth(call: Call) -> Tensor:
    """Of ConvNeXt."""
    return call.emit("drop_path", call.read, options={"rate": call.config.number("drop_path_rate")})


@rule("CustomScaleLayer", becomes=("rescale", "add"))
def scaled_residual(call: Call) -> Tensor:
    """Of Inception-ResNet v2: a residual, scaled and added. Written by Keras 2 it is a Lambda."""
    if len(call.reads) != 2:  # noqa: PLR2004 - a shortcut and a residual
        raise UnexpressedError("a CustomScaleLayer that is not the one of Keras Applications")
    shortcut, residual = call.reads
    small = rescaled(call, residual, call.config.number("scale"), Fraction(0), part="scale")
    return merged(call, "add", (shortcut, small))


RULES = (layer_scale, stochastic_depth, scaled_residual)
