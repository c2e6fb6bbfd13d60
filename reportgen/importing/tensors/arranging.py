"""Bringing values into the order of a view: the layers that it takes, in the words of the vocabulary.

``cut`` leaves out what a view does not see, ``arranged`` finds the words that bring the rest into order. Each way to
say an order is one function of ``WAYS``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.importing.tensors.views import Axis, Digit, count, digits, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reportgen.importing.tensors.views import View
    from reportgen.ops.base import Shape
    from reportgen.ops.options import Value

Axes = tuple[Axis, ...]


MOST_PARTS: Final = 4
"""Axes that a shape has: channels, and up to three."""


class Step(NamedTuple):
    """One layer that changes order or number of values, and nothing else."""

    word: str
    options: Mapping[str, Value]
    shape: Shape


def cut(view: View) -> tuple[tuple[Step, ...], View] | None:
    """Leave out what the view does not see, axis by axis; ``None`` where no word does that."""
    steps: list[Step] = []
    for axis in reversed(range(len(view.base))):
        found = _cut_axis(view, axis)
        if found is None:
            return None
        more, view = found
        steps += more
    return tuple(steps), view


def _cut_axis(view: View, axis: int) -> tuple[list[Step], View] | None:
    run = _run(view, axis)
    if run is None:
        return None
    extent, stride = run
    size, first = view.base[axis], view.start[axis]
    if (extent, stride) == (size, 1):
        return [], view
    if view.turned[axis] or (axis == 0 and stride > 1):
        return None
    last = first + (extent - 1) * stride + 1
    if axis == 1 and extent == 1 and len(view.base) == 2:  # noqa: PLR2004 - a row of tokens
        step = Step("take_token", {"index": first}, view.base[:1])
        return [step], replace(view, base=view.base[:1], start=view.start[:1], turned=view.turned[:1])
    steps = _channels(view, first, last) if axis == 0 else _cells(view, axis, first, last, stride)
    smaller = tuple(
        tuple(digit._replace(stride=digit.stride // stride) if digit.axis == axis else digit for digit in shown)
        for shown in view.axes
    )
    base = (*view.base[:axis], extent, *view.base[axis + 1 :])
    start = (*view.start[:axis], 0, *view.start[axis + 1 :])
    return steps, replace(view, base=base, axes=smaller, start=start)


def _run(view: View, axis: int) -> tuple[int, int] | None:
    """Give how many cells of an axis are seen and how far apart they stand; ``None`` where that differs."""
    seen = sorted((digit for shown in view.axes for digit in shown if digit.axis == axis), key=lambda d: -d.stride)
    run = joined(seen)
    if len(run) > 1:
        return None
    return (run[0].size, run[0].stride) if run else (1, 1)


def _channels(view: View, first: int, last: int) -> list[Step]:
    size, part = view.base[0], last - first
    shape = (part, *view.base[1:])
    if size % part == 0 == first % part:
        return [Step("split", {"parts": size // part, "take": first // part}, shape)]
    sizes: list[Value] = [n for n in (first, part, size - last) if n]
    return [Step("split", {"sizes": sizes, "take": min(first, 1)}, shape)]


def _cells(view: View, axis: int, first: int, last: int, stride: int) -> list[Step]:
    """Crop to the first and last cell that are seen, and keep each ``stride``-th of those between."""
    rank, steps = len(view.base) - 1, []

    def one(value: int, other: int) -> Value:
        return [value if place == axis else other for place in range(1, rank + 1)]

    # A last step that is cut short by the end of the axis needs no cut.
    behind = view.base[axis] - last
    edges = (first, behind if behind >= stride else 0)
    left = view.base[axis] - sum(edges)
    if edges != (0, 0):
        pairs: list[Value] = [list(edges) if place == axis else 0 for place in range(1, rank + 1)]
        steps.append(Step("crop", {"amount": pairs}, (*view.base[:axis], left, *view.base[axis + 1 :])))
    if stride > 1:
        kept = -(-left // stride)
        shape = (*view.base[:axis], kept, *view.base[axis + 1 :])
        steps.append(Step("max_pool", {"kernel": 1, "stride": one(stride, 1)}, shape))
    return steps


def arranged(base: Shape, order: Axes) -> tuple[Step, ...] | None:
    """Give the steps from a layer's output to the order of ``order``, channels first; ``None`` where there are none."""
    if order == digits(base):
        return ()
    return next((steps for way in WAYS if (steps := way(base, order)) is not None), None)


def _row_by_row(base: Shape, order: Axes) -> tuple[Step, ...] | None:
    """Keep the order and change the shape alone."""
    shown = digits(base)
    if joined(d for axis in order for d in axis) != joined(d for axis in shown for d in axis):
        return None
    shape = tuple(map(count, order))
    if len(order) == 1:
        return (Step("flatten", {}, shape),)
    if len(order) == 2 < len(base) and order[0] == shown[0]:  # noqa: PLR2004 - channels and positions
        return (Step("flatten_positions", {}, shape),)
    return (Step("reshape", {"shape": list(shape)}, shape),)


