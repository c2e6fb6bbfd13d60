"""Pieces as lines of a file, in the hand of the files that people write."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from reportgen.importing.pieces import HALF, Formula
from reportgen.ops import LAYERS
from reportgen.spec.blocks import standard_block
from reportgen.spec.writing import text, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportgen.importing.blocks import Block
    from reportgen.importing.pieces import Piece, Pieces

_WIDTH: Final = 119
_COMMENT: Final = 2
"""Blanks before a comment."""


class Layout:
    """Writes the lists of one file."""

    def __init__(self, blocks: Mapping[str, Sequence[str]], names: Mapping[int, str]) -> None:
        self.blocks = blocks
        """Arguments of each block of the file, in their order."""
        self.names = names
        """Names of what is read by name, by place."""

    def block(self, block: Block, layers: Pieces) -> Iterator[str]:
        """Write a block of the file with its layers, folded; an argument without a default must be given."""
        yield f"  {block.name}:"
        if block.arguments:
            given = (f"{key}: {'' if v is None else _quoted(shown(v))}" for key, v in block.arguments.items())
            yield f"    arguments: {{{', '.join(given)}}}"
        yield "    layers:"
        yield from Layout(self.blocks, block.pattern.names).lines(layers, "      ")

    def lines(self, pieces: Pieces, indent: str) -> Iterator[str]:
        """Write a list, each piece with what stands beside it and in it."""
        for piece in pieces:
            yield from self._piece(piece, indent)

    def _piece(self, piece: Piece, indent: str) -> Iterator[str]:
        beside = dict(self._beside(piece))
        inner = indent + "  "
        call = "" if piece.lists else self._call(piece, bare=not beside)
        if piece.lists:
            yield from self._structure(piece, indent)
        elif len(f"{indent}- {call}") > _WIDTH:
            yield from _commented(f"{indent}- {piece.word}:", piece.remark)
            yield from (f"{inner}  {text(name)}: {shown(value)}" for name, value in self._ordered(piece).items())
        else:
            yield from _commented(f"{indent}- {call}", piece.remark)
        yield from (f"{inner}{key}: {value}" for key, value in beside.items())

    def _beside(self, piece: Piece) -> Iterator[tuple[str, str]]:
        """Give what stands beside a word, in the order of the hand-written files."""
        if piece.name and piece.word != "stage":
            yield "name", text(piece.name)
        if piece.reads:
            reads = [text(self.names[read]) for read in piece.reads]
            yield "from", reads[0] if len(reads) == 1 else f"[{', '.join(reads)}]"
        if piece.weights is not None:
            yield "weights", text(self.names[piece.weights])
        if piece.when:
            yield "when", piece.when
        if piece.first:
            yield "first", _mapping(piece.first)
        if piece.repeat > 1:
            yield "repeat", str(piece.repeat)

    def _call(self, piece: Piece, *, bare: bool) -> str:
        """Write a word and what it is given: the main value alone where that is all."""
        options = self._ordered(piece)
        if not options:
            return piece.word if bare else f"{piece.word}:"
        if list(options) == [self._main(piece.word)]:
            (value,) = options.values()
            return f"{piece.word}: {shown(value)}"
        return f"{piece.word}: {_mapping(options)}"

    def _main(self, word: str) -> str:
        if word in LAYERS:
            return LAYERS[word].main
        return next(iter(self._declared(word)), "")

    def _declared(self, word: str) -> Iterable[str]:
        """Give the names of a word's options, in their order."""
        if word in LAYERS:
            return LAYERS[word].options
        block = standard_block(word)
        return block.arguments if block else self.blocks.get(word, ())

    def _ordered(self, piece: Piece) -> dict[str, object]:
        """Give a piece's options in the order in which they are declared."""
        idle = "padding" if (piece.options.get("kernel"), piece.options.get("padding")) == (1, HALF) else ""
        ordered = [name for name in self._declared(piece.word) if name in piece.options]
        return {name: piece.options[name] for name in dict.fromkeys((*ordered, *piece.options)) if name != idle}

    def _structure(self, piece: Piece, indent: str) -> Iterator[str]:
        inner = indent + "    "  # below the word, not below the dash
        if piece.word == "stage":
            yield from _commented(f"{indent}- stage: {text(piece.name)}", piece.remark)
            yield f"{indent}  layers:"
            yield from self.lines(piece.lists["layers"], inner)
            return
        yield from _commented(f"{indent}- {piece.word}:", piece.remark)
        if piece.word == "residual" and not piece.options and not piece.lists["shortcut"]:
            yield from self.lines(piece.lists["body"], inner)
            return
        yield from (f"{inner}{name}: {shown(value)}" for name, value in piece.options.items())
        if piece.word == "residual":
            for key, pieces in piece.lists.items():
                yield from self._list(key, pieces, inner) if pieces else ()
            return
        yield f"{inner}paths:"
        for pieces in piece.lists.values():
            yield from self._path(pieces, inner + "  ")

    def _list(self, key: str, pieces: Pieces, indent: str) -> Iterator[str]:
        yield f"{indent}{key}:"
        yield from self.lines(pieces, indent + "  ")

    def _path(self, pieces: Pieces, indent: str) -> Iterator[str]:
        """Write a path in one line where it fits, else as a list in the list."""
        line = f"{indent}- {self._inline(pieces)}"
        if len(line) <= _WIDTH:
            yield line
            return
        first, *rest = self.lines(pieces, indent + "  ")
        yield f"{indent}- {first.lstrip()}"
        yield from rest

    def _inline(self, pieces: Pieces) -> str:
        return f"[{', '.join(self._flow(piece) for piece in pieces)}]"

    def _flow(self, piece: Piece) -> str:
        """Write a piece inside brackets; one with lists takes more than a line."""
        if piece.lists:
            return " " * _WIDTH
        beside = [f"{key}: {value}" for key, value in self._beside(piece)]
        call = self._call(piece, bare=not beside)
        return call if not beside and not piece.options else f"{{{', '.join([_within(call), *beside])}}}"


def line_count(pieces: Pieces) -> int:
    """Count the lines that a list takes."""
    return sum(1 for _ in Layout({}, defaultdict(str)).lines(pieces, " " * 10))


def _within(call: str) -> str:
    """Write a call inside braces, where a bare expression needs quotes."""
    word, colon, value = call.partition(": ")
    return f"{word}: {_quoted(value)}" if colon else f"{call} " if call.endswith(":") else call


def _quoted(value: str) -> str:
    return f'"{value}"' if value.startswith("${") else value


def shown(value: object) -> str:
    """Write a value where nothing stands around it."""
    return value.text if isinstance(value, Formula) else written(value)


def _mapping(options: Mapping[str, object]) -> str:
    return f"{{{', '.join(f'{text(name)}: {_quoted(shown(value))}' for name, value in options.items())}}}"


def _commented(line: str, remark: str) -> Sequence[str]:
    with_remark = f"{line}{' ' * _COMMENT}# {remark}"
    return (with_remark if remark and len(with_remark) <= _WIDTH else line,)
