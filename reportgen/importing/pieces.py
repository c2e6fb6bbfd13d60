"""What a list of layers is made of while it is folded: one value for layers, structures and calls of blocks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reportgen.importing.source import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reportgen.graph.node import Graph, Node

GROUP: Final = "group"
"""A run of layers that stand in one module of the source; it is dissolved, or becomes a stage, in the end."""
HALF: Final = "half"
"""The padding that keeps the size; none where the window is one cell."""


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression in place of a value: ``$filters``, or ``${4 * filters}``."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One entry of a list of layers."""

    word: str
    """A layer's, a structure's or a block's."""
    options: Mapping[str, object] = field(default_factory=dict)
    """As the file gives them: lists, exact numbers, formulas."""
    lists: Mapping[str, Pieces] = field(default_factory=dict)
    """The lists of a structure: ``body`` and ``shortcut``, or the paths by number."""
    places: tuple[int, ...] = ()
    """Places in the source's graph of all layers that it stands for, in the order of the file's graph."""
    reads: tuple[int, ...] = ()
    """Places of what it reads; empty: what stands above it."""
    weights: int | None = None
    """Place of the layer whose weights it uses again."""
    repeat: int = 1
    first: Mapping[str, object] = field(default_factory=dict)
    name: str = ""
    when: str = ""
    """The condition of being there; empty: always."""
    remark: str = ""
    """A comment beside it."""

    @property
    def end(self) -> int:
        """Place of the layer that its value comes from."""
        return self.places[-1]

    @property
    def is_layer(self) -> bool:
        """Whether it is a single layer, not folded yet."""
        return len(self.places) == 1 and not self.lists


Pieces = tuple[Piece, ...]


def leaf(node: Node, place: int) -> Piece:
    """Give the piece of one layer."""
    options = {name: plain(value) for name, value in node.op.given().items()}
    if options.get("kernel") == 1 and node.op.word == "conv" and "padding" not in options:
        options["padding"] = HALF  # as where the kernel is wider, so that both have a pattern
    return Piece(word=node.op.word, options=options, places=(place,), weights=node.shares)


def places_of(pieces: Iterable[Piece]) -> tuple[int, ...]:
    """Give the places of all layers of a list, in order."""
    return tuple(place for piece in pieces for place in piece.places)


def inside(piece: Piece, change: Callable[[Pieces], Pieces]) -> Piece:
    """Give a piece with each of its lists changed."""
    if not piece.lists:
        return piece
    return replace(piece, lists={key: change(pieces) for key, pieces in piece.lists.items()})


def shared_places(graph: Graph) -> frozenset[int]:
    """Give the places of layers that use one another's weights."""
    pairs = [(place, node.shares) for place, node in enumerate(graph.nodes) if node.shares is not None]
    return frozenset(place for pair in pairs for place in pair)


def entry_of(graph: Graph, pieces: Pieces) -> int:
    """Give the place of what enters a run of pieces: what its first layer reads."""
    return graph.nodes[pieces[0].places[0]].inputs[0]


@dataclass(frozen=True, slots=True)
class Ties:
    """Which layers are read by name, so that no structure may hide them."""

    readers: Mapping[int, frozenset[int]]
    """For the place of a layer that is read by name: the places of what reads it so, -1 where it is put out."""
    shared: frozenset[int] = frozenset()
    """Places of layers that use one another's weights: they stand by themselves, with names that can be seen."""

    def is_chain(self, pieces: Pieces) -> bool:
        """Say whether each piece reads the one above, and nothing else reads any but the last."""
        if len(pieces) > 1 and not self.shared.isdisjoint(places_of(pieces)):
            return False
        return all(not piece.reads for piece in pieces[1:]) and not any(
            place in self.readers for piece in pieces[:-1] for place in piece.places[-1:]
        )

    def hides(self, pieces: Pieces) -> bool:
        """Say whether something outside a run reads, by a name that it would not see, what is not the run's end."""
        inside = frozenset(places_of(pieces))
        return any(self.readers[place] - inside for place in inside - {pieces[-1].end} if place in self.readers)


def ties_of(graph: Graph, pieces: Pieces) -> Ties:
    """Say which layers of a network are read by name as its lists stand now."""
    readers: defaultdict[int, set[int]] = defaultdict(set)
    waiting = list(pieces)
    while waiting:
        piece = waiting.pop()
        waiting.extend(part for parts in piece.lists.values() for part in parts)
        for read in piece.reads:
            readers[read].add(piece.places[0])
        if piece.weights is not None:
            readers[piece.weights].add(piece.end)
    if graph.outputs != last_of(pieces):
        for place in graph.outputs:
            readers[place].add(-1)
    return Ties({place: frozenset(found) for place, found in readers.items()}, shared_places(graph))


def last_of(pieces: Pieces) -> tuple[int, ...]:
    """Give the place of the last layer: the output, where nothing is said."""
    return (places_of(pieces[-1:]) or (0,))[-1:]


def references(graph: Graph, run: Pieces) -> tuple[tuple[int, ...], ...] | None:
    """Say what each piece of a run reads within it: what stands so many places on, ``-1`` what enters the run.

    Empty: the piece above. ``None`` where one reads what is neither.
    """
    known = {entry_of(graph, run): -1}
    found: list[tuple[int, ...]] = [()]
    for at, piece in enumerate(run):
        if at:
            if any(read not in known for read in piece.reads):
                return None
            found.append(tuple(known[read] for read in piece.reads))
        known[piece.end] = at
    return tuple(found) if len(run[0].reads) <= 1 else None
