"""Reshapes: Keras lays values out in the order of its own axes, channels last; here the channels stand first.

Axes that are split, or joined with their neighbours, keep their place in the order here as long as no group of them
holds both channels and cells. Where one does, the axes are first brought into the order of Keras.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.importing.keras.tensors import MOST_RANK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.importing.keras.building import Options
    from reportgen.importing.keras.records import KerasShape
    from reportgen.importing.keras.tensors import Axes, Tensor
    from reportgen.ops.base import Shape


@dataclass(frozen=True, slots=True)
class Step:
    """A layer of ours on the way."""

    word: str
    options: Options
    axes: Axes
    shape: Shape
    """What it puts out, channels first."""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How a shape is taken: the layers, none where only the account of the axes changes, and the axes at the end."""

    axes: Axes
    steps: tuple[Step, ...] = field(default=())


def regrouped(x: Tensor, shape: KerasShape, usual: Axes) -> Way | None:
    """Find the way to another shape; ``usual`` is the order of its axes that others expect. ``None``: there is none."""
    if not usual or not x.order:
        return None
    groups = _groups(x.keras, shape)
    order = [axis for axis in x.axes if axis is not None and x.keras[axis] > 1]
    taken = _in_order(groups, order)
    if taken is None or (len(order) == 1 and not _is(usual, taken, shape)):  # a row of values has no channels yet
        return _shuffled(x, shape, usual, groups, order) or _mixed(x, shape, usual, order)
    return Way(*_settled(x, shape, _axes(taken, shape, usual)))


def _groups(old: KerasShape, new: KerasShape) -> list[tuple[list[int], list[int]]]:
    """Divide the axes of two shapes into the smallest groups that hold equally many values; axes of 1 left out."""
    olds = [axis for axis, n in enumerate(old) if n > 1]
    news = [axis for axis, n in enumerate(new) if n > 1]
    groups: list[tuple[list[int], list[int]]] = []
    while olds or news:
        group: tuple[list[int], list[int]] = ([olds.pop(0)], [news.pop(0)])
        before, behind = old[group[0][0]], new[group[1][0]]
        while before != behind:
            if before < behind:
                group[0].append(olds.pop(0))
                before *= old[group[0][-1]]
            else:
                group[1].append(news.pop(0))
                behind *= new[group[1][-1]]
        groups.append(group)
    return groups


def _in_order(groups: list[tuple[list[int], list[int]]], order: list[int]) -> list[int] | None:
    """Give the new axes in the order in which their groups stand here; ``None`` where a group is not together."""
    found: list[int] = []
    rest = list(order)
    by_first = {old[0]: (old, new) for old, new in groups}
    while rest:
        if rest[0] not in by_first:
            return None
        old, new = by_first[rest[0]]
        if rest[: len(old)] != old:
            return None
        found += new
        rest = rest[len(old) :]
    return found


def _is(usual: Axes, full: Sequence[int], shape: KerasShape) -> bool:
    """Say whether axes that hold values stand in the usual order."""
    return [axis for axis in usual if axis is not None and shape[axis] > 1] == list(full)


def _axes(full: Sequence[int], shape: KerasShape, usual: Axes) -> Axes:
    """Give an order of all axes in which those that hold values stand so; the usual one if it is."""
    if _is(usual, full, shape):
        return usual
    return (*full, *(axis for axis in range(len(shape)) if shape[axis] == 1))


def _settled(x: Tensor, shape: KerasShape, axes: Axes) -> tuple[Axes, tuple[Step, ...]]:
    ours = tuple(1 if axis is None else shape[axis] for axis in axes)
    if ours == x.shape:
        return axes, ()
    if len(ours) == 1:
        return axes, (Step("flatten", {}, axes, ours),)
    if len(ours) == 2 and ours[0] == x.shape[0] and len(x.shape) > 2:  # noqa: PLR2004 - channels and positions
        return axes, (Step("flatten_positions", {}, axes, ours),)
    return axes, (Step("reshape", {"shape": list(ours)}, axes, ours),)


def _shuffled(
    x: Tensor, shape: KerasShape, usual: Axes, groups: list[tuple[list[int], list[int]]], order: list[int]
) -> Way | None:
    """Find channels that are dealt out: two axes that stand first here, joined the other way round."""
    one, other = order[:2] if len(order) > 1 else (0, 0)
    joined = next((new for old, new in groups if old == [other, one]), None)
    if one == other or joined is None or len(joined) != 1 or joined[0] != usual[0] or len(usual) > MOST_RANK:
        return None
    rest = _in_order([group for group in groups if group[1] != joined], order[2:])
    axes = _axes([*joined, *rest], shape, usual) if rest is not None else ()
    if axes != usual:
        return None
    ours = tuple(1 if axis is None else shape[axis] for axis in usual)
    dealt = Step("channel_shuffle", {"groups": x.keras[one]}, usual, ours)
    return Way(usual, (Step("reshape", {"shape": list(ours)}, usual, ours), dealt))


def _mixed(x: Tensor, shape: KerasShape, usual: Axes, order: list[int]) -> Way:
    """Take channels and cells for one another: in Keras' own order of axes, unless it is a row before or behind.

    What reads or gives a row of values learns its own order of them.
    """
    if len(usual) == 1:
        return Way(*_settled(x, shape, usual))
    steps: list[Step] = []
    if len(order) > 1:
        kept = tuple(range(len(x.keras)))
        places = [*(x.axes.index(axis) for axis in kept), *(place for place, a in enumerate(x.axes) if a is None)]
        turned = tuple(x.shape[place] for place in places)
        axes = tuple(x.axes[place] for place in places)
        steps.append(Step("permute", {"order": places}, axes, turned))
        usual = tuple(range(len(shape)))
    ours = tuple(1 if axis is None else shape[axis] for axis in usual)
    why = (
        "" if steps else "a row of values is taken channels first here; what gives it learns another order than Keras'"
    )
    steps.append(Step("reshape", {"shape": list(ours)}, usual, ours, why))
    return Way(usual, tuple(steps))
