"""The arithmetic that an architecture file may do: ``$name`` and ``${...}``, exact and bounded.

Numbers are whole or exact fractions, never floating point. A result that is whole is an ``int``. There are
no attributes, no text operations, no powers and no loops, and each step is held below ``Limits.magnitude``: an
expression of a stranger's file ends soon, whatever it says.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from reportgen.errors import did_you_mean, listed
from reportgen.limits import Limits
from reportgen.spec.arithmetic import ArithmeticFault, binary, call, compare, condition, item, negative, written
from reportgen.spec.expression_parser import parse_expression
from reportgen.spec.expression_tree import (
    Binary,
    Call,
    Comparison,
    Expression,
    ExpressionError,
    Logic,
    Name,
    Number,
    Subscript,
    Unary,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reportgen.ops.options import Value

__all__ = ["Expression", "ExpressionError", "evaluate", "parse", "render"]

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_DEFAULTS = Limits()


def parse(text: str, limits: Limits = _DEFAULTS) -> Expression | str:
    """Read a text of the file that may be an expression.

    Returns:
        The expression where the whole text is one; else the text, each ``$$`` in it as one dollar sign.

    Raises:
        ExpressionError: The expression is not of the grammar, is past a limit, or stands amid other text.

    """
    pieces = list(_pieces(text, limits))
    for start, piece in pieces:
        if isinstance(piece, str):
            continue
        if len(pieces) == 1:
            return piece
        message = "an expression stands alone here: put all of it in one ${...}; a dollar sign is written $$"
        raise ExpressionError(message, start)
    return "".join(str(piece) for _, piece in pieces)


def render(text: str, environment: Mapping[str, Value], limits: Limits) -> str:
    """Write the values of all expressions of a text into it, as in ``ResNet-${depth}``; ``$$`` is a dollar sign.

    Raises:
        ExpressionError: An expression cannot be read or worked out.

    """
    done = ""
    for start, piece in _pieces(text, limits):
        done += piece if isinstance(piece, str) else written(evaluate(piece, environment, limits))
        if not isinstance(piece, str) and len(done) > limits.text_length:
            message = f"with its values the text is longer than {limits.text_length:,} characters (text_length)"
            raise ExpressionError(message, start, name="text-too-long")
    return done


def evaluate(expression: Expression, environment: Mapping[str, Value], limits: Limits) -> Value:
    """Work an expression out with the values of its names.

    Raises:
        ExpressionError: A name is unknown, a value is of the wrong kind, a division is by zero, a subscript is
            past its list, or a number is past the limits.

    """
    try:
        return _held(_WORKED_OUT[type(expression)](expression, environment, limits), limits)
    except ArithmeticFault as fault:
        raise ExpressionError(str(fault), expression.offset, name=fault.name) from None


def _held(value: Value, limits: Limits) -> Value:
    """Give a result within the limits; a whole one as an ``int``."""
    # Fractions last: they are rare, and to tell one takes twenty times as long.
    if isinstance(value, str) or (isinstance(value, int) and limits.hold(value)):
        return value
    if not isinstance(value, int) and isinstance(value, Fraction) and value.denominator == 1:
        value = value.numerator
    if isinstance(value, (int, Fraction)) and not limits.hold(value):
        message = f"the result is past the limit of {limits.magnitude:,} (magnitude)"
        raise ArithmeticFault(message, "number-too-large")
    if isinstance(value, list) and len(value) > limits.items:
        message = f"a list has at most {limits.items:,} entries here (items), not {len(value):,}"
        raise ArithmeticFault(message, "list-too-long")
    return value


def _named(name: Name, environment: Mapping[str, Value], _limits: Limits) -> Value:
    if name.name in environment:
        return environment[name.name]
    hint = did_you_mean(name.name, environment) or f"; known here: {listed(sorted(environment)) or 'nothing'}"
    raise ExpressionError(f"nothing is called '{name.name}'{hint}", name.offset, len(name.name))


def _number(number: Number, _environment: Mapping[str, Value], _limits: Limits) -> Value:
    return number.value


def _unary(unary: Unary, environment: Mapping[str, Value], limits: Limits) -> Value:
    value = evaluate(unary.operand, environment, limits)
    return not condition(value, "not") if unary.operator == "not" else negative(value)


def _binary(both: Binary, environment: Mapping[str, Value], limits: Limits) -> Value:
    left = evaluate(both.left, environment, limits)
    return binary(both.operator, left, evaluate(both.right, environment, limits))


def _logic(logic: Logic, environment: Mapping[str, Value], limits: Limits) -> Value:
    first = condition(evaluate(logic.left, environment, limits), logic.operator)
    if first is (logic.operator == "or"):
        return first
    return condition(evaluate(logic.right, environment, limits), logic.operator)


def _comparison(chain: Comparison, environment: Mapping[str, Value], limits: Limits) -> Value:
    """Compare neighbours from the left until one pair disagrees, as Python does."""
    left = evaluate(chain.operands[0], environment, limits)
    for operator, operand in zip(chain.operators, chain.operands[1:], strict=True):
        right = evaluate(operand, environment, limits)
        if not compare(operator, left, right):
            return False
        left = right
    return True


def _subscript(subscript: Subscript, environment: Mapping[str, Value], limits: Limits) -> Value:
    items = evaluate(subscript.items, environment, limits)
    return item(items, evaluate(subscript.index, environment, limits))


def _called(made: Call, environment: Mapping[str, Value], limits: Limits) -> Value:
    return call(made.function, [evaluate(part, environment, limits) for part in made.arguments])


_WORKED_OUT: Final[Mapping[type[Expression], Callable[[Any, Mapping[str, Value], Limits], Value]]] = {
    Name: _named,
    Number: _number,
    Unary: _unary,
    Binary: _binary,
    Logic: _logic,
    Comparison: _comparison,
    Subscript: _subscript,
    Call: _called,
}
"""How a node of each kind is worked out: a fault in it is raised bare, one in its parts by ``evaluate`` of the part."""


def _pieces(text: str, limits: Limits) -> Iterator[tuple[int, str | Expression]]:
    """Cut a text into plain parts and expressions, in order, each with where it starts."""
    at = 0
    while (dollar := text.find("$", at)) >= 0:
        if dollar > at:
            yield at, text[at:dollar]
        if text.startswith("$$", dollar):
            at = dollar + 2
            yield dollar, "$"
        elif text.startswith("${", dollar):
            expression, end = _braced(text, dollar, limits)
            at = end + 1
            yield dollar, expression
        elif name := _NAME.match(text, dollar + 1):
            at = name.end()
            yield dollar, Name(name=name[0], offset=dollar + 1)
        else:
            message = "'$' starts an expression: write $name or ${...}, or $$ for a dollar sign"
            raise ExpressionError(message, dollar)
    if at < len(text):
        yield at, text[at:]


def _braced(text: str, dollar: int, limits: Limits) -> tuple[Expression, int]:
    """Read ``${...}``; give its expression and the offset of its closing brace."""
    closing = text.find("}", dollar)
    if closing < 0:
        raise ExpressionError("this '${' is not closed; write '}' after the expression", dollar, 2)
    if closing - dollar > limits.expression_length:
        message = f"an expression has at most {limits.expression_length} characters (expression_length); split it"
        raise ExpressionError(message, dollar, 2, "expression-too-long")
    return parse_expression(text, dollar + 2, limits)
