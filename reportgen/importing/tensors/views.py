"""Views: a tensor of the source as another order of the values that one layer puts out.

Each axis of the tensor counts through digits of the layer's axes, as a clock counts through hours and minutes.
Splitting an axis splits a digit, transposing moves digits, and taking a part drops one: no arithmetic on values,
and no layer. The channel shuffle, for instance, is a channel axis whose two digits have changed places.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.importing.tensors.program import Dimensions
    from reportgen.ops.base import Shape

BATCH: Final = -1
"""The axis that a layer's shape does not show."""


class Digit(NamedTuple):
    """A run of places along one axis of a layer's output."""

    axis: int
    """0 is the channels; ``BATCH`` is the batch."""
    size: int
    """Places that it counts through."""
    stride: int
    """Cells from one place to the next."""


Axis = tuple[Digit, ...]
"""What one axis of a tensor counts through, the slowest digit first; empty at size 1."""


@dataclass(frozen=True, slots=True)
class View:
    """A tensor as digits of a layer's output."""

    layer: str
    base: Shape
    """What the layer puts out, channels first and without the batch."""
    axes: tuple[Axis, ...]
    """For each axis of the tensor, the batch among them."""
    start: tuple[int, ...]
    """For each axis of the layer, the first cell that is seen."""
    turned: tuple[int, ...]
    """For each axis of the layer, the cells by which it is moved on, end to start."""

    @property
    def shape(self) -> Dimensions:
        """Give the tensor's sizes."""
        return tuple(map(count, self.axes))

    def over(self, layer: str) -> View:
        """Give the same view of another layer of the same shape."""
        return replace(self, layer=layer)


def count(axis: Axis) -> int:
    """Count the places of an axis."""
    return prod(digit.size for digit in axis)


def joined(digits: Iterable[Digit]) -> Axis:
    """Join digits that count on into each other, and drop those that count to one."""
    found: list[Digit] = []
    for digit in digits:
        if digit.size == 1:
            continue
        if found and found[-1].axis == digit.axis and found[-1].stride == digit.stride * digit.size:
            found[-1] = Digit(digit.axis, found[-1].size * digit.size, digit.stride)
        else:
            found.append(digit)
    return tuple(found)


def digits(base: Shape) -> tuple[Axis, ...]:
    """Give the axes of a layer's output, each whole."""
    return tuple(joined([Digit(axis, size, 1)]) for axis, size in enumerate(base))


def view_of(layer: str, base: Shape, batch: int, places: Sequence[int] | None = None) -> View:
    """See a layer whole: the batch, then its axes in order, or ``places`` of them."""
    axes = digits(base)
    shown = [axes[place] for place in (range(len(base)) if places is None else places)]
    nothing = (0,) * len(base)
    return View(layer, base, (joined([Digit(BATCH, batch, 1)]), *shown), nothing, nothing)


def reshaped(view: View, shape: Dimensions) -> View | None:
    """Count through the same digits in other groups; ``None`` where a digit would have to be cut amid a place."""
    waiting = list(joined(digit for axis in view.axes for digit in axis))
    axes = []
    for size in shape:
        axis = _taken(waiting, size)
        if axis is None:
            return None
        axes.append(joined(axis))
    return None if waiting else replace(view, axes=tuple(axes))


def _taken(waiting: list[Digit], size: int) -> list[Digit] | None:
    """Take from the slow end digits that count to ``size``."""
    axis: list[Digit] = []
    while size > 1:
        if not waiting:
            return None
        digit = waiting.pop(0)
        if size % digit.size == 0:
            axis.append(digit)
            size //= digit.size
        elif digit.size % size == 0:
            rest = digit.size // size
            axis.append(Digit(digit.axis, size, digit.stride * rest))
            waiting.insert(0, Digit(digit.axis, rest, digit.stride))
            size = 1
        else:
            return None
    return axis


def permuted(view: View, order: Sequence[int]) -> View:
    """Give the axes in another order."""
    return replace(view, axes=tuple(view.axes[place] for place in order))


def sliced(view: View, axis: int, start: int, stop: int, step: int = 1) -> View | None:
    """See a part of one axis; ``None`` where it is no run of one digit, or of the batch."""
    if (start, stop, step) == (0, count(view.axes[axis]), 1):
        return view
    found = _part(view.axes[axis], start, stop, step)
    if found is None:
        return None
    kept, moves = found
    if any(digit.axis == BATCH or view.turned[digit.axis] for digit in (*kept, *moves)):
        return None
    first = list(view.start)
    for digit in moves:
        first[digit.axis] += digit.size * digit.stride
    return replace(view, axes=(*view.axes[:axis], joined(kept), *view.axes[axis + 1 :]), start=tuple(first))


def _part(axis: Axis, start: int, stop: int, step: int) -> tuple[list[Digit], list[Digit]] | None:
    """Give the digits that are left, and by how many places (as sizes) the view moves on."""
    if not axis or stop <= start or step < 1:
        return None
    slow, rest = axis[0], axis[1:]
    inner = count(rest)
    if not rest:
        return [Digit(slow.axis, -(-(stop - start) // step), slow.stride * step)], [slow._replace(size=start)]
    if step == 1 and start % inner == 0 == stop % inner:
        kept = Digit(slow.axis, (stop - start) // inner, slow.stride)
        return [kept, *rest], [slow._replace(size=start // inner)]
    if start // inner != (stop - 1) // inner:
        return None
    found = _part(rest, start % inner, (stop - 1) % inner + 1, step)
    return found and (found[0], [slow._replace(size=start // inner), *found[1]])


def rolled(view: View, axis: int, shift: int) -> View | None:
    """Move one axis on, end to start; ``None`` where it is not exactly one axis of the layer."""
    for place, size in enumerate(view.base):
        if view.axes[axis] == joined([Digit(place, size, 1)]) != () and not view.start[place]:
            turned = list(view.turned)
            turned[place] = (turned[place] + shift) % size
            return replace(view, turned=tuple(turned))
    return None


def batch_first(axes: Sequence[Axis]) -> bool:
    """Say whether the batch, and nothing else, stands in front."""
    rest = [digit for axis in axes[1:] for digit in axis]
    return (
        len(axes) > 0 and all(digit.axis == BATCH for digit in axes[0]) and all(digit.axis != BATCH for digit in rest)
    )