def _channel_shuffle(base: Shape, order: Axes) -> tuple[Step, ...] | None:
    """The channels' two digits have changed places."""
    match order:
        case ((Digit(0, each, 1), Digit(0, groups, stride)), *cells) if (
            stride == each and each * groups == base[0] and tuple(cells) == digits(base)[1:]
        ):
            return (Step("channel_shuffle", {"groups": groups}, base),)
    return None


def _pixel_unshuffle(base: Shape, order: Axes) -> tuple[Step, ...] | None:
    """Each axis leaves its fast digit to the channels, in whatever order they stand there."""
    factor, rank = _fast_digit(order[0]), len(base) - 1
    if factor is None or rank < 1 or len(order) < 2:  # noqa: PLR2004 - channels and positions
        return None
    moved = sorted(d for d in order[0] if d.axis > 0)
    if moved != [Digit(axis, factor, 1) for axis in range(1, rank + 1)]:
        return None
    if joined(sorted((d for d in order[0] if d.axis == 0), key=lambda d: -d.stride)) != digits(base)[0]:
        return None
    smaller = (base[0] * factor**rank, *(size // factor for size in base[1:]))
    left = tuple(tuple(d._replace(stride=d.stride // factor) for d in axis) for axis in order[1:])
    rest = arranged(smaller, (digits(smaller)[0], *left))
    return None if rest is None else (Step("pixel_unshuffle", {"factor": factor}, smaller), *rest)


def _fast_digit(channels: Axis) -> int | None:
    return next((d.size for d in channels if d.axis > 0), None)


def _pixel_shuffle(base: Shape, order: Axes) -> tuple[Step, ...] | None:
    """The channels leave a digit to each axis, as its fast one, in whatever order they stand there."""
    rank, factor = len(order) - 1, order[-1][-1].size if order[-1] else 1
    if rank < 1 or factor == 1 or any(not axis or axis[-1].axis != 0 for axis in order[1:]):
        return None
    given = [axis[-1] for axis in order[1:]]
    whole = joined(sorted((*order[0], *given), key=lambda d: -d.stride))
    if {d.size for d in given} != {factor} or whole != digits(base)[0] or any(d.axis for d in order[0]):
        return None
    slow = tuple(axis[:-1] for axis in order[1:])
    before = arranged(base, (digits(base)[0], *slow))
    last = Step("pixel_shuffle", {"factor": factor}, tuple(map(count, order)))
    return None if before is None else (*before, last)


def _permute(base: Shape, order: Axes) -> tuple[Step, ...] | None:
    """Whole axes have changed places; then what is row by row."""
    shown = [axis for axis in digits(base) if axis]
    moved = [joined(run) for run in _by_axis(digit for group in order for digit in group)]
    if sorted(moved) != sorted(shown) or any(size == 1 for size in base):
        return None
    places = [digits(base).index(axis) for axis in moved]
    shape = tuple(base[place] for place in places)
    whole = digits(shape)
    renamed = {place: rank for rank, place in enumerate(places)}
    left = tuple(tuple(d._replace(axis=renamed[d.axis]) for d in group) for group in order)
    rest = () if left == whole else _row_by_row(shape, left)
    return None if rest is None else (Step("permute", {"order": list(places)}, shape), *rest)


def _split_and_permute(base: Shape, order: Axes) -> tuple[Step, ...] | None:
    """Parts of axes have changed places: each becomes an axis, they are permuted, and joined as they are wanted."""
    moved = [digit for group in order for digit in group]
    parts = sorted(moved, key=lambda digit: (digit.axis, -digit.stride))
    runs = [joined(digit for digit in parts if digit.axis == axis) for axis in range(len(base))]
    if len(parts) > MOST_PARTS or tuple(runs) != digits(base) or any(digit.axis < 0 for digit in parts):
        return None
    before = tuple(part.size for part in parts)
    after, shape = tuple(digit.size for digit in moved), tuple(map(count, order))
    parted = (Step("reshape", {"shape": list(before)}, before),) if before != base else ()
    turned = Step("permute", {"order": [parts.index(digit) for digit in moved]}, after)
    return (*parted, turned, *((Step("reshape", {"shape": list(shape)}, shape),) if shape != after else ()))


def _by_axis(group: Iterable[Digit]) -> list[Axis]:
    """Give the digits that follow each other and count through one axis of the layer."""
    found: list[list[Digit]] = []
    for digit in group:
        if found and found[-1][-1].axis == digit.axis:
            found[-1].append(digit)
        else:
            found.append([digit])
    return [tuple(run) for run in found]


WAYS: Final[tuple[Callable[[Shape, Axes], tuple[Step, ...] | None], ...]] = (
    _row_by_row,
    _channel_shuffle,
    _pixel_unshuffle,
    _pixel_shuffle,
    _permute,
    _split_and_permute,
)
"""How an order of values can be said, the plainest first."""
