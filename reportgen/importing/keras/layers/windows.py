"""The settings of a window, shared by convolution and pooling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.importing.keras.tensors import UnexpressedError
from reportgen.ops.window import extent

if TYPE_CHECKING:
    from reportgen.importing.keras.building import Options
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor

Pairs = tuple[tuple[int, int], ...]


def rank_of(call: Call, x: Tensor) -> int:
    """Count the axes along which a layer slides: all but the channels and those that it leaves alone."""
    return len(x.keras) - 1 - call.lead


def spread(call: Call, values: tuple[int, ...], alone: int = 0) -> tuple[int, ...]:
    """Give a value for the axes that are left alone, too."""
    return (alone,) * call.lead + values


def padded(call: Call, pairs: Pairs) -> Pairs:
    """Give cells before and after along every axis; none along those that are left alone."""
    return ((0, 0),) * call.lead + pairs


def window(call: Call, x: Tensor, size: str = "kernel_size", stride: str = "strides") -> Options:
    """Read kernel, stride, dilation and padding; a stride that is left out is the kernel's in a pool, else 1."""
    config, rank = call.config, rank_of(call, x)
    kernel = config.cells(size, rank)
    pool = size == "pool_size"
    strides = kernel if pool and config.raw(stride) is None else config.cells(stride, rank, 1)
    options: Options = {"kernel": spread(call, kernel, 1), "stride": spread(call, strides, 1)}
    dilation = (1,) * rank
    if not pool:
        dilation = config.cells("dilation_rate", rank, 1)
        options["dilation"] = spread(call, dilation, 1)
    return {**options, "padding": _padding(call, kernel, strides, dilation)}


def _padding(
    call: Call, kernel: tuple[int, ...], strides: tuple[int, ...], dilation: tuple[int, ...]
) -> str | int | Pairs:
    """Give the padding in the plainest of the words that mean the same."""
    how = call.config.text("padding", "valid")
    spans = tuple(map(extent, kernel, dilation))
    if how == "valid" or (how == "same" and set(spans) == {1}):
        return 0
    if how == "causal" and len(kernel) == 1:
        return padded(call, ((spans[0] - 1, 0),))
    if how != "same":
        raise UnexpressedError(f"its padding is '{how}'")
    is_half = set(strides) == {1} and all(span % 2 for span in spans)
    return "half" if is_half else "same"
