"""Copies of a repeated item that are alike: one is lowered, and the others are what it added once more."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from reportgen.frozen import cached_property, dataclass
from reportgen.graph.node import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.ops.base import Shape
    from reportgen.ops.fitted import Fitted
    from reportgen.spec.model import Reason

    Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """How far a draft has grown."""

    nodes: int = 0
    written: int = 0
    """Layers and blocks written out, with those that left no node."""
    reads: int = 0
    """What all of them read."""


@dataclass(frozen=True, slots=True)
class Part:
    """A node of a copy, without what differs from copy to copy."""

    suffix: str
    """Its id behind the prefix of the copy."""
    fitted: Fitted
    reads: Callable[[Places], Places]
    """Picks what it reads from the places that a copy knows."""
    line: int
    column: int
    allow: Mapping[str, Reason]


@dataclass(frozen=True)
class Copy:
    """What one copy added to a draft, and what each copy behind it adds on an input of the same shape."""

    prefix: str
    """What the ids of its nodes begin with."""
    read: int
    """Place of what it reads, for which no name stands that it sees."""
    shape: Shape
    """Shape of what it reads."""
    start: int
    """Place of its first node."""
    end: int
    """Place of the node whose values it hands on, one of its own, counted from the first."""
    nodes: tuple[Node, ...]
    names: Mapping[str, str]
    """By id: the part that ends in a number, for each of its nodes that people gave a name."""
    written: int
    """Layers and blocks written out, with those that left no node."""
    reads: int
    """What all of them read."""

    @cached_property
    def longest(self) -> int:
        """Characters of the longest id, less those of the prefix."""
        return max(len(node.id) for node in self.nodes) - len(self.prefix)

    @cached_property
    def _before(self) -> Places:
        """Places before all copies that are read in each."""
        read = {place for node in self.nodes for place in node.inputs if place < self.start}
        return tuple(sorted(read - {self.read}))

    @cached_property
    def _parts(self) -> tuple[Part, ...]:
        known = {place: number for number, place in enumerate(self._known(self.read, self.start))}
        cut = len(self.prefix)
        reads = (_picking([known[place] for place in node.inputs]) for node in self.nodes)
        return tuple(
            Part(node.id[cut:], node.fitted, picked, node.line, node.column, node.allow)
            for node, picked in zip(self.nodes, reads, strict=True)
        )

    def _known(self, read: int, start: int) -> Places:
        """Give all places that the nodes of a copy read, in the same order for each copy."""
        return (*self._before, read, *range(start, start + len(self.nodes)))

    def again(self, prefix: str, read: int, start: int) -> list[Node]:
        """Give the nodes of the copy that reads another place and begins at one."""
        places = self._known(read, start)
        return [
            Node(prefix + part.suffix, part.fitted, part.reads(places), part.line, part.column, part.allow)
            for part in self._parts
        ]

    def named(self, prefix: str, start: int) -> dict[str, tuple[int, str]]:
        """Give the names of that copy by id: the place, and the part of the id that ends in a number."""
        found, cut = {}, len(self.prefix)
        for place, node in enumerate(self.nodes, start) if self.names else ():
            if node.id in self.names:
                numbered = self.names[node.id]
                inside = numbered.startswith(self.prefix)
                found[prefix + node.id[cut:]] = place, prefix + numbered[cut:] if inside else numbered
        return found


def _picking(numbers: Sequence[int]) -> Callable[[Places], Places]:
    """Give what picks entries by their numbers; a single one as a slice, so that it comes as a tuple too."""
    return itemgetter(*numbers) if len(numbers) > 1 else itemgetter(slice(numbers[0], numbers[0] + 1))
