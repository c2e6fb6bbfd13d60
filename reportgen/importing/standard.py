"""Standard blocks where the graph is exactly theirs: they are expanded and compared, never guessed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from reportgen.errors import Mark, ReportgenError
from reportgen.graph.lower import build
from reportgen.importing.matching import matches
from reportgen.importing.pieces import Piece, entry_of, inside, places_of
from reportgen.importing.spelling import essence, in_any_order, same_reads
from reportgen.importing.units import cuts_unit
from reportgen.limits import Limits
from reportgen.spec.blocks import standard_block
from reportgen.spec.expression_tree import Expression
from reportgen.spec.model import Architecture, Item, Marked
from reportgen.spec.writing import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.graph.node import Graph
    from reportgen.importing.pieces import Pieces, Ties
    from reportgen.ops.base import Shape
    from reportgen.spec.model import Block

_NAMES: Final = (
    "transformer_encoder",
    "swin_block",
    "convnext_block",
    "bottleneck",
    "basic_block",
    "dense_layer",
    "separable_conv",
    "mobilenet_v3_block",
    "inverted_residual",
    "patch_merging",
    "squeeze_excite",
    "mlp",
    "conv_bn",
)
"""The blocks that are looked for; of two that read as many layers the first is taken."""
_FACTORS: Final = range(1, 17)
"""Values that are tried for an argument which only a default's formula reads, such as ``expand``."""
_NO_MARK: Final = Mark("")


class Standard:
    """Looks for standard blocks in the lists of one network."""

    def __init__(self, graph: Graph, ties: Ties) -> None:
        self.graph, self.ties = graph, ties
        self.blocks = [block for name in _NAMES if (block := standard_block(name))]
        self.built: dict[tuple[str, str, Shape], Graph | None] = {}

    def folded(self, pieces: Pieces) -> Pieces:
        """Give a list with standard blocks in place of what they are, in the lists within it too."""
        found: list[Piece] = []
        at = 0
        while at < len(pieces):
            call, end = self._call(pieces, at)
            found.append(call or inside(pieces[at], self.folded))
            at = end
        return tuple(found)

    def _call(self, pieces: Pieces, at: int) -> tuple[Piece | None, int]:
        """Give the block that reads most from a place on, with the fewest arguments, and the place behind it."""
        found = [call for block in self.blocks for call in self._calls(block, pieces, at)]
        if not found:
            return None, at + 1
        call, end = max(found, key=lambda one: (len(one[0].places), -len(one[0].options)))
        return call, end

    def _calls(self, block: Block, pieces: Pieces, at: int) -> Iterator[tuple[Piece, int]]:
        """Give every call of a block that reads two layers or more from a place on, and the place behind it."""
        for end, bound in matches(block, pieces, at):
            run = pieces[at:end]
            places = places_of(run)
            if len(places) > 1 and self.ties.is_chain(run) and not cuts_unit(pieces, end):
                arguments = self._arguments(block, bound, run)
                if arguments is not None:
                    yield Piece(word=block.name, options=arguments, places=places, reads=run[0].reads), end

    def _arguments(self, block: Block, bound: Mapping[str, object], run: Pieces) -> dict[str, object] | None:
        """Give the fewest arguments with which a block is a run; ``None`` where there are none."""
        given = {name: bound[name] for name in block.arguments if name in bound}
        for trial in (given, *_by_factor(block, given)):
            if self._is(block, trial, run):
                return self._fewest(block, trial, run)
        return None

    def _fewest(self, block: Block, given: dict[str, object], run: Pieces) -> dict[str, object]:
        """Leave out what is the same by default, and take a factor for what is a multiple."""
        for name in list(given):
            fewer = {other: value for other, value in given.items() if other != name}
            if self._is(block, fewer, run):
                given = fewer
        for trial in _by_factor(block, given):
            if len(trial) <= len(given) and self._is(block, trial, run):
                return trial
        return given

    def _is(self, block: Block, given: Mapping[str, object], run: Pieces) -> bool:
        """Say whether a block with these arguments is a run of pieces, layer by layer."""
        entry = entry_of(self.graph, run)
        shape = self.graph.nodes[entry].shape
        key = (block.name, written(given), shape)
        if key not in self.built:
            self.built[key] = _built(block, given, shape)
        made = self.built[key]
        return made is not None and is_run(self.graph, places_of(run), entry, made)


def is_run(graph: Graph, places: Sequence[int], entry: int, made: Graph) -> bool:
    """Say whether the layers of a graph at these places, with one entry, are those of another graph with one input."""
    if len(places) != len(made.layers):
        return False
    ours = (entry, *places)
    for place, node in zip(ours[1:], made.layers, strict=True):
        theirs = graph.nodes[place]
        reads = [ours[read] for read in node.inputs]
        if not same_reads(theirs.inputs, reads, any_order=in_any_order(theirs.op)):
            return False
        if essence(theirs.op, theirs.input_shapes) != essence(node.op, node.input_shapes):
            return False
    return made.outputs == (len(made.nodes) - 1,)


def _by_factor(block: Block, given: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Give other arguments to try: a whole number for one that no layer shows, in place of what is made of it."""
    for made, default in block.arguments.items():
        term = default.term if default else None
        for hidden in sorted(term.names() & block.arguments.keys()) if isinstance(term, Expression) else ():
            if hidden not in given:
                rest = {name: value for name, value in given.items() if name != made}
                yield from ({**rest, hidden: factor} for factor in _FACTORS)


def _built(block: Block, given: Mapping[str, object], shape: Shape) -> Graph | None:
    """Build a network that is one call of a block; ``None`` where it cannot be."""
    arguments = {name: _marked(value) for name, value in given.items()}
    architecture = Architecture(
        id="", source="", variant=None, mark=_NO_MARK, text="", name="", family="",
        inputs={"input": shape}, blocks={}, limits=Limits(),
        layers=(Item(word=block.name, mark=_NO_MARK, arguments=arguments),),
    )  # fmt: skip
    try:
        return build(architecture)
    except ReportgenError:
        return None


def _marked(value: object) -> Marked:
    """Give a value as if it stood in a file."""
    if isinstance(value, list | tuple):
        return Marked(tuple(_marked(entry) for entry in value), _NO_MARK)
    assert value is None or isinstance(value, bool | int | str | Fraction), "an argument's value"  # noqa: S101 - ours
    return Marked(value, _NO_MARK)
