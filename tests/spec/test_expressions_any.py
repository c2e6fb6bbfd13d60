"""Expressions against Python's own grammar and exact fractions; and any text at all."""

from __future__ import annotations

import ast
import math
import operator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from reportgen.limits import Limits
from reportgen.spec.arithmetic import round_to, written
from reportgen.spec.expressions import Expression, ExpressionError, evaluate, parse, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.ops.options import Value

LIMITS = Limits()
NAMES: dict[str, Value] = {"a": 3, "b": Fraction(7, 5), "c": [2, Fraction(1, 2), 9], "yes": True, "word": "relu"}

Worth = Fraction | bool
OPERATORS: dict[type[ast.operator | ast.cmpop], Callable[[Fraction, Fraction], Worth]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: lambda x, y: Fraction(x // y),
    ast.Mod: operator.mod,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
FUNCTIONS: dict[str, Callable[..., Fraction]] = {
    "min": min,
    "max": max,
    "ceil": lambda x: Fraction(math.ceil(x)),
    "floor": lambda x: Fraction(math.floor(x)),
}


class Oracle(ast.NodeVisitor):
    """Works out what Python's parser reads, in fractions throughout."""

    def __init__(self, text: str) -> None:
        self.text = text

    def worth(self) -> Worth:
        return self._worth(ast.parse(self.text, mode="eval").body)

    def _worth(self, node: ast.expr) -> Worth:
        worth = self.visit(node)
        assert isinstance(worth, bool | Fraction)
        return worth

    def visit_Constant(self, node: ast.Constant) -> Worth:
        return Fraction(ast.get_source_segment(self.text, node) or "")

    def visit_Name(self, node: ast.Name) -> Worth:
        found = NAMES[node.id]
        return found if isinstance(found, bool) else Fraction(str(found))

    def visit_BinOp(self, node: ast.BinOp) -> Worth:
        return OPERATORS[type(node.op)](Fraction(self._worth(node.left)), Fraction(self._worth(node.right)))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Worth:
        worth = self._worth(node.operand)
        return not worth if isinstance(node.op, ast.Not) else -Fraction(worth)

    def visit_BoolOp(self, node: ast.BoolOp) -> Worth:
        return (all if isinstance(node.op, ast.And) else any)(self._worth(value) for value in node.values)

    def visit_Compare(self, node: ast.Compare) -> Worth:
        sides = pairwise(Fraction(self._worth(side)) for side in (node.left, *node.comparators))
        return all(OPERATORS[type(op)](*pair) for op, pair in zip(node.ops, sides, strict=True))

    def visit_Call(self, node: ast.Call) -> Worth:
        assert isinstance(node.func, ast.Name)
        return FUNCTIONS[node.func.id](*(Fraction(self._worth(argument)) for argument in node.args))

    def visit_Subscript(self, node: ast.Subscript) -> Worth:
        assert isinstance(node.value, ast.Name)
        items = NAMES[node.value.id]
        assert isinstance(items, list)
        return Fraction(str(items[int(self._worth(node.slice))]))


def spaced(*parts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["", " "]).map(lambda space: space.join(parts))


# Brackets are often left out, so that the two grammars must agree on what belongs together.
DECIMALS = st.integers(0, 500).map(lambda n: written(Fraction(n, 100)))
ATOMS = st.one_of(st.integers(0, 50).map(str), DECIMALS, st.sampled_from(["a", "b", "c[0]", "c[1]", "c[2 - 1 + 1]"]))
SUMS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%"]), inner).flatmap(lambda t: spaced(*t)),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"-{text}"),
        st.tuples(st.sampled_from(["ceil", "floor"]), inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
    ),
    max_leaves=6,
)
SIGNS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
PAIRS = st.tuples(SUMS, SIGNS, SUMS).flatmap(lambda t: spaced(*t))
CHAINS = st.tuples(SUMS, SIGNS, SUMS, SIGNS, SUMS).flatmap(lambda t: spaced(*t))
CONDITIONS = st.recursive(
    st.one_of(st.just("yes"), PAIRS, CHAINS),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"not {text}"),
    ),
    max_leaves=4,
)


