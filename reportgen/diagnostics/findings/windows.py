"""Windows that do not fit what they slide over."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from reportgen.diagnostics.alike import kinds, places
from reportgen.diagnostics.findings.base import Bounds, Hit, rule
from reportgen.diagnostics.findings.fitting import Rest
from reportgen.diagnostics.findings.larger_input import LargerInput
from reportgen.diagnostics.findings.places import cut_before, put_in
from reportgen.diagnostics.findings.trial import applied, changed, reshaped, stored
from reportgen.diagnostics.findings.words import along, last_cells, padding, per_axis, plural
from reportgen.diagnostics.receptive_field import main_input, receptive_fields
from reportgen.ops.base import shape_text
from reportgen.ops.resampling import Pad
from reportgen.ops.window import extent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.diagnostics.alike import Kinds
    from reportgen.diagnostics.base import Study
    from reportgen.graph.node import Node
    from reportgen.ops.base import Layer
    from reportgen.ops.window import Window


def sliding(study: Study) -> Kinds:
    """Give the kinds of layers that have windows, as ``kinds`` does."""
    return tuple([kind for kind in study.get(kinds) if kind[0].sliding])


def striding(study: Study) -> Kinds:
    """Give those whose windows move by more than one cell: no other window leaves a rest or gaps."""
    return tuple([kind for kind in study.get(sliding) if any(window.stride > 1 for window in kind[0].windows)])


def looks_back(window: Window) -> bool:
    """Whether a window that moves by one cell ends at its own place: it is *causal*."""
    return window.stride == 1 and window.before == window.extent - 1 > 0


def _lost(axes: Sequence[tuple[Window, int]]) -> tuple[int, ...]:
    return tuple(window.lost(n) if window.kernel >= window.stride else 0 for window, n in axes)


@rule(
    "stride-does-not-fit",
    "warning",
    "Stride does not fit",
    when="The last window ends before the input does, so that real rows or columns are never read.",
    why="What lies in the last rows or columns cannot influence the answer, and the grid shifts against the image.",
)
def stride_does_not_fit(study: Study, _bounds: Bounds) -> Iterator[Hit]:
    """Find windows that leave a rest of their input."""
    for place in places(study, lambda fitted: any(_lost(fitted.sliding)), striding):
        node = study.graph.nodes[place]
        axes = node.fitted.sliding
        kernel = shape_text(tuple(window.kernel for window, _ in axes))
        stride = per_axis([window.stride for window, _ in axes])
        message = (
            f"{node.id} never reads {last_cells(_lost(axes))} of its input of {shape_text(node.input_shapes[0][1:])}: "
            f"a window of {kernel} at stride {stride} does not fit there."
        )
        yield Hit(node=node, message=message, advice=_reading_all(study, place, axes))


def _reading_all(study: Study, place: int, axes: Sequence[tuple[Window, int]]) -> str:
    """Say which padding reads the rest: the layer's own, or one for all the paths that it is merged with."""
    node, missing = study.graph.nodes[place], [_missing(window, n) for window, n in axes]
    more = tuple((w.before, w.after + cells) for (w, _), cells in zip(axes, missing, strict=True))
    if "ceil_mode" in node.op.options:
        own, text = changed(node.op, ceil_mode=True), "ceil_mode: true"
    else:
        own, text = changed(node.op, padding=more), f"padding: {padding(more)}"
    shape = applied(own, node.input_shapes) if own else None
    if shape and study.get(Rest).fits(place, shape):
        return f"{text} reads them."
    pairs = tuple((0, cells) for cells in missing)
    cut = cut_before(study, place)
    if cut is not None and _padded(study, cut, Pad(pairs), place):
        return f"pad: {padding(pairs)} {put_in(study, cut)} reads them, in all paths alike."
    return f"{text} reads them, where what it is merged with is padded alike."


def _missing(window: Window, n: int) -> int:
    """Count the cells of padding behind the input with which one more window fits; 0 where none is lost."""
    if window.kernel < window.stride or not window.lost(n):
        return 0
    steps = ceil((n + window.before + window.after - window.extent) / window.stride)
    return steps * window.stride + window.extent - n - window.before - window.after


