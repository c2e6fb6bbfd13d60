"""What stands several times in a row, written once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.importing.pieces import inside, places_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.importing.pieces import Piece, Pieces, Ties

    Defaults = Callable[[str], Mapping[str, object]]

_WORTH_A_FIRST: Final = 3
"""Copies from which on ``first`` saves a line."""
_FEW: Final = 2
_MAIN: Final = frozenset({"filters", "kernel", "units"})
"""What makes a layer another one, and not the first of several."""


class Repeats:
    """Folds runs of equal pieces, the first of which may have other options."""

    def __init__(self, ties: Ties, defaults: Defaults) -> None:
        self.ties = ties
        self.defaults = defaults
        """Gives the values of a word's options where they are not given, as far as they are constant."""

    def folded(self, pieces: Pieces) -> Pieces:
        """Give a list with ``repeat`` in place of runs, in the lists within it too."""
        pieces = tuple(inside(piece, self.folded) for piece in pieces)
        found: list[Piece] = []
        at = 0
        while at < len(pieces):
            piece, at = self._run(pieces, at)
            found.append(piece)
        return tuple(found)

    def _run(self, pieces: Pieces, at: int) -> tuple[Piece, int]:
        """Give what a list begins with from a place on, as often as it stands, and the place behind it."""
        plain = self._end(pieces, at)
        if at + 1 < len(pieces) and self._may_follow(pieces, at + 1):
            first = self._first(pieces[at], pieces[at + 1])
            end = self._end(pieces, at + 1)
            if first and end - at >= _WORTH_A_FIRST:
                return self._repeated(pieces[at:end], first), end
        return (self._repeated(pieces[at:plain], {}) if plain > at + 1 else pieces[at]), plain

    def _end(self, pieces: Pieces, at: int) -> int:
        """Give the place behind all that equal the piece at a place."""
        end = at + 1
        while end < len(pieces) and self._may_follow(pieces, end) and alike(pieces[end], pieces[at]):
            end += 1
        return end

    def _may_follow(self, pieces: Pieces, at: int) -> bool:
        """Say whether a piece reads the one above, which nothing else reads."""
        return self.ties.is_chain(pieces[at - 1 : at + 1]) and not pieces[at - 1].name and pieces[at].word != "stage"

    def _first(self, first: Piece, other: Piece) -> dict[str, object]:
        """Give the options in which the first of a run differs; empty where more than that differs."""
        if first.word != other.word or first.lists or other.lists or first.when or first.options == other.options:
            return {}
        defaults = self.defaults(first.word)
        found: dict[str, object] = {}
        for name in (*first.options, *(name for name in other.options if name not in first.options)):
            value = first.options.get(name, defaults.get(name))
            if value is None:
                return {}
            if value != other.options.get(name, defaults.get(name)):
                found[name] = value
        return {} if found.keys() & _MAIN or len(found) > _FEW else found

    @staticmethod
    def _repeated(pieces: Pieces, first: Mapping[str, object]) -> Piece:
        remark = pieces[0].remark and f"{pieces[0].remark} to {pieces[-1].remark}"
        return replace(
            pieces[-1],
            places=places_of(pieces),
            reads=pieces[0].reads,
            repeat=len(pieces),
            first=first,
            remark=remark,
        )


def alike(one: Piece, other: Piece) -> bool:
    """Say whether two pieces are written alike, whatever they read and whatever layers they stand for."""
    return (
        one.word == other.word
        and (one.options, one.first, one.repeat, one.when, one.name)
        == (other.options, other.first, other.repeat, other.when, other.name)
        and one.lists.keys() == other.lists.keys()
        and all(
            len(one.lists[key]) == len(other.lists[key]) and all(map(alike, one.lists[key], other.lists[key]))
            for key in one.lists
        )
    )
