"""A brute-force reader of cells: which input cells each cell of each layer reads, found by walking them all.

It shares no arithmetic with the package: it reads the options of a layer and enumerates taps. Along one axis,
the cells that something reads are the bits of a whole number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen import Graph, Node

Masks = list[int]

PADDED = 1 << 4096
"""Says that padding was read on the way: what would stand there is told as read, and is not."""


def per_axis(value: Any, axis: int) -> Any:
    return value[axis] if isinstance(value, tuple) else value


def padding_before(op: Any, axis: int, n: int) -> int:
    kernel, stride = per_axis(op.kernel, axis), per_axis(op.stride or op.kernel, axis)
    dilation = per_axis(getattr(op, "dilation", 1), axis)
    span = dilation * kernel - dilation + 1
    if op.padding == "same":
        steps = (n + stride - 1) // stride
        return max(0, span + stride * (steps - 1) - n) // 2
    if op.padding == "half":
        return (span - 1) // 2
    if op.padding == "valid":
        return 0
    chosen = per_axis(op.padding, axis)
    return chosen[0] if isinstance(chosen, tuple) else chosen


def windowed(op: Any, axis: int, read: Masks, cells: int) -> Masks:
    kernel, stride = per_axis(op.kernel, axis), per_axis(op.stride or op.kernel, axis)
    dilation, before = per_axis(getattr(op, "dilation", 1), axis), padding_before(op, axis, len(read))
    found = []
    for o in range(cells):
        mask = 0
        for tap in range(kernel):
            place = o * stride + tap * dilation - before
            mask |= read[place] if 0 <= place < len(read) else PADDED
        found.append(mask)
    return found


def transposed_cut(op: Any, axis: int, extent: int, stride: int) -> int:
    named = {"half": (extent - 1) // 2, "valid": 0, "same": max(0, extent - stride) // 2}
    if op.padding in named:
        return named[op.padding]
    chosen = per_axis(op.padding, axis)
    return chosen[0] if isinstance(chosen, tuple) else chosen


def transposed(op: Any, axis: int, read: Masks, cells: int) -> Masks:
    kernel, stride, dilation = (per_axis(v, axis) for v in (op.kernel, op.stride, op.dilation))
    before = transposed_cut(op, axis, dilation * (kernel - 1) + 1, stride)
    found = [0] * cells
    beyond = dilation * (kernel - 1) // stride + cells
    for i in range(-beyond, len(read) + beyond):
        mask = read[i] if 0 <= i < len(read) else PADDED
        for tap in range(kernel):
            place = i * stride + tap * dilation - before
            if 0 <= place < cells:
                found[place] |= mask
    return found


def upsampled(op: Any, _axis: int, read: Masks, cells: int) -> Masks:
    n = len(read)
    found = []
    for o in range(cells):
        if op.mode == "nearest":
            found.append(read[o * n // cells])
            continue
        where = o * (n - 1) / max(cells - 1, 1) if op.align_corners else (o + 0.5) * n / cells - 0.5
        low = round(where) if abs(where - round(where)) < 1e-9 else int(where // 1)
        taps = [low] if abs(where - low) < 1e-9 else [low, low + 1]
        if op.mode == "bicubic" and len(taps) > 1:
            taps = [low - 1, low, low + 1, low + 2]
        mask = 0
        for tap in taps:
            mask |= read[min(max(tap, 0), n - 1)] | (0 if 0 <= tap < n else PADDED)
        found.append(mask)
    return found


def cropped(op: Any, axis: int, read: Masks, cells: int) -> Masks:
    if getattr(op, "size", None) is not None:
        first = (len(read) - cells) // 2
    else:
        chosen = per_axis(op.amount, axis)
        first = chosen[0] if isinstance(chosen, tuple) else chosen
    return read[first : first + cells]


def padded(op: Any, axis: int, read: Masks, cells: int) -> Masks:
    chosen = per_axis(op.padding or 0, axis)
    before = chosen[0] if isinstance(chosen, tuple) else chosen
    return [read[o - before] if 0 <= o - before < len(read) else PADDED for o in range(cells)]


def adaptive(_op: Any, _axis: int, read: Masks, cells: int) -> Masks:
    found = []
    for o in range(cells):
        mask = 0
        for place, bits in enumerate(read):
            # A cell is read when its unit interval overlaps that of the output cell.
            if place * cells < (o + 1) * len(read) and (place + 1) * cells > o * len(read):
                mask |= bits
        found.append(mask)
    return found


def everything(_op: Any, _axis: int, read: Masks, cells: int) -> Masks:
    mask = 0
    for bits in read:
        mask |= bits
    return [mask] * cells


def attended(op: Any, axis: int, read: Masks, cells: int) -> Masks:
    if op.window is None and op.grid is None:
        return everything(op, axis, read, cells)
    size = per_axis(op.grid or op.window, axis)
    windows = (cells + size - 1) // size
    shift = per_axis(op.shift, axis) if windows > 1 else 0

    def company(o: int) -> tuple[int, bool]:
        """Say where a cell comes to stand after the cyclic shift, and on which side of the seam it stood."""
        if op.grid:
            return o % windows, False
        return (o - shift) % (windows * size) // size, o < shift

    found = []
    for o in range(cells):
        mask = 0
        for i in range(cells):
            mask |= read[i] if company(i) == company(o) else 0
        found.append(mask)
    return found


def recurrent(op: Any, axis: int, read: Masks, cells: int) -> Masks:
    if op.bidirectional:
        return everything(op, axis, read, cells)
    return [everything(op, axis, read[: o + 1], 1)[0] for o in range(cells)]


def cells_read(graph: Graph, axis: int) -> dict[str, Masks]:
    """Give, for each layer that still has the axis, what each of its cells reads of the first input's axis."""
    found: list[Masks | None] = []
    for node in graph.nodes:
        if node.is_input:
            found.append([1 << i for i in range(node.shape[1 + axis])])
            continue
        reads = [found[i] for i in node.inputs]
        if len(node.shape) < 2 + axis or any(read is None for read in reads):
            found.append(None)
            continue
        found.append(through(node, axis, [read for read in reads if read is not None]))
    return {node.id: masks for node, masks in zip(graph.nodes, found, strict=True) if masks is not None}


