"""Copies of a repeated item that are alike: one is lowered, and the others are what it added once more."""

from __future__ import annotations

from reportgen.frozen import dataclass
from reportgen.graph.node import Node


@dataclass(frozen=True, slots=True)
class Size:
    """How far a draft has grown."""

    nodes: int = 0
    written: int = 0
    """Layers and blocks written out, with those that left no node."""
    reads: int = 0
    """What all of them read."""

    def plus(self, other: Size, times: int = 1) -> Size:
        """Add another size, or with ``times=-1`` take it off."""
        reads = self.reads + times * other.reads
        return Size(self.nodes + times * other.nodes, self.written + times * other.written, reads)


@dataclass(frozen=True, slots=True)
class Copy:
    """What one copy added to a draft."""

    prefix: str
    """What the ids of its nodes begin with."""
    read: int
    """Place of what it reads, for which no name stands that it sees."""
    start: int
    """Place of its first node."""
    end: int
    """Place of the node whose values it hands on, one of its own."""
    nodes: tuple[Node, ...]
    size: Size

    def again(self, prefix: str, read: int, start: int) -> Copy:
        """Give the copy that reads another place and begins at one, with all that stands in it."""
        shift, cut = start - self.start, len(self.prefix)
        moved = {place: place + shift for place in range(self.start, self.start + len(self.nodes))} | {self.read: read}
        nodes = []
        for node in self.nodes:
            inputs = tuple([moved.get(place, place) for place in node.inputs])
            nodes.append(Node(prefix + node.id[cut:], node.fitted, inputs, node.line, node.column, node.allow))
        return Copy(prefix, read, start, self.end + shift, tuple(nodes), self.size)
