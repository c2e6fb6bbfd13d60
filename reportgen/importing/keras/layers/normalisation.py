"""Normalisation."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from reportgen.importing.keras.rules import rule
from reportgen.importing.keras.tensors import UnexpressedError

if TYPE_CHECKING:
    from reportgen.importing.keras.building import Options
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor


def _along(call: Call) -> tuple[Tensor, list[int]]:
    """Give what a layer reads, with the axis in front that it works along; and all axes that it works along."""
    x, value = call.read, call.config.raw("axis")
    given = -1 if value is None else value
    axes = [call.axis(x, axis) for axis in (given if isinstance(given, list) else [given])]
    return (call.along(x, axes[0]) if len(axes) == 1 else x), axes


def _learned(call: Call) -> Options:
    """Read which of a scale and a shift are learned."""
    scale, shift = call.config.flag("scale"), call.config.flag("center")
    return {"affine": scale or shift, "scale": scale or not shift, "shift": shift or not scale}


def _elsewhere(call: Call, x: Tensor, axes: list[int], *, statistics: bool = False) -> UnexpressedError:
    each = prod(x.keras[axis] for axis in axes)
    learned = (call.config.flag("scale") + call.config.flag("center")) * each
    kept = 2 * each if statistics else 0
    why = "it works along several axes at once"
    return UnexpressedError(why, x.keras, parameters=learned, buffers=kept, macs=0)


@rule("BatchNormalization", becomes="batch_norm")
def batch_norm(call: Call) -> Tensor:
    """`center` is `shift` here. Running statistics are buffers here, and non-trainable parameters in Keras."""
    x, axes = _along(call)
    if len(axes) > 1:
        raise _elsewhere(call, x, axes, statistics=True)
    if call.config.flag("renorm", default=False):
        why = "its statistics are renormalised"
        learned = call.config.flag("scale") + call.config.flag("center")
        raise UnexpressedError(why, x.keras, parameters=learned * x.shape[0], macs=0, sees="none")
    return call.emit("batch_norm", x, options=_learned(call))


@rule("LayerNormalization", becomes="layer_norm")
def layer_norm(call: Call) -> Tensor:
    """Over the channels; over several axes at once it is told with its parameters."""
    x, axes = _along(call)
    if call.config.flag("rms_scaling", default=False):
        return _rms(call, x, axes)
    if len(axes) > 1:
        raise _elsewhere(call, x, axes)
    return call.emit("layer_norm", x, options=_learned(call))


@rule("RMSNormalization", becomes="rms_norm")
def rms_norm(call: Call) -> Tensor:
    """Over the channels."""
    return _rms(call, *_along(call))


def _rms(call: Call, x: Tensor, axes: list[int]) -> Tensor:
    if len(axes) > 1:
        each = prod(x.keras[axis] for axis in axes)
        raise UnexpressedError("it works along several axes at once", x.keras, parameters=each, macs=0)
    return call.emit("rms_norm", x)


@rule("GroupNormalization", "Addons>GroupNormalization", becomes=("group_norm", "instance_norm"))
def group_norm(call: Call) -> Tensor:
    """With a group for each channel (`groups: -1`) it is `instance_norm`."""
    x, axes = _along(call)
    if len(axes) > 1:
        raise _elsewhere(call, x, axes)
    groups = call.config.whole("groups", 32, least=-1)
    if groups in {-1, x.shape[0]} and len(x.shape) > 1:
        return call.emit("instance_norm", x, options=_learned(call))
    return call.emit("group_norm", x, options={"groups": groups, **_learned(call)})


@rule("Addons>InstanceNormalization", becomes="instance_norm")
def instance_norm(call: Call) -> Tensor:
    """Of TensorFlow Addons."""
    x, axes = _along(call)
    if len(axes) > 1:
        raise _elsewhere(call, x, axes)
    return call.emit("instance_norm", x, options=_learned(call))


@rule("UnitNormalization", becomes="custom")
def unit_norm(call: Call) -> Tensor:
    """Told; it learns nothing."""
    raise UnexpressedError("it scales each position to length 1", call.read.keras, parameters=0, macs=0, sees="none")


RULES = (batch_norm, layer_norm, rms_norm, group_norm, instance_norm, unit_norm)
