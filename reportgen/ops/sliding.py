"""Layers that slide a window: options to windows, windows to shapes. Shared by convolution and pooling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.ops.base import Shape, ShapeError, shape_text, spread
from reportgen.ops.options import OptionError, Padding, PaddingPair, PerAxis
from reportgen.ops.window import Window, same

if TYPE_CHECKING:
    from collections.abc import Sequence


def spatial(shape: Shape, word: str) -> Shape:
    """Give the axes after the channels; raise ``ShapeError`` where there are none."""
    if len(shape) < 2:  # noqa: PLR2004 - channels and at least one axis
        raise ShapeError(f"{word} needs at least one axis after the channels, but its input is {shape_text(shape)}")
    return shape[1:]


def pads(padding: Padding, kernel: Sequence[int], dilation: Sequence[int]) -> tuple[PaddingPair, ...]:
    """Resolve padding that does not depend on the input's size (all but ``same``) to a pair an axis."""
    if padding == "half":
        if any(k % 2 == 0 and d % 2 for k, d in zip(kernel, dilation, strict=True)):
            raise OptionError("'half' needs an odd kernel; write the padding of each side, or 'same'", "padding")
        return tuple((d * (k - 1) // 2,) * 2 for k, d in zip(kernel, dilation, strict=True))
    if padding == "valid":
        return ((0, 0),) * len(kernel)
    if isinstance(padding, int):
        return ((padding, padding),) * len(kernel)
    if isinstance(padding, str):
        raise OptionError("'same' has no meaning here; write the padding of each side", "padding")
    if len(padding) != len(kernel):
        raise OptionError(f"{len(padding)} values for {len(kernel)} axes", "padding")
    return tuple((p, p) if isinstance(p, int) else p for p in padding)


def windows(  # noqa: PLR0913 - a window has this many parts
    cells: Shape, kernel: PerAxis, stride: PerAxis, dilation: PerAxis, padding: Padding, *, ceil_mode: bool = False
) -> tuple[Window, ...]:
    """Give the window along each axis over ``cells``."""
    rank = len(cells)
    k, s, d = spread(kernel, rank, "kernel"), spread(stride, rank, "stride"), spread(dilation, rank, "dilation")
    if padding == "same":
        return tuple(map(same, cells, k, s, d))
    pairs = pads(padding, k, d)
    return tuple(Window(*w, *pair, ceil_mode) for *w, pair in zip(k, s, d, pairs, strict=True))


def slide(cells: Shape, over: Sequence[Window], word: str) -> Shape:
    """Give the output cells along each axis; raise ``ShapeError`` where a window does not fit once."""
    out = tuple(w.output(n) for w, n in zip(over, cells, strict=True))
    if min(out) < 1:
        spans = shape_text(tuple(w.extent for w in over))
        padded = shape_text(tuple(n + w.before + w.after for w, n in zip(over, cells, strict=True)))
        raise ShapeError(
            f"{word}'s window spans {spans}, more than its padded input of {padded}, so its output would be below 1; "
            "make the kernel smaller, pad, or downsample less before it"
        )
    return out
