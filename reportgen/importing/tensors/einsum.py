"""Einstein's sums over letters, as reductions and products of matrices."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.importing.tensors.program import Dimensions


class Bench(Protocol):
    """Where a reader makes operations, each known by its name."""

    def shape(self, name: str) -> Dimensions:
        """Give the shape of a tensor."""

    def fixed(self, name: str) -> bool:
        """Say whether no input has a part in a tensor."""

    def make(self, kind: str, reads: Iterable[str], shape: Dimensions, options: Mapping[str, Any] | None = None) -> str:
        """Put an operation behind those so far."""

    def reshape(self, name: str, shape: Dimensions) -> str:
        """Count values in other groups."""

    def permute(self, name: str, order: Sequence[int]) -> str:
        """Put axes in another order."""


def summed(bench: Bench, equation: str, operands: Sequence[str]) -> str | None:
    """Make the sum of one tensor, or of a product of two; ``None`` where it is no product of two matrices."""
    equation = equation.replace(" ", "")
    given, _, out = equation.partition("->")
    terms = given.split(",")
    plain = "->" in equation and "." not in equation and all(len(set(term)) == len(term) for term in (*terms, out))
    if not plain or len(operands) > 2:  # noqa: PLR2004 - one and the other
        return None
    pairs = [
        _reduced(bench, name, term, _elsewhere(terms, place) | set(out))
        for place, (name, term) in enumerate(zip(operands, terms, strict=True))
    ]
    if len(pairs) == 1:
        ((name, term),) = pairs
        return _ordered(bench, name, term, out)
    return _contracted(bench, pairs, out)


def _elsewhere(terms: list[str], place: int) -> set[str]:
    return {letter for other, term in enumerate(terms) if other != place for letter in term}


def _reduced(bench: Bench, name: str, term: str, kept: set[str]) -> tuple[str, str]:
    """Sum over letters that stand nowhere else."""
    gone = [place for place, letter in enumerate(term) if letter not in kept]
    if not gone:
        return name, term
    shape = tuple(n for place, n in enumerate(bench.shape(name)) if place not in gone)
    options = {"how": "sum", "axes": tuple(gone), "keepdims": False}
    return bench.make("reduce", [name], shape, options), "".join(letter for letter in term if letter in kept)


def _ordered(bench: Bench, name: str, term: str, wanted: str) -> str:
    return bench.permute(name, [term.index(letter) for letter in wanted])


def _contracted(b: Bench, pairs: list[tuple[str, str]], out: str) -> str:
    """Bring both to [shared, own, summed] and [shared, summed, own], multiply, and undo it."""
    (one, left), (other, right) = pairs
    sizes = dict(zip(left + right, (*b.shape(one), *b.shape(other)), strict=True))
    summed = [letter for letter in left if letter in right and letter not in out]
    shared = [letter for letter in left if letter in right and letter in out]
    own = [letter for letter in left if letter not in right]
    others = [letter for letter in right if letter not in left]
    if b.fixed(one) and not b.fixed(other):
        return _contracted(b, [(other, right), (one, left)], out)

    def count(letters: list[str]) -> int:
        return prod(sizes[letter] for letter in letters)

    def grouped(name: str, term: str, *groups: list[str], joined: bool) -> str:
        turned = _ordered(b, name, term, "".join(letter for group in groups for letter in group))
        if not joined:
            return turned
        return b.reshape(turned, tuple(count(group) for group in groups))

    if b.fixed(other) and not shared:
        # The axes in front stay apart: they may be the batch, and places.
        reads = grouped(one, left, own, summed, joined=False)
        reads = b.reshape(reads, (*(sizes[letter] for letter in own), count(summed)))
        matrix = grouped(other, right, summed, others, joined=True)
        result = b.make("linear", [reads, matrix], (*(sizes[letter] for letter in own), count(others)))
    else:
        front = tuple(sizes[letter] for letter in shared)
        a = b.reshape(grouped(one, left, shared, own, summed, joined=False), (*front, count(own), count(summed)))
        c = b.reshape(
            grouped(other, right, shared, summed, others, joined=False), (*front, count(summed), count(others))
        )
        result = b.make("matmul", [a, c], (*front, count(own), count(others)))
    letters = [*(() if b.fixed(other) and not shared else shared), *own, *others]
    return _ordered(b, b.reshape(result, tuple(sizes[letter] for letter in letters)), "".join(letters), out)
