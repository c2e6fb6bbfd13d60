"""Layers that slide a window: options to windows, windows to shapes. Shared by convolution and pooling."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reportgen.ops.base import Shape, ShapeError, shape_text, spread
from reportgen.ops.options import OptionError, Padding, PaddingPair, PerAxis
from reportgen.ops.window import Window, half, same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.ops.options import Sides
    from reportgen.ops.window import TransposedWindow


def spatial(shape: Shape, word: str) -> Shape:
    """Give the axes after the channels; raise ``ShapeError`` where there are none."""
    if len(shape) < 2:  # noqa: PLR2004 - channels and at least one axis
        raise ShapeError(
            f"{word} needs at least one axis after the channels, but its input is {shape_text(shape)}; "
            "move it before what flattens, or reshape first"
        )
    return shape[1:]


def row(shape: Shape, word: str) -> tuple[int, int]:
    """Give channels and length of a row of positions; raise ``ShapeError`` where it is none."""
    if len(shape) != 2:  # noqa: PLR2004 - channels and positions
        remedy = "put flatten_positions before it" if len(shape) > 1 else "move it before what flattens"
        raise ShapeError(f"{word} needs one axis after the channels, but its input is {shape_text(shape)}; {remedy}")
    return shape[0], shape[1]


def sides(value: Sides, rank: int, name: str) -> tuple[PaddingPair, ...]:
    """Give a pair (before, after) for every axis."""
    entries = spread(value, rank, name)
    return tuple((entry, entry) if isinstance(entry, int) else entry for entry in entries)


def pads(padding: Padding, kernel: Sequence[int], dilation: Sequence[int]) -> tuple[PaddingPair, ...]:
    """Resolve padding that does not depend on the input's size (all but ``same``) to a pair an axis."""
    if padding == "valid":
        padding = 0
    elif padding == "half":
        try:
            return tuple((half(k, d),) * 2 for k, d in zip(kernel, dilation, strict=True))
        except ValueError as error:
            message = f"'half' pads both sides alike, but {error}; write the padding of each side, or 'same'"
            raise OptionError(message, "padding") from error
    elif padding == "same":
        raise OptionError("'same' has no meaning here; write the padding of each side", "padding")
    return sides(padding, len(kernel), "padding")


@lru_cache(maxsize=4096)  # asked for shapes, parameters, MACs and fields alike, and the same in every repeat
def windows(  # noqa: PLR0913 - a window has this many parts
    cells: Shape,
    kernel: PerAxis,
    stride: PerAxis,
    dilation: PerAxis,
    padding: Padding,
    *,
    ceil_mode: bool = False,
) -> tuple[Window, ...]:
    """Give the window along each axis over ``cells``."""
    rank = len(cells)
    k, s = spread(kernel, rank, "kernel"), spread(stride, rank, "stride")
    d = spread(dilation, rank, "dilation")
    if padding == "same":
        return tuple(map(same, cells, k, s, d))
    axes = tuple(zip(k, s, d, pads(padding, k, d), strict=True))
    made = {axis: Window(*axis[:3], *axis[3], ceil_mode) for axis in axes}  # those of a square are one
    return tuple(made[axis] for axis in axes)


def slide(cells: Shape, over: Sequence[Window], word: str) -> Shape:
    """Give the output cells along each axis; raise ``ShapeError`` where a window does not fit once."""
    out = tuple([w.output(n) for w, n in zip(over, cells, strict=True)])
    if min(out, default=1) < 1:
        spans = shape_text(tuple(w.extent for w in over))
        padded = shape_text(tuple(n + w.before + w.after for w, n in zip(over, cells, strict=True)))
        raise ShapeError(
            f"{word}'s window spans {spans}, more than its padded input of {padded}, so its output would be "
            "below 1; make the kernel smaller, pad, or downsample less before it"
        )
    return out


def slide_back(cells: Shape, over: Sequence[TransposedWindow], word: str) -> Shape:
    """Give the cells that are written along each axis; raise ``ShapeError`` where all are cut away."""
    out = tuple(w.output(n) for w, n in zip(over, cells, strict=True))
    if min(out) < 1:
        spans = shape_text(tuple(w.extent for w in over))
        raise ShapeError(
            f"{word} writes windows of {spans} from an input of {shape_text(cells)}, and its padding cuts "
            "all of it away; pad less"
        )
    return out


def divide(count: int, parts: int, what: str) -> int:
    """Give ``count / parts``; raise ``ShapeError`` where it is not whole. ``what`` names what is divided."""
    if count % parts:
        raise ShapeError(f"{what} cannot be divided by {parts}; give a multiple of {parts}, or divide by less")
    return count // parts
