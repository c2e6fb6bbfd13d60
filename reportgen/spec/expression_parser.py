"""Reads the text of an expression: a tokenizer, and a parser by binding power (Pratt, 1973)."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from reportgen.errors import did_you_mean
from reportgen.spec.expression_tree import (
    FUNCTIONS,
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
    from reportgen.limits import Limits

_ALLOWED = (
    "an expression has names, numbers such as 3 or 0.25, + - * / // %, comparisons, and, or, not, ( ), "
    f"subscripts [ ] and the functions {', '.join(FUNCTIONS)}"
)
_TOKEN = re.compile(
    r"[ \t\r\n]*(?:"
    r"(?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.]))"
    r"|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<operator>//(?!/)|\*(?!\*)|[<>](?!=|[<>])|[<>=!]=|[-+/%()\[\],])"
    r"|(?P<end>\}|\Z)"
    r"|(?P<other>[0-9.][\w.]*|\*\*|<<|>>|'[^'}]*'?|\"[^\"}]*\"?|.))",
    re.DOTALL | re.ASCII,
)
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_POWERS = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(_COMPARISONS, 4),
    **dict.fromkeys("+-", 5),
    **dict.fromkeys(("*", "/", "//", "%"), 6),
    "[": 8,
}
"""How tightly an operator holds what stands before it, as in Python."""
_PREFIXES = {"not": 3, "-": 7}
"""How tightly they hold what stands after them."""
_RESERVED = frozenset({"and", "or", "not"})


class Token(NamedTuple):
    """One word, number or sign of an expression."""

    kind: str
    text: str
    offset: int


def parse_expression(text: str, start: int, limits: Limits) -> tuple[Expression, int]:
    """Read one expression from ``start`` to its closing brace or the end of the text.

    Returns:
        The expression, and the offset of what ended it.

    Raises:
        ExpressionError: It is no expression of the grammar, or is past a limit.

    """
    parser = _Parser(text, start, limits)
    expression = parser.expression()
    end = parser.expect_end()
    # Each operation takes a character at least: a short text cannot nest too many.
    if end - start > limits.depth and any(depth > limits.depth for _, depth in expression.walk()):
        raise too_deep(start, limits)
    return expression, end


def too_deep(offset: int, limits: Limits) -> ExpressionError:
    """Say that an expression nests too many operations."""
    return ExpressionError(
        f"an expression nests at most {limits.depth} operations (depth); split it", offset, name="too-deep"
    )


class _Parser:
    """Walks the tokens of one expression, one ahead."""

    def __init__(self, text: str, start: int, limits: Limits) -> None:
        self._text = text
        self._limits = limits
        self._token = self._read(start)

    def expression(self, power: int = 0, depth: int = 1) -> Expression:
        """Read an operand, and all after it that binds tighter than ``power``."""
        if depth > self._limits.depth:
            raise too_deep(self._token.offset, self._limits)
        left = self._operand(power, depth)
        while (found := _POWERS.get(self._token.text, 0)) > power:
            left = self._after(left, found, depth)
        return left

    def expect_end(self) -> int:
        """Give the offset of the end that must stand here."""
        token = self._token
        if token.kind == "end":
            return token.offset
        raise self._surprise("expected an operator or the end")

    def _operand(self, power: int, depth: int) -> Expression:
        token = self._token
        if token.kind == "number":
            self._advance()
            number = Fraction(token.text) if "." in token.text else int(token.text)
            return Number(value=self._bounded(number, token), offset=token.offset)
        if token.text in _PREFIXES and power <= _PREFIXES[token.text]:
            self._advance()
            operand = self.expression(_PREFIXES[token.text], depth + 1)
            return Unary(operator=token.text, operand=operand, offset=token.offset)
        if token.text == "(":
            self._advance()
            inner = self.expression(0, depth + 1)
            self._expect(")")
            return inner
        if token.kind == "word" and token.text not in _RESERVED:
            self._advance()
            return self._call(token, depth) if self._token.text == "(" else Name(name=token.text, offset=token.offset)
        raise self._surprise("expected a number, a name or '('")

    def _after(self, left: Expression, power: int, depth: int) -> Expression:
        """Read an operator and what stands right of it."""
        token = self._token
        if token.text in _COMPARISONS:
            return self._comparison(left, power, depth)
        self._advance()
        if token.text == "[":
            index = self.expression(0, depth + 1)
            self._expect("]")
            return Subscript(items=left, index=index, offset=token.offset)
        right = self.expression(power, depth + 1)
        kind = Logic if token.kind == "word" else Binary
        return kind(operator=token.text, left=left, right=right, offset=token.offset)

    def _comparison(self, first: Expression, power: int, depth: int) -> Comparison:
        start = self._token.offset
        operators, operands = [], [first]
        while self._token.text in _COMPARISONS:
            operators.append(self._token.text)
            self._advance()
            operands.append(self.expression(power, depth + 1))
        return Comparison(operators=tuple(operators), operands=tuple(operands), offset=start)

    def _call(self, word: Token, depth: int) -> Call:
        if word.text not in FUNCTIONS:
            hint = did_you_mean(word.text, FUNCTIONS) or f"; there are {', '.join(FUNCTIONS)}"
            raise ExpressionError(f"there is no function '{word.text}'{hint}", word.offset, len(word.text))
        self._advance()
        arguments = []
        while self._token.text != ")":
            arguments.append(self.expression(0, depth + 1))
            if self._token.text != ")":
                self._expect(",")
        self._advance()
        least, most = FUNCTIONS[word.text]
        if len(arguments) < least or (most is not None and len(arguments) > most):
            wanted = "at least one value" if most is None else "one value" if most == 1 else "two values"
            message = f"{word.text} takes {wanted}, got {len(arguments)}"
            raise ExpressionError(message, word.offset, len(word.text))
        return Call(function=word.text, arguments=tuple(arguments), offset=word.offset)

    def _bounded(self, number: int | Fraction, token: Token) -> int | Fraction:
        if not self._limits.hold(number):
            message = f"this number is past the limit of {self._limits.magnitude:,} (magnitude)"
            raise ExpressionError(message, token.offset, len(token.text), "number-too-large")
        return number

    def _expect(self, sign: str) -> None:
        if self._token.text != sign:
            raise self._surprise(f"expected '{sign}'")
        self._advance()

    def _advance(self) -> None:
        self._token = self._read(self._token.offset + len(self._token.text))

    def _read(self, offset: int) -> Token:
        found = _TOKEN.match(self._text, offset)
        kind = found.lastgroup if found else None
        if found is None or kind is None:
            return Token("end", "", len(self._text))
        return Token(kind, found[kind], found.start(kind))

    def _surprise(self, expected: str) -> ExpressionError:
        token = self._token
        if token.kind == "end":
            return ExpressionError(f"{expected}, but the expression ends here", token.offset)
        shown = token.text if token.text.isprintable() else f"U+{ord(token.text[0]):04X}"
        foreign = f"; {_ALLOWED}" if token.kind in ("other", "word") else ""
        return ExpressionError(f"{expected}, got {shown}{foreign}", token.offset, len(token.text))