def _padded(study: Study, cut: int, pad: Layer, place: int) -> bool:
    """Say whether padding at a cut before a layer makes that layer read all, and all others still fit."""
    nodes, rest = study.graph.nodes, study.get(Rest)
    shape, stop = applied(pad, (nodes[cut].shape,)), rest.stop(cut)
    behind = None if shape is None else reshaped(nodes, cut, shape, stop)
    read = nodes[place].inputs[0]
    if behind is None or read not in behind or not rest.fits(stop, behind.get(stop, nodes[stop].fitted).output):
        return False
    padded = behind[read].output
    windows = nodes[place].op.windows((padded,))
    return not any(_lost(list(zip(windows, padded[1:], strict=True))))


@rule(
    "kernel-exceeds-input",
    "warning",
    "Kernel exceeds its input",
    when="A window is wider than the input that it slides over, without its padding.",
    why="Some of its taps meet nothing but padding, wherever it stands: they cost weights and time and read nothing.",
)
def kernel_exceeds_input(study: Study, _bounds: Bounds) -> Iterator[Hit]:
    """Find windows that are wider than what they read."""
    for place in places(study, lambda fitted: _too_wide(fitted.sliding), sliding):
        node = study.graph.nodes[place]
        axes = node.fitted.sliding
        over = _too_wide(axes)
        spans, there = zip(*((axes[axis][0].extent, axes[axis][1]) for axis in over), strict=True)
        message = (
            f"The window of {node.id} spans {shape_text(spans)} cells{along(over, len(axes))}, but its input has "
            f"only {shape_text(there)}."
        )
        yield Hit(node=node, message=message, advice=_smaller(node, axes) or _fed(study, place, axes))


def _too_wide(axes: Sequence[tuple[Window, int]]) -> list[int]:
    """List the axes along which a window is wider than what it slides over."""
    return [axis for axis, (window, n) in enumerate(axes) if window.extent > n]


def _smaller(node: Node, axes: Sequence[tuple[Window, int]]) -> str:
    """Say which dilation or kernel fits the input and gives the same output; empty where none does."""
    kernels = [window.kernel for window, _ in axes]
    dilations = [min(w.dilation, (n - 1) // max(w.kernel - 1, 1)) or 1 for w, n in axes]
    largest = [w.kernel if w.kernel <= n else n - 1 + n % 2 for w, n in axes]
    ones = [1] * len(axes)
    return _fitting(node, axes, "dilation", kernels, dilations) or _fitting(node, axes, "kernel", largest, ones)


def _fitting(
    node: Node, axes: Sequence[tuple[Window, int]], option: str, kernels: Sequence[int], dilations: Sequence[int]
) -> str:
    extents = [extent(k, d) for k, d in zip(kernels, dilations, strict=True)]
    for kernel, spanned, (window, n) in zip(kernels, extents, axes, strict=True):
        if spanned > n or kernel < min(window.stride, n):
            return ""
    totals = [
        max((out - 1) * window.stride + spanned - n, 0)
        for out, spanned, (window, n) in zip(node.shape[1:], extents, axes, strict=True)
    ]
    pads = tuple((total // 2, total - total // 2) for total in totals)
    options = {"kernel": tuple(kernels), "padding": pads, "stride": tuple(window.stride for window, _ in axes)}
    if "dilation" in node.op.options:
        options["dilation"] = tuple(dilations)
    other = changed(node.op, **options)
    if other is None or applied(other, node.input_shapes) != node.shape:
        return ""
    text = f"{option}: {per_axis(kernels if option == 'kernel' else dilations)}"
    return f"{text} with padding: {padding(pads)} gives the same output{_saving(node, other)}."


def _saving(node: Node, other: Layer) -> str:
    saved = stored(node.op, node) - stored(other, node)
    return f" and saves {plural(saved, 'parameter')}" if saved else ""


def _fed(study: Study, place: int, axes: Sequence[tuple[Window, int]]) -> str:
    """Say which input of the network gives the window enough to read; empty where none was found."""
    node = study.graph.nodes[place]
    field, cells = study.get(receptive_fields)[node.inputs[0]].ungated, main_input(study.graph).shape[1:]
    if field is None or not field.local or len(axes) != len(cells):
        return ""
    wanted = [
        n + ceil(max(window.extent - have, 0) * (axis.jump or 1))
        for n, (window, have), axis in zip(cells, axes, field.axes, strict=True)
    ]
    larger = study.get(LargerInput).at_least(wanted)
    if larger is None or any(window.extent > n for window, n in larger.graph.nodes[place].fitted.sliding):
        return ""
    return f"An input of {shape_text(main_input(larger.graph).shape[1:])} is large enough for it."
