"""Windows that read too little of what is there, or put what they read off its place."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, lcm, prod
from typing import TYPE_CHECKING, Final

from reportgen.diagnostics.alike import places
from reportgen.diagnostics.exact import plain, quotient
from reportgen.diagnostics.findings.base import Bounds, Hit, rule
from reportgen.diagnostics.findings.fitting import Rest
from reportgen.diagnostics.findings.trial import applied, changed, stored
from reportgen.diagnostics.findings.windows import looks_back, sliding, striding
from reportgen.diagnostics.findings.words import along, padding, per_axis, percents, plural
from reportgen.diagnostics.regions import answers, gates, head, narrows, stem, steps
from reportgen.numbers import exact
from reportgen.ops.base import shape_text
from reportgen.ops.pooling import AvgPool, MaxPool

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.diagnostics.exact import Exact
    from reportgen.graph.node import Node
    from reportgen.ops.fitted import Fitted
    from reportgen.ops.window import Window

ABRUPT: Final = "abrupt-downsampling"
MOST_STEP: Final = Fraction(2)
LEAST_VALUES: Final = Fraction(1, 8)
_LEAST_VALUES: Final = LEAST_VALUES.as_integer_ratio()
_MOST_TAPS: Final = 10_000
"""Cells of windows that are looked at one by one, to count what windows with holes leave out."""


@rule(
    ABRUPT,
    "info",
    "Abrupt downsampling",
    when=(
        "A layer behind the stem steps over more than two cells per axis, or one that all paths pass puts out less "
        "than an eighth of the values that it reads; gates, the head and the network's outputs apart."
    ),
    why="What is thrown away in one step cannot be weighed by a layer in between; smaller steps keep more of it.",
    bound=MOST_STEP,
)
def abrupt_downsampling(study: Study, bounds: Bounds) -> Iterator[Hit]:
    """Find layers that throw much away at once."""
    most, gate, ending = quotient(*bounds.get(ABRUPT, MOST_STEP).as_integer_ratio()), study.get(gates), study.get(head)
    for place in places(study, lambda fitted: not fitted.op.view and (_leaps(fitted, most) or _loses(fitted))):
        if not (gate[place] or ending[place]):
            hit = _large_step(study, place, most) or _loss(study, place)
            if hit:
                yield hit


def _leaps(fitted: Fitted, most: Exact) -> bool:
    """Whether a layer steps over more cells than so many."""
    return max(steps(fitted), default=0) > most


def _loses(fitted: Fitted) -> bool:
    """Whether a layer puts out so few of the values that it reads first that this is a loss."""
    part, whole = _LEAST_VALUES
    return fitted.output != fitted.inputs[0] and fitted.values * whole < part * prod(fitted.inputs[0])


def _large_step(study: Study, place: int, most: Exact) -> Hit | None:
    """Tell of a layer behind the stem that steps too far."""
    node = study.graph.nodes[place]
    if place < study.get(stem) or not _leaps(node.fitted, most):
        return None
    now, before = (shape_text(shape[1:]) for shape in (node.shape, node.input_shapes[0]))
    ratio = f"one step of {exact(plain(max(steps(node.fitted))))}; the bound is {exact(plain(most))}"
    message = f"{node.id} goes from {before} to {now} cells in {ratio}."
    return Hit(node=node, message=message, advice=_in_twos(node) or _slower(study, place))


def _loss(study: Study, place: int) -> Hit | None:
    """Tell of a layer that drops values which no path carries past it."""
    node = study.graph.nodes[place]
    if study.get(answers)[place] or not study.get(narrows)[place] or not _loses(node.fitted):
        return None
    read = prod(node.input_shapes[0])
    share, bound = percents(Fraction(node.values, read), LEAST_VALUES)
    what = f"{exact(node.values)} of the {exact(read)} values that it reads"
    message = f"{node.id} puts out {what}, {share}; the bound is {bound}."
    return Hit(node=node, message=message, advice=_wider(node) or _slower(study, place))


def _in_twos(node: Node) -> str:
    """Say how the same output is reached by steps of two; empty where a stride is no power of two."""
    strides = {window.stride for window, _ in node.fitted.sliding}
    stride = max(strides, default=0)
    first = changed(node.op, stride=2) if len(strides) == 1 and stride & (stride - 1) == 0 else None
    shape = applied(first, node.input_shapes) if first else None
    poolings = stride.bit_length() - 2
    for _ in range(poolings):
        shape = shape and applied(MaxPool(2, ceil_mode=True), (shape,))
    if shape != node.shape:
        return ""
    times = "" if poolings == 1 else f"{poolings} times "
    return f"stride: 2 and {times}'max_pool: {{kernel: 2, ceil_mode: true}}' behind it give the same output."


def _slower(study: Study, place: int) -> str:
    """Say what strides of two at the most put out; empty where the layers behind it could not take that."""
    node = study.graph.nodes[place]
    strides = [window.stride for window, _ in node.fitted.sliding]
    slower = tuple(min(stride, 2) for stride in strides)
    other = changed(node.op, stride=slower) if slower != tuple(strides) else None
    shape = applied(other, node.input_shapes) if other else None
    if shape is None or not study.get(Rest).fits(place, shape):
        return ""
    cells, now = shape_text(shape[1:]), shape_text(node.shape[1:])
    return f"stride: {per_axis(slower)} puts out {cells} cells instead of {now}."


def _wider(node: Node) -> str:
    """Say how many filters or units keep an eighth of the values; empty where the layer has neither."""
    option = next((name for name in ("filters", "units") if name in node.op.options), None)
    if option is None:
        return ""
    least = ceil(LEAST_VALUES * prod(node.input_shapes[0]) / prod(node.shape[1:]))
    step = lcm(8, getattr(node.op, "groups", 1))
    return f"{option}: {ceil(Fraction(least, step)) * step} keeps an eighth of them."


@rule(
    "stride-skips-input",
    "info",
    "Stride skips input",
    when="A window is narrower than its stride, so that the cells between are never read.",
    why="What was computed for these cells is thrown away unseen; small patterns can fall between the windows.",
)
def stride_skips_input(study: Study, _bounds: Bounds) -> Iterator[Hit]:
    """Find windows that leave gaps."""
    for place in places(study, _leaves_gaps, striding):
        node = study.graph.nodes[place]
        axes = node.fitted.sliding
        read = [_read(window, n) for window, n in axes]
        known = [count for count in read if count is not None]
        cells = prod([n for _, n in axes])
        unread = Fraction(cells - prod(known), cells) if len(known) == len(read) else None
        kernel, stride = ([getattr(window, name) for window, _ in axes] for name in ("kernel", "stride"))
        share = "a part" if unread is None else percents(unread)[0]
        message = (
            f"{node.id} never reads {share} of its input: its window of {shape_text(tuple(kernel))} "
            f"is narrower than its stride of {per_axis(stride)}."
        )
        yield Hit(node=node, message=message, advice=_gapless(node, axes))


def _leaves_gaps(fitted: Fitted) -> bool:
    return any(window.kernel < min(window.stride, n) for window, n in fitted.sliding)


def _read(window: Window, n: int) -> int | None:
    """Count the cells along an axis that some window reads; ``None`` where it would take long to count them."""
    count = window.output(n)
    if window.kernel <= window.stride and window.dilation == 1:
        return _below(window, n, count) - _below(window, 0, count)
    if count * window.kernel > _MOST_TAPS:
        return None
    return len({cell for i in range(count) for cell in window.reads(i) if 0 <= cell < n})


def _below(window: Window, end: int, count: int) -> int:
    """Count the cells before ``end`` in the first ``count`` windows, which stand apart; padding counts."""
    before, rest = divmod(max(end + window.before, 0), window.stride)
    return window.kernel * count if before >= count else window.kernel * before + min(rest, window.kernel)


def _gapless(node: Node, axes: Sequence[tuple[Window, int]]) -> str:
    """Say how everything is read for the same output: by an average pooling before it, or by wider windows."""
    strides = tuple(window.stride for window, _ in axes)
    if node.op.judged and all(window.kernel == 1 for window, _ in axes):
        pool = AvgPool(strides, ceil_mode=any(n % s for s, (_, n) in zip(strides, axes, strict=True)))
        one = changed(node.op, stride=1)
        shape = applied(pool, node.input_shapes)
        if shape and one and applied(one, (shape,)) == node.shape:
            size = per_axis(strides)
            text = f"avg_pool: {{kernel: {size}, ceil_mode: true}}" if pool.ceil_mode else f"avg_pool: {size}"
            return f"'{text}' before it and stride: 1 read everything, for the same output."
    kernel = tuple(max(window.kernel, window.stride) for window, _ in axes)
    whole = tuple((w.before, w.after + w.dilation * (k - w.kernel)) for k, (w, _) in zip(kernel, axes, strict=True))
    for pads in (tuple((w.before, w.after) for w, _ in axes), whole):
        wider = changed(node.op, kernel=kernel, padding=pads, stride=strides)
        if wider and applied(wider, node.input_shapes) == node.shape:
            return f"kernel: {per_axis(kernel)} with padding: {padding(pads)} leaves no gaps, for the same output."
    return ""


@rule(
    "even-kernel",
    "info",
    "Even kernel",
    when=(
        "A window with an even number of cells moves by one cell, so that it has no middle; windows along a sequence "
        "that look back alone apart."
    ),
    why="Each such layer puts what it finds off by half a cell, and paths that meet no longer lie on each other.",
)
def even_kernel(study: Study, _bounds: Bounds) -> Iterator[Hit]:
    """Find windows without a middle cell."""
    for place in places(study, _even, sliding):
        node = study.graph.nodes[place]
        axes, even = node.fitted.sliding, _even(node.fitted)
        kernel = shape_text(tuple(window.kernel for window, _ in axes))
        message = (
            f"The window of {node.id}, {kernel}, has no middle{along(even, len(axes))}: what it finds is put off "
            "by half a cell."
        )
        yield Hit(node=node, message=message, advice=_odd(node, axes, even))


def _even(fitted: Fitted) -> list[int]:
    """List the axes along which a window moves by one cell and has no middle one, unless it only looks back."""
    axes = fitted.sliding
    if len(axes) == 1 and looks_back(axes[0][0]):
        return []
    return [i for i, (w, _) in enumerate(axes) if w.stride == 1 and w.extent % 2 == 0 and fitted.output[1 + i] > 1]


def _odd(node: Node, axes: Sequence[tuple[Window, int]], even: Sequence[int]) -> str:
    """Say which odd window gives the same output."""
    kernel = tuple(window.kernel + (i in even) for i, (window, _) in enumerate(axes))
    pads = tuple(_centred(window) if i in even else (window.before, window.after) for i, (window, _) in enumerate(axes))
    strides = tuple(window.stride for window, _ in axes)
    other = changed(node.op, kernel=kernel, padding=pads, stride=strides)
    if other is None or applied(other, node.input_shapes) != node.shape:
        return ""
    cost = stored(other, node) - stored(node.op, node)
    price = f", for {plural(cost, 'parameter')} more" if cost else ""
    return f"kernel: {per_axis(kernel)} with padding: {padding(pads)} gives the same output{price}."


def _centred(window: Window) -> tuple[int, int]:
    """Give the padding with which a window of one tap more has as many cells as before, the odd one behind."""
    total = window.before + window.after + window.dilation
    return total // 2, total - total // 2
