"""The modules of the source as runs of the outermost list: units to look for patterns in, and stages in the end."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from reportgen.importing.names import fitting, unlike
from reportgen.importing.pieces import GROUP, Piece, places_of
from reportgen.importing.units import is_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.importing.pieces import Pieces, Ties

Scope = tuple[str, ...]


class Modules:
    """Groups the outermost list by the modules that its layers stand in."""

    def __init__(self, scopes: Mapping[int, Scope], ties: Ties) -> None:
        self.scopes, self.ties = scopes, ties

    def grouped(self, pieces: Pieces, above: Scope = ()) -> Pieces:
        """Give a list with a group for every run of pieces that share a module below ``above``."""
        runs = [(key, tuple(run)) for key, run in groupby(pieces, lambda piece: self._key(piece, len(above)))]
        if len(runs) == 1 and runs[0][0]:
            return self.grouped(pieces, (*above, runs[0][0]))
        return tuple(piece for key, run in runs for piece in self._group(run, key, above))

    def _group(self, run: Pieces, key: str, above: Scope) -> Iterator[Piece]:
        while run and len(run[0].reads) > 1:  # a module reads one value; a merge stands before it
            yield run[0]
            run = run[1:]
        if not key or not run or self.ties.hides(run) or is_unit(run):
            yield from run
            return
        remark = "" if key.isdigit() and not above else ".".join((*above, key))  # a number alone says nothing
        if len(run) == 1:
            yield replace(run[0], remark=remark)
            return
        inner = self.grouped(run, (*above, key))
        lists = {"layers": (replace(inner[0], reads=()), *inner[1:])}
        yield Piece(word=GROUP, name=key, lists=lists, places=places_of(run), reads=run[0].reads, remark=remark)

    def _key(self, piece: Piece, depth: int) -> str:
        first, *rest = (self.scopes[place] for place in piece.places)
        if len(first) <= depth or any(scope[: depth + 1] != first[: depth + 1] for scope in rest):
            return ""
        return first[depth]


def without_units(pieces: Pieces) -> Pieces:
    """Take apart the groups that are one piece, or have no name but a number."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.word != GROUP:
            found.append(piece)
            continue
        inner = without_units(piece.lists["layers"])
        if len(inner) > 1 and not piece.name.isdigit():
            found.append(replace(piece, lists={"layers": inner}))
            continue
        opened = _opened(replace(piece, lists={"layers": inner}))
        named = opened[0].remark or piece.remark
        found += (replace(opened[0], remark=named),) if len(opened) == 1 else opened
    return tuple(found)


def with_stages(pieces: Pieces, names: dict[int, str], taken: set[str]) -> Pieces:
    """Make stages of the groups that are left, and name what is read by name.

    A group that holds several groups leaves its place to them; one within a stage is taken apart. ``names`` is what is
    read by name, by place: a stage stands for its last layer.
    """
    found: list[Piece] = []
    for piece in pieces:
        if piece.word != GROUP:
            name = names.get(piece.end, "")
            found.append(replace(piece, name=name, remark="" if piece.remark == name else piece.remark))
        elif sum(one.word == GROUP for one in piece.lists["layers"]) > 1:
            found += with_stages(_opened(piece), names, taken)
        else:
            found.append(_stage(piece, names, taken))
    return tuple(found)


def _stage(piece: Piece, names: dict[int, str], taken: set[str]) -> Piece:
    inner = _flat(piece.lists["layers"])
    name = unlike(fitting(piece.name) or "stage", taken)
    taken.add(name)
    seen = names.pop(piece.end, "")
    layers = tuple(replace(one, name=names.get(one.end, ""), remark="") for one in inner)
    if seen:
        names[piece.end] = name
    remark = "" if piece.remark == name else piece.remark
    return replace(piece, word="stage", name=name, lists={"layers": layers}, remark=remark)


def _flat(pieces: Pieces) -> Pieces:
    """Take all groups of a list apart, those within groups too."""
    return tuple(one for piece in pieces for one in (_flat(_opened(piece)) if piece.word == GROUP else (piece,)))


def _opened(piece: Piece) -> Pieces:
    """Give what stands in a group; its first reads what the group reads."""
    first, *rest = piece.lists["layers"]
    return (replace(first, reads=piece.reads or first.reads), *rest)
