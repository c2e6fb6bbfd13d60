"""Pooling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.importing.keras.layers.windows import rank_of, spread, window
from reportgen.importing.keras.rules import rule
from reportgen.importing.keras.tensors import UnexpressedError

if TYPE_CHECKING:
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor

_AXES: Final = ("1D", "2D", "3D")


@rule(*(f"MaxPooling{axes}" for axes in _AXES), becomes="max_pool")
def max_pool(call: Call) -> Tensor:
    """`same` is padded as TensorFlow does."""
    return _pooled(call, "max_pool")


@rule(*(f"AveragePooling{axes}" for axes in _AXES), becomes="avg_pool")
def avg_pool(call: Call) -> Tensor:
    """`same` is padded as TensorFlow does."""
    return _pooled(call, "avg_pool")


def _pooled(call: Call, word: str) -> Tensor:
    x = call.channelled()
    options = window(call, x, "pool_size")
    if options["stride"] == options["kernel"]:
        del options["stride"]
    return call.emit(word, x, options=options)


@rule(
    *(f"GlobalMaxPooling{axes}" for axes in _AXES),
    becomes=("global_max_pool", "flatten"),
)
def global_max_pool(call: Call) -> Tensor:
    """The axes stay, at size 1, and are flattened unless the file keeps them (`keepdims`) or gives them back."""
    return _globally(call, "max")


@rule(
    *(f"GlobalAveragePooling{axes}" for axes in _AXES),
    becomes=("global_avg_pool", "flatten"),
)
def global_avg_pool(call: Call) -> Tensor:
    """The axes stay, at size 1, and are flattened unless the file keeps them or gives them back."""
    return _globally(call, "avg")


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


@rule(*(f"AdaptiveAveragePooling{axes}" for axes in _AXES), becomes="adaptive_avg_pool")
def adaptive_avg_pool(call: Call) -> Tensor:
    """By the size that is put out."""
    return _adaptive(call, "adaptive_avg_pool")


@rule(*(f"AdaptiveMaxPooling{axes}" for axes in _AXES), becomes="adaptive_max_pool")
def adaptive_max_pool(call: Call) -> Tensor:
    """By the size that is put out."""
    return _adaptive(call, "adaptive_max_pool")


def _adaptive(call: Call, word: str) -> Tensor:
    x = call.channelled()
    if call.lead:
        raise UnexpressedError("each step is pooled by itself")
    return call.emit(word, x, options={"size": call.config.cells("output_size", rank_of(call, x))})


RULES = (max_pool, avg_pool, global_max_pool, global_avg_pool, adaptive_avg_pool, adaptive_max_pool)
