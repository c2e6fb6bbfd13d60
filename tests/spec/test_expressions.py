"""What expressions are worth, and the answer where one is none."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from reportgen.limits import Limits
from reportgen.spec.expressions import Expression, ExpressionError, evaluate, parse, render

if TYPE_CHECKING:
    from reportgen.ops.options import Value

LIMITS = Limits()
NAMES: dict[str, Value] = {
    "channels": 64,
    "filters": 32,
    "width": Fraction(7, 5),
    "whole": Fraction(4),
    "depths": [2, 4, Fraction(23, 2)],
    "pairs": [[1, 2], [3, 4]],
    "empty": [],
    "gated": True,
    "plain": False,
    "norm": "batch_norm",
    "other": "layer_norm",
    "same": "batch_norm",
    "nothing": None,
    "zeros": [0, Fraction(0)],
    "_x1": 1,
}


def value(text: str, limits: Limits = LIMITS) -> Value:
    expression = parse(text, limits)
    assert isinstance(expression, Expression)
    return evaluate(expression, NAMES, limits)


WORTH: dict[str, Value] = {
    "$filters": 32,
    "$_x1": 1,
    "$norm": "batch_norm",
    "$gated": True,
    "$nothing": None,
    "$depths": [2, 4, Fraction(23, 2)],
    "$whole": 4,
    "${filters}": 32,
    "${ filters\t}": 32,
    "${007}": 7,
    "${0.25}": Fraction(1, 4),
    "${2.0}": 2,
    "${1 + 2 * 3}": 7,
    "${(1 + 2) * 3}": 9,
    "${10 - 4 - 3}": 3,
    "${2 * 3 // 4}": 1,
    "${7 / 2}": Fraction(7, 2),
    "${8 / 2}": 4,
    "${7 // 2}": 3,
    "${-7 // 2}": -4,
    "${-7 % 3}": 2,
    "${7.5 % 2}": Fraction(3, 2),
    "${7.5 // 2}": 3,
    "${--3}": 3,
    "${2 - -3}": 5,
    "${2*-3}": -6,
    "${-depths[0]}": -2,
    "${0.1 + 0.2 == 0.3}": True,
    "${width * 32}": Fraction(224, 5),
    "${width * 5}": 7,
    "${filters != channels}": True,
    "${1 < 2 < 3}": True,
    "${1 < 3 < 2}": False,
    "${1 < 2 > 1 != 3}": True,
    "${norm == same}": True,
    "${norm == other}": False,
    "${norm != other}": True,
    "${gated == plain}": False,
    "${nothing == nothing}": True,
    "${depths == depths}": True,
    "${not gated}": False,
    "${not gated or gated}": True,
    "${not 1 == 2}": True,
    "${not not gated}": True,
    "${gated or plain and plain}": True,
    "${(gated or plain) and plain}": False,
    "${plain and 1 / 0 == 1}": False,
    "${gated or missing}": True,
    "${2 < 1 < missing}": False,
    "${depths[0]}": 2,
    "${depths[2]}": Fraction(23, 2),
    "${depths[len(depths) - 1]}": Fraction(23, 2),
    "${pairs[1][0]}": 3,
    "${pairs[0]}": [1, 2],
    "${len(depths)}": 3,
    "${len(empty)}": 0,
    "${min(depths)}": 2,
    "${max(depths)}": Fraction(23, 2),
    "${min(3, 1, 2)}": 1,
    "${max(whole, 1.5)}": 4,
    "${min(pairs[1])}": 3,
    "${ceil(1.2)}": 2,
    "${ceil(-1.2)}": -1,
    "${floor(1.8)}": 1,
    "${floor(-1.8)}": -2,
    "${ceil(3)}": 3,
    "${round_to(32 * width, 8)}": 48,
    "${round_to(2.5, 1)}": 3,
    "${ceil(1.8 * 2)}": 4,
    "${ceil(width\n* 2)}": 3,
    "${1000000000000000}": 10**15,
    "${_x1 == 1}": True,
}


@pytest.mark.parametrize(("text", "worth"), WORTH.items(), ids=WORTH)
def test_worth(text: str, worth: Value) -> None:
    found = value(text)
    assert found == worth
    assert type(found) is type(worth)


ALLOWED = (
    "; an expression has names, numbers such as 3 or 0.25, + - * / // %, comparisons, and, or, not, ( ), "
    "subscripts [ ] and the functions len, min, max, ceil, floor, round_to"
)
UNREADABLE = {
    "$": ("$", "'$' starts an expression: write $name or ${...}, or $$ for a dollar sign"),
    "costs 5$": ("$", "'$' starts an expression: write $name or ${...}, or $$ for a dollar sign"),
    "$5": ("$", "'$' starts an expression: write $name or ${...}, or $$ for a dollar sign"),
    "$é": ("$", "'$' starts an expression: write $name or ${...}, or $$ for a dollar sign"),
    "${": ("${", "this '${' is not closed; write '}' after the expression"),
    "${filters": ("${", "this '${' is not closed; write '}' after the expression"),
    "a${filters}": ("$", "an expression stands alone here: put all of it in one ${...}; a dollar sign is written $$"),
    "$$$filters": ("$", "an expression stands alone here: put all of it in one ${...}; a dollar sign is written $$"),
    "$filters * 2": ("$", "an expression stands alone here: put all of it in one ${...}; a dollar sign is written $$"),
    "$depths[0]": ("$", "an expression stands alone here: put all of it in one ${...}; a dollar sign is written $$"),
    "$a$b": ("$", "an expression stands alone here: put all of it in one ${...}; a dollar sign is written $$"),
    "${}": ("}", "expected a number, a name or '(', but the expression ends here"),
    "${1 +}": ("}", "expected a number, a name or '(', but the expression ends here"),
    "${(1}": ("}", "expected ')', but the expression ends here"),
    "${depths[0}": ("}", "expected ']', but the expression ends here"),
    "${max(1, }": ("}", "expected a number, a name or '(', but the expression ends here"),
    "${max(1 2)}": ("2", "expected ',', got 2"),
    "${1 2}": ("2", "expected an operator or the end, got 2"),
    "${1)}": (")", "expected an operator or the end, got )"),
    "${, 1}": (",", "expected a number, a name or '(', got ,"),
    "${+1}": ("+", "expected a number, a name or '(', got +"),
    "${and}": ("and", "expected a number, a name or '(', got and" + ALLOWED),
    "${1 + not plain}": ("not", "expected a number, a name or '(', got not" + ALLOWED),
    "${1 == not plain}": ("not", "expected a number, a name or '(', got not" + ALLOWED),
    "${filters ** 2}": ("**", "expected an operator or the end, got **" + ALLOWED),
    "${filters.real}": (".real", "expected an operator or the end, got .real" + ALLOWED),
    "${1 if gated else 2}": ("if", "expected an operator or the end, got if" + ALLOWED),
    "${lambda: 1}": (":", "expected an operator or the end, got :" + ALLOWED),
    "${filters = 1}": ("=", "expected an operator or the end, got =" + ALLOWED),
    "${1 << 3}": ("<<", "expected an operator or the end, got <<" + ALLOWED),
    "${!gated}": ("!", "expected a number, a name or '(', got !" + ALLOWED),
    "${norm == 'batch_norm'}": ("'batch_norm'", "expected a number, a name or '(', got 'batch_norm'" + ALLOWED),
    '${"x"}': ('"x"', "expected a number, a name or '(', got \"x\"" + ALLOWED),
    "${[1, 2]}": ("[", "expected a number, a name or '(', got ["),
    "${1e3}": ("1e3", "expected a number, a name or '(', got 1e3" + ALLOWED),
    "${.5}": (".5", "expected a number, a name or '(', got .5" + ALLOWED),
    "${1.}": ("1.", "expected a number, a name or '(', got 1." + ALLOWED),
    "${1_000}": ("1_000", "expected a number, a name or '(', got 1_000" + ALLOWED),
    "${1.2.3}": ("1.2.3", "expected a number, a name or '(', got 1.2.3" + ALLOWED),
    "${2x}": ("2x", "expected a number, a name or '(', got 2x" + ALLOWED),
    "${filters ÷ 2}": ("÷", "expected an operator or the end, got ÷" + ALLOWED),
    "${filters\u00a0+ 1}": ("\u00a0", "expected an operator or the end, got U+00A0" + ALLOWED),
    "${ciel(1.5)}": ("ciel", "there is no function 'ciel'; did you mean 'ceil'?"),
    "${open(1)}": ("open", "there is no function 'open'; there are len, min, max, ceil, floor, round_to"),
    "${depths[0](1)}": ("(", "expected an operator or the end, got ("),
    "${len()}": ("len", "len takes one value, got 0"),
    "${ceil(1, 2)}": ("ceil", "ceil takes one value, got 2"),
    "${round_to(1)}": ("round_to", "round_to takes two values, got 1"),
    "${max()}": ("max", "max takes at least one value, got 0"),
    "${1000000000000001}": ("1000000000000001", "this number is past the limit of 1,000,000,000,000,000 (magnitude)"),
    "${1 +}}": ("}}", "expected a number, a name or '(', but the expression ends here"),
    "${1}}": ("$", "an expression stands alone here: put all of it in one ${...}; a dollar sign is written $$"),
}


@pytest.mark.parametrize(("text", "marked", "message"), [(k, *v) for k, v in UNREADABLE.items()], ids=UNREADABLE)
def test_unreadable(text: str, marked: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    error = caught.value
    assert str(error) == message
    assert text[error.offset :].startswith(marked)
    assert error.length == len(marked) or error.length == 1


FAULTS = {
    "$filtres": ("filtres", "nothing is called 'filtres'; did you mean 'filters'?"),
    "${1 + filtres}": ("filtres", "nothing is called 'filtres'; did you mean 'filters'?"),
    "${1 / 0}": ("/", "division by zero: 1 / 0"),
    "${1 + 7.5 // (2 - 2)}": ("//", "division by zero: 7.5 // 0"),
    "${1 % 0}": ("%", "division by zero: 1 % 0"),
    "${gated + 1}": ("+", "'+' expects a number, got the truth value true"),
    "${1 * norm}": ("*", "'*' expects a number, got the word 'batch_norm'"),
    "${1 - depths}": ("-", "'-' expects a number, got a list"),
    "${nothing + 1}": ("+", "'+' expects a number, got nothing"),
    "${-gated}": ("-", "'-' expects a number, got the truth value true"),
    "${1 < gated}": ("<", "'<' expects a number, got the truth value true"),
    "${norm < other}": ("<", "'<' expects a number, got the word 'batch_norm'"),
    "${1 == gated}": ("==", "'==' compares like with like, got the number 1 and the truth value true"),
    "${norm != width}": ("!=", "'!=' compares like with like, got the word 'batch_norm' and the number 1.4"),
    "${depths == 1}": ("==", "'==' compares like with like, got a list and the number 1"),
    "${not 1}": ("not", "'not' expects true or false, such as a comparison, got the number 1"),
    "${1 and gated}": ("and", "'and' expects true or false, such as a comparison, got the number 1"),
    "${plain or norm}": ("or", "'or' expects true or false, such as a comparison, got the word 'batch_norm'"),
    "${depths[3]}": ("[", "the subscript 3 is outside the list: it has 3, counted from 0"),
    "${depths[-1]}": ("[", "the subscript -1 is outside the list: it has 3, counted from 0"),
    "${depths[0.5]}": ("[", "a subscript is a whole number, got the number 0.5"),
    "${depths[gated]}": ("[", "a subscript is a whole number, got the truth value true"),
    "${norm[0]}": ("[", "'[ ]' expects a list, got the word 'batch_norm'"),
    "${len(norm)}": ("len", "'len' expects a list, got the word 'batch_norm'"),
    "${max(1)}": ("max", "'max' expects a list, got the number 1"),
    "${min(empty)}": ("min", "min of an empty list is unknown"),
    "${min(1, gated)}": ("min", "'min' expects a number, got the truth value true"),
    "${max(pairs)}": ("max", "'max' expects a number, got a list"),
    "${ceil(norm)}": ("ceil", "'ceil' expects a number, got the word 'batch_norm'"),
    "${round_to(1, 0)}": ("round_to", "round_to expects multiples of a whole number of at least 1, got the number 0"),
    "${round_to(1, 0.5)}": (
        "round_to",
        "round_to expects multiples of a whole number of at least 1, got the number 0.5",
    ),
    "${1000000000000000 + 1}": ("+", "the result is past the limit of 1,000,000,000,000,000 (magnitude)"),
    "${-1000000000 * 1000000001}": ("*", "the result is past the limit of 1,000,000,000,000,000 (magnitude)"),
    "${1 / 1000000000000000 / 1000000000000000 / 2}": (
        "/ 2",
        "the result is past the limit of 1,000,000,000,000,000 (magnitude)",
    ),
}


@pytest.mark.parametrize(("text", "marked", "message"), [(k, *v) for k, v in FAULTS.items()], ids=FAULTS)
def test_fault(text: str, marked: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        value(text)
    assert str(caught.value) == message
    assert text[caught.value.offset :].startswith(marked)


def test_unknown_name_without_a_near_one_lists_what_is_known() -> None:
    expression = parse("$zzz")
    assert isinstance(expression, Expression)
    with pytest.raises(ExpressionError, match="nothing is called 'zzz'; known here: channels, filters"):
        evaluate(expression, {"filters": 1, "channels": 2}, LIMITS)
    with pytest.raises(ExpressionError, match="nothing is called 'zzz'; known here: nothing"):
        evaluate(expression, {}, LIMITS)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("$a", {"a"}),
        ("${1 + 2}", set()),
        ("${a + b[c] * max(d, -e)}", {"a", "b", "c", "d", "e"}),
        ("${not a or b and c < d < e}", {"a", "b", "c", "d", "e"}),
        ("${len(len)}", {"len"}),
    ],
)
def test_names(text: str, names: set[str]) -> None:
    expression = parse(text)
    assert isinstance(expression, Expression)
    assert expression.names() == names


@pytest.mark.parametrize(
    ("text", "plain"),
    [("", ""), ("relu", "relu"), ("$$", "$"), ("$$5 {x}", "$5 {x}"), ("$$$$", "$$"), ("a $${b}", "a ${b}")],
)
def test_text_without_expressions(text: str, plain: str) -> None:
    assert parse(text) == plain
    assert render(text, {}, LIMITS) == plain


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("ResNet-${2 * filters}", "ResNet-64"),
        ("$norm", "batch_norm"),
        ("$norm-$filters.", "batch_norm-32."),
        ("x$width, half: ${width / 2}", "x1.4, half: 0.7"),
        ("${whole}", "4"),
        ("${1 / 3} ${-1 / 8} ${1 / 1000000}", "1/3 -0.125 0.000001"),
        ("$gated ${1 > 2}", "true false"),
        ("${pairs[0]} $zeros", "[1, 2] [0, 0]"),
        ("$depths of $nothing", "[2, 4, 11.5] of null"),
        ("$$$filters", "$32"),
    ],
)
def test_render(text: str, rendered: str) -> None:
    assert render(text, NAMES, LIMITS) == rendered


@pytest.mark.parametrize("text", ["a $", "a ${1 / 0}", "a $missing"])
def test_render_refuses_as_evaluate_does(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        render(text, NAMES, LIMITS)
    assert caught.value.offset >= 2


class TestCaps:
    """Each cap of ``Limits`` that expressions hold, at its edge."""

    def test_length(self) -> None:
        inside = " " * 496 + "1"
        assert value(f"${{{inside}}}") == 1
        message = r"an expression has at most 500 characters \(expression_length\); split it"
        with pytest.raises(ExpressionError, match=message):
            parse(f"${{ {inside} }}")
        assert render(f"at most this: ${{{inside}}}", {}, LIMITS) == "at most this: 1"

    @pytest.mark.parametrize(
        ("opening", "closing"), [("(", ")"), ("-", ""), ("not ", ""), ("ceil(", ")"), ("depths[", "]")]
    )
    def test_depth_of_nesting(self, opening: str, closing: str) -> None:
        limits = Limits(depth=10)
        assert parse("${" + opening * 9 + "a" + closing * 9 + "}", limits)
        with pytest.raises(ExpressionError, match=r"an expression nests at most 10 operations \(depth\); split it"):
            parse("${" + opening * 10 + "a" + closing * 10 + "}", limits)

    def test_depth_of_a_chain(self) -> None:
        limits = Limits(depth=10)
        assert value("${" + "1 + " * 9 + "1}", limits) == 10
        with pytest.raises(ExpressionError, match=r"\(depth\)"):
            parse("${" + "1 + " * 10 + "1}", limits)

    @pytest.mark.parametrize("text", ["(" * 498, "-" * 497 + "1", "not " * 120 + "a", "a[" * 200, "1+" * 240 + "1"])
    def test_deepest_text_is_refused_without_deep_recursion(self, text: str) -> None:
        with pytest.raises(ExpressionError):
            parse("${" + text[:497] + "}")

    def test_longest_chain_of_comparisons_is_no_nesting(self) -> None:
        assert value("${" + "1<=" * 160 + "1}") is True

    def test_magnitude(self) -> None:
        limits = Limits(magnitude=1000)
        assert value("${10 * 100}", limits) == 1000
        for text in ("${10 * 100.1}", "${1001}", "${1 / 1000 / 1001}"):
            with pytest.raises(ExpressionError, match=r"past the limit of 1,000 \(magnitude\)"):
                value(text, limits)

    def test_items(self) -> None:
        expression = parse("${len(many)}")
        assert isinstance(expression, Expression)
        many: list[Value] = [1] * 1000
        assert evaluate(expression, {"many": many}, LIMITS) == 1000
        message = r"a list has at most 1,000 entries here \(items\), not 1,001"
        with pytest.raises(ExpressionError, match=message) as caught:
            evaluate(expression, {"many": [*many, 1]}, LIMITS)
        assert caught.value.offset == len("${len(")

    def test_text_length(self) -> None:
        environment: dict[str, Value] = {"word": "x" * 10}
        assert render("$word" * 1000, environment, LIMITS) == "x" * 10_000
        message = r"with its values the text is longer than 10,000 characters \(text_length\)"
        with pytest.raises(ExpressionError, match=message):
            render("$word" * 1001, environment, LIMITS)
        assert render("plain" * 10_000, environment, LIMITS) == "plain" * 10_000
