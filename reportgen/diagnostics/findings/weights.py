"""Where parameters and multiply-adds are spent in vain."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil, lcm
from typing import TYPE_CHECKING, Final, cast

from reportgen.diagnostics.alike import kinds, places
from reportgen.diagnostics.findings.base import Bounds, Hit, rule
from reportgen.diagnostics.findings.trial import applied, changed, stored
from reportgen.diagnostics.findings.windows import sliding
from reportgen.diagnostics.findings.words import percents, plural
from reportgen.diagnostics.parameters import sharing, total_parameters
from reportgen.diagnostics.regions import answers, gates, readers
from reportgen.numbers import count, exact
from reportgen.ops.base import shape_text, size
from reportgen.ops.convolution import Conv, ConvTranspose, Pointwise
from reportgen.ops.dense import Dense
from reportgen.ops.normalisation import BatchNorm, InstanceNorm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.diagnostics.base import Study
    from reportgen.graph.node import Node
    from reportgen.ops.fitted import Fitted
    from reportgen.ops.options import Padding

LARGE: Final = "large-kernel"
DENSE: Final = "dense-head"
NARROW: Final = "narrow-channels"
LARGE_KERNEL: Final = Fraction(5)
DENSE_SHARE: Final = Fraction(1, 2)
WIDTH_STEP: Final = Fraction(8)
BIASED: Final = ("convolution", "dense")
"""Families whose bias is added last; that of attention is also added within."""
SMALL: Final = 3
"""The kernel that large ones are measured against."""
MOST_STACKED: Final = 50
"""Small convolutions that anyone would put in the place of one."""


@rule(
    LARGE,
    "info",
    "Large kernel",
    when="A convolution over all channels has a kernel of five cells or more.",
    why=(
        "Several 3x3 convolutions in a row see as much, with activations in between that a single window cannot have; "
        "where there are many channels they also cost less."
    ),
    bound=LARGE_KERNEL,
)
def large_kernel(study: Study, bounds: Bounds) -> Iterator[Hit]:
    """Find large dense windows, and work out what small ones would cost."""
    least = bounds.get(LARGE, LARGE_KERNEL)
    cells = ceil(least)
    for place in places(study, lambda fitted: max(_dense_kernel(fitted), default=0) >= cells, sliding):
        node = study.graph.nodes[place]
        kernel = _dense_kernel(node.fitted)
        bound = exact(int(least)) if least.denominator == 1 else str(least)
        message = f"The window of {node.id} is {shape_text(kernel)} over all channels; the bound is {bound}."
        yield Hit(node=node, message=message, advice=_stacked(node, cast("Conv", node.op), kernel))


def _dense_kernel(fitted: Fitted) -> tuple[int, ...]:
    """Give the taps per axis of a convolution over all channels; nothing for any other layer."""
    if not isinstance(fitted.op, Conv) or fitted.op.groups > 1:
        return ()
    return tuple([window.kernel for window in fitted.windows])


def _stacked(node: Node, op: Conv, kernel: tuple[int, ...]) -> str:
    """Say what convolutions of three cells with the same field, stride and output cost; empty where none have it."""
    stack = _stack(node, op, kernel)
    shapes, costs, weights = [node.input_shapes[0]], 0, 0
    for small in stack:
        shape = applied(small, (shapes[-1],))
        if shape is None:
            return ""
        costs += small.macs((shapes[-1],), shape)
        weights += small.parameters((shapes[-1],), shape).trainable
        shapes.append(shape)
    if not stack or shapes[-1] != node.shape:
        return ""
    own = op.macs(node.input_shapes, node.shape)
    verdict = "" if costs < own else ", so keep it unless accuracy pays for that"
    of = f"{shape_text(tuple(SMALL if k > 1 else 1 for k in kernel))} and {plural(op.filters, 'filter')}"
    stride = max(window.stride for window in node.fitted.windows)
    if stride > 1:
        of += f", stride {stride} on the {'last' if stack[0].stride == 1 else 'first'},"
    return (
        f"{len(stack)} convolutions of {of} with the same field take {count(costs)} MACs instead of {count(own)} "
        f"({_change(Fraction(costs, own))}) and store {plural(weights, 'parameter')} instead of "
        f"{exact(stored(op, node))}{verdict}."
    )


def _change(ratio: Fraction) -> str:
    """Write a change as people say it: in percent, or how many times as many where it doubles or more."""
    if ratio >= 2:  # noqa: PLR2004 - doubles
        return f"{float(ratio):.1f} times as many"
    return f"{'+' if ratio > 1 else ''}{percents(ratio - 1)[0]}"


def _stack(node: Node, op: Conv, kernel: tuple[int, ...]) -> list[Conv]:
    """Give the small convolutions: the stride on the first where that keeps the field, else on the last."""
    wide = {k for k in kernel if k > 1}
    windows = node.fitted.windows
    strides = {window.stride for window in windows}
    if len(wide) != 1 or len(strides) != 1 or max(wide) % 2 == 0 or max(wide) <= SMALL:
        return []
    (k,), (stride,) = wide, strides
    early = stride <= SMALL and (k - SMALL) % (2 * stride) == 0
    number = 1 + (k - SMALL) // (2 * stride) if early else (k - 1) // 2
    if number > MOST_STACKED:
        return []
    taps = tuple(SMALL if each > 1 else 1 for each in kernel)
    middle = all(2 * window.before == 2 * window.after == window.extent - 1 for window in windows)
    around: Padding = "same" if op.padding == "same" else "half" if middle else 0
    small = replace(op, kernel=taps, stride=1, padding=around)
    stack = [small] * number
    if not around:
        stack[0] = replace(small, padding=tuple((window.before, window.after) for window in windows))
    at = 0 if early else number - 1
    stack[at] = replace(stack[at], stride=stride)
    return stack


@rule(
    DENSE,
    "info",
    "Dense head",
    when="Dense layers hold more than half of the parameters of a network that also has convolutions.",
    why="They tie the network to one input size, and such a mass of weights in its last layers overfits easily.",
    bound=DENSE_SHARE,
)
def dense_head(study: Study, bounds: Bounds) -> Iterator[Hit]:
    """Find networks whose weights sit in their dense layers."""
    most, total = bounds.get(DENSE, DENSE_SHARE), study.get(total_parameters)
    layers = [study.graph.nodes[place] for place in places(study, lambda fitted: isinstance(fitted.op, Dense))]
    held = sum(_held(node) for node in layers)
    convolutional = any(fitted.op.judged for fitted, _ in study.get(kinds))
    if not convolutional or total is None or not total.trainable or Fraction(held, total.trainable) <= most:
        return
    largest = max(layers, key=_held)
    share, bound = percents(Fraction(held, total.trainable), most)
    message = (
        f"The dense layers hold {share} of the {plural(total.trainable, 'parameter')}, the most of them "
        f"{largest.id} ({exact(_held(largest))}); the bound is {bound}."
    )
    yield Hit(node=largest, message=message, advice=_pooled_head(study, layers, total.trainable, held, most))


def _pooled_head(study: Study, layers: list[Node], total: int, held: int, most: Fraction) -> str:
    """Say what is left with a global pooling before the dense layers, and with the last of them alone."""
    spatial = {node.id: maps for node in layers if (maps := _maps(study, node))}
    if not spatial:
        return "They read one value a channel already; only fewer units or fewer channels before them hold less."
    first, last = max((node for node in layers if node.id in spatial), key=_held), layers[-1]
    name, channels = spatial[first.id]
    saved = _held(first) - _dense(first, channels)
    advice = f"global_avg_pool before {name} leaves {plural(total - saved, 'parameter')}"
    if Fraction(held - saved, total - saved) > most and last is not first:
        alone = _dense(last, channels)
        advice += f"; with {last.id} as the only dense layer behind that, {exact(total - held + alone)}"
    return f"{advice}."


def _held(node: Node) -> int:
    return stored(node.op, node)


def _maps(study: Study, node: Node) -> tuple[str, int] | None:
    """Give the layer behind the last map that a dense layer is made of, and the map's channels; ``None`` for none."""
    while len(node.input_shapes[0]) == 1 and len(study.graph.nodes[node.inputs[0]].inputs) == 1:
        node = study.graph.nodes[node.inputs[0]]
    shape = node.input_shapes[0]
    return (node.id, shape[0]) if len(shape) > 1 and size(shape[1:]) > 1 else None


