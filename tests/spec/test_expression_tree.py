"""The tree of an expression, and where each node of it stands."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from reportgen.spec.expression_tree import (
    Binary,
    Call,
    Comparison,
    Expression,
    Logic,
    Name,
    Number,
    Subscript,
    Unary,
)
from reportgen.spec.expressions import parse

TREES: dict[str, Expression] = {
    "$abc": Name(name="abc", offset=1),
    "${abc}": Name(name="abc", offset=2),
    "${ 1.50 }": Number(value=Fraction(3, 2), offset=3),
    "${-a}": Unary(operator="-", operand=Name(name="a", offset=3), offset=2),
    "${1 - 2 - 3}": Binary(
        operator="-",
        left=Binary(operator="-", left=Number(value=1, offset=2), right=Number(value=2, offset=6), offset=4),
        right=Number(value=3, offset=10),
        offset=8,
    ),
    "${1 + 2 * 3}": Binary(
        operator="+",
        left=Number(value=1, offset=2),
        right=Binary(operator="*", left=Number(value=2, offset=6), right=Number(value=3, offset=10), offset=8),
        offset=4,
    ),
    "${not a or b and c}": Logic(
        operator="or",
        left=Unary(operator="not", operand=Name(name="a", offset=6), offset=2),
        right=Logic(operator="and", left=Name(name="b", offset=11), right=Name(name="c", offset=17), offset=13),
        offset=8,
    ),
    "${a<b<=1}": Comparison(
        operators=("<", "<="),
        operands=(Name(name="a", offset=2), Name(name="b", offset=4), Number(value=1, offset=7)),
        offset=3,
    ),
    "${max(a, b[0])}": Call(
        function="max",
        arguments=(
            Name(name="a", offset=6),
            Subscript(items=Name(name="b", offset=9), index=Number(value=0, offset=11), offset=10),
        ),
        offset=2,
    ),
}


@pytest.mark.parametrize(("text", "tree"), TREES.items(), ids=TREES)
def test_tree(text: str, tree: Expression) -> None:
    assert parse(text) == tree


def test_walk_goes_from_the_root_and_from_the_left() -> None:
    tree = parse("${a * 2 + -b}")
    assert isinstance(tree, Expression)
    assert [(type(node).__name__, depth) for node, depth in tree.walk()] == [
        ("Binary", 1),
        ("Binary", 2),
        ("Name", 3),
        ("Number", 3),
        ("Unary", 2),
        ("Name", 3),
    ]


def test_trees_are_frozen_and_can_be_keys() -> None:
    for tree in TREES.values():
        assert {tree: 1}[dataclasses.replace(tree)] == 1
        with pytest.raises(dataclasses.FrozenInstanceError):
            tree.offset = 0  # type: ignore[misc]