READERS = {
    **dict.fromkeys(("conv", "depthwise_conv", "locally_connected", "max_pool", "avg_pool"), windowed),
    "pointwise": lambda op, axis, read, cells: [read[o * per_axis(op.stride, axis)] for o in range(cells)],
    "conv_transpose": transposed,
    "upsample": upsampled,
    "crop": cropped,
    "pad": padded,
    **dict.fromkeys(("adaptive_avg_pool", "adaptive_max_pool"), adaptive),
    **dict.fromkeys(("global_avg_pool", "global_max_pool"), everything),
    "self_attention": attended,
    **dict.fromkeys(("lstm", "gru"), recurrent),
    "pixel_shuffle": lambda op, _, read, cells: [read[o // op.factor] for o in range(cells)],
    "pixel_unshuffle": lambda op, _, read, cells: [
        everything(op, 0, read[o * op.factor : (o + 1) * op.factor], 1)[0] for o in range(cells)
    ],
}
"""How each layer reads along one axis; what is not here reads its own place, in all its inputs."""


def through(node: Node, axis: int, reads: list[Masks]) -> Masks | None:
    if node.op.word in ("flatten", "reshape", "dense", "flatten_positions", "class_token", "permute"):
        return reads[0] if node.shape == node.input_shapes[0] else None
    cells = node.shape[1 + axis]
    reader = READERS.get(node.op.word)
    return reader(node.op, axis, reads[0], cells) if reader else merged(reads, cells)


def merged(reads: list[Masks], cells: int) -> Masks:
    """Unite what the paths read; a gate, of one cell for all, is left out as in the fields without gates."""
    found = []
    for o in range(cells):
        mask = 0
        for read in reads:
            mask |= read[o] if len(read) == cells else 0
        found.append(mask)
    return found


def interval(mask: int) -> tuple[int, int] | None:
    """Give the first and last cell of a mask."""
    mask &= ~PADDED
    return ((mask & -mask).bit_length() - 1, mask.bit_length() - 1) if mask else None


def agrees(told: tuple[int, int] | None, mask: int, seen: tuple[int, int] | None, where: str) -> None:
    """Hold what is told against what is seen: the same where no padding was read, else no less."""
    if not mask & PADDED:
        assert told == seen, where
    elif seen:
        assert told, where
        assert told[0] <= seen[0] <= seen[1] <= told[1], where