def _dense(node: Node, channels: int) -> int:
    """Count what a dense layer stores that reads so many values."""
    return stored(node.op, replace(node, fitted=replace(node.fitted, inputs=((channels,),))))


@rule(
    "redundant-bias",
    "info",
    "Redundant bias",
    when="A layer with a bias is read only by a batch or instance normalisation.",
    why="The normalisation subtracts the mean, and the bias with it: its weights are trained and stored for nothing.",
)
def redundant_bias(study: Study, _bounds: Bounds) -> Iterator[Hit]:
    """Find biases that a normalisation takes off again."""
    nodes = study.graph.nodes
    # Where weights are used twice, the bias may be needed in the other place.
    needed = {*study.graph.outputs, *study.get(sharing), *study.get(sharing).values()}
    for place in places(study, lambda fitted: fitted.op.family in BIASED and getattr(fitted.op, "bias", False)):
        read_by = study.get(readers)[place] if place not in needed else ()
        if read_by and all(isinstance(nodes[reader].op, BatchNorm | InstanceNorm) for reader in read_by):
            node = nodes[place]
            bare = changed(node.op, bias=False)
            saved = stored(node.op, node) - stored(bare, node) if bare else 0
            message = f"{node.id} adds a bias that {nodes[read_by[0]].id} subtracts again."
            yield Hit(node=node, message=message, advice=f"bias: false saves {plural(saved, 'parameter')}.")


@rule(
    NARROW,
    "info",
    "Narrow channels",
    when="A layer puts out channels that are no multiple of eight; gates and the network's outputs apart.",
    why="Matrix units work on eight channels at a time, so that the rest of the last eight is worked out for nothing.",
    bound=WIDTH_STEP,
)
def narrow_channels(study: Study, bounds: Bounds) -> Iterator[Hit]:
    """Find widths that fill the hardware badly."""
    step = int(bounds.get(NARROW, WIDTH_STEP))
    gate, given = study.get(gates), study.get(answers)
    wide = (Conv, Pointwise, ConvTranspose, Dense)
    for place in places(study, lambda fitted: isinstance(fitted.op, wide) and fitted.output[0] % step):
        if gate[place] or given[place]:
            continue
        node = study.graph.nodes[place]
        channels, whole = node.shape[0], lcm(step, getattr(node.op, "groups", 1))
        below, above = channels // whole * whole, (channels // whole + 1) * whole
        option = "units" if isinstance(node.op, Dense) else "filters"
        lower = f", as would {below}" if below else ""
        message = f"{node.id} puts out {plural(channels, 'channel')}, no multiple of {step}."
        yield Hit(node=node, message=message, advice=f"{option}: {above} would be one{lower}.")
