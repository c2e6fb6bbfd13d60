"""A network with the structure that a person would have given it: blocks, repeats, residuals, branches, stages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.importing.block_names import BlockNames
from reportgen.importing.blocks import Blocks
from reportgen.importing.draft import Draft, head
from reportgen.importing.layout import Layout
from reportgen.importing.names import INPUT, fitting, unlike
from reportgen.importing.pieces import GROUP, last_of, places_of, ties_of
from reportgen.importing.series import structured as reduced
from reportgen.importing.stages import Modules, with_stages, without_units
from reportgen.importing.standard import Standard
from reportgen.ops import LAYERS
from reportgen.spec.blocks import standard_block
from reportgen.spec.expression_tree import Expression
from reportgen.spec.writing import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.graph.node import Graph
    from reportgen.importing.pieces import Piece, Pieces
    from reportgen.importing.source import SourceNetwork

_WORDS: Final = re.compile(r"[a-z][a-z_]*")
_DOTS: Final = re.compile(r"[./]")


def structured(network: SourceNetwork, graph: Graph) -> Draft:
    """Write a network with its structure; ``graph`` is its own, as ``spelled`` gives it."""
    pieces = reduced(graph)
    ties = ties_of(graph, pieces)
    pieces = Standard(graph, ties).folded(pieces)
    layers = dict(enumerate(network.layers, len(network.inputs)))
    pieces = Modules({place: layer.scope for place, layer in layers.items()}, ties).grouped(pieces)
    blocks = Blocks(graph, _defaults, BlockNames(layers))
    pieces = without_units(blocks.folded(pieces))
    pieces = blocks.repeats.folded(pieces)
    names = _names(network, graph, pieces)
    pieces = with_stages(pieces, names, {INPUT, *names.values()})
    layout = Layout({block.name: tuple(block.arguments) for block in blocks.blocks}, names)
    own = [layout.block(block, blocks.repeats.folded(block.pattern.layers)) for block in blocks.blocks]
    lines = [
        *head(network, graph),
        *_outputs(graph, pieces, names),
        *(("", "blocks:") if own else ()),
        *(line for block in own for line in block),
        "",
        "layers:",
        *(layout.lines(pieces, "  ") if pieces else ("  []",)),
    ]
    return Draft("\n".join(lines) + "\n", places_of(pieces))


def _outputs(graph: Graph, pieces: Pieces, names: Mapping[int, str]) -> Iterator[str]:
    if graph.outputs != last_of(pieces):
        yield f"outputs: [{', '.join(text(names[place]) for place in graph.outputs)}]"


def _names(network: SourceNetwork, graph: Graph, pieces: Pieces) -> dict[int, str]:
    """Name what is read by name, and the head, after what the source calls them."""
    names = {place: node.id for place, node in enumerate(graph.nodes) if node.is_input}
    taken = {INPUT, *names.values()}
    modules = {piece.end: piece.remark for piece in _outermost(pieces) if piece.lists or len(piece.places) > 1}
    for place in (*sorted(ties_of(graph, pieces).readers), *_head(graph, pieces)):
        if place not in names:
            source = modules.get(place) or network.layers[place - len(network.inputs)].name
            names[place] = unlike(_called(source, graph.nodes[place].op.word), taken)
            taken.add(names[place])
    return names


def _outermost(pieces: Pieces) -> Iterator[Piece]:
    """Give the pieces of the outermost list, those of groups too."""
    for piece in pieces:
        yield from _outermost(piece.lists["layers"]) if piece.word == GROUP else (piece,)


def _head(graph: Graph, pieces: Pieces) -> Iterator[int]:
    """Give the place of the last layer of the network where its name says what it is, such as ``fc``."""
    last: Piece | None = pieces[-1] if pieces else None
    while last is not None and last.word == GROUP:
        last = last.lists["layers"][-1]
    if last is not None and last.word == "dense" and last.repeat == 1:
        name = _last_part(graph.nodes[last.end].id)
        if _WORDS.fullmatch(name) and name != "dense":
            yield last.end


def _called(source: str, word: str) -> str:
    name = fitting(_last_part(source))
    return word if not name or name.isdigit() else name


def _last_part(name: str) -> str:
    return _DOTS.split(name)[-1]


def _defaults(word: str) -> dict[str, object]:
    """Give the values that a word's options have where they are not given, as far as they are constant."""
    if word in LAYERS:
        return {option.name: option.default for option in LAYERS[word].options.values() if not option.required}
    block = standard_block(word)
    declared = block.arguments if block else {}
    return {
        name: default.term
        for name, default in declared.items()
        if default is not None and not isinstance(default.term, Expression)
    }
