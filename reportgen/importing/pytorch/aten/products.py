"""Products of matrices: with a matrix that is stored, and of two that are worked out."""

from __future__ import annotations

from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.importing.pytorch.aten.windows import first, weighted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call


def linear(b: Builder, call: Call) -> None:
    """The last axis by a stored matrix, or by one that is worked out."""
    reads = weighted(b, call)
    if b.fixed(reads[1]):
        b.whole(call, "linear", reads)
        return
    turned = b.permute(reads[1], (1, 0))
    result = b.make("matmul", [reads[0], turned], b.out(call))
    b.put(call, result if len(reads) == 2 else b.make("add", [result, reads[2]], b.out(call)))  # noqa: PLR2004 - no bias


def matmul(b: Builder, call: Call) -> None:
    """A product of two tensors."""
    one, other = (b.read(value) for value in _two(call))
    b.put(call, product(b, one, other, b.out(call)))


def _two(call: Call) -> tuple[object, object]:
    names = (("self", "other"), ("self", "mat2"), ("input", "mat2"), ("mat1", "mat2"), ("batch1", "batch2"))
    found = next(pair for pair in names if pair[0] in call.given and pair[1] in call.given)
    return call.given[found[0]], call.given[found[1]]


def product(b: Builder, one: str, other: str, out: Sequence[int]) -> str:
    """Multiply by a stored matrix as a linear layer does; from the left it is the same, turned over."""
    left, right = b.shape(one), b.shape(other)
    if b.fixed(other) and len(right) == 2 and not b.fixed(one):  # noqa: PLR2004 - a matrix
        return b.make("linear", [one, other], tuple(out))
    if b.fixed(one) and len(left) == 2 and len(right) > 2 and not b.fixed(other):  # noqa: PLR2004 - a matrix
        order = (*range(len(right) - 2), len(right) - 1, len(right) - 2)
        turned = b.permute(other, order)
        shape = (*b.shape(turned)[:-1], left[0])
        return b.permute(b.make("linear", [turned, one], shape), order)
    return b.make("matmul", [one, other], tuple(out))


def added(b: Builder, call: Call) -> None:
    """A product to which a bias, or another tensor, is added."""
    given = call.given
    if given.get("alpha", 1) != 1 or given.get("beta", 1) != 1:
        b.unknown(call, "it scales a product and what is added to it")
        return
    one, other = (b.read(value) for value in _two(call))
    bias = b.read(first(call))
    if b.fixed(other) and b.fixed(bias) and len(b.shape(bias)) == 1:
        b.whole(call, "linear", [one, other, bias])
        return
    b.whole(call, "add", [product(b, one, other, b.out(call)), bias])


def einsum(b: Builder, call: Call) -> None:
    """A sum over letters: of one tensor, or of a product of two as a product of matrices."""
    equation = str(call.given["equation"]).replace(" ", "")
    operands = [b.read(ref) for ref in call.given["tensors"]]
    given, _, out = equation.partition("->")
    terms = given.split(",")
    plain = "->" in equation and "." not in equation and all(len(set(term)) == len(term) for term in (*terms, out))
    if not plain or len(operands) > 2:  # noqa: PLR2004 - one and the other
        b.unknown(call, f"it is the sum {equation}, which is no product of two matrices")
        return
    pairs = [
        _summed(b, name, term, _elsewhere(terms, place) | set(out))
        for place, (name, term) in enumerate(zip(operands, terms, strict=True))
    ]
    if len(pairs) == 1:
        ((name, term),) = pairs
        b.put(call, _ordered(b, name, term, out))
        return
    b.put(call, _contracted(b, pairs, out))


def _elsewhere(terms: list[str], place: int) -> set[str]:
    return {letter for other, term in enumerate(terms) if other != place for letter in term}


def _summed(b: Builder, name: str, term: str, kept: set[str]) -> tuple[str, str]:
    """Sum over letters that stand nowhere else."""
    gone = [place for place, letter in enumerate(term) if letter not in kept]
    if not gone:
        return name, term
    shape = tuple(n for place, n in enumerate(b.shape(name)) if place not in gone)
    options = {"how": "sum", "axes": tuple(gone), "keepdims": False}
    return b.make("reduce", [name], shape, options), "".join(letter for letter in term if letter in kept)


def _ordered(b: Builder, name: str, term: str, wanted: str) -> str:
    return b.permute(name, [term.index(letter) for letter in wanted])


def _contracted(b: Builder, pairs: list[tuple[str, str]], out: str) -> str:
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


OPERATORS: Final[Mapping[str, Callable[[Builder, Call], None]]] = MappingProxyType(
    {
        "linear": linear,
        **dict.fromkeys(("matmul", "mm", "bmm"), matmul),
        **dict.fromkeys(("addmm", "baddbmm"), added),
        "einsum": einsum,
    }
)
"""By the operator's name."""
