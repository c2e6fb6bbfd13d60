"""What a list of layers is made of while it is folded: one value for layers, structures and calls of blocks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reportgen.importing.source import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reportgen.graph.node import Graph, Node

GROUP: Final = "group"
"""A run of layers that stand in one module of the source; it is dissolved, or becomes a stage, in the end."""


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
    return Piece(word=node.op.word, options=options, places=(place,), weights=node.shares)


def places_of(pieces: Iterable[Piece]) -> tuple[int, ...]:
    """Give the places of all layers of a list, in order."""
    return tuple(place for piece in pieces for place in piece.places)


def inside(piece: Piece, change: Callable[[Pieces], Pieces]) -> Piece:
    """Give a piece with each of its lists changed."""
    if not piece.lists:
        return piece
    return replace(piece, lists={key: change(pieces) for key, pieces in piece.lists.items()})


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
