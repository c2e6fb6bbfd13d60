"""A layer on inputs of known shapes, with all that is known of it wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.frozen import Keeping, cached_property, dataclass
from reportgen.ops.base import Layer, Shape, size
from reportgen.ops.reach import Span
from reportgen.ops.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.ops.base import Parameters
    from reportgen.ops.reach import Reach

_OWN_CELL: Final = Window()
"""What a kernel of 1 reads along an axis."""


@dataclass(frozen=True, slots=True)
class Fitted(Keeping):
    """A layer on inputs of known shapes.

    Copies of a block share it, so that each figure of it is worked out once, however often it stands in a network.
    """

    op: Layer
    inputs: tuple[Shape, ...]
    """Shapes of what it reads, in order; empty for a network's input."""
    output: Shape
    """Shape of what it puts out."""

    @property
    def longest(self) -> int:
        """Cells along the longest axis of its output; 0 where there is none."""
        return max(self.output[1:], default=0)

    @cached_property
    def values(self) -> int:
        """Values it puts out for one sample."""
        return size(self.output)

    @cached_property
    def parameters(self) -> Parameters | None:
        """Values it stores where its weights are its own; ``None`` where nobody knows."""
        return self.op.parameters(self.inputs, self.output)

    @cached_property
    def unshared(self) -> int | None:
        """Values it would store if each output cell had weights of its own."""
        return self.op.unshared(self.inputs, self.output)

    @cached_property
    def macs(self) -> int | None:
        """Multiply-adds for one sample."""
        return self.op.macs(self.inputs, self.output)

    @cached_property
    def products(self) -> int | None:
        """Values that its products put out."""
        return self.op.products(self.inputs, self.output)

    @cached_property
    def operations(self) -> int | None:
        """Elementwise operations for one sample."""
        return self.op.operations(self.inputs, self.output)

    @cached_property
    def reach(self) -> Reach:
        """What one output cell reads of the input."""
        return self.op.reach(self.inputs, self.output)

    @cached_property
    def paths(self) -> tuple[Reach, ...]:
        """What one output cell reads of each input; a window that reads just that cell is none."""
        if len(self.inputs) > 1:
            return tuple([_unless_own_cell(self.op.reach((shape,), self.output)) for shape in self.inputs])
        return (_unless_own_cell(self.reach),)

    @cached_property
    def hands_on(self) -> bool:
        """Whether each cell is made of the one at its own place, of one input."""
        return self.paths == (Span.CELL,)

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """The window along each spatial axis; empty for a layer without one."""
        return self.op.windows(self.inputs) if len(self.inputs) == 1 else ()

    @cached_property
    def wide(self) -> tuple[Window, ...]:
        """Its windows if one of them is wider than one cell; else none."""
        return self.windows if any(window.extent > 1 for window in self.windows) else ()

    @cached_property
    def sliding(self) -> tuple[tuple[Window, int], ...]:
        """The window along each spatial axis, with the cells that it slides over; empty for a layer without one."""
        return tuple(zip(self.windows, self.inputs[0][1:], strict=True)) if self.windows else ()


class Fittings:
    """Layers fitted to shapes: a layer that meets the same shapes again is the same."""

    def __init__(self, check: Callable[[Fitted], None] | None = None) -> None:
        self._check = check
        self._made: dict[tuple[int, tuple[Shape, ...]], Fitted] = {}
        """By the layer, which is held with what is made of it, and by shapes."""

    def fit(self, op: Layer, inputs: tuple[Shape, ...]) -> Fitted:
        """Fit a layer to what it reads.

        Raises:
            ShapeError, OptionError: it cannot take that; or what the check raises of what is made.

        """
        key = (id(op), inputs)
        made = self._made.get(key)
        if made is None:
            made = Fitted(op, inputs, op.output(inputs))
            if self._check is not None:
                self._check(made)
            self._made[key] = made
        return made


def _unless_own_cell(reach: Reach) -> Reach:
    """Give what is read, or say so where that is just the cell at its own place."""
    if not isinstance(reach, tuple):
        return reach
    # The first alone is compared part by part; those of a square are one and the same.
    own = not reach or (reach[0] == _OWN_CELL and reach.count(reach[0]) == len(reach))
    return Span.CELL if own else reach
