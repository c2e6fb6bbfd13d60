"""Convolutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.importing.keras.layers.activation import activated
from reportgen.importing.keras.layers.windows import padded, rank_of, spread, window
from reportgen.importing.keras.rules import rule
from reportgen.ops.window import extent

if TYPE_CHECKING:
    from reportgen.importing.keras.building import Options
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor


@rule("Conv1D", "Conv2D", "Conv3D", becomes="conv")
def conv(call: Call) -> Tensor:
    """`causal` padding is all in front. An `activation` becomes a layer of its own, here and wherever there is one."""
    x = call.channelled()
    config = call.config
    options = {"filters": config.whole("filters"), **window(call, x), "groups": config.whole("groups", 1)}
    return activated(call, call.emit("conv", x, options={**options, **bias(call)}))


@rule("DepthwiseConv1D", "DepthwiseConv2D", becomes="depthwise_conv")
def depthwise_conv(call: Call) -> Tensor:
    """`depth_multiplier` is `multiplier` here."""
    x = call.channelled()
    options = {**window(call, x), "multiplier": call.config.whole("depth_multiplier", 1), **bias(call)}
    return activated(call, call.emit("depthwise_conv", x, options=options))


@rule("SeparableConv1D", "SeparableConv2D", becomes=("depthwise_conv", "pointwise"))
def separable_conv(call: Call) -> Tensor:
    """The bias stands behind the pointwise part."""
    x = call.channelled()
    options = {**window(call, x), "multiplier": call.config.whole("depth_multiplier", 1), "bias": False}
    x = call.emit("depthwise_conv", x, options=options, part="depthwise")
    options = {"filters": call.config.whole("filters"), **bias(call)}
    return activated(call, call.emit("pointwise", x, options=options))


@rule("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose", becomes="conv_transpose")
def conv_transpose(call: Call) -> Tensor:
    """What `output_padding` means under `same` and `valid` is worked out; without it, `valid` writes whole strides."""
    x = call.channelled()
    config, rank = call.config, rank_of(call, x)
    options: Options = {"filters": config.whole("filters"), **window(call, x), **bias(call)}
    options |= _written(call, rank)
    return activated(call, call.emit("conv_transpose", x, options=options))


def _written(call: Call, rank: int) -> Options:
    """Give padding and output padding of a transposed convolution."""
    config = call.config
    kernel, stride = config.cells("kernel_size", rank), config.cells("strides", rank, 1)
    spans = tuple(map(extent, kernel, config.cells("dilation_rate", rank, 1)))
    same = config.text("padding", "valid") == "same"
    if config.raw("output_padding") is not None:
        cut = tuple(span // 2 if same else 0 for span in spans)
        return {"padding": spread(call, cut), "output_padding": spread(call, config.cells("output_padding", rank))}
    if same:
        return {"padding": "same"}
    more = tuple(max(s - span, 0) for s, span in zip(stride, spans, strict=True))
    return {"padding": 0, "output_padding": spread(call, more)}


@rule("LocallyConnected1D", "LocallyConnected2D", becomes="locally_connected")
def locally_connected(call: Call) -> Tensor:
    """Of Keras 2."""
    x = call.channelled()
    options = {"filters": call.config.whole("filters"), **window(call, x), **bias(call)}
    return activated(call, call.emit("locally_connected", x, options=options))


@rule("ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D", becomes="pad")
def zero_padding(call: Call) -> Tensor:
    """Cells on each side, as they are given."""
    x = call.channelled()
    return call.emit("pad", x, options={"padding": padded(call, call.config.sides("padding", rank_of(call, x)))})


@rule("Cropping1D", "Cropping2D", "Cropping3D", becomes="crop")
def cropping(call: Call) -> Tensor:
    """Cells from each side, as they are given."""
    x = call.channelled()
    return call.emit("crop", x, options={"amount": padded(call, call.config.sides("cropping", rank_of(call, x)))})


def bias(call: Call) -> Options:
    """Read whether a bias is added."""
    return {"bias": call.config.flag("use_bias")}


RULES = (conv, depthwise_conv, separable_conv, conv_transpose, locally_connected, zero_padding, cropping)
