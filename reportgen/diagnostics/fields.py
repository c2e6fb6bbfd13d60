"""Values of receptive fields: what the cells of one layer read, and what those read where paths meet."""

from __future__ import annotations

from dataclasses import field
from operator import attrgetter, le
from typing import TYPE_CHECKING, TypeVar

from reportgen.diagnostics.field import AxisField, each_axis, merged, spread
from reportgen.frozen import Keeping, cached_property, dataclass
from reportgen.ops.merge import Multiply
from reportgen.ops.reach import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.diagnostics.exact import Exact
    from reportgen.diagnostics.spans import Spans
    from reportgen.graph.node import Node
    from reportgen.ops.base import Shape
    from reportgen.ops.reach import Reach

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Field(Keeping):
    """What the cells of one layer read of the network's (main) input."""

    axes: tuple[AxisField, ...]
    """One for each spatial axis of the input."""
    size: tuple[int, ...]
    """Input cells per axis: the size of each of these."""
    local: bool = True
    """Whether it is a feature layer: its cells have places on the input and read a part of it."""
    everything: bool = False
    """Whether each cell reads the whole input (*global*)."""
    elsewhere: bool = False
    """Whether it reads nothing of the main input."""

    @cached_property
    def middles(self) -> tuple[tuple[int, int], ...] | None:
        """The middle of each axis; ``None`` where cells do not look at what lies around them."""
        return tuple(map(_middle, self.axes)) if self.local and all(map(_centred, self.axes)) else None

    @cached_property
    def extent(self) -> int:
        """Input cells along its longest axis; 0 where that is everything."""
        return 0 if self.everything else max(self.size)

    @property
    def placed(self) -> bool:
        """Whether the layer's axes are still those of the input; flattening ends it."""
        return self.local or self.everything or self.elsewhere

    def holds(self, other: Field) -> bool:
        """Whether it is the other, or both are local and each of its cells reads all that the other's cell reads."""
        if self is other:
            return True
        return self.local and other.local and all(map(AxisField.holds, self.axes, other.axes))

    def below(self, other: Field) -> bool:
        """Whether it is the other, or spans no more along any axis and has no places that the other lacks."""
        return self is other or (self.local <= other.local and all(map(le, self.size, other.size)))


def field_of(axes: tuple[AxisField, ...]) -> Field:
    """Give the field of a feature layer."""
    return Field(axes, tuple(map(_size, axes)))


def apart(fields: Sequence[Field]) -> tuple[Exact, ...]:
    """Give the pixels per axis by which the centres of fields differ at the most."""
    middles = [field.middles for field in fields]
    if middles.count(middles[0]) == len(middles):  # as those of most paths that meet are
        return (0,) * len(fields[0].axes)
    return each_axis(spread, *[field.axes for field in fields])


def unplaced(field: Field) -> Field:
    """Give the field of a layer whose axes are no more those of the input."""
    return Field(field.axes, field.size, local=False)


@dataclass(frozen=True, slots=True)
class Tracing:
    """What fields are traced with."""

    everything: Field
    """That of a layer that sees the whole input."""
    spans: Spans
    """Counts what is worked out cell by cell."""
    _known: dict[tuple[int, int, Shape], tuple[Field | None, Field, Reach]] = field(default_factory=dict)
    """What became of a field behind a layer, with both; by which these are, and by the cells of the layer."""

    def through(self, before: Field | None, reach: Reach, cells: Shape) -> Field | None:
        """Carry a field through a layer of so many cells along each axis; once, however many layers are alike."""
        if before is None:
            return None
        key = id(before), id(reach), cells
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._through(before, reach, cells), before, reach
        return found[0]

    def _through(self, before: Field, reach: Reach, cells: Shape) -> Field | None:
        if reach is Span.UNKNOWN:
            return None
        if before.everything or before.elsewhere:
            return before
        if isinstance(reach, Span):
            return self.everything if reach is Span.EVERYTHING else unplaced(before)
        if not (before.axes and before.local):  # without places on the input, there is no telling what is read next
            return None if before.axes else before
        return field_of(each_axis(lambda axis, step, n: axis.through(step, n, self.spans), before.axes, reach, cells))


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one layer, shared where it reads cell by cell; ``None`` where a layer before it does not say."""

    largest: Field | None
    """The hull over all paths from the input."""
    least: Field | None
    """The field of the path that reads least (Richter et al. 2021 judge by it)."""
    ungated: Field | None
    """The hull without the paths through gates (squeeze-excite)."""


def meeting(node: Node, read: Sequence[Fields], tracing: Tracing) -> Fields:
    """Give the fields of a layer that reads several paths, each at its own place."""
    largest = ungated = _hull(node, [f.largest for f in read], tracing)
    apart = open_paths(node, read)
    if len(apart) < len(read) or [f for f in read if f.ungated is not f.largest]:
        ungated = _hull(node, [f.ungated for f in apart], tracing)
    return Fields(largest, _least([f.least for f in read]), ungated)


def open_paths(node: Node, read: Sequence[T]) -> Sequence[T]:
    """Leave out, of what a layer reads, what comes through a gate."""
    gates = node.op.gates(node.input_shapes) if isinstance(node.op, Multiply) else ()
    return [path for i, path in enumerate(read) if i not in gates] if gates else read


def _here(fields: Sequence[Field | None]) -> list[Field] | None:
    """Give the fields that read of the main input; ``None`` where one is unknown."""
    known = [f for f in fields if f and not f.elsewhere]
    return known if all(fields) else None


def _hull(node: Node, fields: Sequence[Field | None], tracing: Tracing) -> Field | None:
    here = _here(fields)
    if not here:
        return None if here is None else fields[0]
    widest = max(here, key=_size)
    if all(map(widest.holds, here)):
        return widest
    if any(f.everything for f in here):
        return tracing.everything
    if not all(f.local for f in here):
        # Places are lost, sizes are not.
        return unplaced(field_of(each_axis(_widest, _by_axis(here))))
    return field_of(each_axis(lambda axes, n: merged(axes, n, tracing.spans), _by_axis(here), node.shape[1:]))


def _least(fields: Sequence[Field | None]) -> Field | None:
    here = _here(fields)
    if not here:
        return None if here is None else fields[0]
    part = [f for f in here if not f.everything] or here
    least = min(part, key=_size)
    if all(map(least.below, part)):
        return least
    found = field_of(each_axis(_smallest, _by_axis(part)))
    return found if all(f.local for f in part) else unplaced(found)


def _smallest(axes: Sequence[AxisField]) -> AxisField:
    return min(axes, key=_size)


def _widest(axes: Sequence[AxisField]) -> AxisField:
    return max(axes, key=_size)


_size, _middle, _centred = attrgetter("size"), attrgetter("middle"), attrgetter("centred")


def _by_axis(fields: Sequence[Field]) -> list[tuple[AxisField, ...]]:
    return list(zip(*[f.axes for f in fields], strict=True))
