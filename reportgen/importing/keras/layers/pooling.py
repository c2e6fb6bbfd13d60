"""Pooling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.importing.keras.layers.windows import rank_of, spread, window
from reportgen.importing.keras.rules import Rule
from reportgen.importing.keras.tensors import UnexpressedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor

_AXES: Final = ("1D", "2D", "3D")


def _pooled(call: Call, how: str) -> Tensor:
    x = call.channelled()
    options = window(call, x, "pool_size")
    if options["stride"] == options["kernel"]:
        del options["stride"]
    return call.emit(f"{how}_pool", x, options=options)


def _globally(call: Call, how: str) -> Tensor:
    x = call.channelled()
    rank, keeps = rank_of(call, x), call.config.flag("keepdims", default=False)
    part = "" if keeps else "pool"
    if call.lead:  # each step has a mean of its own
        cells = spread(call, x.shape[1 + call.lead :], 1)
        y = call.emit(f"{how}_pool", x, options={"kernel": list(cells)}, part=part)
    else:
        y = call.emit(f"global_{how}_pool", x, part=part)
    if keeps:
        return y
    channels = x.axes[0]
    kept = tuple(n for axis, n in enumerate(y.keras) if axis < call.lead or axis == channels)
    return y if not rank else call.reshaped(y, kept)


def _adaptive(call: Call, how: str) -> Tensor:
    x = call.channelled()
    if call.lead:
        raise UnexpressedError("each step is pooled by itself")
    return call.emit(f"adaptive_{how}_pool", x, options={"size": call.config.cells("output_size", rank_of(call, x))})


def _rule(name: str, read: Callable[[Call, str], Tensor], how: str, becomes: tuple[str, ...], says: str) -> Rule:
    """Make the rule of a pooling along one, two or three axes, by its maximum or its mean."""
    return Rule(tuple(f"{name}{axes}" for axes in _AXES), becomes, says, lambda call: read(call, how))


_PADDED: Final = "`same` is padded as TensorFlow does."
_SIZED: Final = "By the size that is put out."
_KEPT: Final = "The axes stay, at size 1, and are flattened unless the file keeps them (`keepdims`) or gives them back."
RULES = (
    _rule("MaxPooling", _pooled, "max", ("max_pool",), _PADDED),
    _rule("AveragePooling", _pooled, "avg", ("avg_pool",), _PADDED),
    _rule("GlobalMaxPooling", _globally, "max", ("global_max_pool", "flatten"), _KEPT),
    _rule("GlobalAveragePooling", _globally, "avg", ("global_avg_pool", "flatten"), _KEPT),
    _rule("AdaptiveAveragePooling", _adaptive, "avg", ("adaptive_avg_pool",), _SIZED),
    _rule("AdaptiveMaxPooling", _adaptive, "max", ("adaptive_max_pool",), _SIZED),
)
