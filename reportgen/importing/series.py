"""From a graph to a list with structures: whatever is made of chains and of paths side by side.

Series-parallel reduction (Valdes, Tarjan and Lawler, 1982): a layer with one reader joins the edge to it, and the
edges that leave one layer and meet in a merge become one structure. What is left reads by name.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.importing.pieces import Piece, leaf, places_of, shared_places
from reportgen.importing.spelling import in_any_order

if TYPE_CHECKING:
    from reportgen.graph.node import Graph
    from reportgen.importing.pieces import Pieces

_PROJECTION: Final = frozenset({"conv", "pointwise", "batch_norm", "avg_pool", "max_pool"})
"""What a shortcut may be made of that brings its input along."""
_DEEPEST: Final = 10
"""Structures within structures, each of which takes four levels of a file; what is deeper reads by name."""
_UPWARD: Final = frozenset({"upsample", "conv_transpose", "pixel_shuffle"})
_DOWNWARD: Final = frozenset({"conv", "depthwise_conv", "max_pool", "avg_pool"})


@dataclass(frozen=True, slots=True)
class _Edge:
    """What a layer reads, and the pieces on the way."""

    source: int
    path: list[Piece]


class _Reduction:
    """A graph whose edges take up layers until none is left to take."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.pieces: dict[int, Piece] = {}
        self.edges: dict[int, list[_Edge]] = {}
        self.readers = Counter(read for node in graph.nodes for read in node.inputs)
        self.readers.update(graph.outputs)
        self.outputs = frozenset(graph.outputs)
        self.shared = shared_places(graph)
        self.taken: set[int] = set()
        self.depths: dict[int, int] = {}
        """How many structures deep the one of a merge is."""

    def run(self) -> Pieces:
        """Reduce all there is, and give the outermost list."""
        for place, node in enumerate(self.graph.nodes):
            if node.is_input:
                continue
            self.edges[place] = [self._edge(read) for read in node.inputs]
            self.pieces[place] = leaf(node, place)
            if node.op.many:
                self._parallel(place)
        return self._listed()

    def _edge(self, read: int) -> _Edge:
        """Make the edge to what a layer reads; a chain with no other reader goes into it."""
        edge = _Edge(read, [])
        while self._is_link(edge.source):
            (above,) = self.edges[edge.source]
            above.path.append(self.pieces[edge.source])
            above.path.extend(edge.path)
            self.taken.add(edge.source)
            edge = above
        return edge

    def _is_link(self, place: int) -> bool:
        """Say whether a layer has one reader and one edge into it."""
        alone = self.readers[place] == 1 and place not in self.outputs and place not in self.shared
        return alone and len(self.edges.get(place, ())) == 1

    def _parallel(self, place: int) -> None:
        """Make one structure of the edges that meet in a merge, if all come from one layer."""
        edges = self.edges[place]
        sources = {edge.source for edge in edges}
        bare = sum(not edge.path for edge in edges)
        depth = 1 + max((self.depths.get(piece.end, 0) for edge in edges for piece in edge.path), default=0)
        if len(sources) > 1 or bare > 1 or depth > _DEEPEST:
            return
        if any(self._goes_down_and_up(edge.path) for edge in edges):
            return
        self.depths[place] = depth
        (source,) = sources
        self.readers[source] -= len(edges) - 1
        self.pieces[place] = _structure(self.pieces[place], [tuple(edge.path) for edge in edges], self.graph)
        self.edges[place] = [self._edge(source)]

    def _goes_down_and_up(self, path: list[Piece]) -> bool:
        """Say whether a path is an encoder and its decoder: what goes around it is read better by its name."""
        words = [self.graph.nodes[place] for place in places_of(path)]
        up = next((at for at in range(len(words) - 1, -1, -1) if words[at].op.word in _UPWARD), 0)
        return any(node.op.word in _DOWNWARD and node.shape[1:] < node.input_shapes[0][1:] for node in words[:up])

    def _listed(self) -> Pieces:
        found: list[Piece] = []
        for place, node in enumerate(self.graph.nodes):
            if node.is_input or place in self.taken:
                continue
            edges = self.edges[place]
            for edge in sorted((edge for edge in edges if edge.path), key=lambda edge: edge.path[0].places[0]):
                found += _tied(tuple(edge.path), (edge.source,), found)
            reads = [edge.path[-1].end if edge.path else edge.source for edge in edges]
            found += _tied((self.pieces[place],), tuple(reads), found)
        return tuple(found)


def structured(graph: Graph) -> Pieces:
    """Give the outermost list of a network."""
    return _Reduction(graph).run()


def _tied(pieces: Pieces, reads: tuple[int, ...], above: list[Piece]) -> Pieces:
    """Let the first of a chain read what it reads, unless that stands right above it."""
    if not pieces:
        return ()
    last = above[-1].end if above else 0  # the first layer reads the first input
    return pieces if reads == (last,) else (replace(pieces[0], reads=reads), *pieces[1:])


def _structure(merge: Piece, paths: list[Pieces], graph: Graph) -> Piece:
    """Make a residual of a body and what goes around it; of anything else, branches."""
    ordered = in_any_order(graph.nodes[merge.end].op)
    around = _shortcut(paths, merge.word, ordered=not ordered)
    if around is None:
        options = {} if merge.word == "concat" else {"merge": merge.word}
        lists = {str(number): path for number, path in enumerate(paths)}
        return Piece(
            word="branches", options=options, lists=lists, places=(*sum(map(places_of, paths), ()), *merge.places)
        )
    body, shortcut = paths[1 - around], paths[around]
    return Piece(
        word="residual",
        options={} if merge.word == "add" else {"merge": merge.word},
        lists={"body": body, "shortcut": shortcut},
        places=(*places_of(body), *places_of(shortcut), *merge.places),
    )


def _shortcut(paths: list[Pieces], word: str, *, ordered: bool) -> int | None:
    """Say which of two paths is the shortcut: the bare one, or for a sum the one that only projects."""
    if len(paths) != 2:  # noqa: PLR2004 - a body and a way around it
        return None
    found = [number for number, path in enumerate(paths) if not path]
    if not found and word == "add":
        found = [number for number, path in enumerate(paths) if _projects(path, paths[1 - number])]
    # A residual's concatenation has the shortcut first; any other merge has it last.
    if len(found) != 1 or (ordered and found[0] != (0 if word == "concat" else 1)):
        return None
    return found[0]


def _projects(path: Pieces, body: Pieces) -> bool:
    return len(path) < len(body) and all(piece.word in _PROJECTION for piece in path)
