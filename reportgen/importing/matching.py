"""Whether a run of pieces reads like a block, and with which arguments.

This only proposes: it binds the arguments that stand alone (``$filters``) to what is found where they stand, and
believes every condition. Whether the block with those arguments is the run is asked of the block itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.ops import LAYERS
from reportgen.spec.blocks import standard_block
from reportgen.spec.expression_tree import Expression, Name
from reportgen.spec.model import Residual
from reportgen.spec.words import NAMED, layer_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.importing.pieces import Piece, Pieces
    from reportgen.spec.model import Block, Item, Marked

Bound = dict[str, object]
"""Arguments of a block, by name, as far as they are known."""

_ONE_CELL: Final = frozenset({"conv", "pointwise"})
"""Words that say the same where the window is one cell."""
_UNBOUND: Final = object()


def matches(block: Block, pieces: Pieces, at: int) -> Iterator[tuple[int, Bound]]:
    """Give every way to read a block at a place of a list: the place behind it, and its arguments."""
    yield from _items(block.layers, pieces, at, {})


def _items(items: tuple[Item, ...], pieces: Pieces, at: int, bound: Bound) -> Iterator[tuple[int, Bound]]:
    if not items:
        yield at, bound
        return
    for end, found in _item(items[0], pieces, at, bound):
        yield from _items(items[1:], pieces, end, found)


def _item(item: Item, pieces: Pieces, at: int, bound: Bound) -> Iterator[tuple[int, Bound]]:
    if item.word in NAMED:
        yield from _named(item, pieces, at, bound)
    elif isinstance(item.structure, Residual):
        yield from _residual(item.structure, pieces, at, bound)
    elif item.structure is None and item.word in LAYERS:
        found = _layer(item, pieces[at], bound) if at < len(pieces) else None
        if found is not None:
            yield at + 1, found
    elif block := standard_block(item.word):
        yield from _call(item, block, pieces, at, bound)
    if item.when is not None:
        yield at, bound


def _named(item: Item, pieces: Pieces, at: int, bound: Bound) -> Iterator[tuple[int, Bound]]:
    """Read ``activation: $word``: a layer of that family without options, or nothing."""
    term = item.arguments[item.word]
    if at < len(pieces) and pieces[at].is_layer and not pieces[at].options and layer_for(item.word, pieces[at].word):
        found = _bind(term, pieces[at].word, bound)
        if found is not None:
            yield at + 1, found
    found = _bind(term, "identity", bound)
    if found is not None:
        yield at, found


def _residual(residual: Residual, pieces: Pieces, at: int, bound: Bound) -> Iterator[tuple[int, Bound]]:
    merge = "add" if residual.merge is None else residual.merge.term
    if at < len(pieces) and pieces[at].word == "residual" and pieces[at].options.get("merge", "add") == merge:
        lists = pieces[at].lists
        for end, found in _items(residual.body, lists["body"], 0, bound):
            if end == len(lists["body"]):
                for last, both in _items(residual.shortcut, lists["shortcut"], 0, found):
                    if last == len(lists["shortcut"]):
                        yield at + 1, both
    if residual.skip is not None:
        yield from _items(residual.body, pieces, at, bound)


def _call(item: Item, block: Block, pieces: Pieces, at: int, bound: Bound) -> Iterator[tuple[int, Bound]]:
    """Read a block within the block, and bind what it is given by what it was found to have."""
    for end, inner in matches(block, pieces, at):
        found: Bound | None = bound
        for name, term in item.arguments.items():
            if found is not None and name in inner:
                found = _bind(term, inner[name], found)
        if found is not None:
            yield end, found


def _layer(item: Item, piece: Piece, bound: Bound) -> Bound | None:
    if not piece.is_layer or not (piece.word == item.word or {piece.word, item.word} <= _ONE_CELL):
        return None
    found: Bound | None = bound
    for name, term in item.arguments.items():
        if found is not None:
            value = _value(piece, name)
            found = found if value is _UNBOUND else _bind(term, value, found)
    return found


def _value(piece: Piece, name: str) -> object:
    """Give an option of a layer, its default where it is not given."""
    options: Mapping[str, object] = piece.options
    if name in options:
        return options[name]
    declared = LAYERS[piece.word].options.get(name)
    return _UNBOUND if declared is None else declared.default


def _bind(term: Marked, value: object, bound: Bound) -> Bound | None:
    """Bind the argument that a term is to a value; ``None`` where the term is another value, or bound to one."""
    if isinstance(term.term, Name) and term.term.name != "channels":
        name = term.term.name
        # Words for the same padding differ, so that the first one stands, and the block itself is asked.
        return bound if name in bound else {**bound, name: value}
    if isinstance(term.term, Expression) or not isinstance(term.term, str):
        return bound
    return bound if term.term == value or name_of_padding(term.term) else None


def name_of_padding(value: str) -> bool:
    """Say whether a word is one for padding."""
    return value in {"half", "same", "valid"}
