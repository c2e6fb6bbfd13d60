"""One pattern for runs of pieces that differ in values only: the anti-unification of Plotkin (1970) and Reynolds.

What is equal in all uses stands in the pattern; what differs becomes an argument, or follows from one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.importing.formulas import ANY, Arguments
from reportgen.importing.names import INPUT, unlike
from reportgen.importing.pieces import Formula, Piece, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportgen.importing.formulas import Argument, Row
    from reportgen.importing.pieces import Pieces

    Reads = tuple[tuple[int, ...], ...]
    Defaults = Callable[[str], Mapping[str, object]]

_SIZES: Final = frozenset({"filters", "units"})
_OPTIONAL: Final = "?"
"""A condition that is not written yet."""


class Unlike(Exception):  # noqa: N818 - an answer, and no error
    """Runs differ in more than values."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What several runs have in common."""

    layers: Pieces
    names: Mapping[int, str]
    """What is read by name within it, by the number that ``reads`` has for it."""
    arguments: tuple[Argument, ...]

    def given(self, use: int) -> dict[str, object]:
        """Give the arguments of one use, without those that have their default."""
        return {
            argument.name: argument.row[use] for argument in self.arguments if argument.row[use] != argument.default
        }


@dataclass(frozen=True, slots=True, eq=False)
class _Hole:
    """A value that differs from use to use."""

    option: str
    word: str
    row: Row


def pattern_of(runs: Sequence[Pieces], reads: Reads, channels: Row, defaults: Defaults) -> Pattern:
    """Give the pattern of several runs; ``reads`` is what each piece reads, ``channels`` are those that enter each run.

    Raises:
        Unlike: where no pattern with values for arguments is all of them.
    """
    drawn = _Common(defaults).pieces(runs)
    arguments = Arguments(channels)
    holes = list(_holes(drawn))
    # The last size is what the whole puts out: it is what a reader would give. What some uses lack follows the rest.
    sizes = [hole for hole in holes if hole.option in _SIZES and ANY not in hole.row]
    ordered = (*sizes[-1:], *sorted(holes, key=lambda hole: ANY in hole.row))
    texts = {id(hole): arguments.formula(hole.option, hole.word, hole.row) for hole in ordered}
    layers = tuple(_filled(piece, texts) for piece in drawn)
    layers = tuple(_conditioned(piece, arguments) for piece in layers)
    return Pattern(*_named(layers, reads), arguments.made())


def _named(layers: Pieces, reads: Reads) -> tuple[Pieces, dict[int, str]]:
    """Let the layers of a pattern read by name what does not stand above them."""
    names = {-1: INPUT}
    for read in sorted({read for each in reads for read in each if read >= 0}):
        names[read] = unlike(layers[read].word, names.values())
    named = (
        replace(piece, reads=each, name=names.get(at, ""))
        for at, (piece, each) in enumerate(zip(layers, reads, strict=True))
    )
    return tuple(named), names


def skeleton(piece: Piece) -> str:
    """Give what two pieces must share to have a pattern: all but values and shortcuts."""
    lists = ";".join(",".join(map(skeleton, pieces)) for key, pieces in piece.lists.items() if key != "shortcut")
    merge = piece.options.get("merge", "")
    return f"{piece.word}{merge}({lists})"


class _Common:
    """Draws what runs share, with holes where they differ."""

    def __init__(self, defaults: Defaults) -> None:
        self.defaults = defaults

    def pieces(self, runs: Sequence[Pieces | None]) -> Pieces:
        known = [run for run in runs if run is not None]
        if len({len(run) for run in known}) != 1:
            raise Unlike
        return tuple(self._piece([None if run is None else run[at] for run in runs]) for at in range(len(known[0])))

    def _piece(self, ones: Sequence[Piece | None]) -> Piece:
        known = [one for one in ones if one is not None]
        first = known[0]
        if any((one.word, one.lists.keys(), one.repeat) != (first.word, first.lists.keys(), 1) for one in known):
            raise Unlike
        lists: dict[str, Pieces] = {}
        for key in first.lists:
            lists[key] = self._list(key, [None if one is None else one.lists[key] for one in ones])
        return Piece(word=first.word, options=self._options(first.word, ones), lists=lists)

    def _list(self, key: str, runs: Sequence[Pieces | None]) -> Pieces:
        there = [bool(run) for run in runs if run is not None]
        if key != "shortcut" or all(there) or not any(there):
            return self.pieces(runs) if any(there) else self._nothing(runs)
        found = self.pieces([run or None for run in runs])
        marks: Row = tuple(bool(run) for run in runs)
        return tuple(replace(piece, when=_OPTIONAL, options={**piece.options, _OPTIONAL: marks}) for piece in found)

    @staticmethod
    def _nothing(runs: Sequence[Pieces | None]) -> Pieces:
        if any(runs):
            raise Unlike
        return ()

    def _options(self, word: str, ones: Sequence[Piece | None]) -> dict[str, object]:
        names = dict.fromkeys(name for one in ones if one is not None for name in one.options)
        defaults = self.defaults(word)
        found: dict[str, object] = {}
        for name in names:
            row: Row = tuple(ANY if one is None else one.options.get(name, defaults.get(name)) for one in ones)
            if None in row:
                raise Unlike
            known = [value for value in row if value is not ANY]
            equal = all(value == known[0] and type(value) is type(known[0]) for value in known)
            if not equal and (name == "merge" or any(isinstance(value, dict | Formula) for value in known)):
                raise Unlike
            found[name] = known[0] if equal else _Hole(name, word, row)
        return found


def _holes(pieces: Pieces) -> Iterator[_Hole]:
    for piece in pieces:
        yield from (value for value in piece.options.values() if isinstance(value, _Hole))
        for part in piece.lists.values():
            yield from _holes(part)


def _filled(piece: Piece, texts: Mapping[int, Formula]) -> Piece:
    """Put formulas in place of holes."""
    options = {name: texts[id(value)] if isinstance(value, _Hole) else value for name, value in piece.options.items()}
    return inside(replace(piece, options=options), lambda pieces: tuple(_filled(part, texts) for part in pieces))


def _conditioned(piece: Piece, arguments: Arguments) -> Piece:
    """Write the conditions of shortcuts that only some uses have."""

    def written(pieces: Pieces) -> Pieces:
        if not pieces or pieces[0].when != _OPTIONAL:
            return tuple(_conditioned(part, arguments) for part in pieces)
        present = pieces[0].options[_OPTIONAL]
        assert isinstance(present, tuple)  # noqa: S101 - it was put there above
        sizes = [part.options["filters"] for part in pieces if "filters" in part.options]
        size = sizes[-1] if sizes and isinstance(sizes[-1], Formula | int) else None
        when = arguments.condition(present, size)
        return tuple(
            replace(part, when=when, options={name: v for name, v in part.options.items() if name != _OPTIONAL})
            for part in pieces
        )

    return inside(piece, written)
