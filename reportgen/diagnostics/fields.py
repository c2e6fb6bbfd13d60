"""Values of receptive fields: what the cells of one layer read, and what those read where paths meet."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from reportgen.diagnostics.exact import plain
from reportgen.diagnostics.field import AxisField, each_axis, merged
from reportgen.frozen import cached_property, dataclass
from reportgen.ops.merge import Multiply

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.diagnostics.exact import Exact
    from reportgen.diagnostics.spans import Spans
    from reportgen.graph.node import Node


@dataclass(frozen=True)
class Field:
    """What the cells of one layer read of the network's (main) input."""

    axes: tuple[AxisField, ...]
    """One for each spatial axis of the input."""
    everything: bool = False
    """Whether each cell reads the whole input (*global*)."""
    placed: bool = True
    """Whether the layer's axes are still those of the input; flattening ends it."""
    elsewhere: bool = False
    """Whether it reads nothing of the main input."""

    @cached_property
    def size(self) -> tuple[int, ...]:
        """Input cells per axis."""
        return tuple([axis.size for axis in self.axes])

    @cached_property
    def local(self) -> bool:
        """Whether it is a feature layer: its cells have places on the input and read a part of it."""
        return self.placed and not self.everything and not self.elsewhere

    def holds(self, other: Field) -> bool:
        """Whether both are local, and each cell of this one reads all that the cell of the other reads."""
        return self.local and other.local and all(map(AxisField.holds, self.axes, other.axes))


@dataclass(frozen=True, slots=True)
class Tracing:
    """What fields are traced with."""

    everything: Field
    """That of a layer that sees the whole input."""
    spans: Spans
    """Counts what is worked out cell by cell."""


@dataclass(frozen=True)
class Fields:
    """The fields of one layer, shared where it reads cell by cell; ``None`` where a layer before it does not say."""

    largest: Field | None
    """The hull over all paths from the input."""
    least: Field | None
    """The field of the path that reads least (Richter et al. 2021 judge by it)."""
    ungated: Field | None
    """The hull without the paths through gates (squeeze-excite)."""
    apart: tuple[Exact, ...] = ()
    """Input pixels per axis by which the centres of merging paths differ, at the most; empty for no merge."""

    @cached_property
    def handed_on(self) -> Fields:
        """The same for a layer that reads cell by cell: paths that met before it do not meet again."""
        return Fields(self.largest, self.least, self.ungated) if self.apart else self

    @cached_property
    def told(self) -> Mapping[str, Any] | None:
        """What a report tells of them."""
        if self.apart:
            return self.handed_on.told
        largest, least, ungated = self.largest, self.least, self.ungated
        if largest is None or least is None or ungated is None or largest.elsewhere:
            return None
        return {
            "size": list(largest.size),
            "minimum": list(least.size),
            "jump": [plain(axis.jump) for axis in largest.axes] if largest.local else None,
            "start": [axis.start for axis in largest.axes] if largest.local else None,
            "global": largest.everything,
            "ungated": list(ungated.size),
        }


def meeting(node: Node, read: Sequence[Fields], tracing: Tracing) -> Fields:
    """Give the fields of a layer that reads several paths, each at its own place."""
    gates = node.op.gates(node.input_shapes) if isinstance(node.op, Multiply) else ()
    open_paths = [fields for i, fields in enumerate(read) if i not in gates]
    largest = _hull(node, [f.largest for f in read], tracing)
    ungated = largest
    if gates or any(f.ungated is not f.largest for f in read):
        ungated = _hull(node, [f.ungated for f in open_paths], tracing)
    return Fields(largest, _least([f.least for f in read]), ungated, _apart([f.ungated for f in open_paths]))


def _here(fields: Sequence[Field | None]) -> list[Field] | None:
    """Give the fields that read of the main input; ``None`` where one is unknown."""
    known = [f for f in fields if f is not None]
    return [f for f in known if not f.elsewhere] if len(known) == len(fields) else None


def _hull(node: Node, fields: Sequence[Field | None], tracing: Tracing) -> Field | None:
    here = _here(fields)
    if not here:
        return None if here is None else fields[0]
    widest = max(here, key=_size)
    if all(map(widest.holds, here)):
        return widest
    if any(f.everything for f in here):
        return tracing.everything
    if not all(f.placed for f in here):
        # Places are lost, sizes are not.
        return Field(each_axis(_widest, _by_axis(here)), placed=False)
    return Field(each_axis(lambda axes, n: merged(axes, n, tracing.spans), _by_axis(here), node.shape[1:]))


def _least(fields: Sequence[Field | None]) -> Field | None:
    here = _here(fields)
    if not here:
        return None if here is None else fields[0]
    part = [f for f in here if not f.everything] or here
    axes, placed = each_axis(_smallest, _by_axis(part)), all(f.placed for f in part)
    found = next((f for f in part if f.axes == axes and f.placed is placed), None)
    return found or Field(axes, part[0].everything, placed)


def _smallest(axes: Sequence[AxisField]) -> AxisField:
    return min(axes, key=_size)


def _widest(axes: Sequence[AxisField]) -> AxisField:
    return max(axes, key=_size)


_size = attrgetter("size")


def _by_axis(fields: Sequence[Field]) -> list[tuple[AxisField, ...]]:
    return list(zip(*[f.axes for f in fields], strict=True))


def _apart(fields: Sequence[Field | None]) -> tuple[Exact, ...]:
    local = [f for f in fields if f is not None and f.local and all(axis.centred for axis in f.axes)]
    if len(local) < 2:  # noqa: PLR2004 - one path cannot be apart from itself
        return ()
    return each_axis(_between, _by_axis(local))


def _between(axes: Sequence[AxisField]) -> Exact:
    """Give the distance between the outermost centres."""
    centres = [axis.centre for axis in axes]
    return max(centres) - min(centres)
