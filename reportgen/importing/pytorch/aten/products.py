"""Products of matrices: with a matrix that is stored, and of two that are worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.importing.pytorch.aten.windows import first, weighted
from reportgen.importing.pytorch.rules import Rule
from reportgen.importing.tensors.einsum import summed

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    found = [pair for pair in names if pair[0] in call.given and pair[1] in call.given]
    one, other = found[0]
    return call.given[one], call.given[other]


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
    equation = str(call.given["equation"])
    made = summed(b, equation, [b.read(ref) for ref in call.given["tensors"]])
    if made is None:
        b.unknown(call, f"it is the sum {equation}, which is no product of two matrices")
    else:
        b.put(call, made)


RULES: Final = (
    Rule(
        ("linear",),
        linear,
        ("dense", "pointwise"),
        "By a stored matrix: a row of values goes through `dense`, each position of several through `pointwise`.",
    ),
    Rule(
        ("matmul", "mm", "bmm"),
        matmul,
        ("dense", "pointwise", "self_attention"),
        "By a stored matrix, on either side; of two tensors as part of attention.",
    ),
    Rule(
        ("addmm", "baddbmm"),
        added,
        ("dense", "pointwise", "self_attention"),
        "As a product, with a bias; a scale on one of both is told.",
    ),
    Rule(
        ("einsum",),
        einsum,
        ("dense", "pointwise", "self_attention", "permute", "reduce_channels"),
        "Of one tensor, or of two as a product of matrices; letters that stand twice in one, and dots, are told.",
    ),
)
"""In the order of the documentation."""
