"""Copies of a repeated item that are alike: one is lowered, and the others are what it added once more."""

from __future__ import annotations

from itertools import chain, cycle, repeat
from typing import TYPE_CHECKING

from reportgen.frozen import cached_property, dataclass, of_columns
from reportgen.graph.node import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


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
    """What one copy added to a draft, and each behind it adds too: what it hands on has the shape that it reads."""

    prefix: str
    """What the ids of its nodes begin with."""
    read: int
    """Place of what it reads, for which no name stands that it sees."""
    start: int
    """Place of its first node."""
    end: int
    """Place of the node whose values it hands on, one of its own."""
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

    def ids(self, prefixes: Iterable[str]) -> list[str]:
        """Give the ids of the nodes of copies with these prefixes."""
        suffixes = self._suffixes
        return [prefix + suffix for prefix in prefixes for suffix in suffixes]

    def again(self, ids: Sequence[str]) -> list[Node]:
        """Give the nodes, of these ids, of the copies right behind it."""
        fitted, lines, columns, allowed = zip(*[(n.fitted, n.line, n.column, n.allow) for n in self.nodes], strict=True)
        inputs = self._inputs(len(ids) // len(self.nodes))
        return of_columns(Node, ids, cycle(fitted), inputs, cycle(lines), cycle(columns), cycle(allowed), repeat(None))

    def _inputs(self, copies: int) -> Iterator[tuple[int, ...]]:
        """Give the places that each node of so many copies right behind it reads."""
        by_node = [zip(*[self._places(place, copies) for place in node.inputs], strict=True) for node in self.nodes]
        return chain.from_iterable(zip(*by_node, strict=True))

    def _places(self, place: int, copies: int) -> Iterable[int]:
        """Give what each of so many copies right behind it reads where it reads a place."""
        if place == self.read:
            place = self.end - len(self.nodes)  # each reads what the one before it hands on
        elif place < self.start:
            return repeat(place, copies)
        step = len(self.nodes)
        return range(place + step, place + step * copies + 1, step)

    def named(self, prefixes: Iterable[str]) -> Iterator[tuple[str, tuple[int, str]]]:
        """Give the ids that people gave a name in the copies right behind it, with prefixes for each.

        With each come the place, and the part of the id that ends in a number.
        """
        start = self.start
        for prefix in prefixes if self.names else ():
            start += len(self.nodes)
            for place, (node, suffix) in enumerate(zip(self.nodes, self._suffixes, strict=True), start):
                if node.id in self.names:
                    numbered = self.names[node.id]
                    inside = numbered.startswith(self.prefix)
                    yield prefix + suffix, (place, prefix + numbered.removeprefix(self.prefix) if inside else numbered)
