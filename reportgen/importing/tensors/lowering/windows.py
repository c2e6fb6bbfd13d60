"""Convolutions, pooling and resampling: what slides over [N, C, ...]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.importing.source import along
from reportgen.importing.tensors.lowering.tools import sides

if TYPE_CHECKING:
    from reportgen.importing.tensors.lowering.tools import Tools
    from reportgen.importing.tensors.program import Operation
    from reportgen.importing.tensors.views import View
    from reportgen.ops.options import Value


def _padding(op: Operation) -> Value:
    """Write a convolution's padding, ``half`` where it is half of a window that has a middle."""
    pairs, kernel, dilation = op.options["padding"], op.options["kernel"], op.options["dilation"]
    if isinstance(pairs, str) or max(kernel) == 1:
        return sides(pairs)
    middles = tuple((d * (k - 1) // 2,) * 2 for k, d in zip(kernel, dilation, strict=True))
    odd = all(d * (k - 1) % 2 == 0 for k, d in zip(kernel, dilation, strict=True))
    return "half" if odd and tuple(pairs) == middles else sides(pairs)


def _window(op: Operation) -> dict[str, Value]:
    return {
        "kernel": along(op.options["kernel"]),
        "stride": along(op.options["stride"]),
        "padding": _padding(op),
        "dilation": along(op.options["dilation"]),
        "bias": len(op.reads) > 2,  # noqa: PLR2004 - behind what comes in and the weights
    }


def conv(tools: Tools, op: Operation) -> View:
    """A convolution; depthwise where each channel is a group."""
    groups, filters = op.options["groups"], op.shape[1]
    channels = tools.layers.shapes[tools.standard(op)][0]
    if groups == channels > 1:
        multiplier: dict[str, Value] = {"multiplier": filters // groups}
        return tools.put(op, "depthwise_conv", {**multiplier, **_window(op)})
    return tools.put(op, "conv", {"filters": filters, **_window(op), "groups": groups})


def conv_transpose(tools: Tools, op: Operation) -> View:
    """A transposed convolution."""
    window = {**_window(op), "padding": sides(op.options["padding"])}
    more: dict[str, Value] = {"output_padding": along(op.options["output_padding"]), "groups": op.options["groups"]}
    return tools.put(op, "conv_transpose", {"filters": op.shape[1], **window, **more})


def pool(tools: Tools, op: Operation) -> View:
    """The largest or the mean value of each window."""
    options: dict[str, Value] = {"kernel": along(op.options["kernel"])}
    if tuple(op.options["stride"]) != tuple(op.options["kernel"]):
        options["stride"] = along(op.options["stride"])
    options |= {"padding": sides(op.options["padding"]), "ceil_mode": op.options["ceil_mode"]}
    if set(op.options["dilation"]) != {1}:
        options["dilation"] = along(op.options["dilation"])
    return tools.put(op, op.kind, options)


def adaptive_pool(tools: Tools, op: Operation) -> View:
    """Pooling to a number of cells; to one cell it is global."""
    if set(op.shape[2:]) == {1}:
        return tools.put(op, op.kind.replace("adaptive", "global"))
    return tools.put(op, op.kind, {"size": along(op.shape[2:])})


def upsample(tools: Tools, op: Operation) -> View:
    """The same picture in another number of cells; by a whole factor where there is one."""
    before, after = tools.layers.shapes[tools.standard(op)][1:], op.shape[2:]
    whole = all(out % n == 0 for n, out in zip(before, after, strict=True))
    options: dict[str, Value] = {"mode": op.options.get("mode", "nearest")}
    if op.options.get("align_corners"):
        options["align_corners"] = True
    if whole:
        return tools.put(
            op, "upsample", {"scale": along([o // n for n, o in zip(before, after, strict=True)]), **options}
        )
    return tools.put(op, "upsample", {"size": along(after), **options})


def rearranged(tools: Tools, op: Operation) -> View:
    """Cells and channels that change places, as the source has a word for it."""
    return tools.put(op, op.kind, dict(op.options))


def pad(tools: Tools, op: Operation) -> View:
    """Zeros around the cells; a negative number of them cuts."""
    pairs = op.options["padding"]
    if all(tuple(pair) == (0, 0) for pair in pairs):
        return tools.view(op)
    view = tools.view(op)
    channels = tools.channels(view)
    layer = tools.layers.standard(view, op, channels)
    order = (channels, *(place for place in range(1, len(pairs)) if place != channels))
    before = {place: tuple(pairs[place]) for place in order}
    options = _edges(before[channels], [before[place] for place in order[1:]])
    shape = tuple(op.shape[place] for place in order)
    made = tools.layers.add(op, options[0], [layer], shape, options[1])
    return tools.layers.whole(made, tuple(order.index(place) for place in range(1, len(pairs))))


def _edges(channels: tuple[int, ...], cells: list[tuple[int, ...]]) -> tuple[str, dict[str, Value]]:
    if all(edge <= 0 for pair in cells for edge in pair) and not any(channels):
        return "crop", {"amount": sides(tuple((-pair[0], -pair[1]) for pair in cells))}
    options: dict[str, Value] = {"padding": sides(tuple((pair[0], pair[1]) for pair in cells))}
    if any(channels):
        options["channels"] = channels[0]
    return "pad", options