def outcome(text: str) -> Value | ExpressionError:
    """Work an expression out, or give the answer that it gets."""
    try:
        expression = parse(text)
        return evaluate(expression, NAMES, LIMITS) if isinstance(expression, Expression) else expression
    except ExpressionError as error:
        return error


def rendered(text: str) -> str | ExpressionError:
    try:
        return render(text, NAMES, LIMITS)
    except ExpressionError as error:
        return error


@given(st.one_of(SUMS, CONDITIONS))
@settings(max_examples=500, deadline=None)
@example("-2//3*4%5")
@example("not 1 < 2 == 2 or yes and not yes")
@example("--a - -b")
def test_worth_is_that_of_python_in_exact_fractions(text: str) -> None:
    assume(len(text) < LIMITS.expression_length - 2)
    found = outcome(f"${{{text}}}")
    try:
        expected = Oracle(text).worth()
    except ZeroDivisionError:
        assert isinstance(found, ExpressionError)
        return
    if isinstance(found, ExpressionError):
        assert "(magnitude)" in str(found)
        return
    assert found == expected
    assert isinstance(found, bool) is isinstance(expected, bool)
    assert isinstance(found, int) or (isinstance(found, Fraction) and found.denominator > 1)


PIECES = st.sampled_from(
    [
        *"$$$${}{}()[],.+-*/%<>=!'\"\\ \n\t019ae_é中\0",
        "${",
        "}",
        "//",
        "==",
        "<=",
        "and ",
        "or ",
        "not ",
        "max(",
        "len(c",
        "c[",
        "yes",
        "word",
        "1.5",
        "round_to(",
        "if",
    ]
)


@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=60)))
@settings(max_examples=500, deadline=None)
def test_any_text_has_a_worth_or_an_answer(text: str) -> None:
    for candidate in (text, f"${{{text}}}"):
        for answer in (outcome(candidate), rendered(candidate)):
            if isinstance(answer, ExpressionError):
                assert 0 <= answer.offset <= answer.offset + answer.length - 1 <= len(candidate)


@given(st.text())
def test_doubled_dollar_signs_keep_any_text(text: str) -> None:
    assert parse(text.replace("$", "$$")) == text
    assert render(text.replace("$", "$$"), {}, LIMITS) == text


EXACT = st.one_of(st.integers(0, 10**4), st.fractions(0, 10**4, max_denominator=1000))


@given(EXACT, st.integers(1, 300))
@example(Fraction(12), 8)  # half way: up
@example(Fraction(90, 10) + Fraction(1, 100), 10)
@example(0, 8)
def test_round_to_by_trying_every_multiple(x: Fraction | int, step: int) -> None:
    near = range(step, math.ceil(x) + 2 * step + 1, step)
    # The largest of the nearest ones: half goes up.
    nearest = min(near, key=lambda multiple: (abs(multiple - x), -multiple))
    expected = nearest if 10 * nearest >= 9 * x else nearest + step
    assert round_to(x, step) == expected


@given(st.integers(0, 4096), st.sampled_from([1, 2, 4, 8, 16]))
def test_round_to_is_the_published_rule(x: int, step: int) -> None:
    published = max(step, int(x + step / 2) // step * step)
    if published < 0.9 * x:
        published += step
    assert round_to(x, step) == published


@given(st.decimals(-(10**9), 10**9, places=6, allow_nan=False))
def test_a_decimal_is_written_exactly_and_short(decimal: object) -> None:
    text = written(Fraction(str(decimal)))
    assert Fraction(text) == Fraction(str(decimal))
    assert not text.endswith(".")
    assert "." not in text or not text.endswith("0")


@given(st.fractions())
def test_any_number_is_written_exactly(number: Fraction) -> None:
    assert Fraction(written(number)) == number
