"""Copies of a repeated item that are alike: one is lowered, and the others are what it added once more."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reportgen.frozen import cached_property, dataclass
from reportgen.graph.node import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportgen.ops.base import Shape

    Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """How far a draft has grown."""

    nodes: int = 0
    written: int = 0
    """Layers and blocks written out, with those that left no node."""
    reads: int = 0
    """What all of them read."""


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
    def _suffixes(self) -> tuple[str, ...]:
        """What the ids of its nodes end in, behind the prefix."""
        return tuple(node.id.removeprefix(self.prefix) for node in self.nodes)

    @cached_property
    def longest(self) -> int:
        """Characters of the longest id, less those of the prefix."""
        return max(map(len, self._suffixes))

    @cached_property
    def _before(self) -> Places:
        """Places before all copies that are read in each."""
        read = {place for node in self.nodes for place in node.inputs if place < self.start}
        return tuple(sorted(read - {self.read}))

    def _known(self, read: int, start: int) -> Places:
        """Give all places that the nodes of a copy read, in the same order for each copy."""
        return (*self._before, read, *range(start, start + len(self.nodes)))

    @cached_property
    def _picks(self) -> tuple[Callable[[Places], Places], ...]:
        """What picks from those places the ones that each node reads."""
        numbers = {place: number for number, place in enumerate(self._known(self.read, self.start))}
        return tuple(_picking([numbers[place] for place in node.inputs]) for node in self.nodes)

    @cached_property
    def _alike(self) -> tuple[tuple[Any, ...], ...]:
        """What its nodes are, and the lines, columns and reasons that they have, in every copy."""
        return tuple(zip(*[(node.fitted, node.line, node.column, node.allow) for node in self.nodes], strict=True))

    def ids(self, prefix: str) -> list[str]:
        """Give the ids of the nodes of another copy."""
        return [prefix + suffix for suffix in self._suffixes]

    def again(self, ids: Sequence[str], read: int, start: int) -> Iterator[Node]:
        """Give the nodes of the copy that reads another place and begins at one."""
        places = self._known(read, start)
        fitted, lines, columns, allowed = self._alike
        return map(Node, ids, fitted, [pick(places) for pick in self._picks], lines, columns, allowed)

    def named(self, prefix: str, ids: Sequence[str], start: int) -> Iterator[tuple[str, tuple[int, str]]]:
        """Give the ids of that copy that people gave a name, with the place and the part that ends in a number."""
        for place, (node, id_) in enumerate(zip(self.nodes, ids, strict=True), start) if self.names else ():
            if node.id in self.names:
                numbered = self.names[node.id]
                inside = numbered.startswith(self.prefix)
                yield id_, (place, prefix + numbered.removeprefix(self.prefix) if inside else numbered)


def _picking(numbers: Sequence[int]) -> Callable[[Places], Places]:
    """Give what picks entries by their numbers; a single one as a slice, so that it comes as a tuple too."""
    return itemgetter(*numbers) if len(numbers) > 1 else itemgetter(slice(numbers[0], numbers[0] + 1))
