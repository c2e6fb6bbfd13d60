"""Values on their way through the network, and the order of their axes.

Keras has no channel axis: whether the last axis or the first is one, each layer says for itself. Here the channels
stand first, always. A value therefore carries, for each of our axes, which of Keras' it is. What moves no value in
that sense (``Permute``) changes this account alone, and needs no layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Final

from reportgen.ops.options import MOST_AXES

if TYPE_CHECKING:
    from reportgen.importing.keras.records import KerasShape
    from reportgen.ops.base import Shape

Axes = tuple[int | None, ...]
"""For each axis of ours, the axis of Keras that it is, counted without the batch; ``None`` where Keras has none."""

MOST_RANK: Final = MOST_AXES + 1


class UnexpressedError(Exception):
    """A call that the vocabulary has no words for: what is known of it goes into a ``custom`` layer."""

    def __init__(  # noqa: PLR0913 - all that is known
        self,
        why: str,
        shape: KerasShape | None = None,
        *,
        parameters: int | None = None,
        buffers: int = 0,
        macs: int | None = None,
        sees: str = "",
    ) -> None:
        self.why, self.shape = why, shape
        self.parameters, self.buffers, self.macs = parameters, buffers, macs
        self.sees = sees
        """``none`` or ``global``, as `custom` has it; empty where it is unknown."""
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Tensor:
    """A value of the network."""

    name: str
    """The layer or input that gives it."""
    keras: KerasShape
    order: Axes
    """Which of Keras' axes each of ours is; empty where a file here could not say so many axes."""

    @property
    def axes(self) -> Axes:
        """Which of Keras' axes each of ours is."""
        if not self.order:
            raise UnexpressedError(f"it reads {len(self.keras)} axes, and a file has {MOST_RANK} at most")
        return self.order

    @property
    def shape(self) -> Shape:
        """Its shape here: channels first."""
        if not self.order:
            return (self.keras[-1], prod(self.keras[:-1]))
        return tuple(1 if axis is None else self.keras[axis] for axis in self.order)


def standard(rank: int, *, channels_first: bool = False) -> Axes:
    """Give the order of axes of a value whose channels Keras has last, or first."""
    if rank == 0:
        return (None,)
    if rank > MOST_RANK:
        return ()
    return tuple(range(rank)) if channels_first else (rank - 1, *range(rank - 1))


def keras_shape(shape: Shape, axes: Axes) -> KerasShape:
    """Give a shape of ours as Keras orders it."""
    found = {axis: n for axis, n in zip(axes, shape, strict=True) if axis is not None}
    return tuple(found[axis] for axis in range(len(found)))


def broadcast(shapes: tuple[KerasShape, ...]) -> KerasShape | None:
    """Give the shape of an elementwise result, axes aligned at the end; ``None`` where they do not fit."""
    rank = max(map(len, shapes))
    padded = [(1,) * (rank - len(shape)) + shape for shape in shapes]
    sizes = [{n for n in column if n != 1} for column in zip(*padded, strict=True)]
    return None if any(len(n) > 1 for n in sizes) else tuple(n.pop() if n else 1 for n in sizes)
